"""Close a meeting, and send those who took part a link to its recap."""

from datetime import datetime

from django.db import transaction

from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit
from throughline.rooms.support.meetings.queries import find_led
from throughline.rooms.support.models import Meeting
from throughline.rooms.support.recaps.mails import MAIL
from throughline.rooms.support.turns.commands import stop_clock
from throughline.values.errors import RefusedInput
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop


@transaction.atomic
def close_meeting(*, by: Viewer, at: datetime, meeting_id: int, tell: bool = True) -> tuple[Meeting, int]:
    """This function will close a meeting and return how many were mailed a link to its recap.

    What is late can still be kept there. **Raises** `NotFound` for all but its leader, `RefusedInput` where it has not
    begun. Closed twice it stays closed as it was.
    """
    meeting = find_led(by, meeting_id, lock=True)
    if meeting.closed_at:
        return meeting, 0
    if meeting.begun_at is None:
        raise RefusedInput(gettext_noop("This meeting has not begun."), gettext_noop("Begin it, or call it off."))
    stop_clock(by=by, meeting=meeting, at=at)
    meeting.closed_at, meeting.turn, meeting.turn_since = at, None, None
    meeting.save(update_fields=["closed_at", "turn", "turn_since"])
    audit.record_act(by=by, at=at, act="close", noun="meeting", object_id=meeting.pk)
    return meeting, _tell(by, at, meeting) if tell else 0


def _tell(by: Viewer, at: datetime, meeting: Meeting) -> int:
    others = accounts.User.objects.filter(pk__in=meeting.member_ids, is_active=True).exclude(pk=by.user_id or 0)
    values = {"meeting": meeting.pk, "day": meeting.on.toordinal()}
    return sum(
        accounts.send_mail(by=by, at=at, template=MAIL, to_user=one, values=values) for one in others.order_by("pk")
    )
