"""Meetings of the invented high school's support team: one that was held, with its recap, and one that is to come."""

from datetime import date, datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils import timezone

from throughline.demo import cast, named
from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import api as students
from throughline.rooms.support import api as support
from throughline.values.viewer import Viewer

TEAM = (cast.TEACHER.key, cast.NURSE.key, cast.PRINCIPAL.key, cast.COUNSELOR.key)
HELD_DAYS_AGO = 14
N_HELD, N_PLANNED = 6, 20
# What the meeting said and decided of its students in turn: what was said; what is done, by whom, after how many days.
SPOKEN: tuple[tuple[str, tuple[tuple[str, str, int], ...]], ...] = (
    (
        "Mateo explains hard texts to others. Thursdays are long for him since the last bus leaves at four.",
        (
            ("Ask the robotics club for a place and find him a ride home on Thursdays.", "coordinator", 7),
            ("Let him present his model to the class, as he proposed himself.", "teacher", 28),
        ),
    ),
    (
        "She wants to know the plan of the day before it starts. It works wherever somebody does it.",
        (("Tell her the plan of the day each morning, and tell her other teachers why.", "counselor", 5),),
    ),
    ("Finds his feet in the new school. Two classmates eat lunch with him.", ()),
    (
        "Comes late on Mondays; looks after a small brother until the neighbor is home.",
        (("Call the family about the before-school program for the brother.", "principal", 10),),
    ),
    ("Strong weeks in the workshop. Hopes for a place in the summer internship.", ()),
)
# Which of these were done by now, and what happened.
DONE = {"coordinator": "He has a place in the club and rides with Elias's mother. First Thursday went well."}


def meet(users: dict[str, accounts.User]) -> None:
    """This function will hold one meeting as the coordinator, and plan the next with twenty students."""
    leader = users[cast.COORDINATOR.key].viewer()
    at, today = timezone.now(), accounts.today()
    with accounts.acting_as(leader):
        school_id, student_ids = _students(leader)
        _hold(users, leader, school_id, student_ids[:N_HELD], today - timedelta(days=HELD_DAYS_AGO), at)
        planned = support.Planned("Support team, week 14", "student_support", today, school_id)
        chosen = student_ids[:2] + student_ids[N_HELD : N_HELD + N_PLANNED - 2]
        meeting = support.plan_meeting(by=leader, at=at, planned=planned, student_ids=chosen)
        support.invite(by=leader, at=at, meeting_id=meeting.pk, user_ids=[users[key].pk for key in TEAM])


def _students(leader: Viewer) -> tuple[int, list[int]]:
    """The school of the named student, and students there: the named ones first, then some of the teacher's."""
    seen = students.get_students_for(leader).filter(ended_at=None)
    first = [seen.get(source_id=source_id) for source_id in (named.CAST_STUDENT, named.CLASSMATE)]
    school_id = first[0].home_school_id or 0
    others = seen.filter(home_school=school_id).exclude(pk__in=[one.pk for one in first]).order_by("source_id")
    return school_id, [*(one.pk for one in first), *others.values_list("pk", flat=True)[: N_HELD + N_PLANNED]]


def _hold(
    users: dict[str, accounts.User], leader: Viewer, school_id: int, student_ids: list[int], on: date, at: datetime
) -> None:
    planned = support.Planned("Support team, week 12", "student_support", on, school_id)
    meeting = support.plan_meeting(by=leader, at=at, planned=planned, student_ids=student_ids)
    meeting = support.invite(by=leader, at=at, meeting_id=meeting.pk, user_ids=[users[key].pk for key in TEAM])
    began = at - timedelta(hours=1)
    for turn, (said, decisions) in zip(support.turns_of(leader, meeting), SPOKEN, strict=False):
        support.begin_meeting(by=leader, at=began, meeting_id=meeting.pk, turn_id=turn.pk)
        words = support.Said(uuid5(NAMESPACE_URL, f"said {meeting.pk} {turn.place}"), said)
        support.keep_turn(by=leader, at=began, meeting_id=meeting.pk, turn_id=turn.pk, said=words)
        for text, owner, days in decisions:
            key = uuid5(NAMESPACE_URL, f"decided {meeting.pk} {text}")
            decided = support.Decided(key, text, users[owner].pk, on + timedelta(days=days))
            support.keep_turn(by=leader, at=began, meeting_id=meeting.pk, turn_id=turn.pk, decided=decided)
            if owner in DONE:
                _finish(users[owner].viewer(), at, key, DONE[owner])
        began += timedelta(seconds=170 + 45 * len(decisions))
    support.close_meeting(by=leader, at=began, meeting_id=meeting.pk, tell=False)


def _finish(owner: Viewer, at: datetime, key: UUID, outcome: str) -> None:
    with accounts.acting_as(owner):
        found = support.find_mine(owner).get(key=key)
        support.finish_decision(by=owner, at=at, decision_id=found.pk, outcome=outcome)
