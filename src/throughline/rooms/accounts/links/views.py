"""Where a link without an account leads, and the list of links in force."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.response import SimpleTemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from throughline.rooms.accounts.links import tries
from throughline.rooms.accounts.links.commands import note_opened, revoke_link
from throughline.rooms.accounts.links.purposes import OpenedLink, known_purposes
from throughline.rooms.accounts.links.queries import find_open_link, get_links_for, link_page, what_for
from throughline.rooms.accounts.middleware import viewer_of
from throughline.rooms.accounts.models import AccessLink
from throughline.rooms.accounts.sight.viewing import acting_as
from throughline.web.components.pieces import Status
from throughline.web.tables import Choice, Column, Table


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Answer somebody who holds a link, whoever else they may be here; what is not in force gets one same answer."""
    request.user = AnonymousUser()  # the link is all that counts: nothing of a session mixes in
    now = timezone.now()
    if tries.too_many_tries(request, now=now):
        return _tight(render(request, "links/over.html", status=404))
    link = find_open_link(token, now=now, lock=request.method == "POST")
    if link is None:
        tries.count_try(request, now=now)
        return _tight(render(request, "links/over.html", status=404))
    with acting_as(link.viewer):
        if request.method == "GET":
            note_opened(by=link.viewer, at=now, link=link)
        return _tight(_answer(request, link))


@require_safe
def list_links(request: HttpRequest) -> HttpResponse:
    """Show the links in force: for whom, what for, until when, and whether they were opened."""
    table = _table(get_links_for(viewer_of(request), now=timezone.now())).read(request)
    return render(request, "links/links.html", {"table": table})


@require_http_methods(["GET", "HEAD", "POST"])
def show_link(request: HttpRequest, link_id: int) -> HttpResponse:
    """Show one link in force, and end it on POST."""
    viewer, now = viewer_of(request), timezone.now()
    link = link_page(viewer, link_id, now=now)
    if request.method == "POST":
        revoke_link(by=viewer, at=now, link_id=link_id)
        messages.success(request, _("The link for %(name)s has ended.") % {"name": link.made_for})
        return redirect("accounts:links")
    shown = {"link": link, "what_for": what_for(link), "opened": _opened(link)}
    return render(request, "links/link.html", shown | {"crumbs": [(_("Links"), reverse("accounts:links"))]})


def _answer(request: HttpRequest, link: OpenedLink) -> HttpResponse:
    response = link.purpose.answer(request, link)
    if isinstance(response, SimpleTemplateResponse) and not response.is_rendered:
        response.render()  # while the link's duty is still the viewer
    return response


def _tight(response: HttpResponse) -> HttpResponse:
    """No search engine lists the page, and its address is told to nobody.

    The referrer keeps to the site's name: with none at all browsers also leave out where a form comes from, which is
    checked when it is sent.
    """
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = "strict-origin"
    return response


def _table(rows: QuerySet[AccessLink]) -> Table:
    return Table(
        key="links",
        caption=_("Links in force"),
        columns=[
            Column("made_for", _("For"), link=lambda row: reverse("accounts:show_link", args=[row.pk])),
            Column("purpose", _("What for"), value=what_for),
            Column("made_by", _("Made by")),
            Column("made_at", _("Made on"), kind="moment"),
            Column("expires_at", _("Until"), kind="moment"),
            Column("n_opened", _("Opened"), kind="status", value=_opened),
        ],
        rows=rows,
        choices=[Choice("purpose", _("What for"), [(one.code, one.name) for one in known_purposes()])],
        order="-made_at",
        search=("made_for", "made_by"),
        count=lambda n: ngettext("%(n)s link", "%(n)s links", n),
        empty_title=_("No link is in force"),
        empty_text=_("Links appear here when somebody is invited, or asked to sign or agree to something."),
        narrow="stack",
    )


def _opened(link: AccessLink) -> Status:
    if not link.n_opened:
        return Status(_("Not opened yet"), "quiet")
    words = ngettext("Opened %(n)s time", "Opened %(n)s times", link.n_opened) % {"n": link.n_opened}
    return Status(words, "good" if link.used_at else "note")
