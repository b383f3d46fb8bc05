"""Likely duplicates: the list, one pair side by side, and saying that they are two people."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students.duplicates import commands, pages, queries
from throughline.rooms.students.duplicates.words import say_against, say_for, say_sure


@require_safe
def list_pairs(request: HttpRequest) -> HttpResponse:
    """Show the pairs that wait for a look, or those that were said to be two people."""
    decided = request.GET.get("said") == "two"
    page = queries.pairs_page(accounts.viewer_of(request), at=timezone.now(), decided=decided)
    table = pages.pairs_table(page).read(request)
    return render(request, "duplicates/list.html", {"table": table, "tabs": pages.tabs(page), "page": page})


@require_safe
def show_pair(request: HttpRequest, pair_id: int) -> HttpResponse:
    """Show two students side by side, with what differs and where each comes from."""
    page = queries.pair_page(accounts.viewer_of(request), pair_id, at=timezone.now())
    shown = {
        "page": page,
        "table": pages.compared_table(page).read(request),
        "speaks_for": say_for(page.reasons),
        "speaks_against": say_against(page.reasons),
        "sure": say_sure(page.pair.score),
        "crumbs": pages.crumbs(),
    }
    return render(request, "duplicates/pair.html", shown)


@require_POST
def say_two(request: HttpRequest, pair_id: int) -> HttpResponse:
    """Keep that a pair is two people."""
    commands.say_two_people(by=accounts.viewer_of(request), at=timezone.now(), pair_id=pair_id)
    messages.success(request, _("Kept. These two are not proposed again unless something about them changes."))
    return redirect("students:duplicates")


@require_POST
def take_back_two(request: HttpRequest, pair_id: int) -> HttpResponse:
    """Propose a pair again."""
    commands.take_back_two_people(by=accounts.viewer_of(request), at=timezone.now(), pair_id=pair_id)
    messages.success(request, _("Taken back. The pair waits for a look again."))
    return redirect("students:duplicate", pair_id)
