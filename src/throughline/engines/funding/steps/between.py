"""Counts that were hidden because they are small: the least and the most that each school can have, never a zero."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product

from throughline.engines.funding.steps.formula import StepsFormula
from throughline.engines.funding.steps.meeting import schools_meet, top_ups_meet
from throughline.engines.funding.steps.result import StepsAllocation
from throughline.engines.funding.steps.run import Suppose, allocate_steps
from throughline.engines.funding.steps.schools import SchoolColumns

_MOST_TOGETHER = 6  # hidden counts at one school whose every combination is tried: 64 runs for all schools

Corner = Mapping[tuple[str, str], int]  # by column and school: 0 takes the least, 1 the most


@dataclass(frozen=True, eq=False)
class Between:
    """Every school's dollars while some counts are hidden: the least, and the most.

    `low` and `high` are whole runs, with every hidden count at its least and at its most; a school's own bounds are
    looked for on their own, because where money is shared one school's most is another's least. **Units** cents,
    in the order of the schools.
    """

    low: StepsAllocation
    high: StepsAllocation
    least_cents: tuple[int, ...]
    most_cents: tuple[int, ...]
    district_least_cents: int
    district_most_cents: int
    withheld: Mapping[str, Mapping[str, tuple[Fraction, Fraction]]]


def allocate_between(formula: StepsFormula, schools: SchoolColumns, *, suppose: Suppose | None = None) -> Between:
    """This function will run a formula on counts of which some are known only to lie between two numbers.

    Where no school's money depends on another, every combination of a school's own hidden counts is tried (beyond
    six of them, all at their least and all at their most). Where schools share money, a school's own are tried at
    their least and most with the others' at theirs. The bounds are exact where an amount only rises, or only falls,
    as one count grows, which holds of weights, pools, tiers and minimums.

    **Raises** `RefusedInput` where the formula cannot be run at one of the corners.
    """
    meet = schools_meet(formula) or top_ups_meet(formula)
    corners = _of_each(schools) if meet else _together(schools)
    low = allocate_steps(formula, _at(schools, {}, 0), suppose=suppose)
    high = allocate_steps(formula, _at(schools, {}, 1), suppose=suppose)
    least, most = (
        list(map(min, low.totals_cents, high.totals_cents)),
        list(map(max, low.totals_cents, high.totals_cents)),
    )
    district = [low.district_cents, high.district_cents]
    for corner, others in corners:
        run = allocate_steps(formula, _at(schools, corner, others), suppose=suppose)
        least, most = list(map(min, least, run.totals_cents)), list(map(max, most, run.totals_cents))
        district.append(run.district_cents)
    if not meet:
        district += [sum(least), sum(most)]  # what each school can have, all can have at once
    return Between(low, high, tuple(least), tuple(most), min(district), max(district), schools.withheld)


def _together(schools: SchoolColumns) -> Iterator[tuple[Corner, int]]:
    """Combinations for all schools at once: each school's first hidden count takes the first bit, and so on."""
    hidden = _by_school(schools)
    n_bits = max((len(columns) for columns in hidden.values()), default=0)
    if not 1 < n_bits <= _MOST_TOGETHER:
        return
    for bits in product((0, 1), repeat=n_bits):
        yield {(key, one): bits[at] for one, columns in hidden.items() for at, key in enumerate(columns)}, 0


def _of_each(schools: SchoolColumns) -> Iterator[tuple[Corner, int]]:
    for school_id, columns in _by_school(schools).items():
        for own in (0, 1):
            yield {(key, school_id): own for key in columns}, 1 - own


def _by_school(schools: SchoolColumns) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for key, cells in schools.withheld.items():
        for school_id in cells:
            found.setdefault(school_id, []).append(key)
    return found


def _at(schools: SchoolColumns, corner: Corner, others: int) -> SchoolColumns:
    where = {school_id: at for at, school_id in enumerate(schools.school_ids)}
    columns = dict(schools.columns)
    for key, cells in schools.withheld.items():
        column = list(columns[key])
        for school_id, bounds in cells.items():
            column[where[school_id]] = bounds[corner.get((key, school_id), others)]
        columns[key] = column
    return replace(schools, columns=columns, withheld={})
