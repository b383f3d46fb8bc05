"""What a table's columns hold, and by what its rows can be chosen."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["text", "number", "money", "percent", "date", "moment", "status", "person", "link"]
NUMERIC: frozenset[str] = frozenset({"number", "money", "percent"})


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what it is called, what it holds, and how it is shown, ordered, totalled and exported.

    `value` takes a row; without it the row's attribute or item `key` is read. Money is cents, a percent is a share
    from 0 to 1, a status is `pieces.Status`, a person `pieces.Person`, a link `pieces.Link`. `link` gives any kind
    an address. `order` names the database fields to sort by, where rows come from a query and `key` is not one.
    """

    key: str
    label: str
    kind: Kind = "text"
    value: Callable[[Any], Any] | None = None
    link: Callable[[Any], str] | None = None
    sortable: bool = True
    order: tuple[str, ...] = ()
    total: bool = False
    decimals: int = 0
    exported: bool = True

    @property
    def numeric(self) -> bool:
        return self.kind in NUMERIC

    def of(self, row: Any) -> Any:
        """This function will return what this column holds for `row`."""
        return self.value(row) if self.value else read_key(row, self.key)


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter with a few answers. Only the answers offered are ever accepted.

    For rows in memory `test` decides, or equality with the row's `key`. For a query `lookup` names the field to
    filter by (`key` where empty), or `narrow` takes the queryset and the answer.
    """

    key: str
    label: str
    options: Sequence[tuple[str, str]]
    test: Callable[[Any, str], bool] | None = None
    lookup: str = ""
    narrow: Callable[[Any, str], Any] | None = None

    def fits(self, row: Any, answer: str) -> bool:
        """This function will say whether `row` is among those the answer chooses."""
        return self.test(row, answer) if self.test else str(read_key(row, self.key)) == answer


def read_key(row: Any, key: str) -> Any:
    """This function will return the item `key` of a mapping, or the attribute of anything else."""
    return row.get(key) if isinstance(row, Mapping) else getattr(row, key)
