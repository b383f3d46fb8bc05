"""From the bytes of a CSV file to rows of text with their numbers, or to why it is no CSV."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field

from throughline.formats.csv.marks import with_plain_headings
from throughline.formats.formula import schools_rules as rules
from throughline.values.problem import Problem

_WORKBOOK_BEGINNINGS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it stands in the file; the heading is row 1, and blank rows are counted but not kept.

    `numbers` are the rows of those cells that stand in another one, since they were counted on another day.
    """

    number: int
    cells: list[str]
    numbers: Mapping[int, int] = field(default_factory=dict)

    def number_of(self, at: int) -> int:
        """This function will return the row in which a cell stands."""
        return self.numbers.get(at, self.number)


def read_rows(content: bytes, file: str) -> tuple[list[Row], list[Problem]]:
    """This function will split a CSV file into rows. Where it cannot, it returns no rows and says why."""
    if content.startswith(_WORKBOOK_BEGINNINGS):
        return [], [Problem(rules.A_WORKBOOK, file)]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return [], [Problem(rules.NOT_TEXT, file, content.count(b"\n", 0, error.start) + 1)]
    rows = []
    reader = csv.reader(io.StringIO(with_plain_headings(text), newline=""), strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            if any(cell.strip() for cell in cells):
                rows.append(Row(number, cells))
    except csv.Error as error:
        return [], [Problem(rules.NOT_CSV, file, number + 1, details={"reason": str(error)})]
    return rows, []
