"""The page "Sign-in and safety", and what can be done from it. It is about who really sits there."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughline.rooms.accounts.middleware import viewer_of
from throughline.rooms.accounts.models import User
from throughline.rooms.accounts.safety import commands
from throughline.rooms.accounts.safety.forms import ChangePasswordForm
from throughline.rooms.accounts.safety.queries import safety_page
from throughline.rooms.accounts.second_factor import codes, passkeys
from throughline.rooms.accounts.second_factor import commands as factors
from throughline.rooms.accounts.second_factor.forms import AppForm, NameForm, NewPasskeyForm
from throughline.rooms.accounts.second_factor.queries import find_factor, list_factors
from throughline.rooms.accounts.sessions import commands as sessions
from throughline.rooms.accounts.sessions.coming_in import where_to
from throughline.rooms.accounts.sessions.keeping import present_row
from throughline.rooms.accounts.sessions.middleware import asks_anew, open_before_second_factor
from throughline.values.errors import NotFound
from throughline.values.words import gettext_noop

_GET_AND_POST = require_http_methods(["GET", "HEAD", "POST"])


@open_before_second_factor
@require_safe
def show_safety(request: HttpRequest) -> HttpResponse:
    """Show how one signs in, and where one is signed in."""
    page = safety_page(_who(request), session_id=_session_id(request), now=timezone.now())
    return render(request, "safety/safety.html", {"page": page})


@open_before_second_factor
@require_safe
def sign_in_again(request: HttpRequest) -> HttpResponse:
    """Say that a change of this kind asks for a fresh sign-in, and lead there."""
    wanted = where_to(request, request.GET.get("next", "") or reverse("accounts:safety"))
    return render(request, "safety/again.html", {"next": wanted})


@sensitive_post_parameters("present", "password", "again")
@_GET_AND_POST
def change_password(request: HttpRequest) -> HttpResponse:
    """Change one's own password, by showing the present one."""
    user = _who(request)
    if not user.has_usable_password():
        raise NotFound(gettext_noop("There is no such page."))
    form = ChangePasswordForm(request.POST or None, request=request, user=user)
    if form.is_valid():
        commands.change_password(
            by=viewer_of(request),
            at=timezone.now(),
            user=user,
            password=form.cleaned_data["password"],
            session_id=_session_id(request),
        )
        update_session_auth_hash(request, user)
        messages.success(request, _("Your password is changed. You are signed out everywhere else."))
        return redirect("accounts:safety")
    return render(request, "safety/password.html", {"form": form})


@open_before_second_factor
@asks_anew
@sensitive_post_parameters("code")
@_GET_AND_POST
def add_app(request: HttpRequest) -> HttpResponse:
    """Set up an app that shows codes: draw its secret, then ask for one code."""
    user, secret = _who(request), codes.new_secret(request)
    form = AppForm(request.POST or None, secret=secret)
    if form.is_valid():
        factors.add_app(
            by=viewer_of(request), at=timezone.now(), user=user, secret=secret, session_id=_session_id(request)
        )
        codes.forget_secret(request)
        return _added(request, user)
    shown = {"form": form, "secret": codes.spaced(secret), "has_app": list_factors(user).app is not None}
    return render(request, "safety/app.html", shown)


@open_before_second_factor
@asks_anew
@require_safe
def picture_of_secret(request: HttpRequest) -> HttpResponse:
    """Draw the secret offered in this session, for an app's camera."""
    drawn = codes.draw_secret(_who(request), codes.new_secret(request))
    return HttpResponse(drawn, content_type="image/svg+xml", headers={"Cache-Control": "private, no-store"})


@open_before_second_factor
@asks_anew
@_GET_AND_POST
def add_passkey(request: HttpRequest) -> HttpResponse:
    """Add a passkey the browser has just made, under a name."""
    user, wrong = _who(request), ""
    form = NewPasskeyForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        if passkeys.take_new(request, user, given["name"], given["credential"]) is not None:
            factors.note_passkey(by=viewer_of(request), at=timezone.now(), session_id=_session_id(request))
            return _added(request, user)
        wrong = _("The passkey was not made. Try again, and follow what your browser or device asks.")
    return render(request, "safety/passkey.html", {"form": form, "wrong": wrong})


@open_before_second_factor
@asks_anew
@require_POST
def begin_new_passkey(request: HttpRequest) -> HttpResponse:
    """Tell the browser what a new passkey is to be."""
    return JsonResponse(passkeys.ask_for_new(request, _who(request)))


@_GET_AND_POST
def rename_passkey(request: HttpRequest, factor_id: int) -> HttpResponse:
    """Give a passkey another name."""
    user = _who(request)
    factor = find_factor(user, factor_id)
    form = NameForm(request.POST or None, initial={"name": factor.name})
    if form.is_valid():
        name = form.cleaned_data["name"]
        factors.rename_passkey(by=viewer_of(request), at=timezone.now(), user=user, factor_id=factor_id, name=name)
        messages.success(request, _("The passkey has its new name."))
        return redirect("accounts:safety")
    return render(request, "safety/rename.html", {"form": form})


@asks_anew
@_GET_AND_POST
def remove_factor(request: HttpRequest, factor_id: int) -> HttpResponse:
    """Ask whether an app or a passkey is to go, then take it away."""
    user = _who(request)
    factor = find_factor(user, factor_id)
    if request.method == "POST":
        factors.remove_factor(
            by=viewer_of(request), at=timezone.now(), user=user, factor_id=factor_id, session_id=_session_id(request)
        )
        request.session.cycle_key()
        messages.success(request, _("It is removed. You are signed out everywhere else."))
        return redirect("accounts:safety")
    return render(request, "safety/remove.html", {"factor": factor})


@open_before_second_factor
@asks_anew
@_GET_AND_POST
def make_codes(request: HttpRequest) -> HttpResponse:
    """Make recovery codes and show them, this once."""
    user = _who(request)
    if request.method != "POST":
        return render(request, "safety/make_codes.html", {"factors": list_factors(user)})
    made = factors.make_recovery_codes(by=viewer_of(request), at=timezone.now(), user=user)
    return render(request, "safety/codes.html", {"codes": [codes.grouped(code) for code in made]})


@require_POST
def end_session(request: HttpRequest, session_id: int) -> HttpResponse:
    """Sign out in another browser."""
    sessions.end_session(by=viewer_of(request), at=timezone.now(), session_id=session_id)
    messages.success(request, _("You are signed out there."))
    return redirect("accounts:safety")


@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """Sign out in all other browsers."""
    sessions.end_other_sessions(by=viewer_of(request), at=timezone.now(), but=_session_id(request))
    messages.success(request, _("You are signed out everywhere else."))
    return redirect("accounts:safety")


def _added(request: HttpRequest, user: User) -> HttpResponse:
    """A new key for the session that came to mean more; then on to recovery codes, where there are none."""
    request.session.cycle_key()
    messages.success(request, _("It is set up. From now on you are asked for it after your password."))
    wanted = "accounts:safety" if list_factors(user).codes_left else "accounts:recovery_codes"
    return redirect(wanted)


def _who(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 # every page here asks for a sign-in
    return request.user


def _session_id(request: HttpRequest) -> int:
    row = present_row(request)
    return row.pk if row else 0
