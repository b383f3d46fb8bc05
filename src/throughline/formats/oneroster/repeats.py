"""Ids that come more than once in a file: which row is taken, and which are held."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Final

import numpy as np

from throughline.formats.csv.block import Block, Digests, Row
from throughline.formats.csv.ids import Hashes, hashes_of
from throughline.formats.csv.tally import Tally
from throughline.formats.oneroster import rules
from throughline.formats.oneroster.catalog import TABLES
from throughline.formats.oneroster.manifest import Mode
from throughline.formats.oneroster.package import Package
from throughline.values.problem import Rule

# Beyond so many repeated ids a file is not compared row with row: every repeated row is held.
_MOST: Final = 50_000


def hold_repeats(
    package: Package, table: str, twice: Hashes, tally: Tally, known: Digests | None = None
) -> tuple[set[int], set[str]]:
    """This function will read a table again for ids that came twice, and choose among their rows.

    **Shapes** the numbers of the rows to hold, and the ids of which no row is taken.
    """
    held: set[int] = set()
    lost: set[str] = set()
    rows: dict[str, list[Row]] = {}
    for block in package.read(table, Tally(0), known):
        for row in _rows_with(block, twice):
            if len(twice) <= _MOST:
                rows.setdefault(row.cells[0], []).append(row)
            else:
                _hold(rules.TWICE, table, [row], tally, held)
                lost.add(row.cells[0])
    is_delta = package.mode(table) is Mode.DELTA
    for one, repeats in rows.items():
        rule, taken = _choose(repeats, table, is_delta=is_delta)
        _hold(rule, table, [row for row in repeats if row is not taken], tally, held)
        if taken is None:
            lost.add(one)
    return held, lost


def _rows_with(block: Block, twice: Hashes) -> Iterable[Row]:
    hit = np.isin(hashes_of(block.column("sourcedId")), twice)
    if not hit.any():
        return ()
    return block.without(np.flatnonzero(~hit).tolist()).rows()


def _choose(rows: list[Row], table: str, *, is_delta: bool) -> tuple[Rule, Row | None]:
    """The rule that rows with one id fall under, and the one of them to take, if any."""
    if all(row.cells == rows[0].cells for row in rows):
        return rules.SAME_TWICE, rows[0]
    if not is_delta:
        return rules.TWICE, None
    place = TABLES[table].at["dateLastModified"]
    last = max(datetime.fromisoformat(row.cells[place]) for row in rows)
    latest = [row for row in rows if datetime.fromisoformat(row.cells[place]) == last]
    if all(row.cells == latest[0].cells for row in latest):
        return rules.EARLIER_CHANGE, latest[0]
    return rules.TWICE, None


def _hold(rule: Rule, table: str, rows: Collection[Row], tally: Tally, held: set[int]) -> None:
    for row in rows:
        tally.add(rule, f"{table}.csv", row.number, "sourcedId", row.cells[0])
        held.add(row.number)
