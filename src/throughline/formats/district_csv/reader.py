"""Reads our own CSV files, forgiving what people and spreadsheets do to them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np

from throughline.formats.csv.block import Block, Digests, Row
from throughline.formats.csv.columns import Table
from throughline.formats.csv.dialect import Dialect
from throughline.formats.csv.ids import Hashes, IdSet, hashes_of
from throughline.formats.csv.reading import TableReading
from throughline.formats.csv.tally import Tally
from throughline.formats.district_csv import rules
from throughline.formats.district_csv.catalog import TABLES
from throughline.values.errors import RefusedInput
from throughline.values.problem import Problem, Rule

_DIALECT: Final = Dialect(lenient=True)


class FileReading:
    """One pass over a file. Iterate it once for blocks of rows that may be taken.

    `held_later` are the numbers of rows that were given out in a block and turned out, when the file had
    ended, to repeat the key of a row further up: leave them out again. `rows` is the reading of the rows
    themselves, with what it counted; where it is `refused`, nothing of the file may be used.
    """

    def __init__(self, path: Path, table: Table, tally: Tally, known: Digests | None) -> None:
        self.table = table
        self.held_later: set[int] = set()
        self._tally = tally
        self._path = path
        self._known = known
        self.rows = self._read(tally)
        self._n_given = 0

    @property
    def refused(self) -> bool:
        return self.rows.refused

    @property
    def n_taken(self) -> int:
        """How many rows can be taken, after a whole pass."""
        return self._n_given - len(self.held_later)

    @property
    def n_held(self) -> int:
        """How many rows an error keeps out, after a whole pass."""
        return self.rows.n_rows - self.rows.n_unchanged - self.n_taken

    def __iter__(self) -> Iterator[Block]:
        keys = IdSet()
        for block in self.rows:
            keys.add(hashes_of(self._keys(block)))
            self._n_given += len(block)
            yield block
        twice = keys.close()
        if len(twice) and not self.refused:
            self._hold_repeats(twice)

    def _read(self, tally: Tally) -> TableReading:
        return TableReading(
            lambda: self._path.open("rb"),
            self.table,
            file=self._path.name,
            tally=tally,
            dialect=_DIALECT,
            known=self._known,
        )

    def _keys(self, block: Block) -> list[tuple[str, ...]]:
        return list(zip(*(block.column(name) for name in self.table.keys), strict=True))

    def _hold_repeats(self, twice: Hashes) -> None:
        """Reads the file again for the rows whose key came twice, and holds all but the first of each."""
        first: dict[tuple[str, ...], Row] = {}
        for block in self._read(Tally(0)):
            hit = np.isin(hashes_of(self._keys(block)), twice)
            for row in block.without(np.flatnonzero(~hit).tolist()).rows():
                key = tuple(row.cells[self.table.at[name]] for name in self.table.keys)
                if first.setdefault(key, row) is not row:
                    self._hold(row, first[key])

    def _hold(self, row: Row, first: Row) -> None:
        rule = rules.SAME_REPEATED if row.cells == first.cells else rules.REPEATED
        details = {"first": str(first.number), "found": ", ".join(self.table.keys)}
        self._tally.add(rule, self.rows.file, row.number, self.table.keys[0], row.cells[0], details)
        self.held_later.add(row.number)


def read_table(path: Path, table: str, tally: Tally, known: Digests | None = None) -> FileReading:
    """This function will read one of our CSV files: iterate the answer for blocks of rows that may be taken.

    Byte order marks, semicolons or tabs, headers in capitals and spaces around cells are read, with a
    warning where that changed anything. **Shapes** `known` are digests of rows taken before, sorted:
    those rows are passed over.
    **Raises** `RefusedInput` where there is no file at `path`; `KeyError` for a table that we have not.
    """
    if path.is_dir():
        raise _refusal(rules.IS_FOLDER, path)
    if not path.is_file():
        raise _refusal(rules.NOT_THERE, path)
    return FileReading(path, TABLES[table], tally, known)


def _refusal(rule: Rule, path: Path) -> RefusedInput:
    problem = Problem(rule, path.name)
    return RefusedInput(problem.says(), problem.next_step(), (problem,))
