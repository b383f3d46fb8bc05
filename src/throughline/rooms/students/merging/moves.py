"""How the rows of each table follow a student whose record is joined to another. Each room answers for its own tables.

A table with a key to a student and no answer here is found by a test.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from django.db.models import Model


@dataclass(frozen=True, slots=True)
class Moves:
    """What becomes of one table's rows.

    They `move` to the kept student; `stay` with the joined one, which `why` explains; or are worked out `again` after
    the join. `alone` names the columns by which a student has one row only (none: one row at all), among the rows that
    `among` (SQL, of `{row}`) names: where the kept one has such a row, the joined one's stays. `only` narrows what
    moves. `follows` is (column, table): a row goes where the row it belongs to went.
    """

    model: type[Model]
    words: str
    how: Literal["move", "stay", "again"] = "move"
    column: str = "student_id"
    alone: tuple[str, ...] | None = None
    among: str = "true"
    only: str = "true"
    follows: tuple[str, str] | None = None
    why: str = ""

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    @property
    def key(self) -> str:
        return str(self.model._meta.pk.column)


_moves: list[Moves] = []


def register_moves(moves: Iterable[Moves]) -> None:
    """This function will have the rows of a room's tables follow a student. Call it from `AppConfig.ready`.

    Tables are taken in the order they are named: what others follow comes first.
    """
    _moves.extend(one for one in moves if one not in _moves)


def all_moves() -> tuple[Moves, ...]:
    """This function will return what every room answered, lowest room first."""
    return tuple(_moves)
