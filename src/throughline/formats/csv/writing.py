"""Writing CSV as every layout here wants it: UTF-8, CRLF, quotes only where needed, blanks for nothing."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import IO

Cell = str | bool | int | float | Decimal | date | datetime | Sequence[str] | None
Row = Mapping[str, Cell] | Sequence[Cell]

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def cell_text(value: Cell) -> str:
    """This function will write one value as a cell: lower-case booleans, ISO dates, comma-separated lists.

    **Example**

    >>> [cell_text(value) for value in (True, None, date(2025, 9, 1), ["KG", "01"])]
    ['true', '', '2025-09-01', 'KG,01']
    """
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float | Decimal):
        return str(value)
    return ",".join(value)


def escaped_formula(text: str) -> str:
    """This function will put an apostrophe before a cell that a spreadsheet would run as a formula.

    For files that people open; never for files that programs read back. A cell that looks escaped as it is gets
    another apostrophe, so that taking one away gives back what was written.

    **Example**

    >>> escaped_formula("=1+1"), escaped_formula("Ana"), escaped_formula("'=1+1")
    ("'=1+1", 'Ana', "''=1+1")
    """
    return f"'{text}" if text.lstrip("'").startswith(_FORMULA_STARTS) else text


def without_escape(text: str) -> str:
    """This function will take the apostrophe away again that `escaped_formula` put before a cell.

    **Example**

    >>> without_escape("'=1+1"), without_escape("'tis")
    ('=1+1', "'tis")
    """
    return text[1:] if text.startswith("'") and escaped_formula(text[1:]) == text else text


class CsvTable:
    """Writes rows of one table to a text file that is open for writing with `newline=""`."""

    def __init__(
        self,
        out: IO[str],
        header: Sequence[str],
        *,
        columns: Sequence[str] | None = None,
        escape_formulas: bool = False,
    ) -> None:
        self._header = tuple(header)
        self._rows = csv.writer(out, lineterminator="\r\n")
        self._escape = escape_formulas
        self._places = self._places_of(columns)
        self._rows.writerow(self._header)
        self.n_rows = 0

    def add(self, row: Row) -> None:
        """This function will write one row: a mapping by column name, or cells in the order of `columns`.

        **Raises** `ValueError` where the row has a column the table has not, or more cells than columns.
        """
        self._rows.writerow(self._cells(row))
        self.n_rows += 1

    def add_all(self, rows: Iterable[Row]) -> int:
        """This function will write the rows as they come, keeping none, and return how many it wrote."""
        before = self.n_rows
        self._rows.writerows(self._counted(rows))
        return self.n_rows - before

    def _counted(self, rows: Iterable[Row]) -> Iterator[list[str]]:
        for row in rows:
            yield self._cells(row)
            self.n_rows += 1

    def _places_of(self, columns: Sequence[str] | None) -> tuple[int, ...] | None:
        if columns is None or tuple(columns) == self._header:
            return None
        self._refuse_unknown(columns)
        return tuple(self._header.index(name) for name in columns)

    def _cells(self, row: Row) -> list[str]:
        cells = self._mapped(row) if isinstance(row, Mapping) else self._placed(row)
        if self._escape:
            cells = [escaped_formula(cell) for cell in cells]
        return cells

    def _mapped(self, row: Mapping[str, Cell]) -> list[str]:
        cells = [cell_text(row[name]) if name in row else "" for name in self._header]
        if len(row) > len(self._header) or not row.keys() <= set(self._header):
            self._refuse_unknown(row)
        return cells

    def _placed(self, row: Sequence[Cell]) -> list[str]:
        texts = [cell if type(cell) is str else cell_text(cell) for cell in row]
        n_wanted = len(self._header if self._places is None else self._places)
        if len(texts) != n_wanted:
            raise ValueError(f"a row has {len(texts)} cells where {n_wanted} are needed")
        if self._places is None:
            return texts
        cells = [""] * len(self._header)
        for place, text in zip(self._places, texts, strict=True):
            cells[place] = text
        return cells

    def _refuse_unknown(self, names: Iterable[str]) -> None:
        unknown = [name for name in names if name not in self._header]
        if unknown:
            raise ValueError(f"there is no column {', '.join(unknown)} here; the columns are {', '.join(self._header)}")
