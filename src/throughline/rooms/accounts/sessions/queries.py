"""Where somebody is signed in."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from throughline.rooms.accounts.models import SignedIn, User
from throughline.rooms.accounts.sessions.demands import safety_of_user
from throughline.rooms.accounts.sessions.keeping import LONGEST
from throughline.values.words import gettext_noop as _

WAYS = {
    "password": _("Password"),
    "passkey": _("Passkey"),
    "single_sign_on": _("Single sign-on"),
    "demo": _("One click, in the demo"),
}


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One browser: what it is, how the person came in, when it was last used, and whether it is this one."""

    number: int
    device: str
    way: str
    started_at: datetime
    last_used_at: datetime
    is_this: bool


def list_sessions(user: User, *, this: int, now: datetime) -> list[SessionLine]:
    """This function will list where a person is signed in, this browser first, then by last use."""
    rows = SignedIn.objects.filter(
        user=user, started_at__gt=now - LONGEST, last_used_at__gt=now - safety_of_user(user).idle
    ).order_by("-last_used_at")
    return sorted((_line(row, this) for row in rows), key=lambda line: not line.is_this)


def _line(row: SignedIn, this: int) -> SessionLine:
    device = row.device or gettext("A browser we do not know")
    return SessionLine(
        row.pk, device, gettext(WAYS.get(row.way, row.way)), row.started_at, row.last_used_at, row.pk == this
    )
