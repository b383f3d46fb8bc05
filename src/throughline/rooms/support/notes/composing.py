"""What somebody meets who writes about a student: kinds they may write, who could open it, and what they had begun."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from throughline.rooms.students import api as students
from throughline.rooms.support.audiences.queries import Reader, find_known, find_readers, writable_audiences
from throughline.rooms.support.drafts.queries import find_draft
from throughline.rooms.support.kinds.catalogue import NoteKind, note_kinds, offered_kinds
from throughline.rooms.support.models import Draft
from throughline.values.errors import NotAllowed
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop


@dataclass(frozen=True, slots=True)
class ComposePage:
    """A note to be written: its kind, the readers it may be for, each by name, and the draft that was found again."""

    student: students.Student
    kind: NoteKind
    kinds: list[NoteKind]
    audiences: tuple[str, ...]
    readers: Mapping[str, list[Reader]]
    colleagues: list[Reader]
    draft: Draft | None


def compose_page(
    viewer: Viewer, student_id: int, *, at: datetime, kind: str = "", key: UUID | None = None, fresh: bool = False
) -> ComposePage:
    """This function will return what is needed to write a note, and note that `viewer` looked.

    `fresh` leaves a draft alone. **Raises** `NotFound` for a student whose notes they may not know of, `NotAllowed`
    where they may write none.
    """
    student = find_known(viewer, student_id)
    writable = writable_audiences(viewer, student_id)
    kinds = [one for one in offered_kinds() if set(one.audiences) & set(writable)]
    if not kinds:
        raise NotAllowed(
            gettext_noop("Your role lets you write no note about this student."),
            gettext_noop("If you need to for your work, ask the district's administrator."),
        )
    kind = kind if kind in note_kinds() else ""
    draft = None if fresh else find_draft(viewer, student_id, key=key, kind=kind)
    wanted = draft.kind if draft else kind
    chosen = next((one for one in kinds if one.code == wanted), kinds[0])
    audiences = tuple(audience for audience in chosen.audiences if audience in writable)
    readers = find_readers(student, dict.fromkeys(("notes", *audiences)))
    sight = students.explain_sight(viewer, [student], ("directory",))[student.pk]
    students.note_looked(by=viewer, at=at, shown=[(student.pk, sight, ("directory",))], place="support.notes")
    colleagues = [reader for reader in readers["notes"] if reader.user_id != viewer.user_id]
    return ComposePage(student, chosen, kinds, audiences, readers, colleagues, draft)
