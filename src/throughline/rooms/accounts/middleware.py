"""Each request runs in one transaction, as the person who signed in."""

import uuid
from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from throughline.rooms.accounts.models import User
from throughline.rooms.accounts.sight.viewing import acting_as
from throughline.values.viewer import NOBODY, Viewer


class ViewerMiddleware:
    """Sets the viewer for the second wall before any view runs; an error undoes all the request did."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        viewer = viewer_of(request)
        with acting_as(viewer, request_id=uuid.uuid4().hex):
            return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        transaction.set_rollback(True)


def viewer_of(request: HttpRequest) -> Viewer:
    """This function will return who sent the request, or nobody."""
    return request.user.viewer() if isinstance(request.user, User) else NOBODY
