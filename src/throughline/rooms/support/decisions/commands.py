"""Keep a decision, change it, take it back, and say what came of it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from throughline.rooms.audit import api as audit
from throughline.rooms.students import api as students
from throughline.rooms.support import access
from throughline.rooms.support.decisions.queries import (
    find_decision,
    find_owners,
    is_open,
    may_change,
    may_finish,
    may_write_of,
)
from throughline.rooms.support.models import Decision, Turn
from throughline.values.errors import NotAllowed, NotFound, RefusedInput
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision as it is sent: what is done, by whom, by when. The same `key` twice is the same decision."""

    key: UUID
    text: str
    owner_id: int
    due_on: date


class AlreadyDecided(RefusedInput):
    """A decision was kept from this page before, and it says something else."""


class DecidedMeanwhile(RefusedInput):
    """Somebody changed the decision meanwhile; `now` is what it says."""

    def __init__(self, says: str, next_step: str, now: Decision) -> None:
        super().__init__(says, next_step)
        self.now = now


@transaction.atomic
def record_decision(*, by: Viewer, at: datetime, turn: Turn, decided: Decided, on: date) -> Decision:
    """This function will keep what was decided in a student's turn on a day, and let go of its draft.

    That `by` takes part in the meeting is for the caller to have asked. **Raises** `NotAllowed` where they may not
    write of the student, `RefusedInput` where something is needed.
    """
    if not may_write_of(by, turn.student):
        raise NotAllowed(gettext_noop("Your role lets you keep no decision about this student."))
    _check(turn.student, decided.text, decided.owner_id)
    if decided.due_on < on:
        raise RefusedInput(
            gettext_noop("This day is before the meeting."), gettext_noop("Give the day by which it will be done.")
        )
    decision = Decision(
        key=decided.key,
        meeting_id=turn.meeting_id,
        turn=turn,
        student_id=turn.student_id,
        text=decided.text.strip(),
        owner_id=decided.owner_id,
        due_on=decided.due_on,
        decided_by_id=by.user_id or 0,
        decided_on=on,
        changed_at=at,
    )
    kept = _keep(by, decision)
    access.get_drafts_of(by).filter(key=decided.key).delete()
    if kept is decision:
        audit.record_act(by=by, at=at, act="decide", noun="decision", object_id=decision.pk)
    return kept


@transaction.atomic
def change_decision(
    *, by: Viewer, at: datetime, decision_id: int, text: str, owner_id: int, due_on: date, based_on: int
) -> Decision:
    """This function will change a decision; what it said before stays in its history.

    **Raises** `NotFound` where `by` may not change it, `RefusedInput` where something is needed, and
    `DecidedMeanwhile` where somebody changed it since the revision it is `based_on`: nobody's words are lost.
    """
    decision = _changeable(by, decision_id, based_on)
    _check(decision.student, text, owner_id, before=decision.owner_id)
    decision.text, decision.owner_id, decision.due_on, decision.changed_at = text.strip(), owner_id, due_on, at
    decision.revision += 1
    decision.save(update_fields=["text", "owner", "due_on", "changed_at", "revision"])
    audit.record_act(by=by, at=at, act="change", noun="decision", object_id=decision.pk)
    return decision


@transaction.atomic
def drop_decision(*, by: Viewer, at: datetime, decision_id: int, based_on: int) -> Decision:
    """This function will take a decision back; it stays in the history. **Raises** as `change_decision`."""
    decision = _changeable(by, decision_id, based_on)
    decision.dropped_at = decision.changed_at = at
    decision.revision += 1
    decision.save(update_fields=["dropped_at", "changed_at", "revision"])
    audit.record_act(by=by, at=at, act="take back", noun="decision", object_id=decision.pk)
    return decision


@transaction.atomic
def finish_decision(*, by: Viewer, at: datetime, decision_id: int, outcome: str) -> Decision:
    """This function will say that what was decided is done, and what happened.

    **Raises** `NotFound` where it is not theirs to say, or was said; `RefusedInput` without words.
    """
    decision = find_decision(by, decision_id, lock=True)
    if not is_open(decision):
        raise DecidedMeanwhile(
            gettext_noop("This was done or taken back meanwhile."),
            gettext_noop("What you wrote is still here; keep it as a note if it matters."),
            decision,
        )
    if not may_finish(by, decision):
        raise NotFound(gettext_noop("There is no such open decision of yours."))
    if not outcome.strip():
        raise RefusedInput(
            gettext_noop("Say what happened."), gettext_noop("A sentence is enough; the next meeting reads it.")
        )
    decision.outcome, decision.done_at, decision.done_by_id = outcome.strip(), at, by.user_id
    decision.revision += 1
    decision.save(update_fields=["outcome", "done_at", "done_by", "revision"])
    audit.record_act(by=by, at=at, act="finish", noun="decision", object_id=decision.pk)
    return decision


def _changeable(by: Viewer, decision_id: int, based_on: int) -> Decision:
    decision = find_decision(by, decision_id, lock=True)
    if decision.revision != based_on:
        raise DecidedMeanwhile(
            gettext_noop("Somebody changed this decision meanwhile."),
            gettext_noop("What it says now stands below, and what you wrote is still here. Bring both together."),
            decision,
        )
    if not may_change(by, decision):
        raise NotFound(gettext_noop("There is no such decision that is yours to change."))
    return decision


def _check(student: students.Student, text: str, owner_id: int, *, before: int = 0) -> None:
    if not text.strip():
        raise RefusedInput(gettext_noop("A decision needs words."), gettext_noop("Say what will be done."))
    if owner_id != before and owner_id not in {one.user_id for one in find_owners(student)}:
        raise RefusedInput(
            gettext_noop("Only somebody who may read of this student can take it on."),
            gettext_noop("Choose one of those offered."),
        )


def _keep(by: Viewer, decision: Decision) -> Decision:
    """Add a decision's row, or return the one that came from the same page before, where it says the same."""
    try:
        with transaction.atomic():
            decision.save()
    except IntegrityError:
        same = access.get_decisions_for(by).filter(key=decision.key, turn=decision.turn, text=decision.text)
        before = same.filter(owner=decision.owner_id, due_on=decision.due_on).first()
        if before is not None:
            return before
        raise AlreadyDecided(
            gettext_noop("A decision was kept from this page before, and it says something else."),
            gettext_noop("Nothing is lost. Keep this one too, or change the one before."),
        ) from None
    return decision
