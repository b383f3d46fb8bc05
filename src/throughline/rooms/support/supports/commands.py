"""Give a student a support, change it, end it, and say whether it helped."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit
from throughline.rooms.partners import api as partners
from throughline.rooms.students import api as students
from throughline.rooms.support import access
from throughline.rooms.support.models import Support
from throughline.rooms.support.supports.queries import find_owners, find_seen, find_support, may_write
from throughline.rooms.support.supports.words import HELPED
from throughline.values.errors import NotAllowed, RefusedInput
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

MOST_TIMES = 20


@dataclass(frozen=True, slots=True)
class SupportFacts:
    """What a support is for, its days, how often a week and how long, and who answers for it."""

    purpose: str
    starts_on: date
    owner_id: int
    ends_on: date | None = None
    times: int | None = None
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """Whether a support helped, how one knows, and what comes next."""

    helped: str
    words: str
    next_step: str = ""


class ChangedMeanwhile(RefusedInput):
    """Somebody changed the support meanwhile; `now` is how it stands."""

    def __init__(self, now: Support) -> None:
        super().__init__(
            gettext_noop("Somebody changed this support meanwhile."),
            gettext_noop("How it stands now is said above, and what you wrote is still here. Bring both together."),
        )
        self.now = now


@transaction.atomic
def give_support(
    *, by: Viewer, at: datetime, key: UUID, student_id: int, program_id: int, facts: SupportFacts
) -> Support:
    """This function will give a student a place in a program; sent twice, it is kept once.

    **Raises** `NotFound` where `by` sees no supports of the student, `NotAllowed` where they may not write of the
    program's class of record, `RefusedInput` where something is needed.
    """
    student, _sight = find_seen(by, student_id)
    program = partners.find_program(by, program_id)
    if program.record_class not in access.gives_to(by, student_id):
        raise NotAllowed(gettext_noop("Your role does not let you give this student a place in this program."))
    before = access.get_supports_for(by).filter(key=key).first()
    if before is not None and before.student_id == student_id:
        return before
    if program.closed_at is not None:
        raise RefusedInput(gettext_noop("This program is offered no more."), gettext_noop("Choose another."))
    _check(student, facts, program.record_class)
    support = Support(key=key, student=student, program=program, given_by_id=by.user_id or 0, given_at=at)
    support.record_class, support.provider_id = program.record_class, program.provider_id
    for name, value in _columns(facts).items():
        setattr(support, name, value)
    try:
        with transaction.atomic():
            support.save()
    except IntegrityError:
        raise RefusedInput(
            gettext_noop("Something else was kept from this page before."), gettext_noop("Open the form anew.")
        ) from None
    audit.record_act(by=by, at=at, act="give", noun="support", object_id=support.pk)
    return support


@transaction.atomic
def change_support(*, by: Viewer, at: datetime, support_id: int, based_on: int, facts: SupportFacts) -> Support:
    """This function will change what a support is for, its days, how often, or who answers for it.

    **Raises** `ChangedMeanwhile` where it is not what `based_on` said; as `give_support` otherwise.
    """
    support = _writable(by, support_id)
    if support.revision != based_on:
        raise ChangedMeanwhile(support)
    _check(support.student, facts, support.record_class, before=support.owner_id)
    earliest = _days_with_sessions(by, support)
    if earliest and facts.starts_on > earliest[0]:
        raise RefusedInput(
            gettext_noop("A session is written down before this first day."),
            gettext_noop("Give an earlier first day, or take the session back."),
        )
    for name, value in _columns(facts).items():
        setattr(support, name, value)
    return _kept(by, at, support, "change")


@transaction.atomic
def end_support(*, by: Viewer, at: datetime, support_id: int, ended_on: date, why: str) -> Support:
    """This function will say that a support ended, on which day and why. What has ended already stays as it is.

    **Raises** `RefusedInput` where the day does not fit; as `change_support` otherwise.
    """
    support = _writable(by, support_id)
    if support.ended_on is not None:
        return support
    days = _days_with_sessions(by, support)
    if ended_on < support.starts_on or ended_on > accounts.today() or (days and ended_on < days[-1]):
        raise RefusedInput(
            gettext_noop("A support ends on a day from its first, and from its last session, until today."),
            gettext_noop("Mend the day."),
        )
    if not why.strip():
        raise RefusedInput(gettext_noop("Say why it ended."), gettext_noop("A sentence is enough."))
    support.ended_on, support.why_ended = ended_on, why.strip()
    return _kept(by, at, support, "end")


@transaction.atomic
def check_support(*, by: Viewer, at: datetime, support_id: int, checked: Checked) -> Support:
    """This function will keep whether a support that ended helped, and what comes next; said anew, it replaces.

    What was said before stays in the history. **Raises** as `end_support`.
    """
    support = _writable(by, support_id)
    if support.ended_on is None:
        raise RefusedInput(gettext_noop("Whether it helped is asked when it has ended."), gettext_noop("End it first."))
    if checked.helped not in HELPED or not checked.words.strip():
        raise RefusedInput(
            gettext_noop("Say whether it helped, and how you know."), gettext_noop("A sentence is enough.")
        )
    support.helped, support.check_words = checked.helped, checked.words.strip()
    support.next_step = checked.next_step.strip()
    support.checked_on, support.checked_by_id = accounts.today(), by.user_id
    return _kept(by, at, support, "check")


def _writable(by: Viewer, support_id: int) -> Support:
    support = find_support(by, support_id, lock=True)
    if not may_write(by).filter(pk=support_id).exists():
        raise NotAllowed(gettext_noop("Your role lets you read of this support, and not write."))
    return support


def _kept(by: Viewer, at: datetime, support: Support, act: str) -> Support:
    support.revision += 1
    support.save()
    audit.record_act(by=by, at=at, act=act, noun="support", object_id=support.pk)
    return support


def _days_with_sessions(by: Viewer, support: Support) -> list[date]:
    rows = access.get_sessions_for(by).filter(support=support, taken_back_at=None)
    return list(rows.order_by("on").values_list("on", flat=True))


def _columns(facts: SupportFacts) -> dict[str, object]:
    return {
        "purpose": facts.purpose.strip(),
        "starts_on": facts.starts_on,
        "ends_on": facts.ends_on,
        "times": facts.times,
        "minutes": facts.minutes,
        "owner_id": facts.owner_id,
    }


def _check(student: students.Student, facts: SupportFacts, record_class: str, *, before: int = 0) -> None:
    if not facts.purpose.strip():
        raise RefusedInput(gettext_noop("Say what it is for."), gettext_noop("Name the need or the goal."))
    if facts.ends_on is not None and facts.ends_on < facts.starts_on:
        raise RefusedInput(gettext_noop("It ends on its first day or later."), gettext_noop("Mend the days."))
    for value, most in ((facts.times, MOST_TIMES), (facts.minutes, partners.MOST_MINUTES)):
        if value is not None and not 0 < value <= most:
            raise RefusedInput(gettext_noop("How often and how long are more than nothing, and fit in a week."), "")
    owners = {one.user_id for one in find_owners(student, record_class)}
    if facts.owner_id not in {*owners, before}:
        raise RefusedInput(
            gettext_noop("Only somebody of the staff who may see this support can answer for it."),
            gettext_noop("Choose another."),
        )
