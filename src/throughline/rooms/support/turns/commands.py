"""Run a meeting: begin it, keep what is said and decided of a student, put one off, go on to another."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from throughline.rooms.audit import api as audit
from throughline.rooms.support import access
from throughline.rooms.support.decisions.commands import Decided, record_decision
from throughline.rooms.support.drafts.commands import Saved, Typed, save_draft
from throughline.rooms.support.meetings.queries import day_of, find_led, find_meeting, takes_part, turns_of
from throughline.rooms.support.models import Meeting, Turn
from throughline.rooms.support.notes.commands import Written, write_note
from throughline.rooms.support.turns.queries import find_among, seconds_so_far
from throughline.values.errors import NotAllowed, RefusedInput
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

# What is said in a meeting is kept as a note of this kind.
NOTE_KIND = "team_meeting"


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of a student, in a few words. The same `key` twice is the same note."""

    key: UUID
    text: str


@transaction.atomic
def begin_meeting(*, by: Viewer, at: datetime, meeting_id: int, turn_id: int = 0) -> Turn:
    """This function will begin a meeting, or bring it to a student; the clock of the one before stops.

    Without a `turn_id` it goes on where it was, or begins with the first. **Raises** `NotFound` for all but its
    leader, `RefusedInput` where nobody is on its list or it is closed.
    """
    meeting = find_led(by, meeting_id, lock=True)
    if meeting.closed_at:
        raise RefusedInput(gettext_noop("This meeting is closed."), gettext_noop("Its recap stands as it is."))
    turns = turns_of(by, meeting)
    if not turns:
        raise RefusedInput(
            gettext_noop("Nobody is on the list of this meeting."), gettext_noop("Choose its students first.")
        )
    here = next((one for one in turns if one.pk == meeting.turn_id), None)
    turn = find_among(turns, turn_id) if turn_id else here or next((one for one in turns if one.on is None), turns[0])
    if meeting.begun_at is None:
        audit.record_act(by=by, at=at, act="begin", noun="meeting", object_id=meeting.pk)
        meeting.begun_at = at
    if meeting.turn_id != turn.pk:
        stop_clock(by=by, meeting=meeting, at=at)
        meeting.turn, meeting.turn_since = turn, at
    meeting.save(update_fields=["begun_at", "turn", "turn_since"])
    return turn


@transaction.atomic
def keep_turn(
    *,
    by: Viewer,
    at: datetime,
    meeting_id: int,
    turn_id: int,
    said: Said | None = None,
    decided: Decided | None = None,
    is_over: bool = False,
) -> Turn:
    """This function will keep what was said and decided of a student, both or neither, and let go of the drafts.

    `is_over`: the leader goes on from here, and the student counts as spoken of. **Raises** `NotFound` for those who
    do not see the meeting or the student, `NotAllowed` for those who do not take part, `RefusedInput` as notes and
    decisions do.
    """
    meeting, turn = find_own_turn(by=by, meeting_id=meeting_id, turn_id=turn_id)
    on = day_of(meeting)
    if said is not None:
        written = Written(said.key, NOTE_KIND, "notes", on, said.text, turn_id=turn.pk)
        write_note(by=by, at=at, student_id=turn.student_id, written=written)
    if decided is not None:
        record_decision(by=by, at=at, turn=turn, decided=decided, on=on)
    if said or decided or (is_over and meeting.leader_id == by.user_id):
        access.get_turns_for(by).filter(pk=turn.pk, on=None).update(on=on, skipped_at=None)
    return turn


@transaction.atomic
def skip_turn(*, by: Viewer, at: datetime, meeting_id: int, turn_id: int) -> Turn:
    """This function will put a student off, to come back to; one who was spoken of stays so. Only the leader does.

    **Raises** `NotFound` for all others.
    """
    meeting = find_led(by, meeting_id)
    turn = find_among(turns_of(by, meeting), turn_id)
    access.get_turns_for(by).filter(pk=turn.pk, on=None).update(skipped_at=at)
    return turn


@transaction.atomic
def save_typed(
    *, by: Viewer, at: datetime, meeting_id: int, turn_id: int, said: Typed, decided: Typed
) -> tuple[Saved, Saved]:
    """This function will keep what is being typed in a student's turn, as two drafts that are nobody else's to read.

    **Raises** as `keep_turn`.
    """
    _meeting, turn = find_own_turn(by=by, meeting_id=meeting_id, turn_id=turn_id)
    return (
        save_draft(by=by, at=at, student_id=turn.student_id, typed=said),
        save_draft(by=by, at=at, student_id=turn.student_id, typed=decided),
    )


def find_own_turn(*, by: Viewer, meeting_id: int, turn_id: int) -> tuple[Meeting, Turn]:
    """This function will return a meeting `by` takes part in, and a turn of it that they may see.

    **Raises** `NotFound` where there is none, `NotAllowed` where they only read.
    """
    meeting = find_meeting(by, meeting_id)
    turn = find_among(turns_of(by, meeting), turn_id)
    if not takes_part(by, meeting):
        raise NotAllowed(
            gettext_noop("Only those who take part in a meeting write there."),
            gettext_noop("Ask its leader to invite you."),
        )
    return meeting, turn


def stop_clock(*, by: Viewer, meeting: Meeting, at: datetime) -> None:
    """This function will add to the present student's turn the time they had since it began."""
    turn = access.get_turns_for(by).filter(pk=meeting.turn_id or 0).first()
    if turn is not None:
        n_more = seconds_so_far(meeting, turn, at) - turn.n_seconds
        access.get_turns_for(by).filter(pk=turn.pk).update(n_seconds=F("n_seconds") + n_more)
