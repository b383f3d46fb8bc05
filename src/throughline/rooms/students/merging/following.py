"""Whatever is asked of a record that was joined to another leads to the same page of the one that is kept."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import access
from throughline.rooms.students.merging.queries import is_joined
from throughline.values.viewer import Viewer


class _SentAgain(HttpResponseRedirect):
    """What was posted is posted once more, as it was, so that nothing written is lost."""

    status_code = 307


class JoinedRecordMiddleware:
    """Leads on before a view runs; one query for each page of a student."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: object, _args: object, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Lead from a joined record to the kept one, on pages that lie under a student's address."""
        match, student_id = request.resolver_match, kwargs.get("student_id")
        if match is None or student_id is None or not request.path_info.startswith(f"/students/{student_id}/"):
            return None
        kept_id = _kept_id_of(accounts.viewer_of(request), int(student_id))
        if kept_id is None:
            return None
        query = request.META.get("QUERY_STRING", "")
        address = reverse(match.view_name, kwargs=kwargs | {"student_id": kept_id}) + (f"?{query}" if query else "")
        reads = request.method in {"GET", "HEAD"}
        return HttpResponseRedirect(address) if reads else _SentAgain(address)


def _kept_id_of(viewer: Viewer, student_id: int) -> int | None:
    """The record that a student's was joined to, where it was and `viewer` may see that.

    Nearly always it was not, as the second wall says by itself; only then is the first one asked.
    """
    if not is_joined(student_id):
        return None
    joined = access.get_joins_for(viewer).filter(joined=student_id, undone_at=None)
    return joined.values_list("kept_id", flat=True).first()
