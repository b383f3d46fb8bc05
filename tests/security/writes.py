"""What a request wrote, and whether it was its sender's to write."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from django.db import connection
from psycopg import sql
from tests.security.conftest import SET_UP, Oracle

from throughline.demo import cast

if TYPE_CHECKING:
    from django.db.models import Model

# What a duty works out, by the room that sets it off: relations whenever an agreement or a consent changes, and early
# warning whenever rules do. With pages out of the way the duty still does its work, and tells nobody of a student.
WORKED_OUT = {
    "agreements": {"students_relation", "students_relationevent"},
    "warning": {"warning_trialstudent", "warning_trialreason", "warning_trialoutcome"},
}
# Sessions, when they were last used, failed sign-ins and who looked may grow; nothing else by what is refused.
MAY_GROW = {
    "django_session",
    "accounts_signedin",
    "accounts_signintries",
    "audit_disclosure",
    "audit_link",
    "pghistory_context",
}


def attempts() -> dict[str, int]:
    """How many rows of each table were ever added, changed or taken away in this transaction, undone or not.

    Cheap to ask: where it stays the same nothing was written, and no table need be counted.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname, n from pg_class cross join lateral (select pg_stat_get_xact_tuples_inserted(oid)"
            " + pg_stat_get_xact_tuples_updated(oid) + pg_stat_get_xact_tuples_deleted(oid)) attempted (n)"
            " where relkind = 'r' and relnamespace = 'public'::regnamespace and n > 0 and not relname = any(%s)",
            [sorted(MAY_GROW)],
        )
        return dict(cursor.fetchall())


def next_change() -> int:
    """The number that the database gives to the next change: rows written from now on carry it, or a later one."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
        (found,) = cursor.fetchone()
        return int(found)


def written_by_others(key: str, tables: Iterable[str], since: int, oracle: Oracle) -> Iterator[str]:
    """Each walled table that holds rows written since then which were not this person's to write, by the policy file.

    A row of one's own that no role reads (a draft) is its writer's business.
    """
    from throughline.rooms.accounts.api import Wall, acting_as, walled_models

    walls = {model._meta.db_table: (model, wall) for model, wall in walled_models()}
    with acting_as(SET_UP):
        for table in tables:
            if table not in walls:
                continue
            model, wall = walls[table]
            assert isinstance(wall, Wall)
            if not wall.mine and (wrong := _wrong(key, model, wall, since, oracle)):
                yield f"writes {wrong} rows of {table}"


def _wrong(key: str, model: "type[Model]", wall: object, since: int, oracle: Oracle) -> int:
    from throughline.rooms.accounts.api import Wall

    assert isinstance(wall, Wall)
    rows = _new_rows(model._meta.db_table, since, [name for name in (wall.student, wall.column) if name])
    if not rows:
        return 0
    if not key:
        return len(rows)
    if wall.members and _is_member(key, model):
        return 0
    if not wall.student:
        everything, schools = oracle.reaches(key, wall.record_class or "directory", "write")
        return 0 if everything or schools else len(rows)
    may = {
        row: row[0] in oracle.students(key, str(row[1]) if wall.column else wall.record_class, "write") for row in rows
    }
    return sum(not may[row] for row in rows)


def _is_member(key: str, model: "type[Model]") -> bool:
    """Whether there are rows that are theirs as one of those who take part; which, tests of their rooms say."""
    from throughline.rooms.accounts.api import Wall, walled_models
    from throughline.rooms.accounts.models import User

    wall = dict(walled_models())[model]
    assert isinstance(wall, Wall)
    user = User.objects.get(username=cast.BY_KEY[key].username)
    return model._default_manager.filter(**{f"{wall.members}__contains": [user.pk]}).exists()


def _new_rows(table: str, since: int, columns: list[str]) -> list[tuple[object, ...]]:
    wanted: list[sql.Composable] = [*map(sql.Identifier, columns)] or [sql.SQL("1")]
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL("select {} from {} where xmin::text::bigint >= %s").format(
                sql.SQL(", ").join(wanted), sql.Identifier(table)
            ),
            [since],
        )
        return [tuple(row) for row in cursor.fetchall()]
