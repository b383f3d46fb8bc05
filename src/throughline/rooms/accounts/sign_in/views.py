"""Coming in and going out."""

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from throughline.rooms.accounts.sessions.coming_in import come_in, wanted_page, where_to
from throughline.rooms.accounts.sessions.keeping import end_row
from throughline.rooms.accounts.sign_in.cast import offered_cast
from throughline.rooms.accounts.sign_in.forms import SignInForm
from throughline.rooms.accounts.sign_in.queries import find_cast_member, offered_connections


@login_not_required
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask who is there; in the demo, offer its people."""
    if request.user.is_authenticated:
        return HttpResponseRedirect(where_to(request, wanted_page(request)))
    form = SignInForm(request.POST or None, request=request)
    if form.is_valid() and form.user is not None:
        return come_in(request, form.user, way="password", wanted=wanted_page(request))
    shown = {
        "form": form,
        "cast": offered_cast(),
        "connections": offered_connections(),
        "next": wanted_page(request),
    }
    return render(request, "sign_in/sign_in.html", shown)


@login_not_required
@never_cache
@require_POST
def sign_in_as(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the demo's people. Where there are real students there is no such page."""
    member = find_cast_member(request.POST.get("username", ""))
    return come_in(request, member, way="demo", wanted=wanted_page(request))


@login_not_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session; whoever signs out to prove anew who they are comes back to where they were."""
    wanted = where_to(request, wanted_page(request)) if wanted_page(request) else ""
    end_row(request)
    logout(request)
    query = f"?{urlencode({'next': wanted})}" if wanted else ""
    return redirect(f"{resolve_url(settings.LOGIN_URL)}{query}")
