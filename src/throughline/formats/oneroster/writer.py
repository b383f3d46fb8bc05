"""Writes OneRoster 1.2 CSV packages as streams: a zip of any size in constant memory.

    with PackageWriter(path, source_name="Sample district") as package:
        package.write("orgs", rows)                        # rows are mappings by column name
        package.write("users", rows, columns=("sourcedId", "givenName"))   # or cells in that order

Tables whose rows come mixed (a student, then that student's enrollments) go through `open_table`.
"""

import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from io import TextIOWrapper
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from throughline.formats.csv.columns import Table
from throughline.formats.csv.writing import CsvTable, Row
from throughline.formats.oneroster.catalog import TABLES, USER_PROFILES, V1_2, files_of

_WRITABLE = dict(TABLES) | {USER_PROFILES.name: USER_PROFILES}
_SAME_DAY = (1980, 1, 1, 0, 0, 0)  # so that the same rows make the same bytes on any day


class TableSink:
    """One table being written row by row, kept in a temporary file until the package is closed."""

    def __init__(self, table: Table, columns: Sequence[str] | None) -> None:
        self._file: IO[str] = tempfile.TemporaryFile("w+", encoding="utf-8", newline="")  # noqa: SIM115 - closed by the writer
        self._table = CsvTable(self._file, _header(table), columns=columns)

    def add(self, row: Row) -> None:
        """This function will write one row: a mapping by column name, or cells in the order of `columns`."""
        self._table.add(row)

    @property
    def n_rows(self) -> int:
        return self._table.n_rows

    def copy_to(self, out: IO[bytes]) -> None:
        self._file.flush()
        self._file.seek(0)
        shutil.copyfileobj(self._file.buffer, out, 1 << 20)  # type: ignore[attr-defined]  # a text file has its bytes

    def close(self) -> None:
        self._file.close()


class PackageWriter:
    """A OneRoster 1.2 package being written; it appears at `path` only when all of it has been written.

    `mode` is `bulk` or `delta` for every table written; the tables not written are named as absent.
    """

    def __init__(self, path: Path, *, source_name: str = "", source_code: str = "", mode: str = "bulk") -> None:
        if mode not in ("bulk", "delta"):
            raise ValueError(f"{mode} is no mode of a OneRoster file; choose bulk or delta")
        self._path = Path(path)
        self._part = self._path.with_name(f"{self._path.name}.part")
        self._source = (source_name, source_code)
        self._mode = mode
        self._sinks: dict[str, TableSink] = {}
        self.n_rows: dict[str, int] = {}

    def __enter__(self) -> Self:
        self._zip = zipfile.ZipFile(self._part, "w", zipfile.ZIP_DEFLATED, compresslevel=6)
        return self

    def write(self, table: str, rows: Iterable[Row], *, columns: Sequence[str] | None = None) -> int:
        """This function will write a whole table from an iterable, keeping no row, and return how many.

        **Shapes** `rows` are mappings by column name (what is missing is blank), or sequences of cells in
        the order of `columns`, or of the 1.2 layout where `columns` is not given. Cells may be text,
        None, booleans, numbers, dates or lists of text.
        **Raises** `ValueError` for an unknown table or column, or a table written twice.
        """
        header = _header(self._take(table))
        self.n_rows[table] = 0
        coming = iter(rows)
        first = next(coming, None)
        if first is None:  # the standard permits no file without rows: such a table is absent
            return 0
        with self._entry(f"{table}.csv") as raw, TextIOWrapper(raw, "utf-8", newline="") as text:
            self.n_rows[table] = CsvTable(text, header, columns=columns).add_all(chain((first,), coming))
        return self.n_rows[table]

    def open_table(self, table: str, *, columns: Sequence[str] | None = None) -> TableSink:
        """This function will open a table for rows that come one at a time, several tables at once."""
        self._sinks[table] = TableSink(self._take(table), columns)
        return self._sinks[table]

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._finish()
        finally:
            self._zip.close()
            for sink in self._sinks.values():
                sink.close()
            if kind is not None:
                self._part.unlink(missing_ok=True)
        if kind is None:
            self._part.replace(self._path)

    def _take(self, name: str) -> Table:
        if name not in _WRITABLE:
            raise ValueError(f"{name} is no table of a roster; the tables are {', '.join(_WRITABLE)}")
        if name in self.n_rows or name in self._sinks:
            raise ValueError(f"{name} has been written already; write each table once")
        return _WRITABLE[name]

    def _entry(self, name: str) -> IO[bytes]:
        entry = zipfile.ZipInfo(name, _SAME_DAY)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = 0o644 << 16
        return self._zip.open(entry, "w", force_zip64=True)

    def _finish(self) -> None:
        for name, sink in self._sinks.items():
            self.n_rows[name] = sink.n_rows
            if sink.n_rows:
                with self._entry(f"{name}.csv") as raw:
                    sink.copy_to(raw)
        with self._entry("manifest.csv") as raw, TextIOWrapper(raw, "utf-8", newline="") as text:
            CsvTable(text, ("propertyName", "value")).add_all(self._manifest())

    def _manifest(self) -> list[Row]:
        rows: list[Row] = [("manifest.version", "1.0"), ("oneroster.version", V1_2)]
        rows += [(f"file.{name}", self._mode if self.n_rows.get(name) else "absent") for name in files_of(V1_2)]
        for key, value in zip(("source.systemName", "source.systemCode"), self._source, strict=True):
            if value:
                rows.append((key, value))
        return rows


def _header(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.columns_of(V1_2))
