"""Forms somebody began to fill in, found again on any device."""

from throughline.rooms.support import access
from throughline.rooms.support.models import SheetDraft
from throughline.values.viewer import Viewer


def find_sheet(viewer: Viewer, student_id: int, page: str, *, sheet_id: int | None = None) -> SheetDraft | None:
    """This function will return what `viewer` began to fill in on one page about a student: this one, or the newest."""
    own = access.get_sheets_of(viewer).filter(student=student_id, page=page)
    own = own if sheet_id is None else own.filter(pk=sheet_id)
    return own.order_by("-saved_at", "-pk").first()


def find_sheets(viewer: Viewer) -> list[SheetDraft]:
    """This function will return every form `viewer` began and has not kept, the newest first."""
    return list(access.get_sheets_of(viewer).select_related("student").order_by("-saved_at", "-pk"))


def count_sheets(viewer: Viewer) -> int:
    """This function will count the forms `viewer` began and has not kept."""
    return access.get_sheets_of(viewer).count()
