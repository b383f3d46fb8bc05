"""What is known of each school before a formula in steps is run: its level and its columns, exactly as written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from throughline.engines.funding.counts import SchoolCounts
from throughline.engines.funding.steps.columns import Exact, ends_of
from throughline.engines.funding.steps.figures import Cell, Figures, Names


@dataclass(frozen=True, slots=True)
class SchoolColumns:
    """Every school's figures. **Shapes** each column has one cell for each school, in the order of `school_ids`.

    `revenues_cents` is what each source brings. `withheld` holds, by column and school, the least and the most that a
    hidden count may be; its cell in the column is the least, and no formula is run on it. `eligible` narrows which
    schools a source may pay, beside what the formula says. `counted_on` holds the day of each column, as 2026-12-01,
    that was counted on another day than the rest.
    """

    school_ids: tuple[str, ...]
    levels: tuple[str, ...]
    columns: Mapping[str, Sequence[Cell]]
    school_names: tuple[str, ...] = ()
    revenues_cents: Mapping[str, int] = field(default_factory=dict)
    withheld: Mapping[str, Mapping[str, tuple[Fraction, Fraction]]] = field(default_factory=dict)
    eligible: Mapping[str, frozenset[str]] = field(default_factory=dict)
    counted_on: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        ids, levels = Names.of(self.school_ids), Names.of(self.levels)
        figures = {}
        for key, column in self.columns.items():
            figures[key] = held = Figures.of(column)
            if len(held) != len(ids):
                raise ValueError("each column has one cell for each school")
        if len(levels) != len(ids):
            raise ValueError("each column has one cell for each school")
        object.__setattr__(self, "school_ids", ids)
        object.__setattr__(self, "levels", levels)
        object.__setattr__(self, "columns", figures)
        if not ids.differ:
            raise ValueError("each school has its own id")

    @classmethod
    def counted(cls, counts: SchoolCounts, codes: Mapping[str, str]) -> "SchoolColumns":
        """This function will take columns out of counts of students, each by the code of what it counts.

        **Raises** `ValueError` where a count is withheld or not a whole number, `KeyError` for a code nobody counted.

        **Example**

        >>> counts = SchoolCounts.of(["S1"], ["high"], {"all": [412], "poverty": [301]})
        >>> SchoolColumns.counted(counts, {"enrolled": "all", "poor": "poverty"}).columns["poor"][0]
        Fraction(301, 1)
        """
        if counts.counts.dtype.kind != "i" or (counts.withheld is not None and counts.withheld.any()):
            raise ValueError("Every count is a whole number that is known")
        low, high = ends_of(counts.counts.ravel("K"))  # one bound does for all: it has to hold, not to be near
        most = max(high, -low)
        columns = dict(zip(counts.codes, counts.counts.T, strict=True))
        figures = {key: Figures.of_exact(Exact(columns[code], 1, most, signed=low < 0)) for key, code in codes.items()}
        on = counts.counted_on
        days = {key: on[code] for key, code in codes.items() if code in on} if on else {}
        return cls(counts.school_ids, counts.levels, figures, counts.school_names, counted_on=days)

    @property
    def n_schools(self) -> int:
        return len(self.school_ids)

    def name_at(self, position: int) -> str:
        """This function will return the name of a school, or its id where it has none."""
        return (self.school_names or self.school_ids)[position]
