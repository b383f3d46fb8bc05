"""Which side puts a statement's values into it: the database, where a statement is asked again and again.

What the ORM asks for is sent apart from its values, so that the database keeps the plan it made and a page does not
pay for planning the same questions anew. Everything else is put together here and sent whole, as Django does by itself:
what is written by hand, what changes rows, and what holds so many values that it hardly comes twice.
"""

from typing import Any, Self

from psycopg import ClientCursor, Connection, Cursor
from psycopg.abc import Params

# The database takes 65,535 values at most, and a list this long is seldom asked for again in the same length.
MOST_BOUND = 100
# A connection keeps this many plans, the least used going first: more than the questions of the pages of a day's work.
MOST_PREPARED = 500
# Asked this often on one connection, a statement is prepared.
PREPARED_AFTER = 2


class PreparingCursor(Cursor[Any]):
    """A cursor that leaves to the database the values of what the ORM reads, and puts in all others itself."""

    def __init__(self, connection: Connection[Any], **how: Any) -> None:
        super().__init__(connection, **how)
        connection.prepared_max = MOST_PREPARED

    def execute(
        self, query: Any, params: Params | None = None, *, prepare: bool | None = None, binary: bool | None = None
    ) -> Self:
        """This function will ask the database, once it is settled which side puts the values in."""
        if params is None:
            return super().execute(query, None, prepare=False, binary=binary)
        if is_bound_there(query, params):
            return super().execute(query, params, prepare=prepare, binary=binary)
        whole: Any = ClientCursor(self.connection).mogrify(query, params)
        return super().execute(whole, None, prepare=False, binary=binary)


def is_bound_there(query: object, params: Params) -> bool:
    """This function will tell whether the database puts the values in: the ORM, which writes capitals, reads few."""
    return isinstance(query, str) and query.startswith("SELECT ") and len(params) <= MOST_BOUND
