"""The list of students parted by the language spoken at home."""

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from throughline.rooms.students import access
from throughline.rooms.students.languages.names import language_words
from throughline.rooms.students.models import Student
from throughline.rooms.students.narrowing import ListFacet, Option, register_facet
from throughline.values.viewer import Viewer


def register_list_facet() -> None:
    """This function will let the list of students be parted by the language spoken at home."""
    register_facet(ListFacet("language", access.FAMILY_CONTACTS, lambda: _("Language at home"), _options, _narrow))


def _options(viewer: Viewer, found: QuerySet[Student]) -> list[Option]:
    rows = access.get_languages_for(viewer).filter(student__in=found.values("pk")).values_list("language")
    counted = [(code, language_words(code), n) for code, n in rows.annotate(n=Count("pk")).order_by()]
    return sorted(counted, key=lambda one: (-one[2], one[1]))


def _narrow(viewer: Viewer, found: QuerySet[Student], answer: str) -> QuerySet[Student]:
    told = access.get_languages_for(viewer).filter(language=answer.replace("\x00", ""))
    return found.filter(pk__in=told.values("student"))
