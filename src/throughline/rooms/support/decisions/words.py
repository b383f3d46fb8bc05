"""How a decision stands, in words."""

from django.utils.translation import gettext as _

from throughline.rooms.accounts import api as accounts
from throughline.rooms.support.models import Decision
from throughline.web.components import figures
from throughline.web.components.pieces import Status


def due_status(decision: Decision) -> Status:
    """This function will say whether a decision is done, late, or by when it is due."""
    today, day = accounts.today(), figures.short_day(decision.due_on)
    if decision.done_at:
        return Status(_("Done"), "good")
    if decision.due_on < today:
        return Status(_("Late since %(day)s") % {"day": day}, "stop")
    if decision.due_on == today:
        return Status(_("Due today"), "care")
    return Status(_("By %(day)s") % {"day": day}, "quiet")
