"""Open a restricted note, for a reason that is kept."""

from datetime import datetime

from throughline.rooms.accounts import api as accounts
from throughline.rooms.support import access
from throughline.rooms.support.kinds.words import is_restricted
from throughline.rooms.support.models import Opening
from throughline.rooms.support.openings.queries import find_note
from throughline.values.errors import NotFound, RefusedInput
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop


def open_note(*, by: Viewer, at: datetime, note_id: int, reason: str) -> Opening:
    """This function will keep that `by` opens a restricted note, and why; for half an hour it lies open before them.

    **Raises** `NotFound` where they do not belong to its audience, `RefusedInput` without a reason.
    """
    note = find_note(by, note_id)
    if (
        by.behind is not None
        or not is_restricted(note.audience)
        or not access.get_texts_for(by).filter(note=note).exists()
    ):
        raise NotFound(gettext_noop("There is no such note, or none you may open."))
    if not reason.strip():
        raise RefusedInput(
            gettext_noop("A restricted note opens only for a reason."), gettext_noop("Write why you need to read it.")
        )
    with accounts.acting_as(access.KEEPER):
        return Opening.objects.create(
            note=note,
            student_id=note.student_id,
            audience=note.audience,
            user_id=by.user_id or 0,
            opened_at=at,
            reason=reason.strip(),
        )
