"""Plan a meeting: what it is, who takes part, and which students are on its list. Only its leader does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from throughline.rooms.audit import api as audit
from throughline.rooms.students import api as students
from throughline.rooms.support import access
from throughline.rooms.support.meetings.kinds import meeting_kinds
from throughline.rooms.support.meetings.lists import MOST_STUDENTS
from throughline.rooms.support.meetings.moves import REORDER
from throughline.rooms.support.meetings.queries import find_led, find_people, schools_to_plan
from throughline.rooms.support.models import Meeting, Turn
from throughline.values.errors import NotFound, RefusedInput
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

MOST_PEOPLE = 60


@dataclass(frozen=True, slots=True)
class Planned:
    """What a meeting is: how it is called, its kind, the day, and at which school."""

    title: str
    kind: str
    on: date
    school_id: int


@transaction.atomic
def plan_meeting(*, by: Viewer, at: datetime, planned: Planned, student_ids: Sequence[int] = ()) -> Meeting:
    """This function will plan a meeting that `by` leads, with these students on its list, in this order.

    **Raises** `NotAllowed` for those who may lead none, `RefusedInput` where something is needed.
    """
    if planned.school_id not in dict(schools_to_plan(by)):
        raise RefusedInput(
            gettext_noop("At this school you can lead no meeting."), gettext_noop("Choose one of those offered.")
        )
    _check(planned)
    meeting = Meeting.objects.create(
        title=planned.title.strip(),
        kind=planned.kind,
        on=planned.on,
        school_id=planned.school_id,
        leader_id=by.user_id or 0,
        member_ids=[by.user_id or 0],
        planned_at=at,
    )
    audit.record_act(by=by, at=at, act="plan", noun="meeting", object_id=meeting.pk)
    if student_ids:
        add_students(by=by, at=at, meeting_id=meeting.pk, student_ids=student_ids)
    return meeting


@transaction.atomic
def change_meeting(*, by: Viewer, at: datetime, meeting_id: int, title: str, on: date) -> Meeting:
    """This function will call a meeting otherwise, or move it to another day. **Raises** `NotFound`, `RefusedInput`."""
    meeting = _open(by, meeting_id)
    _check(Planned(title, meeting.kind, on, meeting.school_id))
    meeting.title, meeting.on = title.strip(), on
    meeting.save(update_fields=["title", "on"])
    audit.record_act(by=by, at=at, act="change", noun="meeting", object_id=meeting.pk)
    return meeting


@transaction.atomic
def add_students(*, by: Viewer, at: datetime, meeting_id: int, student_ids: Sequence[int]) -> int:
    """This function will put students at the end of a meeting's list, and return how many were not on it before.

    Those about whom `by` may write no notes are left out. **Raises** `NotFound`, `RefusedInput` for too long a list.
    """
    meeting = _open(by, meeting_id)
    writable = students.get_students_for(by, "notes", act="write").filter(pk__in=set(student_ids), ended_at=None)
    known = set(writable.filter(pk__in=students.get_students_for(by)).values_list("pk", flat=True))
    turns = access.get_turns_for(by).filter(meeting=meeting)
    known -= set(turns.values_list("student", flat=True))
    wanted = [pk for pk in dict.fromkeys(student_ids) if pk in known]
    if meeting.n_students + len(wanted) > MOST_STUDENTS:
        raise RefusedInput(
            gettext_noop("A meeting speaks of 100 students at most."),
            gettext_noop("Choose a shorter list, or plan several meetings."),
        )
    last = turns.aggregate(last=Max("place"))["last"] or 0
    Turn.objects.bulk_create(
        Turn(meeting=meeting, student_id=pk, kind=meeting.kind, place=place)
        for place, pk in enumerate(wanted, start=last + 1)
    )
    meeting.n_students += len(wanted)
    meeting.save(update_fields=["n_students"])
    if wanted:
        words = {"students": len(wanted)}
        audit.record_act(by=by, at=at, act="add students", noun="meeting", object_id=meeting.pk, details=words)
    return len(wanted)


@transaction.atomic
def remove_student(*, by: Viewer, at: datetime, meeting_id: int, turn_id: int) -> None:
    """This function will take a student off a meeting's list, before anything was said or decided there.

    **Raises** `NotFound`, `RefusedInput` where they were spoken of.
    """
    meeting = _open(by, meeting_id)
    turn = access.get_turns_for(by).filter(meeting=meeting, pk=turn_id).first()
    if turn is None:
        raise NotFound(gettext_noop("There is no such student on this list."))
    decided = access.get_decisions_for(by).filter(turn=turn).exists()
    if turn.on or decided or access.get_notes_for(by).filter(turn=turn).exists():
        raise RefusedInput(
            gettext_noop("This student was spoken of already."), gettext_noop("What was said stays on the list.")
        )
    turn.delete()
    meeting.n_students -= 1
    meeting.save(update_fields=["n_students"])
    audit.record_act(by=by, at=at, act="remove student", noun="meeting", object_id=meeting.pk)


@transaction.atomic
def move_turn(*, by: Viewer, at: datetime, meeting_id: int, turn_id: int, is_up: bool) -> bool:
    """This function will move a student one place up or down on a meeting's list; whoever is next follows from that.

    It returns whether there was a place to move to. Students whom `by` may not see keep theirs. **Raises** `NotFound`,
    `RefusedInput`.
    """
    meeting = _open(by, meeting_id)
    turns = list(access.get_turns_for(by).filter(meeting=meeting).order_by("place", "pk"))
    here = next((number for number, turn in enumerate(turns) if turn.pk == turn_id), None)
    if here is None:
        raise NotFound(gettext_noop("There is no such student on this list."))
    there = here - 1 if is_up else here + 1
    if not 0 <= there < len(turns):
        return False
    one, other = turns[here], turns[there]
    one.place, other.place = other.place, one.place
    Turn.objects.bulk_update([one, other], ["place"])
    words = {"turn": one.pk, "from": here + 1, "to": there + 1}
    audit.record_act(by=by, at=at, act=REORDER, noun="meeting", object_id=meeting.pk, details=words)
    return True


@transaction.atomic
def invite(*, by: Viewer, at: datetime, meeting_id: int, user_ids: Sequence[int]) -> Meeting:
    """This function will say who takes part beside the leader: exactly these people of the school.

    **Raises** `NotFound`, `RefusedInput` for somebody who cannot.
    """
    meeting = _open(by, meeting_id)
    wanted = set(user_ids) - {meeting.leader_id}
    offered = {one.user_id for one in find_people(meeting.school_id)} | set(meeting.member_ids)
    if wanted - offered or len(wanted) > MOST_PEOPLE:
        raise RefusedInput(
            gettext_noop("Not everybody you chose can take part at this school."),
            gettext_noop("Choose among those offered, 60 at most."),
        )
    meeting.member_ids = [meeting.leader_id, *sorted(wanted)]
    meeting.save(update_fields=["member_ids"])
    audit.record_act(by=by, at=at, act="invite", noun="meeting", object_id=meeting.pk, details={"people": len(wanted)})
    return meeting


@transaction.atomic
def call_off(*, by: Viewer, at: datetime, meeting_id: int) -> None:
    """This function will call off a meeting that has not begun; its list goes with it.

    **Raises** `NotFound`, `RefusedInput` where it began.
    """
    meeting = _open(by, meeting_id)
    turns = access.get_turns_for(by).filter(meeting=meeting)
    if meeting.begun_at or turns.count() < meeting.n_students or turns.exclude(on=None).exists():
        raise RefusedInput(
            gettext_noop("This meeting has begun, and cannot be called off."), gettext_noop("Close it instead.")
        )
    turns.delete()
    audit.record_act(by=by, at=at, act="call off", noun="meeting", object_id=meeting.pk)
    meeting.delete()


def _open(by: Viewer, meeting_id: int) -> Meeting:
    meeting = find_led(by, meeting_id, lock=True)
    if meeting.closed_at:
        raise RefusedInput(
            gettext_noop("This meeting is closed."), gettext_noop("Plan the next one for what is still to be said.")
        )
    return meeting


def _check(planned: Planned) -> None:
    if planned.kind not in meeting_kinds():
        raise RefusedInput(gettext_noop("There is no such kind of meeting."), gettext_noop("Choose one offered."))
    if not planned.title.strip():
        raise RefusedInput(gettext_noop("A meeting needs a name."), gettext_noop("Say what it is called."))
