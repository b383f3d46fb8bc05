"""Each request runs in one transaction, as the person who signed in."""

import uuid
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from throughline.rooms.accounts.models import User
from throughline.rooms.accounts.people.commands import remember_language
from throughline.rooms.accounts.refusals.pages import is_refusal, refuse
from throughline.rooms.accounts.sight.queries import KNOWN
from throughline.rooms.accounts.sight.seen_as import in_force
from throughline.rooms.accounts.sight.viewing import acting_as
from throughline.values.errors import NotAllowed
from throughline.values.viewer import NOBODY, Viewer
from throughline.values.words import gettext_noop

_REFUSAL = "throughline.refusal"
SESSION_KEY = "throughline.viewing_as"
# What can be done while one views as another: nothing but to read, to stop, and to change how pages look.
_WHILE_VIEWING = {"accounts:stop_viewing_as", "accounts:sign_out", "web:theme"}


class ViewerMiddleware:
    """Sets the viewer for the second wall before any view runs; an error undoes all the request did.

    It stands last, so that what it answers passes through every other middleware.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        viewer, known = viewer_of(request), request.META.get(KNOWN)
        with acting_as(viewer, request_id=uuid.uuid4().hex, known=known):
            response = self.get_response(request)
            _follow_language(viewer, response)
        refusal = request.META.pop(_REFUSAL, None)
        if refusal is not None:
            with acting_as(viewer, request_id=uuid.uuid4().hex, known=known):
                response = refuse(request, refusal)
        if viewer.user_id is not None:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    def process_view(self, request: HttpRequest, _view: object, _args: object, _kwargs: Any) -> HttpResponse | None:
        """Refuse to change anything while one person views as another."""
        match = request.resolver_match
        reads = request.method in {"GET", "HEAD", "OPTIONS"}
        if reads or match is None or match.view_name in _WHILE_VIEWING or viewer_of(request).behind is None:
            return None
        request.META[_REFUSAL] = NotAllowed(
            gettext_noop("While you view as somebody else, nothing can be changed."),
            gettext_noop("Stop viewing as them, above, then act as yourself."),
        )
        return HttpResponse()

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Undo what the request did; a refusal is answered with its page once that is undone."""
        transaction.set_rollback(True)
        if not is_refusal(exception):
            return None
        request.META[_REFUSAL] = exception
        return HttpResponse()


def viewer_of(request: HttpRequest) -> Viewer:
    """This function will return who sent the request, or nobody; whom they view as, with themselves behind."""
    if not isinstance(request.user, User):
        return NOBODY
    viewing_id = request.session.get(SESSION_KEY)
    viewing = in_force(viewing_id, request.user) if isinstance(viewing_id, int) else None
    if viewing is None:
        return request.user.viewer()
    return Viewer(user_id=viewing.seen_as_id, name=viewing.seen_as.name, behind=request.user.viewer())


def _follow_language(viewer: Viewer, response: HttpResponse) -> None:
    """Whoever turns the page's language keeps it, wherever they sign in next."""
    chosen = response.cookies.get(settings.LANGUAGE_COOKIE_NAME)
    if chosen is not None and viewer.user_id is not None and viewer.behind is None and not transaction.get_rollback():
        remember_language(by=viewer, at=timezone.now(), language=chosen.value)
