"""Rows that may be taken, some thousands at a time, column by column."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import compress
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from throughline.formats.csv.columns import Table

Digests = NDArray[np.int64]

_COPY_ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


class Row(NamedTuple):
    """One row: its number in the file (the header is 1), its digest, and its cells in the table's order."""

    number: int
    digest: int
    cells: tuple[str, ...]


@dataclass(slots=True)
class Block:
    """Rows without an error, in file order.

    `columns` are tuples of cells in the order of `table.kept`, all of one length; a column the file has
    not is all blank. `numbers` are the rows' numbers in the file, `digests` their digests. `escapes` says
    whether a cell may hold a tab or backslash.
    """

    table: Table
    numbers: Sequence[int]
    digests: Digests
    columns: tuple[Sequence[str], ...]
    escapes: bool = True

    def __len__(self) -> int:
        return len(self.numbers)

    @property
    def cells(self) -> list[tuple[str, ...]]:
        """The rows as tuples of cells in the order of `table.kept`."""
        return list(zip(*self.columns, strict=True))

    def rows(self) -> Iterator[Row]:
        """This function will give the rows one by one."""
        yield from map(Row, self.numbers, self.digests.tolist(), self.cells)

    def column(self, name: str) -> Sequence[str]:
        """This function will return the cells of one column."""
        return self.columns[self.table.at[name]]

    def copy_text(self) -> str:
        """This function will write the rows as PostgreSQL's COPY reads text, each line ended.

        **Shapes** row number, digest, then the cells in the order of `table.kept`; blank cells are empty
        text, never NULL.
        """
        columns = self.columns
        if self.escapes:
            columns = tuple([cell.translate(_COPY_ESCAPES) for cell in column] for column in columns)
        lines = zip(map(str, self.numbers), map(str, self.digests.tolist()), *columns, strict=True)
        return "".join([f"{line}\n" for line in map("\t".join, lines)])

    def without(self, indexes: Collection[int]) -> "Block":
        """This function will return the block without the rows at these places in it."""
        if not indexes:
            return self
        keep = np.ones(len(self.numbers), dtype=bool)
        keep[list(indexes)] = False
        chosen = keep.tolist()
        return Block(
            self.table,
            list(compress(self.numbers, chosen)),
            self.digests[keep],
            tuple(list(compress(column, chosen)) for column in self.columns),
            self.escapes,
        )
