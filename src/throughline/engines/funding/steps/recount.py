"""A later count taken into an earlier one: which numbers move, by whose rule, and why the others stay."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from throughline.engines.funding.steps.figures import Cell
from throughline.engines.funding.steps.formula import BOTH, INCREASES_ONLY, Input, StepsFormula
from throughline.engines.funding.steps.schools import SchoolColumns


@dataclass(frozen=True, slots=True)
class RecountRule:
    """What a district decides about a later count, besides what the formula says of each column.

    A count that changed by fewer students than `over_n`, or by less than `over_share` of itself, stays as it was;
    `upward` keeps every count that fell. Nothing decided takes every later count.
    """

    over_n: int = 0
    over_share: Fraction = Fraction(0)
    upward: bool = False


class Taken(StrEnum):
    """What became of a later count."""

    SAME = "same"
    LATER = "later"
    PART = "part"
    CAPPED = "capped"
    BELOW = "below"
    FELL = "fell"
    FIXED = "fixed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class CountChange:
    """One count of one school: first, later (None where nobody counted again), and the one that is used."""

    school_id: str
    column: str
    first: Cell
    later: Cell | None
    used: Cell
    taken: Taken


@dataclass(frozen=True, slots=True)
class Recount:
    """Every school's figures after a later count, and what became of each count."""

    columns: SchoolColumns
    changes: Sequence[CountChange]


def recount(
    formula: StepsFormula, first: SchoolColumns, second: SchoolColumns, rule: RecountRule | None = None
) -> Recount:
    """This function will take a later count into an earlier one, each column by the formula's policy and the rule.

    A fixed count stays; "both" takes the later; "increases only" takes the later where it is higher. A change may
    have to pass a threshold, be capped, and count for a part of the year only, as the column says. A school that was
    not counted again keeps its first count, and so does one whose count is hidden in either. A later count that is
    higher is never used as a lower one: more students never come to fewer.
    """
    where = {school_id: at for at, school_id in enumerate(second.school_ids)}
    columns, changes = dict(first.columns), []
    for column in formula.inputs:
        if column.key not in second.columns:
            continue
        later, cells = second.columns[column.key], list(first.columns[column.key])
        hidden = {*first.withheld.get(column.key, {}), *second.withheld.get(column.key, {})}
        for at, school_id in enumerate(first.school_ids):
            if school_id not in where or school_id in hidden:
                changes.append(CountChange(school_id, column.key, cells[at], None, cells[at], Taken.UNKNOWN))
                continue
            was, now = cells[at], later[where[school_id]]
            cells[at], taken = _used(column, was, now, rule or RecountRule())
            changes.append(CountChange(school_id, column.key, was, now, cells[at], taken))
        columns[column.key] = cells
    again = {column.key for column in formula.inputs if column.recount in (BOTH, INCREASES_ONLY)} & {*second.columns}
    days = {key: day for key, day in first.counted_on.items() if key not in again}
    return Recount(replace(first, columns=columns, counted_on=days), tuple(changes))


def _used(column: Input, first: Cell, later: Cell, rule: RecountRule) -> tuple[Cell, Taken]:
    if first == later:
        return first, Taken.SAME
    if column.recount not in (BOTH, INCREASES_ONLY):
        return first, Taken.FIXED
    if not isinstance(first, Fraction) or not isinstance(later, Fraction):
        return (later, Taken.LATER) if column.recount == BOTH else (first, Taken.FIXED)
    change = later - first
    if change < 0 and (rule.upward or column.recount == INCREASES_ONLY):
        return first, Taken.FELL
    if column.recount_over is not None and abs(change) <= column.recount_over * first:
        return first, Taken.BELOW
    if abs(change) < max(Fraction(rule.over_n), rule.over_share * first):
        return first, Taken.BELOW
    taken = Taken.LATER
    if column.recount_at_most is not None:
        most = column.recount_at_most * first
        taken = Taken.CAPPED if abs(change) > most else taken
        change = max(-most, min(most, change))
    if column.recount_part is not None:
        return first + change * column.recount_part, Taken.PART
    return first + change, taken
