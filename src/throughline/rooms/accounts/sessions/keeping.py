"""How long a browser stays signed in, and who ends that.

Each session has a row of its own (`SignedIn`). Without the row the session is over, whatever its cookie says: so one
can be ended from another browser, and none outlives its rest, its eight hours, or a change of the password.
"""

from datetime import datetime, timedelta

from django.contrib.auth import logout
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.utils import timezone

from throughline.rooms.accounts.models import SignedIn, User
from throughline.rooms.accounts.sessions.demands import Safety, safety_of
from throughline.rooms.accounts.sessions.devices import name_device
from throughline.rooms.accounts.sight.queries import KNOWN, current_roles, known_roles
from throughline.values.viewer import Viewer

LONGEST = timedelta(hours=8)
FRESH = timedelta(minutes=15)
_NOTED_EVERY = timedelta(minutes=1)
_ROW, _ROLES = "throughline.signed_in", "throughline.roles"


def note_sign_in(*, request: HttpRequest, user: AbstractBaseUser, **_signal: object) -> None:
    """This function will begin the row of a session: it hears Django say that somebody came in."""
    if not isinstance(user, User):
        return
    now = timezone.now()
    SignedIn.objects.filter(started_at__lte=now - LONGEST).delete()
    device = name_device(request.META.get("HTTP_USER_AGENT", ""))
    row = SignedIn.objects.create(user=user, started_at=now, last_used_at=now, device=device)
    request.session[_ROW] = row.pk


def end_row(request: HttpRequest) -> None:
    """This function will end the row of the request's session, as one signs out."""
    SignedIn.objects.filter(pk=request.session.get(_ROW, 0)).delete()


def present_row(request: HttpRequest) -> SignedIn | None:
    """This function will return the row of the request's session, where somebody is signed in."""
    number = request.session.get(_ROW)
    if not isinstance(number, int) or not isinstance(request.user, User):
        return None
    return SignedIn.objects.filter(pk=number, user=request.user).first()


def is_fresh(request: HttpRequest, *, now: datetime) -> bool:
    """This function will tell whether the person proved lately who they are, as changes of how they sign in ask for."""
    row = present_row(request)
    return row is not None and row.started_at > now - FRESH


def keep_or_end(request: HttpRequest, *, now: datetime) -> SignedIn | None:
    """This function will return the session's row, noting that it was used; where it is over, it signs out first."""
    row = present_row(request)
    if row is None:
        logout(request)
        return None
    held = current_roles(Viewer(user_id=row.user_id))
    relations = sorted({role.relation for role in held})
    if _is_over(row, safety_of(relations), now):
        row.delete()
        logout(request)
        return None
    _follow_roles(request, relations)
    request.META[KNOWN] = known_roles(row.user_id, held)
    if row.last_used_at <= now - _NOTED_EVERY:
        SignedIn.objects.filter(pk=row.pk).update(last_used_at=now)
    return row


def _is_over(row: SignedIn, safety: Safety, now: datetime) -> bool:
    return row.started_at <= now - LONGEST or row.last_used_at <= now - safety.idle


def _follow_roles(request: HttpRequest, relations: list[str]) -> None:
    """A session that comes to mean more, or less, gets a new key."""
    if request.session.get(_ROLES) != relations:
        if _ROLES in request.session:
            request.session.cycle_key()
        request.session[_ROLES] = relations
