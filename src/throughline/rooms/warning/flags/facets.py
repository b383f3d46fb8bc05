"""By its open flags the list of students can be parted."""

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from throughline.rooms.students import api as students
from throughline.rooms.warning import access
from throughline.rooms.warning.documents import part_of
from throughline.rooms.warning.models import Flag
from throughline.rooms.warning.words import named
from throughline.values.viewer import Viewer

NONE = "none"
Students = QuerySet[students.Student]


def register_list_facet() -> None:
    """This function will let the list of students be parted by their open flags."""
    students.register_facet(students.ListFacet("flag", access.CLASS, lambda: _("Flag"), _options, _narrow))


def _options(viewer: Viewer, found: Students) -> list[students.Option]:
    rules = access.in_force()
    if rules is None:
        return []
    rows = _open(viewer).filter(student__in=found.values("pk")).values_list("level")
    counts = dict(rows.annotate(n=Count("student", distinct=True)).order_by())
    levels = enumerate(part_of(rules).level, start=1)
    n_none = _narrow(viewer, found, NONE).count()
    return [*((str(at), named(one), counts.get(at, 0)) for at, one in levels), (NONE, _("No open flag"), n_none)]


def _narrow(viewer: Viewer, found: Students, answer: str) -> Students:
    if answer == NONE:
        return found.exclude(pk__in=_open(viewer).values("student"))
    level = int(answer) if answer.isascii() and answer.isdecimal() and len(answer) < 5 else 0
    return found.filter(pk__in=_open(viewer).filter(level=level).values("student"))


def _open(viewer: Viewer) -> QuerySet[Flag]:
    return access.get_flags_for(viewer).filter(cleared_at=None)
