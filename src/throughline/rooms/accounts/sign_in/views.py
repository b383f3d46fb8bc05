"""Coming in and going out."""

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from throughline.rooms.accounts.models import User
from throughline.rooms.accounts.sign_in.cast import offered_cast
from throughline.rooms.accounts.sign_in.forms import SignInForm
from throughline.rooms.accounts.sign_in.queries import find_cast_member

BACKEND = "django.contrib.auth.backends.ModelBackend"


@login_not_required
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask who is there; in the demo, offer its people."""
    if request.user.is_authenticated:
        return HttpResponseRedirect(_where_to(request))
    form = SignInForm(request.POST or None, request=request)
    if form.is_valid() and form.user is not None:
        return _come_in(request, form.user)
    shown = {"form": form, "cast": offered_cast(), "next": request.POST.get("next", request.GET.get("next", ""))}
    return render(request, "sign_in/sign_in.html", shown)


@login_not_required
@never_cache
@require_POST
def sign_in_as(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the demo's people. Where there are real students there is no such page."""
    return _come_in(request, find_cast_member(request.POST.get("username", "")))


@login_not_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return redirect(settings.LOGIN_URL)


def _come_in(request: HttpRequest, user: User) -> HttpResponse:
    """Start a new session in the person's own language."""
    if request.user.is_authenticated:
        logout(request)  # nothing of the one before stays
    login(request, user, backend=BACKEND)
    response = HttpResponseRedirect(_where_to(request))
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


def _where_to(request: HttpRequest) -> str:
    """The page asked for before, where it is one of ours; else Today."""
    wanted = request.POST.get("next", request.GET.get("next", ""))
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if wanted and safe else resolve_url(settings.LOGIN_REDIRECT_URL)
