"""Reading a header row: where each column of the catalogue stands in the file, and what stands there besides."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from throughline.formats.csv import rules
from throughline.formats.csv.columns import Column, Kind, Table
from throughline.formats.csv.dialect import Dialect
from throughline.formats.csv.tally import Tally, shown


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the kept columns stand: `places[i]` is the cell of `table.kept[i]` in a row, None if absent.

    A header that is not `usable` lacks a column that is needed, or has one twice: its rows can be looked
    at to report what else is wrong, and never taken.
    """

    table: Table
    places: tuple[int | None, ...]
    n_cells: int
    usable: bool

    @property
    def starts_with_key(self) -> bool:
        """Whether the first cell of a row is its whole key."""
        return len(self.table.keys) == 1 and self.places[self.table.at[self.table.keys[0]]] == 0


def is_needed(column: Column, dialect: Dialect) -> bool:
    """This function will say whether a cell of the column must be filled in every row."""
    return column.is_in(dialect.edition) and (column.required or column.name in dialect.also_required)


def read_header(names: Sequence[str], table: Table, dialect: Dialect, file: str, tally: Tally) -> Layout:
    """This function will find the table's columns among the names of a header.

    Everything noteworthy is added to `tally`: columns missing, double, unknown, out of order or left out.
    """
    twice = [name for name, n in Counter(names).items() if n > 1 and name]
    for name in twice:
        tally.add(rules.COLUMN_TWICE, file, 1, shown(name))
    places = _places(names, table, dialect, file, tally)
    _say_missing(places, names, table, dialect, file, tally)
    known = [index for index in places.values() if index is not None]
    needed = [c for c in table.columns if is_needed(c, dialect) and c.name not in places]
    if dialect.order_rule and known and not _in_order(places, table, dialect):
        tally.add(dialect.order_rule, file, 1)
    usable = not twice and not needed and bool(known)
    return Layout(table, tuple(places.get(column.name) for column in table.kept), len(names), usable)


def _places(names: Sequence[str], table: Table, dialect: Dialect, file: str, tally: Tally) -> dict[str, int]:
    known = {column.name: column for column in table.columns_of(dialect.edition)}
    by_fold = {name.casefold(): name for name in known} if dialect.lenient else {}
    places: dict[str, int] = {}
    for index, name in enumerate(names):
        wanted = name if name in known else by_fold.get(name.strip().casefold().replace(" ", "_"), "")
        if wanted and wanted not in places:
            places[wanted] = index
            if wanted != name:
                tally.add(rules.COLUMN_CASE, file, 1, shown(name), details={"wanted": wanted})
            if known[wanted].kind is Kind.SECRET and dialect.secret_rule:
                tally.add(dialect.secret_rule, file, 1, wanted)
        elif name not in known:
            _say_unknown(name, known, dialect, file, tally)
    return places


def _say_unknown(name: str, known: dict[str, Column], dialect: Dialect, file: str, tally: Tally) -> None:
    if not name.strip():
        tally.add(rules.COLUMN_WITHOUT_NAME, file, 1)
    elif found := dialect.header_rule(name):
        rule, details = found
        tally.add(rule, file, 1, shown(name), details=details)
    else:
        tally.add(rules.COLUMN_UNKNOWN, file, 1, shown(name), details={"wanted": ", ".join(known)})


def _say_missing(
    places: dict[str, int],
    names: Sequence[str],
    table: Table,
    dialect: Dialect,
    file: str,
    tally: Tally,
) -> None:
    wanted = [column for column in table.columns_of(dialect.edition) if column.kind is not Kind.SECRET]
    needed = ", ".join(column.name for column in wanted if is_needed(column, dialect))
    found = ", ".join(shown(name) for name in names[:40])
    left_out = [column.name for column in wanted if column.name not in places]
    for column in wanted:
        if column.name not in places and is_needed(column, dialect):
            left_out.remove(column.name)
            tally.add(rules.COLUMN_MISSING, file, 1, column.name, details={"found": found, "wanted": needed})
    if left_out:
        tally.add(rules.COLUMN_LEFT_OUT, file, 1, details={"found": ", ".join(left_out)})


def _in_order(places: dict[str, int], table: Table, dialect: Dialect) -> bool:
    order = [places[c.name] for c in table.columns_of(dialect.edition) if c.name in places]
    return order == sorted(order) and order[-1] == len(order) - 1
