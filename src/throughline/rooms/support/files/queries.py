"""A file of a note, handed out to those before whom the note lies open."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from throughline.rooms.students import api as students
from throughline.rooms.support import access
from throughline.rooms.support.files.keeping import path_of
from throughline.rooms.support.models import NoteFile
from throughline.rooms.support.openings.queries import is_open
from throughline.values.errors import NotFound
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop


@dataclass(frozen=True, slots=True)
class FileFound:
    """What is handed out, and where its bytes lie."""

    file: NoteFile
    path: Path


def find_file(viewer: Viewer, file_id: int, *, at: datetime) -> FileFound:
    """This function will return a file, and note that `viewer` looked.

    **Raises** `NotFound` where there is none, they may not see it, or its note does not lie open before them.
    """
    known = access.get_files_for(viewer).filter(note__in=access.get_notes_for(viewer))
    row = known.select_related("note", "student").filter(pk=file_id).first()
    if row is None or not is_open(viewer, row.note, at=at) or not path_of(row.place).is_file():
        raise NotFound(gettext_noop("There is no such file, or none you may open now."))
    sight = students.explain_sight(viewer, [row.student], (row.audience,))[row.student_id]
    students.note_looked(by=viewer, at=at, shown=[(row.student_id, sight, [row.audience])], place="support.file")
    return FileFound(row, path_of(row.place))
