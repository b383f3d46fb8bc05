"""A student's turn in words."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from throughline.rooms.accounts import api as accounts
from throughline.rooms.support.decisions.words import due_status
from throughline.rooms.support.kinds.words import audience_words, is_restricted, kind_words
from throughline.rooms.support.meetings.kinds import meeting_kinds
from throughline.rooms.support.models import Decision, Note, NoteText
from throughline.rooms.support.turns.queries import TurnPage
from throughline.web.components import figures
from throughline.web.components.pieces import Status


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A note in a line: what it is and when, who wrote it, and its words where they lie open."""

    title: str
    who: str
    text: str
    url: str
    is_restricted: bool


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A decision, how it stands, and where it can be changed or finished."""

    decision: Decision
    status: Status
    url: str


def shown_turn(page: TurnPage) -> dict[str, Any]:
    """This function will put a student's turn in words."""
    kind = meeting_kinds().get(page.meeting.kind)
    return {
        "page": page,
        "notes": [_note(*one) for one in page.notes],
        "said": [_note(*one) for one in page.said],
        "before": [_decision(one) for one in page.before_now],
        "decided": [_decision(one) for one in page.decided],
        "minutes": kind.minutes if kind else 0,
        "clock": clock_words(page.n_seconds),
        "helps": kind.helps if kind else (),
        "tell_url": reverse("students:sayings", args=[page.turn.student_id]),
        "crumbs": [
            (_("Meetings"), reverse("support:meetings")),
            (page.meeting.title, reverse("support:meeting", args=[page.meeting.pk])),
        ],
        "draft": next(iter(page.drafts.values()), None),
        "is_elsewhere": bool(page.meeting.turn_id and page.meeting.closed_at is None and not page.is_running),
        "may_follow": page.meeting.turn_id in {one.pk for one in page.turns},
    }


def clock_words(n_seconds: int) -> str:
    """This function will say a time as minutes and seconds. **Example** `65` is `1:05`."""
    return f"{n_seconds // 60}:{n_seconds % 60:02d}"


def _note(note: Note, text: NoteText | None) -> NoteLine:
    restricted = is_restricted(note.audience)
    title = audience_words(note.audience) if restricted else kind_words(note.kind)
    role = accounts.relation_words(note.written_as)
    who = ", ".join(part for part in (text.author.name if text else "", role) if part)
    when = f"{title}, {figures.short_day(note.on)}"
    return NoteLine(when, who, text.text if text else "", reverse("support:note", args=[note.pk]), restricted)


def _decision(decision: Decision) -> DecisionLine:
    return DecisionLine(decision, due_status(decision), reverse("support:change_decision", args=[decision.pk]))
