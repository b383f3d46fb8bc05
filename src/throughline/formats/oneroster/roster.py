"""Reads a whole package in the order in which it is applied, rows, references and repeats together."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from throughline.formats.csv.block import Block, Digests
from throughline.formats.csv.ids import hashes_of
from throughline.formats.csv.reading import TableReading
from throughline.formats.csv.tally import Tally
from throughline.formats.oneroster.manifest import Mode
from throughline.formats.oneroster.package import Package
from throughline.formats.oneroster.people import Roles
from throughline.formats.oneroster.references import Exists, References
from throughline.formats.oneroster.repeats import hold_repeats


@dataclass
class RosterReading:
    """One pass over a package. Iterate it once for blocks, table after table.

    `held_later` are the numbers of rows, by table, that were given out in a block and turned out to be
    held only when their table had ended (repeated ids, parents in a circle): leave them out again. A
    table's are complete when the next table's first block comes, all of them when the pass has ended.
    `readings` are the readings of the tables, with what each counted. `known` are sorted digests of rows
    taken before, by table: those rows are passed over. `exists` answers for ids known from before.
    """

    package: Package
    tally: Tally
    known: Mapping[str, Digests] = field(default_factory=dict)
    exists: Exists | None = None
    readings: dict[str, TableReading] = field(default_factory=dict)
    held_later: dict[str, set[int]] = field(default_factory=dict)
    _n_given: Counter[str] = field(default_factory=Counter)

    @property
    def refused(self) -> bool:
        """Whether the package must not be applied: an error lies in it as a whole or in a whole file."""
        return self.package.has_errors or any(reading.refused for reading in self.readings.values())

    def __iter__(self) -> Iterator[Block]:
        self.tally.add_all(self.package.problems)
        references = References(self.package, self.tally, self.known, self.exists)
        roles = Roles(self.package, self.tally)
        for table in self.package.tables:
            reading = self.package.read(table, self.tally, self.known.get(table))
            self.readings[table] = reading
            for read in reading:
                block = references.see(read)
                if table == "roles":
                    roles.see(block)
                if len(block):
                    self._n_given[table] += len(block)
                    yield block
            self._end(table, reading, references)
            if table == "roles" and not self.refused:
                roles.end(references.ids("users"), all_users=self._read_whole("users", "roles"))

    def _end(self, table: str, reading: TableReading, references: References) -> None:
        if reading.refused:
            references.give_up_on(table)
            return
        held: set[int] = set()
        if len(twice := references.ids(table).close()):
            held, lost = hold_repeats(self.package, table, twice, self.tally, self.known.get(table))
            references.ids(table).remove(hashes_of(sorted(lost)))
        self.held_later[table] = held | references.end(table)

    def _read_whole(self, *tables: str) -> bool:
        return all(self.package.mode(table) is Mode.BULK and not len(self.known.get(table, ())) for table in tables)

    def n_taken(self, table: str) -> int:
        """This function will count the rows of a table that can be taken, after a whole pass."""
        return self._n_given[table] - len(self.held_later.get(table, ()))

    def n_held(self, table: str) -> int:
        """This function will count the rows of a table that an error keeps out, after a whole pass."""
        reading = self.readings[table]
        return reading.n_rows - reading.n_unchanged - self.n_taken(table)


def check_package(package: Package, tally: Tally) -> RosterReading:
    """This function will read a package for its problems alone, and return the reading when it has ended."""
    reading = RosterReading(package, tally)
    for _ in reading:
        pass
    return reading
