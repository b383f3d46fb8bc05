"""Look a student up in an emergency, open their record, close it, and review what was opened."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit
from throughline.rooms.students import access
from throughline.rooms.students.directory.noting import note_looked
from throughline.rooms.students.emergencies.clock import review_due_on, start_of_day
from throughline.rooms.students.emergencies.finding import MOST, find_exactly
from throughline.rooms.students.emergencies.mails import tell_of_emergency
from throughline.rooms.students.emergencies.queries import (
    OVERSIGHT,
    check_may_open,
    classes_added,
    find_emergency,
)
from throughline.rooms.students.models import Emergency, Student
from throughline.rooms.students.relations.giving import end_relations, give_relation
from throughline.rooms.students.relations.opened import EMERGENCY
from throughline.values.errors import NotAllowed, NotFound, RefusedInput
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

_DUTY = Viewer(duty="emergency", name="Emergencies")


@dataclass(frozen=True, slots=True)
class Match:
    """A student with exactly the name or number somebody gave; whether they see them anyway, and what would be added.

    `adds` are the classes of record an emergency would open beyond what is theirs to see.
    """

    student: Student
    sees: bool
    adds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """Whom an exact name or number fits; nobody is shown where too many share it."""

    matches: list[Match]
    too_many: bool = False


def look_up(*, by: Viewer, at: datetime, text: str) -> Found:
    """This function will find whom an exact name or number fits, and note that `by` was shown them.

    **Raises** `NotAllowed` where `by` may not, or looked up too many today.
    """
    basis, most = check_may_open(by), accounts.shipped_policy().emergency.most_lookups_a_day
    _one_at_a_time(by)
    if audit.count_acts(by=by, act="look up", noun="emergency", since=start_of_day(at)) >= most:
        raise NotAllowed(
            gettext_noop("You looked up as many students today as the district allows in emergencies."),
            gettext_noop("Call the privacy officer or the student's school."),
        )
    with accounts.acting_as(_DUTY):
        found = list(find_exactly(Student.objects.filter(ended_at=None), text)[: MOST + 1])
    audit.record_act(by=by, at=at, act="look up", noun="emergency", details={"found": min(len(found), MOST)})
    if len(found) > MOST:
        return Found([], too_many=True)
    return Found(_noted(by, at, found, basis))


def show_again(*, by: Viewer, at: datetime, student_ids: list[int]) -> Found:
    """This function will show whom an earlier look-up found, as `look_up` does, and note it again.

    **Raises** `NotAllowed` where `by` may not.
    """
    basis = check_may_open(by)
    with accounts.acting_as(_DUTY):
        rows = Student.objects.filter(pk__in=student_ids[:MOST], ended_at=None).select_related("home_school")
        found = list(rows.order_by("family_name", "given_name", "pk"))
    return Found(_noted(by, at, found, basis))


def _one_at_a_time(by: Viewer) -> None:
    accounts.User.objects.select_for_update().get(pk=by.user_id or 0)


def _noted(by: Viewer, at: datetime, found: list[Student], basis: str) -> list[Match]:
    with accounts.acting_as(by):
        added, sights = classes_added(by, found), access.explain_sight(by, found, ("directory",))
    in_emergency = access.Sight({"directory": basis}, frozenset())
    shown = ((row.pk, sights[row.pk] if added[row.pk][0] else in_emergency, ("directory",)) for row in found)
    note_looked(by=by, at=at, shown=shown, place="students.emergency")
    return [Match(row, *added[row.pk]) for row in found]


def open_emergency(*, by: Viewer, at: datetime, student_id: int, reason: str) -> Emergency:
    """This function will open a student's record to `by` for a short time; one that is open already stays as it is.

    Those who answer for privacy are told at once, by mail.

    **Raises** `NotAllowed` where `by` may not, or opened too many today; `NotFound` where there is no such student;
    `RefusedInput` without a reason, or where an emergency would show `by` nothing more than they see anyway.
    """
    basis = check_may_open(by)
    if not reason.strip():
        raise RefusedInput(
            gettext_noop("Opening a record in an emergency needs its reason."),
            gettext_noop("Write what is happening, in a sentence."),
        )
    _one_at_a_time(by)  # so that two of one person's requests open once, and are counted one after the other
    with accounts.acting_as(_DUTY):
        student = Student.objects.filter(pk=student_id, ended_at=None).first()
        own = Emergency.objects.filter(user=by.user_id or 0)
        already = own.filter(student=student_id, closed_at=None, until_at__gt=at).first()
        n_today = own.filter(opened_at__gte=start_of_day(at), opened_at__lte=at).count()
    if student is None:
        raise NotFound(gettext_noop("There is no such student on the roster."))
    if already is not None:
        return already
    _check_is_needed(by, student, n_today)
    emergency = _opened(by, at, student, reason.strip())
    audit.record_act(by=by, at=at, act="open", noun="emergency", object_id=emergency.pk)
    sight = access.Sight({"directory": basis}, frozenset())
    note_looked(by=by, at=at, shown=[(student.pk, sight, ("directory",))], place="students.emergency_open")
    tell_of_emergency(by=by, at=at, emergency=emergency)
    return emergency


def _check_is_needed(by: Viewer, student: Student, n_today: int) -> None:
    with accounts.acting_as(by):
        sees, adds = classes_added(by, [student])[student.pk]
    if sees and not adds:
        raise RefusedInput(
            gettext_noop("You see this student by your work already, and need no emergency for it."),
            gettext_noop("Open their page from your list of students."),
        )
    if n_today >= accounts.shipped_policy().emergency.most_a_day:
        raise NotAllowed(
            gettext_noop("You opened as many records today as the district allows in emergencies."),
            gettext_noop("Call the privacy officer or the student's school."),
        )


def _opened(by: Viewer, at: datetime, student: Student, reason: str) -> Emergency:
    until_at = at + timedelta(minutes=accounts.shipped_policy().emergency.minutes)
    with accounts.acting_as(_DUTY):
        emergency = Emergency.objects.create(
            student=student,
            user_id=by.user_id or 0,
            reason=reason,
            opened_at=at,
            until_at=until_at,
            due_on=review_due_on(at),
        )
    give_relation(
        by=by,
        user_id=by.user_id or 0,
        student_id=student.pk,
        relation=EMERGENCY,
        source=f"emergency:{emergency.pk}",
        until_at=until_at,
    )
    return emergency


def close_emergency(*, by: Viewer, at: datetime, emergency_id: int) -> None:
    """This function will close what `by` opened, at once; what is over stays as it is.

    **Raises** `NotFound` where `by` opened no such thing.
    """
    with accounts.acting_as(_DUTY):
        emergency = Emergency.objects.select_for_update().filter(pk=emergency_id, user=by.user_id or 0).first()
        if emergency is None or by.behind is not None:
            raise NotFound(gettext_noop("There is no such emergency, or none that you opened."))
        if emergency.closed_at is not None or emergency.until_at <= at:
            return
        emergency.closed_at = at
        emergency.save(update_fields=["closed_at"])
    end_relations(source=f"emergency:{emergency_id}")
    audit.record_act(by=by, at=at, act="close", noun="emergency", object_id=emergency_id)


def review_emergency(*, by: Viewer, at: datetime, emergency_id: int, upheld: bool, words: str) -> Emergency:
    """This function will say of an emergency, once and in words, whether it was justified.

    **Raises** `NotAllowed` for all who do not answer for the district's oversight, and for whoever opened it;
    `NotFound` where there is none; `RefusedInput` without words, or where it was reviewed.
    """
    accounts.check_may(by, "write", OVERSIGHT)
    if find_emergency(by, emergency_id).user_id == by.user_id or by.behind is not None:
        raise NotAllowed(
            gettext_noop("Nobody reviews what they opened themselves."),
            gettext_noop("Ask somebody else who answers for students' privacy."),
        )
    if not words.strip():
        raise RefusedInput(
            gettext_noop("A review needs its words."), gettext_noop("Write what you found, and what follows from it.")
        )
    emergency = access.get_emergencies_for(by).select_for_update().get(pk=emergency_id)
    if emergency.reviewed_at is not None:
        raise RefusedInput(gettext_noop("This emergency is reviewed already."), gettext_noop("Read the review."))
    emergency.reviewed_at, emergency.upheld, emergency.review = at, upheld, words.strip()
    emergency.reviewed_by_id = by.user_id
    emergency.save(update_fields=["reviewed_at", "upheld", "review", "reviewed_by"])
    audit.record_act(by=by, at=at, act="review", noun="emergency", object_id=emergency_id, details={"upheld": upheld})
    return emergency
