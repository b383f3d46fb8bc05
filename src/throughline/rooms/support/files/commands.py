"""Keep a file with a note."""

from collections.abc import Iterable
from datetime import datetime

from throughline.rooms.audit import api as audit
from throughline.rooms.support import access
from throughline.rooms.support.files.keeping import forget_file, keep_file
from throughline.rooms.support.models import Note, NoteFile
from throughline.rooms.support.openings.queries import find_note, find_own_text
from throughline.values.errors import RefusedInput
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

MOST_FILES = 8


def add_file(*, by: Viewer, at: datetime, note_id: int, name: str, chunks: Iterable[bytes]) -> NoteFile:
    """This function will keep a file with a note that `by` wrote and has open.

    **Raises** `NotFound` for any other note, `RefusedInput` where the file may not be kept; nothing is left of it then.
    """
    note = find_note(by, note_id)
    find_own_text(by, note, at=at)
    if access.get_files_for(by).filter(note=note).count() >= MOST_FILES:
        raise RefusedInput(
            gettext_noop("A note holds at most 8 files."), gettext_noop("Put several pages into one PDF.")
        )
    return keep_with(by=by, at=at, note=note, name=name, chunks=chunks)


def keep_with(*, by: Viewer, at: datetime, note: Note, name: str, chunks: Iterable[bytes]) -> NoteFile:
    """This function will keep a file with a note that `by` is just writing; the caller has checked that they may."""
    kept = keep_file(name, chunks)
    try:
        row = NoteFile.objects.create(
            note=note,
            student_id=note.student_id,
            audience=note.audience,
            name=kept.name,
            media_type=kept.media_type,
            n_bytes=kept.n_bytes,
            digest=kept.digest,
            place=kept.place,
            added_at=at,
        )
        audit.record_act(by=by, at=at, act="add file", noun="note", object_id=note.pk, details={"file": row.pk})
    except BaseException:
        forget_file(kept.place)
        raise
    return row
