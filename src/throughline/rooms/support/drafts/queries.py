"""What somebody has begun to write, found again on any device."""

from dataclasses import dataclass
from uuid import UUID

from throughline.rooms.students import api as students
from throughline.rooms.support import access
from throughline.rooms.support.kinds.catalogue import note_kinds
from throughline.rooms.support.models import Draft, SheetDraft
from throughline.rooms.support.sheets.queries import count_sheets, find_sheets
from throughline.values.viewer import Viewer


@dataclass(frozen=True, slots=True)
class DraftsPage:
    """Everything a person has begun and not yet kept, the newest first."""

    drafts: list[Draft]
    sheets: list[SheetDraft]


def drafts_page(viewer: Viewer) -> DraftsPage:
    """This function will return all that `viewer` is writing, about whichever student."""
    rows = access.get_drafts_of(viewer).select_related("student", "turn").order_by("-saved_at", "-pk")
    return DraftsPage(list(rows), find_sheets(viewer))


def find_draft(viewer: Viewer, student_id: int, *, key: UUID | None = None, kind: str = "") -> Draft | None:
    """This function will return one draft by its key, or the newest about a student (of one kind, where given).

    What was begun in a meeting is found there, and a kind with a page of its own on that page.
    """
    own = access.get_drafts_of(viewer).filter(student=student_id, turn=None)
    own = own.exclude(kind__in=[one.code for one in note_kinds().values() if one.own_page])
    if key is not None:
        return own.filter(key=key).first()
    if kind:
        own = own.filter(kind=kind)
    return own.order_by("-saved_at", "-pk").first()


def find_drafts_in(viewer: Viewer, student: students.Student, turn_id: int) -> dict[str, Draft]:
    """This function will return what `viewer` began in a student's turn: the newest of each kind."""
    rows = access.get_drafts_of(viewer, of=student).filter(turn=turn_id).order_by("saved_at", "pk")
    return {row.kind: row for row in rows}


def count_drafts(viewer: Viewer) -> int:
    """This function will count what `viewer` has begun and not yet kept."""
    return access.get_drafts_of(viewer).count() + count_sheets(viewer)
