"""Ends sessions that are over, and holds people to the second factor their role asks for."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from throughline.rooms.accounts.models import SignedIn, User
from throughline.rooms.accounts.sessions.demands import must_have_second_factor
from throughline.rooms.accounts.sessions.keeping import is_fresh, keep_or_end

_ROW = "throughline.signed_in_row"
# All that is open before a second factor is set up where one is needed, beside the pages where that is done.
_OPEN_BEFORE = {"accounts:sign_out", "web:language", "web:theme"}


def open_before_second_factor(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """This function will mark a page as open to somebody who has yet to set their second factor up."""
    view.open_before_second_factor = True  # type: ignore[attr-defined] # a mark, as Django's own login_required is
    return view


def asks_anew(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """This function will have a page ask for a sign-in of the last minutes: an open browser alone changes no lock."""

    @wraps(view)
    def asked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if is_fresh(request, now=timezone.now()):
            return view(request, *args, **kwargs)
        return redirect(f"{reverse('accounts:sign_in_again')}?{urlencode({'next': request.path})}")

    return asked


class SignedInMiddleware:
    """Stands before the viewer is set, so that nothing runs as somebody whose session is over."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, User):
            request.META[_ROW] = keep_or_end(request, now=timezone.now())
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], _args: object, _kwargs: object
    ) -> HttpResponse | None:
        """Lead somebody whose role needs a second factor to where it is set up, and nowhere else."""
        row = request.META.get(_ROW)
        match = request.resolver_match
        if not isinstance(row, SignedIn) or row.second_factor or not settings.SECOND_FACTOR_REQUIRED:
            return None
        if getattr(view, "open_before_second_factor", False) or (match and match.view_name in _OPEN_BEFORE):
            return None
        if not isinstance(request.user, User) or not must_have_second_factor(request.user):
            return None
        return _led_to(request, reverse("accounts:safety"))


def _led_to(request: HttpRequest, url: str) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": url})
    return redirect(url)
