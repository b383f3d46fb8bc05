"""Single sign-on, set up by the administrator."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughline.rooms.accounts.connections import commands
from throughline.rooms.accounts.connections.forms import FORMS
from throughline.rooms.accounts.connections.queries import (
    KINDS,
    MATCHES,
    check_may_connect,
    find_connection,
    list_connections,
    try_connection,
)
from throughline.rooms.accounts.middleware import viewer_of
from throughline.rooms.accounts.models import Connection
from throughline.rooms.accounts.single_sign_on import saml
from throughline.rooms.accounts.single_sign_on.views import back_address
from throughline.values.errors import NotFound
from throughline.values.words import gettext_noop

_GET_AND_POST = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def show_connections(request: HttpRequest) -> HttpResponse:
    """Show through which identity providers people sign in."""
    return render(request, "connections/list.html", {"connections": list_connections(viewer_of(request))})


@sensitive_post_parameters("secret")
@_GET_AND_POST
def add(request: HttpRequest, kind: str) -> HttpResponse:
    """Set a connection up."""
    viewer = viewer_of(request)
    check_may_connect(viewer)
    if kind not in FORMS:
        raise NotFound(gettext_noop("There is no such page."))
    form = FORMS[kind](request.POST or None)
    if form.is_valid():
        made = commands.add_connection(by=viewer, at=timezone.now(), kind=kind, given=form.cleaned_data)
        messages.success(request, _("It is set up, and off. Tell the provider of us, try it, then switch it on."))
        return redirect("accounts:connection", made.key)
    return render(request, "connections/edit.html", {"form": form, "kind": _(KINDS[kind])})


@require_safe
def show(request: HttpRequest, key: str) -> HttpResponse:
    """Show one connection, and what its provider needs to know of us."""
    return _show(request, find_connection(viewer_of(request), key))


@sensitive_post_parameters("secret")
@_GET_AND_POST
def change(request: HttpRequest, key: str) -> HttpResponse:
    """Change a connection."""
    viewer = viewer_of(request)
    found = find_connection(viewer, key)
    form = FORMS[found.kind](request.POST or None, connection=found)
    if form.is_valid():
        commands.change_connection(by=viewer, at=timezone.now(), key=key, given=form.cleaned_data)
        messages.success(request, _("It is changed. Try it once more."))
        return redirect("accounts:connection", key)
    return render(request, "connections/edit.html", {"form": form, "kind": _(KINDS[found.kind]), "connection": found})


@require_POST
def switch(request: HttpRequest, key: str) -> HttpResponse:
    """Offer a connection on the sign-in page, or no longer."""
    is_on = request.POST.get("is_on") == "yes"
    commands.switch_connection(by=viewer_of(request), at=timezone.now(), key=key, is_on=is_on)
    says = _("It is on: the sign-in page offers it.") if is_on else _("It is off: nobody signs in with it.")
    messages.success(request, says)
    return redirect("accounts:connection", key)


@require_POST
def try_out(request: HttpRequest, key: str) -> HttpResponse:
    """Try a connection as far as that is possible without a person, and show what was found."""
    viewer = viewer_of(request)
    findings = try_connection(viewer, key, now=timezone.now())
    return _show(request, find_connection(viewer, key), {"findings": findings})


def _show(request: HttpRequest, found: Connection, more: dict[str, object] | None = None) -> HttpResponse:
    if found.kind == "oidc":
        ours = [(_("Redirect URI"), back_address(request, found))]
        theirs = [(_("Issuer"), found.issuer), (_("Client ID"), found.client_id)]
        theirs.append((_("Client secret"), _("Kept, encrypted") if found.sealed_secret else _("None")))
    else:
        ours = [
            (_("Entity ID of Throughline"), saml.entity_id(request, found)),
            (_("Assertion consumer service (HTTP-POST)"), saml.reply_address(request, found)),
        ]
        theirs = [(_("Entity ID of the provider"), found.entity_id), (_("Its sign-in address"), found.sign_in_url)]
    second = _("Asked for by the provider") if found.trusts_second_factor else _("Asked for by Throughline")
    theirs += [
        (_("What of an account it names"), _(MATCHES[found.matched_by])),
        (_("Where the provider says it"), found.claim),
        (_("Second step"), second),
    ]
    shown = {"connection": found, "kind": _(KINDS[found.kind]), "ours": ours, "theirs": theirs}
    return render(request, "connections/connection.html", shown | (more or {}))
