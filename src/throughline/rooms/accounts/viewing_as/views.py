"""Viewing as another person: asked first, bannered, reading only, and told to whoever was viewed as."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughline.rooms.accounts.middleware import SESSION_KEY, viewer_of
from throughline.rooms.accounts.viewing_as.commands import stop_viewing_as, view_as
from throughline.rooms.accounts.viewing_as.forms import ViewAsForm
from throughline.rooms.accounts.viewing_as.queries import viewing_page, viewings_of
from throughline.web.tables import Column, Table


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, user_id: int) -> HttpResponse:
    """Ask why, then view as another person."""
    viewer = viewer_of(request)
    page = viewing_page(viewer, user_id)
    form = ViewAsForm(request.POST or None)
    if form.is_valid():
        viewing = view_as(by=viewer, at=timezone.now(), user_id=user_id, reason=form.cleaned_data["reason"])
        request.session[SESSION_KEY] = viewing.pk
        return redirect("accounts:today")
    return render(request, "viewing_as/start.html", {"page": page, "form": form})


@require_POST
def stop(request: HttpRequest) -> HttpResponse:
    """Be oneself again."""
    viewing_id = request.session.pop(SESSION_KEY, None)
    if isinstance(viewing_id, int):
        stop_viewing_as(by=viewer_of(request), at=timezone.now(), viewing_id=viewing_id)
    return redirect("accounts:today")


@require_safe
def list_viewings(request: HttpRequest) -> HttpResponse:
    """Show who viewed Throughline as the one who asks, when, and why."""
    table = Table(
        key="viewings",
        caption=_("Who viewed Throughline as you"),
        columns=[
            Column("starts_at", _("From"), kind="moment", sortable=False),
            Column("ends_at", _("Until"), kind="moment", sortable=False),
            Column("user", _("Who"), value=lambda row: row.user.name, sortable=False),
            Column("reason", _("Why"), sortable=False),
        ],
        rows=viewings_of(viewer_of(request)),
        count=lambda n: ngettext("%(n)s time", "%(n)s times", n),
        searchable=False,
        empty_title=_("Nobody has"),
        empty_text=_("Nobody has viewed Throughline as you."),
        narrow="stack",
    )
    return render(request, "viewing_as/list.html", {"table": table.read(request)})
