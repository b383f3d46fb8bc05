"""Where everything stands: one row for each school, sorted by id, the same row on every sheet of schools."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from throughline.formats.xlsx.sheet_names import quoted

FIRST = 2  # the row of the first school, as a spreadsheet counts; the heading is row 1
FIRST_INPUT = 3  # the column of the first input: after the school's id, its name and its level

Value = Fraction | bool | str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of one sheet, and what stands in it, school by school."""

    sheet: str
    letter: str
    last: int
    values: tuple[Value, ...]

    def cell(self, row: int) -> str:
        """This function will name the column's cell in a row."""
        return f"{quoted(self.sheet)}!${self.letter}{row}"

    @property
    def all(self) -> str:
        """The column's cells at every school."""
        return f"{quoted(self.sheet)}!${self.letter}${FIRST}:${self.letter}${self.last}"

    def until(self, row: int) -> str:
        """This function will name the column's cells from the first school to the one in a row."""
        return f"{quoted(self.sheet)}!${self.letter}${FIRST}:${self.letter}{row}"

    def numbers(self) -> list[Fraction]:
        """This function will return the column's numbers."""
        return [Fraction(value) if not isinstance(value, str) else Fraction(0) for value in self.values]


@dataclass
class Working:
    """The sheet of every calculation: columns are added from left to right, each with a formula in every row."""

    sheet: Worksheet
    name: str
    n_schools: int
    heading: Format
    number: Format
    n_columns: int = field(default=1)

    @property
    def last(self) -> int:
        return FIRST + self.n_schools - 1

    @property
    def rows(self) -> range:
        return range(FIRST, self.last + 1)

    def add(self, heading: str, formula: Callable[[int], str], values: Sequence[Value]) -> Column:
        """This function will write a column: its formula in each row, with what it comes to beside it."""
        at = self.n_columns
        self.n_columns += 1
        self.sheet.write_string(0, at, heading, self.heading)
        for row, value in zip(self.rows, values, strict=True):
            self.sheet.write_formula(row - 1, at, f"={formula(row)}", self.number, shown(value))
        return Column(self.name, xl_col_to_name(at), self.last, tuple(values))


def shown(value: Value) -> float | str | bool:
    """This function will turn an exact value into what a cell stores."""
    return float(value) if isinstance(value, Fraction) else value
