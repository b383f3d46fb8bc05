"""Values of a row's history in words a person reads: choices, yes and no, days, and names instead of ids."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import BooleanField, DateField, DateTimeField, Model
from django.utils.translation import gettext as _

from throughline.web.components import figures

Say = Callable[[Any], str]


def names_of(model: type[Model], ids: Iterable[Any]) -> dict[Any, str]:
    """This function will return what the rows with these ids are called, as far as the viewer may see them."""
    manager = model._meta.default_manager
    return {row.pk: _name(row) for row in manager.filter(pk__in=list(ids))} if manager else {}


def say_value(column: Any, value: Any, say: Say | None, known: Mapping[type[Model], Mapping[Any, str]]) -> str:
    """This function will put one value, as history holds it, into words; empty where there is none."""
    if value is None or value == "":
        return ""
    if say is not None:
        return say(value)
    if isinstance(column.related_model, type):
        return known.get(column.related_model, {}).get(value) or _("one that is no longer there")
    if column.choices:
        return str(dict(column.flatchoices).get(value, value))
    if isinstance(column, BooleanField):
        return _("yes") if value else _("no")
    if isinstance(column, DateTimeField):
        return figures.moment(datetime.fromisoformat(value))
    if isinstance(column, DateField):
        return figures.short_day(date.fromisoformat(value))
    return str(value)


def _name(row: Model) -> str:
    return str(getattr(row, "name", "") or getattr(row, "title", "") or row)
