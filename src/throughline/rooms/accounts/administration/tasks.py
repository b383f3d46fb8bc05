"""What the administrator is told on Today about accounts: invitations that ran out, and mail that was not taken."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.rooms.accounts.administration.listing import count_run_out
from throughline.rooms.accounts.mail.queries import count_failed
from throughline.rooms.accounts.people.queries import may_manage
from throughline.rooms.accounts.today.contributions import Task
from throughline.values.viewer import Viewer


def find_tasks(viewer: Viewer) -> Iterator[Task]:
    """This function will point to invitations that were not used in time and to mail that was given up."""
    if viewer.user_id is None or not may_manage(viewer):
        return
    now = timezone.now()
    if n := count_run_out(now=now):
        words = ngettext(
            "%(n)s invitation ran out before it was used.", "%(n)s invitations ran out before they were used.", n
        )
        yield Task(words % {"n": n}, reverse("accounts:people") + "?state=waiting", _("Invite again"))
    if n := count_failed(now=now):
        words = ngettext("%(n)s mail could not be sent.", "%(n)s mails could not be sent.", n)
        yield Task(words % {"n": n}, reverse("accounts:mail") + "?state=failed", _("See why"))
