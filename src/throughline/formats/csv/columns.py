"""What a table of a CSV layout holds, said once, for its reader, its writer and its documentation."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property


class Kind(StrEnum):
    """What a cell holds. In each kind but REQUIRED ones blank means: not known."""

    TEXT = "text"
    ID = "id"
    IDS = "ids"
    WORDS = "words"
    GRADES = "grades"
    CHOICE = "choice"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"
    YEAR = "year"
    TIME = "time"
    MONEY = "money"
    NUMBER = "number"
    SLUG = "slug"
    SECRET = "secret"  # noqa: S105 - the name of a kind of cell, read and dropped


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its header, what its cells hold, and which editions of the layout have it.

    `choices` are the words a CHOICE allows; `extensible` also allows `ext:` words. `between` are the least and the
    most a NUMBER may be. `refers_to` names the table whose ids the cells are. `editions` is empty where every edition
    has the column.
    """

    name: str
    kind: Kind = Kind.TEXT
    required: bool = False
    choices: tuple[str, ...] = ()
    extensible: bool = False
    between: tuple[int, int] | None = None
    refers_to: str = ""
    editions: frozenset[str] = frozenset()
    says: str = ""

    def is_in(self, edition: str) -> bool:
        """This function will say whether the edition of the layout has this column."""
        return not self.editions or edition in self.editions


@dataclass(frozen=True)
class Table:
    """One file of a layout: its columns in their order.

    `keys` make a row itself and no other. `periods` are pairs of columns that start and end a time.
    """

    name: str
    columns: tuple[Column, ...]
    keys: tuple[str, ...]
    says: str = ""
    periods: tuple[tuple[str, str], ...] = ()

    @property
    def file(self) -> str:
        return f"{self.name}.csv"

    @cached_property
    def kept(self) -> tuple[Column, ...]:
        """The columns a reader keeps, in the order of a row's cells: all but secrets."""
        return tuple(column for column in self.columns if column.kind is not Kind.SECRET)

    @cached_property
    def at(self) -> Mapping[str, int]:
        """Where in a row each kept column's cell stands."""
        return {column.name: index for index, column in enumerate(self.kept)}

    def columns_of(self, edition: str) -> tuple[Column, ...]:
        """This function will return the columns of one edition in that edition's order."""
        return tuple(column for column in self.columns if column.is_in(edition))
