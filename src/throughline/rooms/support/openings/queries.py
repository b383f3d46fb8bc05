"""Whether a note lies open before somebody: at once, or where it is restricted for a while after they said why."""

from datetime import datetime, timedelta

from throughline.rooms.support import access
from throughline.rooms.support.kinds.words import is_restricted
from throughline.rooms.support.models import Note, NoteText
from throughline.values.errors import NotFound
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

OPEN_FOR = timedelta(minutes=30)


def find_note(viewer: Viewer, note_id: int) -> Note:
    """This function will return a note of which `viewer` may know.

    **Raises** `NotFound` where there is no such note, or none of which they may know.
    """
    note = access.get_notes_for(viewer).filter(pk=note_id).select_related("student", "student__home_school").first()
    if note is None:
        raise NotFound(gettext_noop("There is no such note, or none you may know of."))
    return note


def is_open(viewer: Viewer, note: Note, *, at: datetime) -> bool:
    """This function will tell whether `viewer`, if they belong to its audience, may read a note's text just now."""
    if not is_restricted(note.audience):
        return True
    own = access.get_openings_for(viewer).filter(note=note, user_id=viewer.user_id or 0)
    return viewer.behind is None and own.filter(opened_at__gt=at - OPEN_FOR, opened_at__lte=at).exists()


def find_own_text(viewer: Viewer, note: Note, *, at: datetime) -> NoteText:
    """This function will return the text of a note that `viewer` wrote, may still write for, and has open before them.

    **Raises** `NotFound` otherwise.
    """
    own = access.get_texts_for(viewer, act="write").filter(note=note, author_id=viewer.user_id or 0)
    text = own.select_related("note", "author").first() if is_open(viewer, note, at=at) else None
    if text is None or note.struck_at:
        raise NotFound(gettext_noop("There is no such note of yours that can be changed."))
    return text
