"""What was decided for students: one's own to do, what is late in meetings one leads, and who could do it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import QuerySet

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import api as students
from throughline.rooms.support import access
from throughline.rooms.support.audiences.queries import Reader
from throughline.rooms.support.models import Decision
from throughline.values.errors import NotFound
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

SHOWN = ("directory", "notes")
MOST_DONE = 50


@dataclass(frozen=True, slots=True)
class DecisionsPage:
    """What somebody said they would do, what they did of late, and what others owe in meetings that they lead."""

    today: date
    open: list[Decision]
    done: list[Decision] = field(default_factory=list)
    late: list[Decision] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """One decision, what one may do with it, and who else could take it on."""

    decision: Decision
    may_change: bool
    may_finish: bool
    owners: list[Reader]


def decisions_page(viewer: Viewer, *, at: datetime) -> DecisionsPage:
    """This function will return what is `viewer`'s to do and what is late where they lead, and note whom it shows."""
    seen = _seen(viewer)
    mine = seen.filter(owner=viewer.user_id or 0)
    page = DecisionsPage(
        accounts.today(),
        list(mine.filter(done_at=None).order_by("due_on", "pk")),
        list(mine.exclude(done_at=None).order_by("-done_at", "-pk")[:MOST_DONE]),
        list(find_late(viewer).order_by("due_on", "pk")),
    )
    note_decisions(viewer, [*page.open, *page.done, *page.late], at=at)
    return page


def find_late(viewer: Viewer) -> QuerySet[Decision]:
    """This function will return what others have not done in time, of what was decided in meetings `viewer` leads."""
    late = _seen(viewer).filter(meeting__leader=viewer.user_id or 0, done_at=None, due_on__lt=accounts.today())
    return late.exclude(owner=viewer.user_id or 0)


def find_mine(viewer: Viewer) -> QuerySet[Decision]:
    """This function will return what `viewer` said they would do and has not done."""
    return _seen(viewer).filter(owner=viewer.user_id or 0, done_at=None)


def find_decision(viewer: Viewer, decision_id: int, *, lock: bool = False) -> Decision:
    """This function will return a decision, also one that was taken back.

    **Raises** `NotFound` where there is none they may see.
    """
    rows = access.get_decisions_for(viewer).filter(student__in=students.get_students_for(viewer))
    rows = rows.select_for_update(of=("self",)) if lock else rows.select_related("student", "owner", "done_by")
    found = rows.filter(pk=decision_id).first()
    if found is None:
        raise NotFound(gettext_noop("There is no such decision, or none you may see."))
    return found


def decision_page(viewer: Viewer, decision_id: int, *, at: datetime) -> DecisionPage:
    """This function will return one decision, and note whose it is. **Raises** `NotFound`."""
    decision = find_decision(viewer, decision_id)
    note_decisions(viewer, [decision], at=at)
    owners = find_owners(decision.student)
    changes, finishes = may_change(viewer, decision), may_finish(viewer, decision)
    return DecisionPage(decision, changes, finishes, owners)


def may_write_of(viewer: Viewer, student: students.Student) -> bool:
    """This function will tell whether `viewer` may write of a student for all who read their notes.

    The student is one whom the viewer was shown in this request.
    """
    return viewer.behind is None and students.reaches_student(viewer, student, "notes", act="write")


def may_change(viewer: Viewer, decision: Decision) -> bool:
    """This function will tell whether `viewer` may change a decision: who took part where it was taken."""
    own = access.get_meetings_for(viewer).filter(pk=decision.meeting_id, member_ids__contains=[viewer.user_id or 0])
    return is_open(decision) and own.exists() and may_write_of(viewer, decision.student)


def may_finish(viewer: Viewer, decision: Decision) -> bool:
    """This function will tell whether `viewer` may say what came of a decision: its owner, or who led the meeting."""
    led = access.get_meetings_for(viewer).filter(pk=decision.meeting_id, leader=viewer.user_id or 0)
    own = decision.owner_id == viewer.user_id or led.exists()
    return is_open(decision) and own and may_write_of(viewer, decision.student)


def is_open(decision: Decision) -> bool:
    """This function will tell whether a decision stands and is not done."""
    return decision.done_at is None and decision.dropped_at is None


def find_owners(student: students.Student) -> list[Reader]:
    """This function will name who could do something for a student: those who may read their notes and write some."""
    policy = accounts.shipped_policy()
    related = students.find_related_to(student)
    found: dict[int, Reader] = {}
    for holder in accounts.find_holders(("notes",), school_id=student.home_school_id, related=related):
        relation = policy.named(holder.relation)
        if relation is not None and "notes" in relation.write:
            found.setdefault(holder.user_id, Reader(holder.user_id, holder.name, holder.relation))
    return sorted(found.values(), key=lambda one: one.name)


def note_decisions(viewer: Viewer, decisions: Iterable[Decision], *, at: datetime) -> None:
    """This function will note that these students stood beside what was decided for them."""
    listed = {one.student_id: one.student for one in decisions}
    sights = students.explain_sight(viewer, listed.values(), SHOWN)
    shown = [(pk, sights[pk], SHOWN) for pk in listed]
    students.note_looked(by=viewer, at=at, shown=shown, place="support.decisions")


def _seen(viewer: Viewer) -> QuerySet[Decision]:
    rows = access.get_decisions_for(viewer).filter(student__in=students.get_students_for(viewer), dropped_at=None)
    return rows.select_related("student", "owner", "done_by")
