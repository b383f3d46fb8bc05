"""Adults of families who may be entered twice: the list, one pair side by side, and saying that they are two."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students.adults import commands, pages, queries
from throughline.rooms.students.duplicates.pages import crumbs
from throughline.rooms.students.duplicates.words import say_against, say_for, say_sure


@require_safe
def list_adults(request: HttpRequest) -> HttpResponse:
    """Show the pairs of adults that wait for a look, or those that were said to be two people."""
    decided = request.GET.get("said") == "two"
    page = queries.adults_page(accounts.viewer_of(request), at=timezone.now(), decided=decided)
    table = pages.adults_table(page).read(request)
    shown = {"table": table, "tabs": pages.adult_tabs(page), "page": page, "crumbs": crumbs()}
    return render(request, "adults/list.html", shown)


@require_safe
def show_adults(request: HttpRequest, adults_id: int) -> HttpResponse:
    """Show two adults side by side, with what limits each for every student of either."""
    page = queries.adult_pair_page(accounts.viewer_of(request), adults_id, at=timezone.now())
    shown = {
        "page": page,
        "table": pages.adults_compared(page).read(request),
        "children": pages.children_table(page).read(request),
        "speaks_for": say_for(page.reasons),
        "speaks_against": say_against(page.reasons),
        "sure": say_sure(page.pair.score),
        "crumbs": pages.adult_crumbs(),
    }
    return render(request, "adults/pair.html", shown)


@require_POST
def say_two(request: HttpRequest, adults_id: int) -> HttpResponse:
    """Keep that a pair is two people."""
    commands.say_two_adults(by=accounts.viewer_of(request), at=timezone.now(), pair_id=adults_id)
    messages.success(request, _("Kept. These two are not proposed again unless something about them changes."))
    return redirect("students:adult_duplicates")


@require_POST
def take_back_two(request: HttpRequest, adults_id: int) -> HttpResponse:
    """Propose a pair again."""
    commands.take_back_two_adults(by=accounts.viewer_of(request), at=timezone.now(), pair_id=adults_id)
    messages.success(request, _("Taken back. The pair waits for a look again."))
    return redirect("students:adult_duplicate", adults_id)
