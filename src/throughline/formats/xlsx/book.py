"""What every sheet of a budget workbook shares: the result shown, and where things stand."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name

from throughline.engines.funding import ALL_STUDENTS, Allocation
from throughline.formats.xlsx.about import NOTHING_MORE, About
from throughline.formats.xlsx.paper import Paper
from throughline.formats.xlsx.sheet_names import quoted

# Where the tables stand: one heading row, then one row for each level or school.
FIRST_ROW = 1
FIRST_RATE_COLUMN = 2  # after the level's key and label
FIRST_COUNT_COLUMN = 3  # after the school's ID, name and level


@dataclass(frozen=True, slots=True)
class SheetTitles:
    """The names of the fixed sheets, in the reader's language."""

    how_it_works: str
    rates: str
    counts: str
    all_schools: str
    one_school: str


@dataclass(frozen=True)
class Book(Paper):
    """A workbook being written: every sheet is made from this and from nothing else."""

    workbook: Workbook
    allocation: Allocation
    positions: Sequence[int]
    titles: SheetTitles
    language: str
    translate: Callable[[str], str]
    title: str
    about: About = NOTHING_MORE

    @property
    def currency(self) -> str:
        return self.allocation.formula.currency

    @property
    def n_needs(self) -> int:
        return len(self.allocation.formula.needs)

    @cached_property
    def all_at(self) -> int | None:
        """Which need counts every student; without it there are no dollars per student."""
        codes = [need.counts for need in self.allocation.formula.needs]
        return codes.index(ALL_STUDENTS) if ALL_STUDENTS in codes else None

    def need_label(self, need_at: int) -> str:
        return self.allocation.formula.needs[need_at].label.text(self.language)

    def level_label(self, position: int) -> str:
        level = self.allocation.formula.levels[int(self.allocation.level_index[position])]
        return level.label.text(self.language)

    def level_cell(self, row: int) -> str:
        """This function will return the reference of a school's level on the counts sheet, by its row."""
        return f"{quoted(self.titles.counts)}!$C${row + 1}"

    def count_cell(self, row: int, need_at: int) -> str:
        """This function will return the reference of a school's count on the counts sheet, by its row."""
        return f"{quoted(self.titles.counts)}!${xl_col_to_name(FIRST_COUNT_COLUMN + need_at)}${row + 1}"

    def rate_formula(self, level_reference: str, need_at: int) -> str:
        """This function will return the lookup of a rate by the level that a cell names."""
        column = xl_col_to_name(FIRST_RATE_COLUMN + need_at)
        return f"INDEX({self._rates_range(column)},MATCH({level_reference},{self._rates_range('A')},0))"

    def label_formula(self, level_reference: str) -> str:
        """This function will return the lookup of a level's label by the level that a cell names."""
        return f"INDEX({self._rates_range('B')},MATCH({level_reference},{self._rates_range('A')},0))"

    def _rates_range(self, column: str) -> str:
        last = FIRST_ROW + len(self.allocation.formula.levels)
        return f"{quoted(self.titles.rates)}!${column}${FIRST_ROW + 1}:${column}${last}"
