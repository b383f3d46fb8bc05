"""Whether what rows name is there: checked as the blocks pass, in the order in which tables are applied.

What names rows of its own table (parents, agents) can come before them; that is checked at the table's end.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from throughline.formats.csv.block import Block, Digests
from throughline.formats.csv.columns import Column, Kind, Table
from throughline.formats.csv.ids import Hashes, IdSet, hashes_of
from throughline.formats.csv.tally import Tally
from throughline.formats.oneroster import rules
from throughline.formats.oneroster.catalog import TABLES
from throughline.formats.oneroster.dialects import DELETED
from throughline.formats.oneroster.manifest import Mode
from throughline.formats.oneroster.package import Package
from throughline.values.problem import Rule

# Given a table and ids that the package has not, answers with those that are known from before.
Exists = Callable[[str, Collection[str]], Collection[str]]

_TREES: Final = ("orgs", "academicSessions")


class References:
    """Checks references of one pass over a package; `see` each block, then `end` each table.

    `known` are the digests of rows that the pass leaves out, by table; `exists` answers for those and for
    tables that came as changes only. Without it, what such tables lack is not reported.
    """

    def __init__(
        self, package: Package, tally: Tally, known: Mapping[str, Digests], exists: Exists | None = None
    ) -> None:
        self._package = package
        self._tally = tally
        self._exists = exists
        self._known = known
        self._ids = {name: IdSet() for name in TABLES}
        self._parents: dict[str, list[tuple[int, str, str]]] = {name: [] for name in _TREES}
        self._agents: list[tuple[Hashes, Hashes]] = []
        self._unsure: set[str] = set()
        self._said_absent: set[tuple[str, str]] = set()

    def see(self, block: Block) -> Block:
        """This function will return the block without the rows that name something needed and missing.

        References that may be blank and name nothing there are blanked.
        """
        columns = list(block.columns)
        deleted = _deleted(block)
        held: set[int] = set()
        for index, column in enumerate(block.table.kept):
            target = column.refers_to
            if target not in TABLES or target in self._unsure or not any(columns[index]):
                continue
            if target == block.table.name:
                columns[index] = self._keep_for_later(block, column, deleted)
            elif self._can_check(block.table, column):
                columns[index] = self._check(block, column, deleted, held)
        taken = replace(block, columns=tuple(columns)).without(held)
        self._ids[block.table.name].add(hashes_of(taken.column("sourcedId")))
        return taken

    def end(self, table: str) -> set[int]:
        """This function will check what a table names in itself, and return the rows to hold after all."""
        if table == "users":
            self._end_agents()
        if table not in _TREES:
            return set()
        parents = self._parents[table]
        column = own_column(TABLES[table])
        missing = self._missing(table, {parent for _, _, parent in parents})
        for row, _, parent in parents:
            if parent in missing:
                self._report(rules.REFERENCE_LEFT_OUT, TABLES[table], column, row, parent)
        return self._hold_circles(TABLES[table], column, parents)

    def give_up_on(self, table: str) -> None:
        """This function will check nothing against a table whose file could not be used."""
        self._unsure.add(table)

    def ids(self, table: str) -> IdSet:
        """This function will return the ids met so far in a table."""
        return self._ids[table]

    def _can_check(self, table: Table, column: Column) -> bool:
        target = column.refers_to
        if target in self._package.tables:
            return True
        if self._package.mode(table.name) is Mode.BULK and (table.name, column.name) not in self._said_absent:
            self._said_absent.add((table.name, column.name))
            details = {"target": f"{target}.csv"}
            self._tally.add(rules.TARGET_ABSENT, table.file, None, column.name, details=details)
        return self._exists is not None and self._package.mode(table.name) is Mode.DELTA

    def _missing(self, target: str, ids: set[str]) -> set[str]:
        missing = self._ids[target].missing(ids)
        is_whole = self._package.mode(target) is Mode.BULK and not len(self._known.get(target, ()))
        if not missing or is_whole:
            return missing
        return set() if self._exists is None else missing - set(self._exists(target, missing))

    def _check(self, block: Block, column: Column, deleted: Collection[int], held: set[int]) -> Sequence[str]:
        cells = block.column(column.name)
        if column.kind is Kind.IDS:
            return self._check_lists(block, column, deleted, held)
        missing = self._missing(column.refers_to, set(cells) - {""})
        if not missing:
            return cells
        rule = rules.REFERENCE_MISSING if column.required else rules.REFERENCE_LEFT_OUT
        read = list(cells)
        for index, cell in enumerate(cells):
            if cell in missing and index not in deleted:
                self._report(rule, block.table, column, block.numbers[index], cell)
                if column.required:
                    held.add(index)
                else:
                    read[index] = ""
        return read

    def _check_lists(self, block: Block, column: Column, deleted: Collection[int], held: set[int]) -> Sequence[str]:
        cells = block.column(column.name)
        missing = self._missing(column.refers_to, {one for cell in set(cells) for one in _parts(cell)})
        if not missing:
            return cells
        read = list(cells)
        for index, cell in enumerate(cells):
            lost = [one for one in _parts(cell) if one in missing]
            if not lost or index in deleted:
                continue
            read[index] = ",".join(one for one in _parts(cell) if one not in missing)
            is_held = column.required and not read[index]
            rule = rules.REFERENCE_MISSING if is_held else rules.REFERENCE_LEFT_OUT
            for one in lost:
                self._report(rule, block.table, column, block.numbers[index], one)
            if is_held:
                held.add(index)
        return read

    def _keep_for_later(self, block: Block, column: Column, deleted: Collection[int]) -> Sequence[str]:
        """Notes what rows of the table name in it, and blanks the parent of a row that names itself."""
        cells = block.column(column.name)
        if column.kind is Kind.IDS:
            named = [(n, one) for n, cell in zip(block.numbers, cells, strict=True) for one in _parts(cell)]
            rows = np.array([row for row, _ in named], dtype=np.int64)
            self._agents.append((rows, hashes_of([one for _, one in named])))
            return cells
        read = list(cells)
        for index, (one, parent) in enumerate(zip(block.column("sourcedId"), cells, strict=True)):
            if index in deleted or not parent:
                continue
            if parent == one:
                self._report(rules.OWN_PARENT, block.table, column, block.numbers[index], parent)
                read[index] = ""
            else:
                self._parents[block.table.name].append((block.numbers[index], one, parent))
        return read

    def _end_agents(self) -> None:
        """Looks again at the rows that name agents the file lacks; as a rule there is none."""
        suspects: set[int] = set()
        for rows, hashes in self._agents:
            suspects.update(rows[self._ids["users"].lacks(hashes)].tolist())
        self._agents = []
        if not suspects:
            return
        column = own_column(TABLES["users"])
        for block in self._package.read("users", Tally(0), self._known.get("users")):
            found = [
                (row, one)
                for row, cell in zip(block.numbers, block.column(column.name), strict=True)
                if row in suspects
                for one in _parts(cell)
            ]
            missing = self._missing("users", {one for _, one in found})
            for row, one in found:
                if one in missing:
                    self._report(rules.REFERENCE_LEFT_OUT, TABLES["users"], column, row, one)

    def _hold_circles(self, table: Table, column: Column, parents: list[tuple[int, str, str]]) -> set[int]:
        parent_of = {one: parent for _, one, parent in parents}
        rows = {one: row for row, one, _ in parents}
        held = []
        for circle in circles_in(parent_of):
            more = ["…"] if len(circle) > 5 else []
            shown = " → ".join([*circle[:5], *more, circle[0]])
            for one in circle:
                details = {"circle": shown}
                self._tally.add(rules.CIRCLE, table.file, rows[one], column.name, parent_of[one], details)
            held += circle
        self._ids[table.name].remove(hashes_of(held))
        return {rows[one] for one in held}

    def _report(self, rule: Rule, table: Table, column: Column, row: int, value: str) -> None:
        details = {"target": f"{column.refers_to}.csv"}
        self._tally.add(rule, table.file, row, column.name, value, details)


def _parts(cell: str) -> list[str]:
    return cell.split(",") if cell else []


def _deleted(block: Block) -> set[int]:
    statuses = block.column("status")
    return {i for i, status in enumerate(statuses) if status == DELETED} if DELETED in statuses else set()


def own_column(table: Table) -> Column:
    """This function will return the column in which a table's rows name other rows of it."""
    return next(column for column in table.kept if column.refers_to == table.name)


def circles_in(parent_of: Mapping[str, str]) -> list[list[str]]:
    """This function will find the circles among parents: each as the ids in it, from child to parent.

    **Example**

    >>> circles_in({"a": "b", "b": "c", "c": "b", "d": "e"})
    [['b', 'c']]
    """
    circles, settled = [], set[str]()
    for start in parent_of:
        trail: dict[str, int] = {}
        one = start
        while one in parent_of and one not in settled and one not in trail:
            trail[one] = len(trail)
            one = parent_of[one]
        if one in trail:
            circles.append(list(trail)[trail[one] :])
        settled.update(trail)
    return circles
