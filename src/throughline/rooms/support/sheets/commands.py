"""Keep what is typed into a form of many fields; two devices that fill in the same form lose neither's words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from throughline.rooms.support import access
from throughline.rooms.support.free_key import save_under_free_key
from throughline.rooms.support.models import SheetDraft
from throughline.values.errors import NotFound
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

Fields = Mapping[str, list[str]]
# For how long it is remembered that a form was kept, so that what its page sends late begins no draft.
_REMEMBERED = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class SavedSheet:
    """What the window goes on with. `beside`: another device had filled in the form otherwise, and both are kept."""

    key: UUID
    revision: int
    beside: bool = False


def save_sheet(
    *, by: Viewer, at: datetime, student_id: int, page: str, key: UUID, revision: int, fields: Fields
) -> SavedSheet:
    """This function will keep a form as `by` has filled it in so far; `revision` is what the window builds on.

    The caller has checked that the form is theirs to fill in.
    """
    row = (
        access.get_sheets_of(by).select_for_update(of=("self",)).filter(key=key, student=student_id, page=page).first()
    )
    if row is None:
        if access.get_kept_sheets_of(by).filter(key=key).exists():
            return SavedSheet(key, 0)
        others = access.get_sheets_of(by).filter(student=student_id, page=page)
        return _begin(by, at, student_id, page, key, fields, beside=others.exists())
    if row.fields == fields:
        return SavedSheet(row.key, row.revision)
    if row.revision != revision:
        return _begin(by, at, student_id, page, uuid4(), fields, beside=True)
    row.fields, row.saved_at, row.revision = dict(fields), at, row.revision + 1
    row.save(update_fields=["fields", "saved_at", "revision"])
    return SavedSheet(row.key, row.revision)


def clear_sheet(*, by: Viewer, at: datetime, key: UUID) -> None:
    """This function will let go of what was typed into a form that is kept now, and remember only that it was."""
    access.get_kept_sheets_of(by).filter(kept_at__lt=at - _REMEMBERED).delete()
    access.get_sheets_of(by).filter(key=key).update(fields={}, kept_at=at)


def discard_sheet(*, by: Viewer, at: datetime, sheet_id: int) -> SheetDraft:
    """This function will let go of a form of one's own that was begun. **Raises** `NotFound` where there is none."""
    row = access.get_sheets_of(by).filter(pk=sheet_id).first()
    if row is None:
        raise NotFound(gettext_noop("There is no such draft of yours."))
    clear_sheet(by=by, at=at, key=row.key)
    return row


def _begin(
    by: Viewer, at: datetime, student_id: int, page: str, key: UUID, fields: Fields, *, beside: bool
) -> SavedSheet:
    row = SheetDraft(
        key=key, user_id=by.user_id or 0, student_id=student_id, page=page, fields=dict(fields), saved_at=at
    )
    save_under_free_key(row)
    return SavedSheet(row.key, row.revision, beside=beside)
