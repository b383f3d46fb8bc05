"""Finding notes by what they say, among those a person may read without giving a reason."""

from dataclasses import dataclass
from datetime import datetime

from throughline.rooms.students import api as students
from throughline.rooms.support import access
from throughline.rooms.support.finding.words import first_after, words_of
from throughline.rooms.support.models import NoteText
from throughline.values.viewer import Viewer

MOST_WORDS = 8
MOST_FOUND = 50


@dataclass(frozen=True, slots=True)
class FoundPage:
    """Notes that hold every word, the newest first, and whether there are more than are shown."""

    texts: list[NoteText]
    has_more: bool


def find_page(viewer: Viewer, text: str, *, at: datetime) -> FoundPage:
    """This function will return the notes with a word beginning with each word of `text`, and note whom they show.

    Restricted notes are never found: they open one by one, for a reason.
    """
    words = sorted(words_of(text), key=len, reverse=True)[:MOST_WORDS]
    if not words:
        return FoundPage([], False)
    holding = access.get_texts_for(viewer).filter(
        audience="notes", student__in=students.get_students_for(viewer), note__struck_at=None
    )
    known = access.get_words_for(viewer)
    for word in words:
        holding = holding.filter(note__in=known.filter(word__gte=word, word__lt=first_after(word)).values("note"))
    found = list(
        holding.select_related("note", "student", "author").order_by("-note__on", "-note_id")[: MOST_FOUND + 1]
    )
    page = FoundPage(found[:MOST_FOUND], len(found) > MOST_FOUND)
    _note_looked(viewer, page, at)
    return page


def _note_looked(viewer: Viewer, page: FoundPage, at: datetime) -> None:
    shown = list({row.student_id: row.student for row in page.texts}.values())
    sights = students.explain_sight(viewer, shown, ("directory", "notes"))
    looks = [(one.pk, sights[one.pk], ("directory", "notes")) for one in shown]
    students.note_looked(by=viewer, at=at, shown=looks, place="support.find")


def may_find(viewer: Viewer) -> bool:
    """This function will tell whether there is any student whose notes `viewer` may know of."""
    return students.sees_anybody(viewer, "notes")
