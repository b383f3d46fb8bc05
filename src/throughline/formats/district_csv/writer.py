"""Writes our own CSV files as streams, for programs to read back or, escaped, for people to open.

with open_table(folder / "needs.csv", "needs") as needs:
    needs.add({"student_id": "1042", "category": "english_learner", "start_date": day})
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from throughline.formats.csv.writing import CsvTable, Row
from throughline.formats.district_csv.catalog import TABLES


@contextmanager
def open_table(
    path: Path, table: str, *, columns: Sequence[str] | None = None, escape_formulas: bool = False
) -> Iterator[CsvTable]:
    """This function will open one file to be written row by row; it appears at `path` when all is written.

    **Shapes** rows are mappings by column name (what is missing is blank), or sequences of cells in the
    order of `columns`, or of the layout where `columns` is not given.
    **Raises** `ValueError` for an unknown table or column.
    """
    if table not in TABLES:
        raise ValueError(f"{table} is none of our files; they are {', '.join(TABLES)}")
    header = tuple(column.name for column in TABLES[table].columns)
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as out:
            yield CsvTable(out, header, columns=columns, escape_formulas=escape_formulas)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def write_table(
    path: Path,
    table: str,
    rows: Iterable[Row],
    *,
    columns: Sequence[str] | None = None,
    escape_formulas: bool = False,
) -> int:
    """This function will write a whole file from an iterable, keeping no row, and return how many rows."""
    with open_table(path, table, columns=columns, escape_formulas=escape_formulas) as out:
        return out.add_all(rows)
