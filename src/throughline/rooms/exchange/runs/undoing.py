"""Whether a run can still be rolled back: nothing may have been built on what it brought in."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection, models
from django.utils.translation import gettext as _

from throughline.rooms.district.api import Target
from throughline.rooms.exchange.models import PlannedChange
from throughline.rooms.exchange.planning.changes import count_moved
from throughline.rooms.exchange.words import entity_words
from throughline.rooms.warning import api as warning

_Key = models.ForeignKey[Any, Any]
# Worked out from the roster after every act, and forgotten with what they are worked out from.
_DERIVED = ("students.relation", "students.likelypair", "students.likelyadults", *warning.WORKED_OUT)


def find_obstacles(run_id: int, targets: Sequence[Target]) -> list[str]:
    """This function will say in words what has since been built on a run, none if it can be rolled back."""
    moved = count_moved(run_id, targets, "after")
    found = [f"{entity_words(entity)}: {n}" for entity, n in moved.items()]
    if n_flags := warning.count_taken_flags(made_by(run_id, "student")):
        found.append(f"{_('Flags that somebody took or answered')}: {n_flags}")
    return found + [f"{name}: {n}" for name, n in _references(run_id, targets) if n]


def made_by(run_id: int, entity: str) -> list[int]:
    """This function will return the keys of the rows of one kind that a run made."""
    made = PlannedChange.objects.filter(run=run_id, entity=entity, action="create")
    return list(made.values_list("object_id", flat=True))


def _references(run_id: int, targets: Sequence[Target]) -> Iterator[tuple[str, int]]:
    """Rows outside the run that refer to rows it made."""
    entity_of = {target.model: target.entity for target in targets}
    with connection.cursor() as cursor:
        for target in targets:
            for field in _fields_to(target.model):
                cursor.execute(
                    _REFERENCES.format(**_names(field, target)),
                    [
                        run_id,
                        target.entity,
                        run_id,
                        entity_of.get(field.model, ""),
                    ],
                )
                yield str(field.model._meta.verbose_name_plural), cursor.fetchone()[0]


_REFERENCES = """
    select count(*) from {table} r join exchange_plannedchange p
        on p.run_id = %s and p.entity = %s and p.action = 'create' and p.object_id = r."{column}"
    where not exists (select from exchange_plannedchange q
        where q.run_id = %s and q.entity = %s and q.action = 'create' and q.object_id = r."{key}")"""


def _names(field: _Key, target: Target) -> dict[str, str]:
    options = field.model._meta
    return {"table": options.db_table, "column": str(field.column), "key": str(options.pk.column)}


def _fields_to(model: type[models.Model]) -> Iterator[_Key]:
    for relation in model._meta.get_fields(include_hidden=True):
        field = getattr(relation, "field", None)
        if not relation.auto_created or not isinstance(field, models.ForeignKey):
            continue
        is_bound = getattr(field, "db_constraint", True)  # history's keys are not: they may outlive what they name
        if is_bound and field.model._meta.label_lower not in _DERIVED:
            yield field
