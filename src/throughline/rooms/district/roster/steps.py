"""How a room says what a feed wants of its tables: plain steps in SQL, which the exchange plans, applies and undoes.

Steps read temporary tables that the exchange fills: `in_<file>` holds the rows taken from a file (`row_no`, `digest`,
and the file's own columns as text, blank for not known), `gone_<file>` the `source_id` of rows that are gone from it.
A target leaves behind `w_<entity>` (rows wanted, with the ids they have or will have) and, where others refer to it,
`ids_<entity>` (`source_id`, `id` of every row that is open once the plan is carried out).
"""

from dataclasses import dataclass

from django.db import models

from throughline.values.problem import Rule


@dataclass(frozen=True, slots=True)
class Prepare:
    """Makes a temporary table that later steps read; they look rows up in it by `keys`."""

    table: str
    sql: str
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """Finds rows with a problem: the SQL gives `row_no` and `value` of each, in the file's order."""

    rule: Rule
    file: str
    column: str
    sql: str


@dataclass(frozen=True)
class Target:
    """A table that a feed fills.

    `wanted` selects `row_no` and the table's columns (all but its key, `ended_at` and those `kept` as they are);
    `match` are the columns that make a row itself; `ends` selects the `id` of open rows to end; `parent` names a
    column that refers to the table itself, wanted under the name `parent_source`; `fed` is the SQL of which rows a
    feed speaks at all, where people keep others in the same table; `also_known` selects `source_id` and `id` of other
    identifiers that lead to a row.
    """

    entity: str
    model: type[models.Model]
    wanted: str
    match: tuple[str, ...] = ("source_id",)
    ends: str = ""
    kept: tuple[str, ...] = ()
    parent: str = ""
    referred_to: bool = False
    fed: str = "true"
    also_known: str = ""

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    @property
    def key(self) -> str:
        return str(self.model._meta.pk.column)

    @property
    def has_own_key(self) -> bool:
        """Whether its key is a number of its own, rather than another table's."""
        return self.model._meta.pk.remote_field is None

    @property
    def all_columns(self) -> tuple[str, ...]:
        return tuple(str(field.column) for field in self.model._meta.concrete_fields)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns a feed says something about."""
        apart = {self.key, "ended_at"} if self.has_own_key else {"ended_at"}
        return tuple(column for column in self.all_columns if column not in apart)

    @property
    def can_end(self) -> bool:
        return "ended_at" in self.all_columns

    @property
    def is_dated(self) -> bool:
        """Whether its rows have a last day, which an end must set."""
        return self.can_end and {"starts_on", "ends_on"} <= set(self.all_columns)


Step = Prepare | Check | Target
