"""The second step while signing in, and signing in by a passkey alone."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from throughline.rooms.accounts.second_factor.forms import SecondStepForm
from throughline.rooms.accounts.second_factor.passkeys import ask_for_one, check_one
from throughline.rooms.accounts.second_factor.queries import list_factors
from throughline.rooms.accounts.sessions.coming_in import Pending, come_in, find_pending, finish, wanted_page
from throughline.rooms.accounts.sign_in import tries
from throughline.rooms.accounts.sign_in.forms import NOT_THIS_PASSKEY, TOO_MANY


@login_not_required
@sensitive_post_parameters("code", "credential")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """Ask somebody who gave their password for a code or a passkey."""
    pending = find_pending(request, now=timezone.now())
    if pending is None:
        return redirect("accounts:sign_in")
    if "credential" in request.POST:
        return _by_passkey(request, pending)
    form = SecondStepForm(request.POST or None, request=request, user=pending.user)
    if form.is_valid():
        return finish(request, pending)
    return _ask(request, pending, form)


@login_not_required
@never_cache
@require_POST
def begin_passkey(request: HttpRequest) -> HttpResponse:
    """Tell a browser what a passkey is to sign: any it has, or one of who is in the middle of signing in."""
    pending = find_pending(request, now=timezone.now())
    return JsonResponse(ask_for_one(request, pending.user if pending else None))


@login_not_required
@sensitive_post_parameters("credential")
@never_cache
@require_POST
def sign_in_by_passkey(request: HttpRequest) -> HttpResponse:
    """Sign in with a passkey alone: it proves the device and, by finger, face or PIN, the person."""
    now, who = timezone.now(), f"passkey in {request.session.session_key}"
    if tries.too_many_tries(request, who, now=now):
        return _refused(request, str(TOO_MANY))
    user = check_one(request, request.POST.get("credential", ""))
    if user is None:
        tries.count_try(request, who, now=now)
        return _refused(request, str(NOT_THIS_PASSKEY))
    tries.forget_tries(request, who)
    return come_in(request, user, way="passkey", wanted=wanted_page(request), proved_twice=True)


def _by_passkey(request: HttpRequest, pending: Pending) -> HttpResponse:
    form, now = SecondStepForm(None, request=request, user=pending.user), timezone.now()
    if tries.too_many_second_steps(request, pending.user.pk, now=now):
        return _ask(request, pending, form, str(TOO_MANY))
    if check_one(request, request.POST["credential"], pending.user) is None:
        tries.count_second_step(request, pending.user.pk, now=now)
        return _ask(request, pending, form, str(NOT_THIS_PASSKEY))
    tries.forget_second_steps(request, pending.user.pk)
    return finish(request, pending)


def _ask(request: HttpRequest, pending: Pending, form: SecondStepForm, wrong: str = "") -> HttpResponse:
    shown = {"form": form, "factors": list_factors(pending.user), "wrong": wrong}
    return render(request, "second_factor/second_step.html", shown)


def _refused(request: HttpRequest, says: str) -> HttpResponse:
    return render(request, "second_factor/not_this_passkey.html", {"says": says, "next": wanted_page(request)})
