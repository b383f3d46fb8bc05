"""By what meetings said, the list of students can be parted: whom they spoke of this year, and what is late."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import api as students
from throughline.rooms.support import access
from throughline.values.school_year import SchoolYear
from throughline.values.viewer import Viewer

NOTES = "notes"
YES, NO = "yes", "no"
LATE, AHEAD = "late", "ahead"
Students = QuerySet[students.Student]


def register_list_facets() -> None:
    """This function will let the list of students be parted by what meetings said."""
    students.register_facet(
        students.ListFacet("reviewed", NOTES, lambda: _("Reviewed"), _reviewed_options, _by_reviewed)
    )
    students.register_facet(students.ListFacet("decided", NOTES, lambda: _("Decided"), _decided_options, _by_decided))


def _reviewed_options(viewer: Viewer, found: Students) -> list[students.Option]:
    words = ((YES, _("This school year")), (NO, _("Not this school year")))
    return [(answer, says, _by_reviewed(viewer, found, answer).count()) for answer, says in words]


def _by_reviewed(viewer: Viewer, found: Students, answer: str) -> Students:
    first_day = SchoolYear.of(accounts.today()).first_day
    met = access.get_turns_for(viewer).filter(on__gte=first_day).values("student")
    return {YES: found.filter(pk__in=met), NO: found.exclude(pk__in=met)}.get(answer, found.none())


def _decided_options(viewer: Viewer, found: Students) -> list[students.Option]:
    words = ((LATE, _("Decided, not done in time")), (AHEAD, _("Decided, still ahead")))
    return [(answer, says, _by_decided(viewer, found, answer).count()) for answer, says in words]


def _by_decided(viewer: Viewer, found: Students, answer: str) -> Students:
    left, today = access.get_decisions_for(viewer).filter(done_at=None, dropped_at=None), accounts.today()
    due = {LATE: left.filter(due_on__lt=today), AHEAD: left.filter(due_on__gte=today)}.get(answer, left.none())
    return found.filter(pk__in=due.values("student"))
