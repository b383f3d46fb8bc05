"""What is known of each school before a formula in steps is run: its level and its columns, exactly as written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from throughline.engines.funding.steps.formula import BOTH, INCREASES_ONLY, StepsFormula

Cell = Fraction | bool | str


@dataclass(frozen=True, slots=True)
class SchoolColumns:
    """Every school's figures. **Shapes** each column has one cell for each school, in the order of `school_ids`.

    `revenues_cents` is what each source brings. A count recounted later stands in `recounted` by column.
    """

    school_ids: tuple[str, ...]
    levels: tuple[str, ...]
    columns: Mapping[str, Sequence[Cell]]
    school_names: tuple[str, ...] = ()
    revenues_cents: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if len(set(self.school_ids)) != len(self.school_ids):
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

    A fixed count stays; "both" takes the later; "increases only" takes the later where it is higher. A school
    that was not counted again keeps its first count.
    """
    where = {school_id: at for at, school_id in enumerate(second.school_ids)}
    columns = dict(first.columns)
    for column in formula.inputs:
        if column.recount not in (BOTH, INCREASES_ONLY) or column.key not in second.columns:
            continue
        later = second.columns[column.key]
        cells = list(first.columns[column.key])
        for at, school_id in enumerate(first.school_ids):
            if school_id in where:
                new = later[where[school_id]]
                rises = isinstance(new, Fraction) and isinstance(cells[at], Fraction) and new > Fraction(cells[at])
                cells[at] = new if column.recount == BOTH or rises else cells[at]
        columns[column.key] = cells
    return replace(first, columns=columns)
