"""What mail went out, what waits, and what was not taken."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet

from throughline.rooms.accounts.models import Mail
from throughline.rooms.accounts.people.queries import check_may_manage
from throughline.values.errors import NotFound
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

TOLD_FOR = timedelta(days=7)


def is_set_up() -> bool:
    """This function will tell whether mail can be sent at all."""
    return bool(settings.MAIL_URL and settings.MAIL_FROM)


def get_mail_for(viewer: Viewer) -> QuerySet[Mail]:
    """This function will return the outbox, the latest first.

    **Raises** `NotAllowed` for all but those who give accounts and roles.
    """
    check_may_manage(viewer)
    return Mail.objects.select_related("to_user").order_by("-made_at", "-pk")


def find_failed(viewer: Viewer, mail_id: int) -> Mail:
    """This function will return a mail that was given up.

    **Raises** `NotAllowed` as `get_mail_for`, `NotFound` where there is none.
    """
    found = get_mail_for(viewer).filter(pk=mail_id, state=Mail.State.FAILED).first()
    if found is None:
        raise NotFound(gettext_noop("There is no such mail that was given up."))
    return found


def count_failed(*, now: datetime) -> int:
    """This function will count the mails of late that were given up."""
    return Mail.objects.filter(state=Mail.State.FAILED, made_at__gt=now - TOLD_FOR).count()
