"""What changed in a student's record."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit
from throughline.rooms.students.history.queries import history_page
from throughline.rooms.students.sight.views import crumbs


@require_safe
def show_history(request: HttpRequest, student_id: int) -> HttpResponse:
    """Show each change of a student's record: when, by whom, and what it was before."""
    kind = request.GET.get("kind", "")
    page = history_page(accounts.viewer_of(request), student_id, at=timezone.now(), kind=kind)
    timeline = audit.read_timeline(request, page.sources, kinds=page.kinds, undo=page.undo, links=page.may_open_imports)
    shown = {"page": page, "crumbs": crumbs(page.student), "timeline": timeline, "kind": kind}
    return render(request, "history/history.html", shown)
