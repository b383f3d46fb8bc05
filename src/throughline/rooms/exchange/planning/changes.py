"""Carries out what a run planned, one statement a table, and undoes it exactly."""

from collections.abc import Mapping, Sequence

from django.db import connection

from throughline.rooms.district.api import Target

_CHANGING = ("change", "reopen", "note")


Counts = Mapping[str, Mapping[str, int]]


def apply_changes(run_id: int, targets: Sequence[Target], counts: Counts) -> None:
    """This function will make, change and reopen rows, parents first; then end rows, children first.

    `counts` are the plan's own: a statement with nothing to do is not sent.
    """
    with connection.cursor() as cursor:
        for target in targets:
            if counts.get(target.entity, {}).get("create"):
                cursor.execute(_insert(target), [run_id, target.entity])
            if any(counts.get(target.entity, {}).get(action) for action in _CHANGING):
                cursor.execute(_update(target, "after", _CHANGING), [run_id, target.entity])
        for target in reversed(targets):
            if counts.get(target.entity, {}).get("end"):
                cursor.execute(_update(target, "after", ("end",)), [run_id, target.entity])


def undo_changes(run_id: int, targets: Sequence[Target]) -> None:
    """This function will give every changed row back what it was, and take away the rows that the run made."""
    with connection.cursor() as cursor:
        for target in reversed(targets):
            cursor.execute(_update(target, "before", (*_CHANGING, "end")), [run_id, target.entity])
            cursor.execute(_delete(target), [run_id, target.entity])


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
