"""Reads one CSV file of a known layout as a stream of blocks of rows that may be taken.

Speed comes from looking at columns, not cells: a block of some thousand rows is split, turned on its
side, and each column's different values are judged once. A row is looked at only where a block shows
that something is wrong in it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import blake2b
from itertools import chain, compress
from typing import IO, Final

import numpy as np

from throughline.formats.csv import lines as line_reading
from throughline.formats.csv import rules
from throughline.formats.csv.block import Block, Digests
from throughline.formats.csv.cells import check_for
from throughline.formats.csv.checking import LONGEST_ID, ColumnCheck, Signs
from throughline.formats.csv.columns import Table
from throughline.formats.csv.dialect import Dialect
from throughline.formats.csv.draft import Draft
from throughline.formats.csv.header import Layout, is_needed, read_header
from throughline.formats.csv.marks import without_marks
from throughline.formats.csv.rows import RowSplitter
from throughline.formats.csv.splitting import broken_quotes, split_cells
from throughline.formats.csv.tally import Tally
from throughline.values.problem import Rule, Severity

# Raise this when a rule becomes stricter: rows taken under the older rules are then looked at again.
_EDITION: Final = b"1"
_REMEMBERED: Final = 100_000
_NEAR: Final = (b", ", b" ,", b" \n", b"\n ", b'" ', b' "', b"; ", b" ;", b"\t ", b" \t")


class TableReading:
    """One pass over a file. Iterate it once; afterwards its numbers say what was seen.

    `known` are the digests of rows taken before, sorted: such rows are passed over unread, and counted as
    `n_unchanged`; the known digests that the file no longer has are `vanished`. After a pass in which
    `refused` is True, nothing of the file may be used: the reason is in the tally.
    """

    def __init__(
        self,
        open_file: Callable[[], IO[bytes]],
        table: Table,
        *,
        file: str,
        tally: Tally,
        dialect: Dialect | None = None,
        known: Digests | None = None,
    ) -> None:
        self.table = table
        self.file = file
        self.n_taken = 0
        self.n_unchanged = 0
        self.refused = False
        self._open = open_file
        self._tally = tally
        self._dialect = dialect or Dialect()
        self._known = known
        self._met = np.zeros(0 if known is None else len(known), dtype=bool)
        self._delimiter = ","
        self._splitter: RowSplitter | None = None
        self._n_lines = 0
        self._n_bad = 0
        self._held_ids: set[str] = set()
        self._next_row = 2
        self._n_bytes = 0

    @property
    def n_rows(self) -> int:
        """How many rows the file has that are not blank."""
        return self._n_lines - (self._splitter.n_blank if self._splitter else 0)

    @property
    def n_held(self) -> int:
        """How many rows an error has kept out."""
        return self._n_bad + (self._splitter.n_held if self._splitter else 0)

    @property
    def held_keys(self) -> set[str]:
        """The keys of rows that an error has kept out, where the key is one column and could be read.

        Who they name has not left, though no row of theirs is taken. Where there are fewer than `n_held`,
        some held rows do not say whose they are. At most 100,000 are remembered.
        """
        return self._held_ids

    @property
    def vanished(self) -> Digests:
        """The known digests whose rows the file no longer has, after a whole pass."""
        return np.zeros(0, dtype=np.int64) if self._known is None else self._known[~self._met]

    def __iter__(self) -> Iterator[Block]:
        try:
            with self._open() as source:
                yield from self._blocks(source)
        except line_reading.LineTooLong:
            self._refuse(rules.LINE_WITHOUT_END, row=self._next_row, limit=str(line_reading.LONGEST_LINE))
        except line_reading.NotUtf8 as error:
            self._refuse(rules.NOT_UTF8, row=error.row, byte=str(error.byte), found=error.found)
        except line_reading.BROKEN:
            self._refuse(rules.BROKEN_OFF)

    def _blocks(self, source: IO[bytes]) -> Iterator[Block]:
        chunks = line_reading.chunks_of_lines(source)
        first = self._without_mark(next(chunks, b""))
        head, _, rest = first.partition(b"\n")
        layout = self._layout(head.removesuffix(b"\r")) if self._is_text(first) else None
        if layout is None:
            self.refused = True
            return
        self.refused = not layout.usable
        splitter = self._prepare(layout, head.removesuffix(b"\r"))
        self._n_bytes += len(first) - len(rest)
        for chunk in chain((rest,), chunks):
            yield from self._of_chunk(chunk, layout, splitter)
        if not self.n_rows:
            rule = self._dialect.no_rows_rule
            self.refused |= rule.severity is Severity.ERROR
            self._tally.add(rule, self.file)

    def _refuse(self, rule: Rule, *, row: int | None = None, **details: str) -> None:
        self.refused = True
        self._tally.add(rule, self.file, row, details=details)

    # The start of the file

    def _without_mark(self, first: bytes) -> bytes:
        self._n_bytes = len(line_reading.BOM) if first.startswith(line_reading.BOM) else 0
        return first[self._n_bytes :]

    def _is_text(self, first: bytes) -> bool:
        found = line_reading.known_start(first)
        if found == "UTF-16":
            self._refuse(rules.UTF16)
        elif found:
            self._refuse(rules.NOT_TEXT, found=found)
        elif not first.strip():
            self._refuse(rules.EMPTY)
        elif b"\r" in first.partition(b"\n")[0].rstrip(b"\r"):
            self._refuse(rules.LINE_ENDS)
        return not self.refused

    def _layout(self, head: bytes) -> Layout | None:
        text = line_reading.decoded([head], [1], head, self._n_bytes)[0]
        if control := line_reading.control_in(text):
            self._tally.add(rules.CONTROL_CHARACTER, self.file, 1, details={"found": control})
            return None
        if self._dialect.lenient:
            self._choose_delimiter(text)
        text = without_marks(text)
        if len(text) > line_reading.LONGEST_LINE or broken_quotes([text], self._delimiter):
            self._tally.add(rules.QUOTE, self.file, 1)
            return None
        names = split_cells([text], self._delimiter)[0]
        return read_header(names, self.table, self._dialect, self.file, self._tally)

    def _choose_delimiter(self, head: str) -> None:
        for delimiter, name in ((";", ";"), ("\t", "Tab")):
            if delimiter in head and "," not in head:
                self._delimiter = delimiter
                self._tally.add(rules.OTHER_DELIMITER, self.file, 1, details={"found": name})

    def _prepare(self, layout: Layout, head: bytes) -> RowSplitter:
        dialect = self._dialect
        salt = b"|".join((_EDITION, self.table.name.encode(), dialect.salt.encode(), head))
        self._salt = blake2b(salt, digest_size=16).digest()
        self._checks = [
            (
                index,
                ColumnCheck(
                    column,
                    dialect.checks.get(column.name) or check_for(column, lenient=dialect.lenient),
                    needed=is_needed(column, dialect),
                    excusable=column.name not in dialect.also_required.union(self.table.keys),
                    file=self.file,
                    tally=self._tally,
                ),
            )
            for index, column in enumerate(self.table.kept)
            if layout.places[index] is not None
        ]
        self._splitter = RowSplitter(self.file, self._tally, self._delimiter, layout.n_cells)
        return self._splitter

    # Its rows

    def _of_chunk(self, chunk: bytes, layout: Layout, splitter: RowSplitter) -> Iterator[Block]:
        draft = self._draft(chunk)
        if len(draft):
            draft.texts = line_reading.decoded(draft.raw, draft.numbers, chunk, self._n_bytes)
            raw = b"\n".join(draft.raw)
            control, quotes = line_reading.has_control(raw), b'"' in raw
            in_file = splitter.split(draft, has_control=control, has_quotes=quotes)
            if splitter.held_ids and layout.starts_with_key:
                self._remember_held(splitter.held_ids)
            splitter.held_ids.clear()
            block = self._block(draft, in_file, layout, _signs(raw, draft.texts)) if in_file else None
            if block is not None and len(block) and not self.refused:
                self.n_taken += len(block)
                yield block
        self._n_bytes += len(chunk)

    def _draft(self, chunk: bytes) -> Draft:
        """The lines of a chunk that must be read: neither blank nor known."""
        raw = (chunk.replace(b"\r\n", b"\n") if b"\r" in chunk else chunk).split(b"\n")
        if not raw[-1]:
            raw.pop()
        numbers: Sequence[int] = range(self._next_row, self._next_row + len(raw))
        self._next_row += len(raw)
        if b"" in raw:
            numbers = list(compress(numbers, raw))
            raw = [line for line in raw if line]
        self._n_lines += len(raw)
        draft = Draft(numbers, line_reading.digests_of(raw, self._salt), raw, [])
        if self._known is not None and len(self._known):
            draft.keep(self._is_new(draft.digests, self._known))
            self.n_unchanged += len(raw) - len(draft)
        return draft

    def _is_new(self, digests: Digests, known: Digests) -> Sequence[bool]:
        at = np.searchsorted(known, digests).clip(max=len(known) - 1)
        same = known[at] == digests
        self._met[at[same]] = True
        new: list[bool] = (~same).tolist()
        return new

    def _block(self, draft: Draft, in_file: list[Sequence[str]], layout: Layout, signs: Signs) -> Block:
        blank = ("",) * len(draft)
        columns: list[Sequence[str]] = [blank if place is None else in_file[place] for place in layout.places]
        excused = self._deleted(columns)
        held: set[int] = set()
        for index, check in self._checks:
            columns[index], bad = check.see(columns[index], draft.numbers, signs, excused)
            held |= bad
        held |= self._out_of_time(columns, draft.numbers, held)
        self._n_bad += len(held)
        if held and len(self.table.keys) == 1:
            keys = columns[self.table.at[self.table.keys[0]]]
            self._remember_held(keys[index] for index in held)
        return Block(self.table, draft.numbers, draft.digests, tuple(columns), signs.escapes).without(held)

    def _remember_held(self, keys: Iterable[str]) -> None:
        if len(self._held_ids) < _REMEMBERED:
            self._held_ids.update(key for key in keys if key)

    def _deleted(self, columns: Sequence[Sequence[str]]) -> set[int]:
        if self._dialect.deleted is None:
            return set()
        name, word = self._dialect.deleted
        cells = columns[self.table.at[name]]
        return {index for index, cell in enumerate(cells) if cell == word} if word in cells else set()

    def _out_of_time(self, columns: Sequence[Sequence[str]], numbers: Sequence[int], held: set[int]) -> set[int]:
        bad = set()
        for start, end in self.table.periods:
            starts, ends = columns[self.table.at[start]], columns[self.table.at[end]]
            for index, (first, last) in enumerate(zip(starts, ends, strict=True)):
                if last and last < first and index not in held:
                    details = {"start_column": start, "start": first}
                    self._tally.add(rules.ENDS_BEFORE_START, self.file, numbers[index], end, last, details)
                    bad.add(index)
        return bad


def _signs(raw: bytes, texts: Sequence[str]) -> Signs:
    spaces = b" " in raw and (raw[:1] == b" " or raw[-1:] == b" " or any(near in raw for near in _NEAR))
    return Signs(
        long_rows=max(map(len, texts), default=0) > LONGEST_ID,
        spaces=spaces,
        scientific=b"E+" in raw,
        damaged="\ufffd".encode() in raw,
        escapes=b"\\" in raw or b"\t" in raw,
    )
