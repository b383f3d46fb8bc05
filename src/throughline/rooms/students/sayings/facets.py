"""By what is told of them the list of students can be parted: whether an adult is named whom they trust."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from throughline.rooms.students import access
from throughline.rooms.students.models import Student
from throughline.rooms.students.narrowing import ListFacet, Option, register_facet
from throughline.rooms.students.sayings.kinds import TRUSTED_ADULT
from throughline.rooms.students.sayings.queries import STRENGTHS
from throughline.values.viewer import Viewer

YES, NO = "yes", "no"


def register_list_facet() -> None:
    """This function will let the list of students be parted by whether a trusted adult is named."""
    register_facet(ListFacet("trusted", STRENGTHS, lambda: _("Trusted adult"), _options, _narrow))


def _options(viewer: Viewer, found: QuerySet[Student]) -> list[Option]:
    words = ((YES, _("Named")), (NO, _("None named")))
    return [(answer, says, _narrow(viewer, found, answer).count()) for answer, says in words]


def _narrow(viewer: Viewer, found: QuerySet[Student], answer: str) -> QuerySet[Student]:
    told = access.get_sayings_for(viewer).filter(kind=TRUSTED_ADULT, set_aside_at=None).values("student")
    return {YES: found.filter(pk__in=told), NO: found.exclude(pk__in=told)}.get(answer, found.none())
