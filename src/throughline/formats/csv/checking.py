"""Checks whole columns of cells: each different value once, and every row only where something is wrong."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from throughline.formats.csv import rules
from throughline.formats.csv.cells import Check, Reading
from throughline.formats.csv.columns import Column, Kind
from throughline.formats.csv.tally import Tally
from throughline.values.problem import Rule, Severity

LONGEST_ID = 255
LONGEST_CELL = 8192
_REMEMBERED = 20_000
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?E\+\d+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Signs:
    """What a quick look at a block's bytes gives cause to look for in its cells."""

    long_rows: bool
    spaces: bool
    scientific: bool
    damaged: bool
    escapes: bool


class ColumnCheck:
    """Checks one column of a file block after block, and remembers the values it has judged."""

    def __init__(
        self, column: Column, check: Check | None, *, needed: bool, excusable: bool, file: str, tally: Tally
    ) -> None:
        self._column = column
        self._check = check
        self._needed = needed
        self._excusable = excusable
        self._file = file
        self._tally = tally
        self._limit = LONGEST_ID if column.kind is Kind.ID else LONGEST_CELL
        self._fine: set[str] = set()
        self._odd: dict[str, Reading] = {}

    def see(
        self, cells: Sequence[str], numbers: Sequence[int], signs: Signs, excused: Collection[int]
    ) -> tuple[Sequence[str], set[int]]:
        """This function will check a block's cells: it returns them as to be read, and the places to hold.

        `excused` are the places whose cell may be blank although it is needed.
        """
        held: set[int] = set()
        if self._check:
            cells = self._judge(self._check, cells, numbers, held)
        if self._needed and ("" in cells or signs.spaces):
            self._find_blank(cells, numbers, excused if self._excusable else (), held)
        if signs.long_rows:
            self._find_long(cells, numbers, held)
        if signs.damaged:
            self._warn(rules.DAMAGED_TEXT, [i for i, c in enumerate(cells) if "�" in c], cells, numbers)
        if self._column.kind is Kind.ID:
            self._doubt_ids(cells, numbers, signs)
        return cells, held

    def _judge(self, check: Check, cells: Sequence[str], numbers: Sequence[int], held: set[int]) -> Sequence[str]:
        odd = self._odd_among(check, set(cells))
        if not odd:
            return cells
        read = list(cells)
        for index, value in enumerate(cells):
            reading = odd.get(value)
            if reading is None:
                continue
            if reading.rule is not None:
                self._report(reading.rule, reading, numbers[index], value)
                if reading.rule.severity is Severity.ERROR:
                    held.add(index)
            read[index] = reading.text
        return read

    def _odd_among(self, check: Check, values: set[str]) -> dict[str, Reading]:
        for value in values - self._fine - self._odd.keys():
            reading = check(value)
            if reading.rule is None and reading.text == value:
                self._fine.add(value)
            else:
                self._odd[value] = reading
        odd = {value: self._odd[value] for value in values & self._odd.keys()}
        for memory in (self._fine, self._odd):
            if len(memory) > _REMEMBERED:
                memory.clear()
        return odd

    def _report(self, rule: Rule, reading: Reading, row: int, value: str) -> None:
        name = self._column.name
        if self._tally.is_full(rule, self._file, name):
            self._tally.count_more(rule, self._file, name, 1)
        else:
            self._tally.add(rule, self._file, row, name, value, reading.details)

    def _find_blank(
        self, cells: Sequence[str], numbers: Sequence[int], excused: Collection[int], held: set[int]
    ) -> None:
        for index, cell in enumerate(cells):
            if not cell.strip() and index not in excused and index not in held:
                self._tally.add(rules.BLANK, self._file, numbers[index], self._column.name)
                held.add(index)

    def _find_long(self, cells: Sequence[str], numbers: Sequence[int], held: set[int]) -> None:
        for index, cell in enumerate(cells):
            if len(cell) > self._limit:
                details = {"found": str(len(cell)), "limit": str(self._limit)}
                self._tally.add(rules.TOO_LONG, self._file, numbers[index], self._column.name, cell, details)
                held.add(index)

    def _doubt_ids(self, cells: Sequence[str], numbers: Sequence[int], signs: Signs) -> None:
        if signs.spaces:
            spaced = [i for i, cell in enumerate(cells) if cell != cell.strip()]
            self._warn(rules.SPACES_KEPT, spaced, cells, numbers)
        if signs.scientific:
            rounded = [i for i, cell in enumerate(cells) if _SCIENTIFIC.fullmatch(cell)]
            self._warn(rules.SCIENTIFIC_ID, rounded, cells, numbers)

    def _warn(self, rule: Rule, places: Sequence[int], cells: Sequence[str], numbers: Sequence[int]) -> None:
        for index in places:
            self._tally.add(rule, self._file, numbers[index], self._column.name, cells[index])
