"""Begin to view as another person, and stop."""

from datetime import datetime, timedelta

from throughline.rooms.accounts.models import ViewingAs
from throughline.rooms.accounts.viewing_as.queries import viewing_page
from throughline.rooms.audit import api as audit
from throughline.values.errors import RefusedInput
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop


def view_as(*, by: Viewer, at: datetime, user_id: int, reason: str) -> ViewingAs:
    """This function will let `by` see, for a short time and a stated reason, what both they and another may see.

    **Raises** `NotAllowed` or `NotFound` as `viewing_page`, `RefusedInput` without a reason.
    """
    page = viewing_page(by, user_id)
    if not reason.strip():
        raise RefusedInput(
            gettext_noop("Viewing as somebody needs a reason."), gettext_noop("Write why; they can read it.")
        )
    viewing = ViewingAs.objects.create(
        user_id=by.user_id or 0,
        seen_as=page.person,
        reason=reason.strip(),
        starts_at=at,
        ends_at=at + timedelta(minutes=page.minutes),
    )
    audit.record_act(by=by, at=at, act="view as", noun="person", object_id=user_id, details={"viewing": viewing.pk})
    return viewing


def stop_viewing_as(*, by: Viewer, at: datetime, viewing_id: int) -> None:
    """This function will end a viewing that `by` began; one that is over stays as it is."""
    row = (
        ViewingAs.objects.select_for_update()
        .filter(pk=viewing_id, user_id=by.really.user_id or 0, ends_at__gt=at)
        .first()
    )
    if row is None:
        return
    row.ends_at = at
    row.save(update_fields=["ends_at"])
    audit.record_act(
        by=by.really, at=at, act="stop viewing as", noun="person", object_id=row.seen_as_id, details={"viewing": row.pk}
    )
