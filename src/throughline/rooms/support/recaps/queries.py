"""The recap of a meeting: each student, what was decided, who does it and by when; and whom it did not reach."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from throughline.rooms.students import api as students
from throughline.rooms.support import access
from throughline.rooms.support.meetings.moves import Moved, find_moves
from throughline.rooms.support.meetings.queries import find_meeting, leads, member_names, note_turns, turns_of
from throughline.rooms.support.models import Decision, Draft, Meeting, NoteText, Turn
from throughline.values.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Spoken:
    """A student who was spoken of: what was decided, and what was said, as far as the viewer may read it."""

    turn: Turn
    student: students.Student
    decisions: list[Decision]
    said: list[NoteText]


@dataclass(frozen=True, slots=True)
class RecapPage:
    """A meeting in the end. `n_hidden` students on its list are not the viewer's to see."""

    meeting: Meeting
    members: list[str]
    spoken: list[Spoken]
    not_reached: list[Turn]
    n_hidden: int
    n_decisions: int
    leads: bool
    drafts: list[Draft]
    moves: list[Moved]


def recap_page(viewer: Viewer, meeting_id: int, *, at: datetime) -> RecapPage:
    """This function will return what came of a meeting, and note each student it shows. **Raises** `NotFound`.

    It asks the database equally often, however many students and decisions there are.
    """
    meeting = find_meeting(viewer, meeting_id)
    turns = turns_of(viewer, meeting)
    note_turns(viewer, turns, at=at, place="support.recap")
    decisions = access.get_decisions_for(viewer).filter(meeting=meeting, dropped_at=None)
    decided: dict[int, list[Decision]] = defaultdict(list)
    for one in decisions.select_related("owner", "done_by").order_by("decided_on", "pk"):
        decided[one.turn_id].append(one)
    written = access.get_texts_for(viewer).filter(audience="notes", note__turn__in=turns, note__struck_at=None)
    said: dict[int | None, list[NoteText]] = defaultdict(list)
    for text in written.select_related("author", "note").order_by("note__written_at", "pk"):
        said[text.note.turn_id].append(text)
    return RecapPage(
        meeting,
        member_names(meeting),
        [Spoken(turn, turn.student, decided[turn.pk], said[turn.pk]) for turn in turns if turn.on],
        [turn for turn in turns if turn.on is None],
        meeting.n_students - len(turns),
        sum(map(len, decided.values())),
        leads(viewer, meeting),
        list(access.get_drafts_of(viewer).filter(turn__in=turns).exclude(text="").select_related("student")),
        find_moves(meeting, turns),
    )
