"""Who refuses that directory information be shared: one student's, the district's list, and the answer for others."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import access
from throughline.rooms.students.directory.noting import note_looked
from throughline.rooms.students.record_requests.who_may import OVERSIGHT, Standing, find_standing, may_answer
from throughline.rooms.students.rights import DirectoryOptOut
from throughline.values.errors import NotAllowed
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

_SHOWN = ("directory", OVERSIGHT)


@dataclass(frozen=True, slots=True)
class OptOutPage:
    """Whether directory information of one student is refused today, and what was said before."""

    standing: Standing
    current: DirectoryOptOut | None
    earlier: list[DirectoryOptOut]


@dataclass(frozen=True, slots=True)
class OptOutsPage:
    """Every refusal that stands today."""

    rows: list[DirectoryOptOut]
    may_export: bool


def opt_out_page(viewer: Viewer, student_id: int, *, at: datetime) -> OptOutPage:
    """This function will return what was said of one student, and note that `viewer` looked. **Raises** `NotFound`."""
    standing = find_standing(viewer, student_id)
    shown = [(standing.student.pk, standing.sight, _SHOWN)]
    note_looked(by=viewer, at=at, shown=shown, place="students.opt_out")
    rows = list(access.get_opt_outs_for(viewer).filter(student=standing.student).order_by("-starts_on", "-pk"))
    current = next((row for row in rows if row.ends_on is None), None)
    return OptOutPage(standing, current, [row for row in rows if row is not current])


def opt_outs_page(viewer: Viewer, *, at: datetime) -> OptOutsPage:
    """This function will return every refusal that stands today, and note whose names are shown.

    **Raises** `NotAllowed` for those who do not answer for it.
    """
    if not may_answer(viewer):
        raise NotAllowed(
            gettext_noop("The list of refusals is for those who answer for students' privacy."),
            gettext_noop("Open the student's page for one student."),
        )
    standing_now = _in_force(access.get_opt_outs_for(viewer), accounts.today())
    rows = list(standing_now.select_related("student__home_school").order_by("student__family_name", "student_id"))
    students = {row.student_id: row.student for row in rows}
    sights = access.explain_sight(viewer, students.values(), _SHOWN)
    note_looked(by=viewer, at=at, shown=[(pk, sights[pk], _SHOWN) for pk in students], place="students.opt_outs")
    return OptOutsPage(rows, accounts.may(viewer, "export", OVERSIGHT))


def opted_out(student_ids: Iterable[int], on: date) -> frozenset[int]:
    """This function will return those of these students whose directory information is refused on a day.

    Whoever asks gets the answer: a room that would share something must know, even where the refusal is not its
    viewer's to read. It says nothing else of anybody.
    """
    with access.keeping_rights():
        held = _in_force(access.all_opt_outs(), on).filter(student__in=list(student_ids))
        return frozenset(held.values_list("student_id", flat=True))


def _in_force(rows: QuerySet[DirectoryOptOut], on: date) -> QuerySet[DirectoryOptOut]:
    return rows.filter(Q(ends_on=None) | Q(ends_on__gt=on), starts_on__lte=on)
