"""What is known of each school before a formula in steps is run: its level and its columns, exactly as written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from throughline.engines.funding.steps.figures import Cell, Figures, Names
from throughline.engines.funding.steps.formula import BOTH, INCREASES_ONLY, Input, StepsFormula


@dataclass(frozen=True, slots=True)
class SchoolColumns:
    """Every school's figures. **Shapes** each column has one cell for each school, in the order of `school_ids`.

    `revenues_cents` is what each source brings. `withheld` holds, by column and school, the least and the most that a
    hidden count may be; its cell in the column is the least, and no formula is run on it. `eligible` narrows which
    schools a source may pay, beside what the formula says.
    """

    school_ids: tuple[str, ...]
    levels: tuple[str, ...]
    columns: Mapping[str, Sequence[Cell]]
    school_names: tuple[str, ...] = ()
    revenues_cents: Mapping[str, int] = field(default_factory=dict)
    withheld: Mapping[str, Mapping[str, tuple[Fraction, Fraction]]] = field(default_factory=dict)
    eligible: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        ids, levels = Names.of(self.school_ids), Names.of(self.levels)
        figures = {key: Figures.of(column) for key, column in self.columns.items()}
        for name, held in (("school_ids", ids), ("levels", levels), ("columns", figures)):
            object.__setattr__(self, name, held)
        if not ids.differ:
            raise ValueError("each school has its own id")
        lengths = {len(self.levels), *(len(column) for column in self.columns.values())}
        if lengths - {len(self.school_ids)}:
            raise ValueError("each column has one cell for each school")

    @property
    def n_schools(self) -> int:
        return len(self.school_ids)

    def name_at(self, position: int) -> str:
        """This function will return the name of a school, or its id where it has none."""
        return (self.school_names or self.school_ids)[position]


def recounted(formula: StepsFormula, first: SchoolColumns, second: SchoolColumns) -> SchoolColumns:
    """This function will take a later count into an earlier one, each column by its own recount policy.

    A fixed count stays; "both" takes the later; "increases only" takes the later where it is higher. A change may
    have to pass a threshold, be capped, and count for a part of the year only, as the column says. A school that was
    not counted again keeps its first count, and so does one whose count is hidden in either.
    """
    where = {school_id: at for at, school_id in enumerate(second.school_ids)}
    columns = dict(first.columns)
    for column in formula.inputs:
        if column.recount not in (BOTH, INCREASES_ONLY) or column.key not in second.columns:
            continue
        later = second.columns[column.key]
        cells = list(first.columns[column.key])
        for at, school_id in enumerate(first.school_ids):
            hidden = any(school_id in counted.withheld.get(column.key, {}) for counted in (first, second))
            if school_id in where and not hidden:
                cells[at] = _after_recount(column, cells[at], later[where[school_id]])
        columns[column.key] = cells
    return replace(first, columns=columns)


def _after_recount(column: Input, first: Cell, later: Cell) -> Cell:
    if not isinstance(first, Fraction) or not isinstance(later, Fraction):
        return later if column.recount == BOTH else first
    change = later - first
    if column.recount == INCREASES_ONLY and change < 0:
        return first
    if column.recount_over is not None and abs(change) <= column.recount_over * first:
        return first
    if column.recount_at_most is not None:
        most = column.recount_at_most * first
        change = max(-most, min(most, change))
    return first + change * (1 if column.recount_part is None else column.recount_part)
