"""A student's turn in a meeting: one screen, with the few things it takes to speak of them and to decide."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import api as students
from throughline.rooms.support import access
from throughline.rooms.support.audiences.queries import Reader
from throughline.rooms.support.decisions.queries import find_owners, may_write_of
from throughline.rooms.support.drafts.queries import find_drafts_in
from throughline.rooms.support.meetings.queries import find_meeting, leads, note_turns, takes_part, turns_of
from throughline.rooms.support.models import Decision, Draft, Meeting, Note, NoteText, Turn
from throughline.rooms.support.turns.parts import TurnPart, contributed_turn_parts
from throughline.values.errors import NotFound
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

MOST_NOTES = 4
MOST_DECISIONS = 12
# What was done is read by the meetings of the next months, then no more.
DONE_FOR = timedelta(days=120)
# A turn that was left open over lunch does not count as hours.
LONGEST_TURN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class TurnPage:
    """One student as one of those who meet may see them, where they stand on the list, and what is written there.

    `before` and `after` are the turns beside it among those the viewer may see, `n_hidden` how many more there are.
    """

    meeting: Meeting
    turn: Turn
    turns: list[Turn]
    n_hidden: int
    glance: students.Glance
    parts: list[TurnPart]
    notes: list[tuple[Note, NoteText | None]]
    said: list[tuple[Note, NoteText | None]]
    before_now: list[Decision]
    decided: list[Decision]
    drafts: Mapping[str, Draft]
    owners: list[Reader]
    leads: bool
    may_write: bool
    n_seconds: int

    @property
    def place(self) -> int:
        return [one.pk for one in self.turns].index(self.turn.pk) + 1

    @property
    def before(self) -> Turn | None:
        return self.turns[self.place - 2] if self.place > 1 else None

    @property
    def after(self) -> Turn | None:
        return self.turns[self.place] if self.place < len(self.turns) else None

    @property
    def is_running(self) -> bool:
        """Whether the meeting is at this student just now, and the clock runs."""
        return self.meeting.turn_id == self.turn.pk and self.meeting.closed_at is None


def turn_page(viewer: Viewer, meeting_id: int, turn_id: int, *, at: datetime) -> TurnPage:
    """This function will return one student's turn, and note that `viewer` looked, class by class.

    It asks the database equally often, however long the list and the record are. **Raises** `NotFound` where there is
    no such meeting of theirs, or no such student on its list whom they may see.
    """
    meeting = find_meeting(viewer, meeting_id)
    turns = turns_of(viewer, meeting)
    turn = find_among(turns, turn_id)
    glance = students.find_glance(viewer, turn.student_id)
    parts = contributed_turn_parts(viewer, glance.student)
    notes = _notes(viewer, glance.student, turn)
    before, decided = _decisions(viewer, glance.student, turn)
    classes = glance.classes.union({"notes"}, *(part.classes for part in parts)) & glance.sight.bases.keys()
    looked = [(turn.student_id, glance.sight, classes)]
    students.note_looked(by=viewer, at=at, shown=looked, place="support.meeting")
    place = turns.index(turn)
    note_turns(viewer, [*turns[max(place - 1, 0) : place], *turns[place + 1 : place + 2]], at=at, place="support.list")
    may_write = takes_part(viewer, meeting) and may_write_of(viewer, glance.student)
    return TurnPage(
        meeting,
        turn,
        turns,
        meeting.n_students - len(turns),
        glance,
        parts,
        [one for one in notes if one[0].turn_id != turn.pk][:MOST_NOTES],
        [one for one in notes if one[0].turn_id == turn.pk],
        before,
        decided,
        find_drafts_in(viewer, glance.student, turn.pk) if may_write else {},
        find_owners(glance.student) if may_write else [],
        leads(viewer, meeting),
        may_write,
        n_seconds=seconds_so_far(meeting, turn, at),
    )


def find_among(turns: list[Turn], turn_id: int) -> Turn:
    """This function will return one turn of a list. **Raises** `NotFound` where it is not on it."""
    found = next((one for one in turns if one.pk == turn_id), None)
    if found is None:
        raise NotFound(gettext_noop("There is no such student on this list, or none you may see."))
    return found


def seconds_so_far(meeting: Meeting, turn: Turn, at: datetime) -> int:
    """This function will return how long a student's turn has lasted, the time just running included. **Units**: s."""
    if meeting.turn_id != turn.pk or meeting.turn_since is None or meeting.closed_at:
        return turn.n_seconds
    return turn.n_seconds + int(max(timedelta(), min(at - meeting.turn_since, LONGEST_TURN)).total_seconds())


def _notes(viewer: Viewer, student: students.Student, turn: Turn) -> list[tuple[Note, NoteText | None]]:
    """The newest notes about the student and those of this turn, with what those say that lie open: two queries."""
    about = access.get_notes_for(viewer, of=student).filter(struck_at=None).order_by("-on", "-pk")
    newest = about.exclude(turn=turn).values("pk")[:MOST_NOTES]
    listed = list(about.filter(Q(turn=turn) | Q(pk__in=newest)))
    if not listed:
        return []
    plain = access.get_texts_for(viewer).filter(audience="notes", note__in=[note.pk for note in listed])
    texts = {text.note_id: text for text in plain.select_related("author")}
    return [(note, texts.get(note.pk)) for note in listed]


def _decisions(viewer: Viewer, student: students.Student, turn: Turn) -> tuple[list[Decision], list[Decision]]:
    """What earlier meetings decided and is open or was done of late, and what this one has: one query."""
    rows = access.get_decisions_for(viewer, of=student).filter(dropped_at=None)
    rows = rows.select_related("owner", "student").order_by("-decided_on", "-pk")
    since = accounts.today() - DONE_FOR
    listed = list(rows[: MOST_DECISIONS * 2])
    before = [one for one in listed if one.turn_id != turn.pk and (one.done_at is None or one.done_at.date() >= since)]
    return before[:MOST_DECISIONS], [one for one in reversed(listed) if one.turn_id == turn.pk]
