"""Joining two records of one student: what it would do, doing it, the list of joins, and undoing one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students.duplicates.pages import crumbs
from throughline.rooms.students.merging import commands, pages, queries


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, pair_id: int, student_id: int) -> HttpResponse:
    """Show what joining would do, and do it: the student named is kept."""
    viewer, at = accounts.viewer_of(request), timezone.now()
    if request.method == "POST":
        commands.join_students(by=viewer, at=at, pair_id=pair_id, keep_id=student_id)
        messages.success(request, _("Joined. All that followed is written down, and can be given back."))
        return redirect("students:joins")
    page = queries.join_page(viewer, pair_id, student_id, at=at)
    way = [*crumbs(), (_("One person or two?"), reverse("students:duplicate", args=[pair_id]))]
    shown = {"page": page, "table": pages.following_table(page).read(request), "crumbs": way, "days": queries.UNDO_DAYS}
    return render(request, "merging/join.html", shown)


@require_safe
def list_joins(request: HttpRequest) -> HttpResponse:
    """Show the records that were joined, with a way to undo each."""
    viewer, at = accounts.viewer_of(request), timezone.now()
    joins = queries.joins_page(viewer, at=at)
    return render(request, "merging/joins.html", {"joins": joins, "at": at, "crumbs": crumbs()})


@require_POST
def undo(request: HttpRequest, join_id: int) -> HttpResponse:
    """Give back every row that followed."""
    n_gone = commands.undo_join(by=accounts.viewer_of(request), at=timezone.now(), join_id=join_id)
    messages.success(request, _("Undone. Both records are as they were."))
    if n_gone:
        words = ngettext("%(n)s row is no longer there.", "%(n)s rows are no longer there.", n_gone)
        messages.warning(request, words % {"n": n_gone})
    return redirect("students:joins")
