"""The home page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from throughline.rooms.accounts.middleware import viewer_of
from throughline.rooms.accounts.today.queries import today_page


@require_safe
def show_today(request: HttpRequest) -> HttpResponse:
    """Show what is this person's to do."""
    return render(request, "today/today.html", {"page": today_page(viewer_of(request), now=timezone.localtime())})
