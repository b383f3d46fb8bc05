"""Where an agreement shares some fields of a class: a view of each table that shows these, and blanks for the rest.

Row-level security hides a whole row from whoever may see only part of it. The view hands out the part: its owner's
policy lets through the rows of which some field is shared, and each column is blank but where its field is, or where
the row is the viewer's to see whole. Nothing is copied and nobody can write through it.
"""

from collections.abc import Iterator

from django.db import models
from django.db.backends.utils import CursorWrapper

from throughline.rooms.accounts.sight.fields import shipped_fields
from throughline.rooms.accounts.sight.walls import BEHIND, VIEWER, Wall, walled_models

WHOLE_ROW = "*"
_SUFFIX = "_in_part"


def view_of(model: type[models.Model]) -> str:
    """This function will name the view that shows a table in part."""
    return f"{model._meta.db_table}{_SUFFIX}"


def models_in_part() -> Iterator[tuple[type[models.Model], Wall]]:
    """This function will yield every model that can be seen in part; its history cannot."""
    for model, wall in walled_models():
        if wall.is_in_parts and not hasattr(model, "pgh_tracked_model"):
            yield model, wall


def part_statements(classes: tuple[str, ...]) -> Iterator[str]:
    """This function will yield the SQL that makes every view, and lets its owner read through it."""
    for model, wall in models_in_part():
        table, view = model._meta.db_table, view_of(model)
        some = " or ".join(f"({held})" for held in _held_somehow(wall))
        behind = f"(select {BEHIND}) is null or {_whole(wall, classes, BEHIND)}"
        yield f"drop policy if exists in_part on {table}"
        yield f"create policy in_part on {table} for select to current_user using ({some})"
        yield f"drop view if exists {view}"
        yield (
            f"create view {view} with (security_barrier) as select {', '.join(_columns(model, wall))} from {table}"  # noqa: S608 - names of our own models
            f" cross join lateral (select ({_whole(wall, classes, VIEWER)}) as is_whole) sight"
            f" where (is_whole or {some}) and ({behind})"
        )


def take_parts_down(cursor: CursorWrapper) -> None:
    """This function will drop the views, so that the tables beneath can change; `build_walls` makes them anew."""
    cursor.execute("select viewname from pg_views where schemaname = 'public' and right(viewname, 8) = %s", [_SUFFIX])
    for (view,) in cursor.fetchall():
        cursor.execute(f'drop view "{view}"')


def _whole(wall: Wall, classes: tuple[str, ...], who: str) -> str:
    """True for rows that are seen whole.

    Where a wall reads another table's rows, those seen in part are among them here, since the view's owner reads: so
    whose they are is asked by name.
    """
    if not wall.through:
        return wall.condition("see", classes, who)
    return wall.condition("see", classes, who, through=f"student_id = any((select {_students(wall, who)})::bigint[])")


def _students(wall: Wall, who: str) -> str:
    return f"throughline_student_ids({who}, '{wall.record_class}', 'see')"


def _columns(model: type[models.Model], wall: Wall) -> Iterator[str]:
    of = {column: code for code, columns in wall.fields.items() for column in columns}
    is_whole_row = WHOLE_ROW in of or bool(wall.field_column)
    for field in model._meta.concrete_fields:
        name = f'"{field.column}"'
        if is_whole_row or field.primary_key or field.column in wall.keys:
            yield name
            continue
        blank = "''" if isinstance(field, models.CharField | models.TextField) and not field.null else "null"
        shown = f"is_whole or {_held(wall, of[field.column])}" if field.column in of else "is_whole"
        yield f"case when {shown} then {name} else {blank} end as {name}"


def _held_somehow(wall: Wall) -> Iterator[str]:
    """Each way in which some of a row may be shared."""
    if wall.field_column:
        for one in shipped_fields().field:
            students = f"select throughline_in_part({VIEWER}, '{one.of}', '{one.code}')"
            row = f"{wall.column} = '{one.of}' and {wall.field_column} = '{one.code}'"
            yield f"{row} and {wall.student} = any(array({students}))"
        return
    for code in wall.fields:
        yield _held(wall, code)


def _held(wall: Wall, code: str) -> str:
    students = f"select throughline_in_part({VIEWER}, '{wall.record_class}', '{code}')"
    if wall.through:
        return f"id in (select guardian_id from {wall.through} where student_id = any(array({students})))"  # noqa: S608 - our own names
    return f"{wall.student} = any(array({students}))"
