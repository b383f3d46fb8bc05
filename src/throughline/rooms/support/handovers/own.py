"""What came to one's school to be read, and what became of what one wrote oneself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from throughline.rooms.students import api as students
from throughline.rooms.support import access
from throughline.rooms.support.finding.queries import may_find
from throughline.rooms.support.handovers.listing import arrived_rows
from throughline.rooms.support.handovers.queries import SHOWN, find_arrived, this_year
from throughline.rooms.support.models import Handover, Move
from throughline.values.errors import NotAllowed
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

# For how long Today tells who wrote that it was read.
TOLD_FOR = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Sent:
    """A handover that one wrote; the student where one may see them still."""

    handover: Handover
    student: students.Student | None


@dataclass(frozen=True, slots=True)
class OwnPage:
    """What somebody is asked to write, and what they wrote, the latest first."""

    asked: Sequence[Handover]
    sent: Sequence[Sent]

    @property
    def n_read(self) -> int:
        return sum(one.handover.is_read for one in self.sent)


def arrived_page(viewer: Viewer, *, at: datetime) -> list[Handover]:
    """This function will return who came to one's school with a handover note, and note that `viewer` looked.

    **Raises** `NotAllowed` for those who may know of no student's notes.
    """
    if not may_find(viewer):
        raise NotAllowed(
            gettext_noop("Your role shows you no notes."),
            gettext_noop("If you need to for your work, ask the district's administrator."),
        )
    rows = arrived_rows(find_arrived(viewer))
    _note(viewer, [row.student for row in rows], at)
    return rows


def own_page(viewer: Viewer, *, at: datetime) -> OwnPage:
    """This function will return what `viewer` is asked to write and what they wrote, and note whom it names.

    Of a student who has moved it names nobody: that the note was read at the next school is all it tells.
    """
    asked = list(find_asked(viewer).select_related("student", "to_school").order_by("student__family_name", "pk"))
    rows = access.get_handovers_sent_by(viewer).filter(year__gte=this_year() - 1, written_at__isnull=False)
    sent = list(rows.select_related("to_school", "read_by").order_by("-written_at", "-pk"))
    ids = [row.student_id for row in sent]
    known = students.get_students_for(viewer, "notes").filter(pk__in=students.get_students_for(viewer).values("pk"))
    seen = {one.pk: one for one in known.filter(pk__in=ids)}
    _note(viewer, [*seen.values(), *(row.student for row in asked if row.student_id not in seen)], at)
    return OwnPage(asked, [Sent(row, seen.get(row.student_id)) for row in sent])


def find_asked(viewer: Viewer) -> QuerySet[Handover]:
    """This function will return the handovers that `viewer` is asked to write and has not."""
    rows = access.get_handovers_for(viewer).filter(writer=viewer.user_id or 0, written_at=None, year=this_year())
    return rows.filter(student__in=students.get_students_for(viewer)).exclude(move=Move.STAYS)


def _note(viewer: Viewer, people: Sequence[students.Student], at: datetime) -> None:
    sights = students.explain_sight(viewer, people, SHOWN)
    shown = [(one.pk, sights[one.pk], SHOWN) for one in people]
    students.note_looked(by=viewer, at=at, shown=shown, place="support.handovers")
