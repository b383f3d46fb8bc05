"""Joining two records of one adult: what it would do, doing it, the list of joins, and parting two again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students.adult_joins import commands, queries
from throughline.rooms.students.adult_joins.forms import JoinAdultsForm
from throughline.rooms.students.adults.pages import adult_crumbs, children_table


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, adults_id: int, guardian_id: int) -> HttpResponse:
    """Show what joining would do, and do it: the record named is the one shown."""
    viewer, at = accounts.viewer_of(request), timezone.now()
    page = queries.adult_join_page(viewer, adults_id, guardian_id, at=at)
    form = JoinAdultsForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        commands.join_adults(by=viewer, at=at, pair_id=adults_id, keep_id=guardian_id, reason=reason)
        messages.success(request, _("Joined. They are one person now, and can be parted again at any time."))
        return redirect("students:adult_joins")
    way = [*adult_crumbs(), (_("One person or two?"), reverse("students:adult_duplicate", args=[adults_id]))]
    shown = {"page": page, "children": children_table(page.page).read(request), "form": form, "crumbs": way}
    return render(request, "adult_joins/join.html", shown)


@require_safe
def list_joins(request: HttpRequest) -> HttpResponse:
    """Show the adults that were joined, with a way to part them again."""
    joins = queries.adult_joins_page(accounts.viewer_of(request), at=timezone.now())
    return render(request, "adult_joins/joins.html", {"joins": joins, "crumbs": adult_crumbs()})


@require_POST
def part(request: HttpRequest, adults_join_id: int) -> HttpResponse:
    """Make two records two adults again."""
    commands.part_adults(by=accounts.viewer_of(request), at=timezone.now(), join_id=adults_join_id)
    messages.success(request, _("Parted. Both records are as they were; limits kept meanwhile stand with both."))
    return redirect("students:adult_joins")
