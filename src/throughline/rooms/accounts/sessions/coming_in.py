"""The last steps of every way in: the second step where somebody has one, then a new session."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from throughline.rooms.accounts.models import User
from throughline.rooms.accounts.sessions.commands import mark_second_factor
from throughline.rooms.accounts.sessions.keeping import end_row, present_row

BACKEND = "django.contrib.auth.backends.ModelBackend"
_PENDING = "throughline.second_step"
_WITHIN = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Pending:
    """Somebody who showed one proof and has yet to show the second."""

    user: User
    way: str
    wanted: str


def has_second_factor(user: User) -> bool:
    """This function will tell whether a person has set up an app or a passkey."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return bool(Authenticator.objects.filter(user_id=user.pk, type__in=kinds).exists())


def come_in(request: HttpRequest, user: User, *, way: str, wanted: str, proved_twice: bool = False) -> HttpResponse:
    """This function will let a person in who proved who they are, or ask them for their second step first."""
    if not proved_twice and has_second_factor(user):
        request.session.flush()  # nothing of the one before stays
        request.session[_PENDING] = {
            "user": user.pk,
            "way": way,
            "wanted": wanted,
            "since": timezone.now().isoformat(),
            "password": user.get_session_auth_hash(),
        }
        return redirect("accounts:second_step")
    return _begin(request, user, way, wanted, proved_twice)


def find_pending(request: HttpRequest, *, now: datetime) -> Pending | None:
    """This function will return who is in the middle of signing in with this browser; after ten minutes, nobody."""
    kept = request.session.get(_PENDING)
    if not isinstance(kept, dict) or datetime.fromisoformat(kept["since"]) <= now - _WITHIN:
        return None
    user = User.objects.filter(pk=kept["user"], is_active=True).first()
    if user is None or user.get_session_auth_hash() != kept["password"]:
        return None
    return Pending(user, kept["way"], kept["wanted"])


def finish(request: HttpRequest, pending: Pending) -> HttpResponse:
    """This function will let in who has shown the second proof too."""
    return _begin(request, pending.user, pending.way, pending.wanted, proved_twice=True)


def wanted_page(request: HttpRequest) -> str:
    """This function will return the page asked for before, as the browser names it; it may be anything."""
    return str(request.POST.get("next", request.GET.get("next", "")))


def where_to(request: HttpRequest, wanted: str) -> str:
    """This function will return the page asked for before, where it is one of ours; else Today."""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if wanted and safe else resolve_url(settings.LOGIN_REDIRECT_URL)


def _begin(request: HttpRequest, user: User, way: str, wanted: str, proved_twice: bool) -> HttpResponse:
    """Start a new session in the person's own language."""
    end_row(request)
    request.session.flush()
    login(request, user, backend=BACKEND)
    row = present_row(request)
    if row is not None:
        mark_second_factor(by=user.viewer(), session_id=row.pk, way=way, done=proved_twice)
    response = HttpResponseRedirect(where_to(request, wanted))
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        user.language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        path=settings.LANGUAGE_COOKIE_PATH,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )
    return response
