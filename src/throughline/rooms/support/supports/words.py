"""Supports and their sessions in words: how often, how it stands, whether it helped, why a session was missed."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.rooms.accounts import api as accounts
from throughline.rooms.support.models import Support
from throughline.values.words import gettext_noop
from throughline.web.components import figures
from throughline.web.components.pieces import Status

HELPED: Mapping[str, str] = {
    "yes": gettext_noop("Yes, it helped"),
    "partly": gettext_noop("It helped in part"),
    "no": gettext_noop("No, it did not help"),
    "unknown": gettext_noop("One cannot tell"),
}
REASONS: Mapping[str, str] = {
    "away": gettext_noop("Not at school that day"),
    "elsewhere": gettext_noop("Had to be elsewhere at that time"),
    "called_off": gettext_noop("Called off by whoever gives it"),
    "no_way_there": gettext_noop("Had no way to get there"),
    "did_not_want": gettext_noop("Did not want to come"),
    "other": gettext_noop("Another reason"),
}


def helped_words(code: str) -> str:
    """This function will say in the reader's language whether a support helped."""
    return _(HELPED[code]) if code in HELPED else ""


def reason_words(code: str) -> str:
    """This function will say in the reader's language why a session was missed."""
    return _(REASONS[code]) if code in REASONS else ""


def dose_words(support: Support) -> str:
    """This function will say how often a support is given and how long a session lasts, as far as it is known."""
    times, minutes = support.times or 0, support.minutes or 0
    often = ngettext("%(n)s time a week", "%(n)s times a week", times) % {"n": times} if times else ""
    long = ngettext("%(n)s minute each", "%(n)s minutes each", minutes) % {"n": minutes} if minutes else ""
    return ", ".join(part for part in (often, long) if part)


def days_words(support: Support) -> str:
    """This function will say from when until when a support is given, or was."""
    words = {
        "start": figures.short_day(support.starts_on),
        "end": figures.short_day(support.ended_on or support.ends_on),
    }
    if support.ended_on or support.ends_on:
        return _("%(start)s to %(end)s") % words
    return _("since %(start)s") % words


def came_words(attended: int, missed: int) -> str:
    """This function will say how many sessions were attended, of how many."""
    n = attended + missed
    if not n:
        return _("No session is written down yet")
    says = ngettext("Came to %(came)s of %(n)s session", "Came to %(came)s of %(n)s sessions", n)
    return says % {"came": attended, "n": n}


def support_status(support: Support) -> Status:
    """This function will say how a support stands: ahead, now, past its planned end, ended, checked."""
    today = accounts.today()
    if support.checked_on:
        kind = {"yes": "good", "partly": "care", "no": "stop"}.get(support.helped, "quiet")
        return Status(helped_words(support.helped), kind)  # type: ignore[arg-type]  # one of the kinds above
    if support.ended_on:
        return Status(_("Ended, not checked"), "care")
    if support.starts_on > today:
        return Status(_("Starts %(day)s") % {"day": figures.short_day(support.starts_on)}, "note")
    if support.ends_on and support.ends_on < today:
        return Status(_("Past its planned end"), "care")
    return Status(_("Now"), "good")
