"""What changed, when and by whom, read from the history that the database writes of each table.

One statement finds a page of changes over any number of tables, each with the row before it; one more counts them.
The caller passes only what the viewer may see; the history of a walled table stands behind the same wall as the table.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from django.db import connection
from django.db.models import F, Field, Model, Q, QuerySet, Window
from django.db.models.functions import JSONObject, Lag

from throughline.rooms.audit.changes.words import Say, names_of, say_value

Label = Literal["made", "changed", "removed"]
PER_PAGE = 50

_FOUND = """
    select h.*, c.metadata, count(*) over () as n from ({tables}) h left join pghistory_context c on c.id = h.context
    where (h.label <> 'changed' or h.held is distinct from h.before)
      and h.at >= coalesce(%s, '-infinity'::timestamptz) and h.at < coalesce(%s, 'infinity'::timestamptz)
    order by h.at desc, h.event desc, h.kind limit %s offset %s"""


@dataclass(frozen=True, slots=True)
class Tracked:
    """The rows of one tracked table whose history is asked for, and how it is said.

    `of` narrows the table's history to what the viewer may see. `fields` are those shown, each with its words;
    `say` puts values into words where the column alone does not tell how.
    """

    model: type[Model]
    kind: str
    of: Q
    fields: Mapping[str, str]
    say: Mapping[str, Say] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of one change, in words. `before` is empty where there was nothing, `after` where nothing is left."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """One row made, changed or removed: when, by whom, in which request, and each field that differs."""

    at: datetime
    who: str
    request: str
    label: Label
    kind: str
    object_id: int
    event_id: int
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Beginning:
    """When a row was first made, by whom, and in which request."""

    at: datetime
    who: str
    request: str


@dataclass(frozen=True, slots=True)
class Changes:
    """One page of changes, the newest first, and how many there are."""

    rows: tuple[Change, ...]
    n: int


def find_changes(
    sources: Iterable[Tracked],
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    start: int = 0,
    limit: int = PER_PAGE,
) -> Changes:
    """This function will return changes of the rows that `sources` name, the newest first, from the `start`th on.

    A change of nothing that is shown, such as a feed's row taken again, is left out.
    """
    asked = {source.kind: source for source in sources}
    if not asked:
        return Changes((), 0)
    parts = [_history(source) for source in asked.values()]
    tables = " union all ".join(sql for sql, _given in parts)
    given = [value for _sql, values in parts for value in values]
    with connection.cursor() as cursor:
        cursor.execute(_FOUND.format(tables=tables), [*given, since, until, limit, start])
        names = [column.name for column in cursor.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    for row in rows:
        for column in ("held", "before", "metadata"):
            row[column] = _read(row[column])
    known = _names(asked, rows)
    return Changes(tuple(_change(asked[row["kind"]], row, known) for row in rows), rows[0]["n"] if rows else 0)


def find_beginnings(model: type[Model], ids: Iterable[int]) -> dict[int, Beginning]:
    """This function will say of each row of a tracked table when it was made, by whom and in which request.

    What is older than its history is left out.
    """
    events: QuerySet[Any] = QuerySet(_event_model(model))
    made = events.filter(pgh_obj_id__in=list(ids), pgh_label="made").order_by("-pgh_id")
    rows = made.values_list("pgh_obj_id", "pgh_created_at", "pgh_context__metadata")
    return {
        pk: Beginning(at, str((told or {}).get("name") or ""), str((told or {}).get("request") or ""))
        for pk, at, told in rows
    }


def _history(source: Tracked) -> tuple[str, Sequence[Any]]:
    """The SQL of one table's history, each row with what was held before it."""
    columns = [source.model._meta.get_field(name) for name in source.fields]
    held = JSONObject(**{column.name: F(column.attname) for column in columns if isinstance(column, Field)})
    events: QuerySet[Any] = QuerySet(_event_model(source.model)).filter(source.of)
    told = events.annotate(
        held=held,
        before=Window(Lag(held), partition_by=F("pgh_obj_id"), order_by=F("pgh_id").asc()),
    ).values("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context_id", "held", "before")
    sql, given = told.query.sql_with_params()
    names = "event, at, label, object, context, held, before"
    wrapped = f"select {names}, %s as kind from ({sql}) h ({names})"  # noqa: S608 - SQL of the ORM, values apart
    return wrapped, (source.kind, *given)


def _event_model(model: type[Model]) -> type[Model]:
    return next(event for event in model._meta.apps.get_models() if getattr(event, "pgh_tracked_model", None) is model)


def _names(asked: Mapping[str, Tracked], rows: Sequence[Mapping[str, Any]]) -> dict[type[Model], dict[Any, str]]:
    """The names of all that these rows refer to: one query for each table referred to."""
    wanted: dict[type[Model], set[Any]] = {}
    for row in rows:
        source = asked[row["kind"]]
        for name in source.fields:
            related = source.model._meta.get_field(name).related_model
            if isinstance(related, type):
                ids = {held.get(name) for held in (row["held"], row["before"]) if held}
                wanted.setdefault(related, set()).update(ids - {None})
    return {model: names_of(model, ids) for model, ids in wanted.items()}


def _change(source: Tracked, row: Mapping[str, Any], known: Mapping[type[Model], Mapping[Any, str]]) -> Change:
    label: Label = row["label"]
    before = {} if label == "made" else (row["held"] if label == "removed" else row["before"]) or {}
    after = {} if label == "removed" else row["held"]
    fields = []
    for name, words in source.fields.items():
        column = source.model._meta.get_field(name)
        was, now = (say_value(column, held.get(name), source.say.get(name), known) for held in (before, after))
        if was != now:
            fields.append(FieldChange(words, was, now))
    who = row["metadata"] or {}
    return Change(
        row["at"],
        str(who.get("name") or ""),
        str(who.get("request") or row["context"] or ""),
        label,
        source.kind,
        row["object"],
        row["event"],
        tuple(fields),
    )


def _read(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value
