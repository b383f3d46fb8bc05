"""Carries out what a run planned, one statement a table, and undoes it exactly."""

from collections.abc import Mapping, Sequence

from django.db import connection
from django.db.backends.utils import CursorWrapper

from throughline.rooms.district.api import Target

_CHANGING = ("change", "reopen", "note")


Counts = Mapping[str, Mapping[str, int]]


def apply_changes(run_id: int, targets: Sequence[Target], counts: Counts, *, is_fresh: bool = False) -> None:
    """This function will make, change and reopen rows, parents first; then end rows, children first.

    `counts` are the plan's own: a statement with nothing to do is not sent. `is_fresh` says that the plan was made in
    this transaction: new rows are then taken as they still stand there, rather than read back from the plan.
    """
    with connection.cursor() as cursor:
        for target in targets:
            if counts.get(target.entity, {}).get("create"):
                if is_fresh:
                    cursor.execute(_insert_wanted(target))
                else:
                    cursor.execute(_insert(target), [run_id, target.entity])
            if any(counts.get(target.entity, {}).get(action) for action in _CHANGING):
                _change(cursor, _update(target, "after", _CHANGING), [run_id, target.entity])
        for target in reversed(targets):
            if counts.get(target.entity, {}).get("end"):
                _change(cursor, _update(target, "after", ("end",)), [run_id, target.entity])


def undo_changes(run_id: int, targets: Sequence[Target]) -> None:
    """This function will give every changed row back what it was, and take away the rows that the run made."""
    with connection.cursor() as cursor:
        for target in reversed(targets):
            _change(cursor, _update(target, "before", (*_CHANGING, "end")), [run_id, target.entity])
            cursor.execute(_delete(target), [run_id, target.entity])


def _change(cursor: CursorWrapper, update: str, parameters: list[int | str]) -> None:
    """Run one update. History's trigger joins the rows before with those after, by a plan that the session keeps from
    the first time; made for a handful of rows, it would take hours over a hundred thousand. So it is made anew."""
    cursor.execute("discard plans")
    cursor.execute(update, parameters)


def count_moved(run_id: int, targets: Sequence[Target], side: str) -> dict[str, int]:
    """This function will count by entity the rows that are no longer as the plan knows them.

    `side` is "before" while the run waits to be applied, "after" once it is.
    """
    moved = {}
    with connection.cursor() as cursor:
        for target in targets:
            cursor.execute(_moved(target, side), [run_id, target.entity])
            n_moved = cursor.fetchone()[0]
            if n_moved:
                moved[target.entity] = n_moved
    return moved


_PLANNED = "from exchange_plannedchange p cross join lateral jsonb_populate_record(null::{table}, p.{side}) r"
_OF_RUN = "p.run_id = %s and p.entity = %s"


def _insert(target: Target) -> str:
    columns = ", ".join(f'"{c}"' for c in target.all_columns)
    values = ", ".join(f'r."{c}"' for c in target.all_columns)
    planned = _PLANNED.format(table=target.table, side="after")
    return f"insert into {target.table} ({columns}) select {values} {planned} where {_OF_RUN} and p.action = 'create'"


def _insert_wanted(target: Target) -> str:
    said = [column for column in target.all_columns if column not in (target.key, "ended_at")]
    columns, values = ", ".join(f'"{c}"' for c in (target.key, *said)), ", ".join(f'"{c}"' for c in ("id", *said))
    return f"insert into {target.table} ({columns}) select {values} from w_{target.entity} where is_new"


def _update(target: Target, side: str, actions: Sequence[str]) -> str:
    columns = [c for c in target.all_columns if c != target.key]
    sets = ", ".join(f'"{c}" = r."{c}"' for c in columns)
    listed = ", ".join(f"'{action}'" for action in actions)
    planned = _PLANNED.format(table=target.table, side=side)
    return f"""
        update {target.table} t set {sets} {planned}
        where {_OF_RUN} and p.action in ({listed}) and t.{target.key} = p.object_id"""


def _delete(target: Target) -> str:
    return f"""
        delete from {target.table} t using exchange_plannedchange p
        where {_OF_RUN} and p.action = 'create' and t.{target.key} = p.object_id"""


def _moved(target: Target, side: str) -> str:
    if side == "before":
        joined = " and ".join(f't."{column}" = r."{column}"' for column in target.match)
        taken = f"""p.action = 'create' and exists (select from {target.table} t
            cross join lateral jsonb_populate_record(null::{target.table}, p.after) r where {joined})"""
        return f"""
            select count(*) from exchange_plannedchange p left join {target.table} t on t.{target.key} = p.object_id
            where {_OF_RUN} and (p.action <> 'create' and to_jsonb(t) is distinct from p.before or {taken})"""
    return f"""
        select count(*) from exchange_plannedchange p left join {target.table} t on t.{target.key} = p.object_id
        where {_OF_RUN} and to_jsonb(t) is distinct from
            (select to_jsonb(r) from jsonb_populate_record(null::{target.table}, p.after) r)"""
