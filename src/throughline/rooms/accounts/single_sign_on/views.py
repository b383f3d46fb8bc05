"""Signing in through an identity provider. A browser is sent there by a link, never by a form: so no page's content
security policy has to let a form go elsewhere."""

import secrets

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from throughline.rooms.accounts.models import Connection, User
from throughline.rooms.accounts.sessions.coming_in import come_in, wanted_page
from throughline.rooms.accounts.sign_in import tries
from throughline.rooms.accounts.single_sign_on import commands, oidc, saml
from throughline.rooms.accounts.single_sign_on.fetching import CannotAsk
from throughline.rooms.accounts.single_sign_on.queries import find_described, find_meant, find_open_connection
from throughline.values.viewer import NOBODY

_KEPT = "throughline.single_sign_on"


@login_not_required
@never_cache
@require_safe
def start(request: HttpRequest, key: str) -> HttpResponse:
    """Send the browser to the identity provider."""
    connection = find_open_connection(key)
    if tries.too_many_tries(request, _who(request), now=timezone.now()):
        return _refused(request, connection, "too many")
    try:
        address = _begin_oidc(request, connection) if connection.kind == "oidc" else _begin_saml(request, connection)
    except CannotAsk as trouble:
        return _refused(request, connection, trouble.reason)
    return HttpResponseRedirect(address)


@login_not_required
@never_cache
@require_safe
def come_back(request: HttpRequest, key: str) -> HttpResponse:
    """Take what an OpenID Connect provider answers by way of the browser."""
    connection = find_open_connection(key, "oidc")
    kept = _take_kept(request, connection)
    said_state = request.GET.get("state", "")
    if kept is None or not secrets.compare_digest(said_state.encode(), kept["state"].encode()):
        return _refused(request, connection, "state")
    if request.GET.get("iss", connection.issuer) != connection.issuer:
        return _refused(request, connection, "another issuer")
    if "code" not in request.GET:
        return _refused(request, connection, "no code")
    words = oidc.Kept(kept["state"], kept["nonce"], kept["verifier"])
    try:
        said = oidc.finish(connection, words, request.GET["code"], back_address(request, connection))
    except CannotAsk as trouble:
        return _refused(request, connection, trouble.reason)
    return _let_in(request, connection, find_meant(connection, said), kept["wanted"])


@csrf_exempt  # it comes from the provider's page; what it says is signed, and asked for by us
@login_not_required
@never_cache
@require_POST
def take_saml(request: HttpRequest, key: str) -> HttpResponse:
    """Take what a SAML provider has the browser post. No cookie of ours comes with it, so it lets nobody in yet."""
    connection, now = find_open_connection(key, "saml"), timezone.now()
    found = commands.take_start(by=NOBODY, at=now, connection=connection, state=request.POST.get("RelayState", ""))
    if found is None:
        return _refused(request, connection, "saml: not asked for")
    try:
        said = saml.finish(request, connection, found.request_id, now=now)
    except CannotAsk as trouble:
        return _refused(request, connection, trouble.reason)
    user = find_meant(connection, said)
    if user is None:
        return _refused(request, connection, "nobody")
    commands.note_answer(by=NOBODY, start=found, user=user)
    return redirect("accounts:saml_finish", key)


@login_not_required
@never_cache
@require_safe
def finish_saml(request: HttpRequest, key: str) -> HttpResponse:
    """Let in whom the answer means, in the browser that asked and in no other."""
    connection = find_open_connection(key, "saml")
    kept = _take_kept(request, connection)
    if kept is None:
        return _refused(request, connection, "state")
    user = commands.take_answer(by=NOBODY, at=timezone.now(), connection=connection, state=kept["state"])
    return _let_in(request, connection, user, kept["wanted"])


@login_not_required
@require_safe
def show_metadata(request: HttpRequest, key: str) -> HttpResponse:
    """Say who we are, for the SAML provider's administrator to load."""
    connection = find_described(key)
    return HttpResponse(
        saml.write_metadata(request, connection),
        content_type="application/samlmetadata+xml",
        headers={"Content-Disposition": f'attachment; filename="throughline-{connection.key}.xml"'},
    )


def back_address(request: HttpRequest, connection: Connection) -> str:
    """This function will return where an OpenID Connect provider sends browsers back to."""
    return request.build_absolute_uri(reverse("accounts:sign_on_back", args=[connection.key]))


def _begin_oidc(request: HttpRequest, connection: Connection) -> str:
    address, kept = oidc.begin(connection, back_address(request, connection))
    request.session[_KEPT] = kept.to_session() | {"connection": connection.key, "wanted": wanted_page(request)}
    return address


def _begin_saml(request: HttpRequest, connection: Connection) -> str:
    state = secrets.token_urlsafe(32)
    address, request_id = saml.begin(request, connection, state)
    commands.note_start(by=NOBODY, at=timezone.now(), connection=connection, state=state, request_id=request_id)
    request.session[_KEPT] = {"state": state, "connection": connection.key, "wanted": wanted_page(request)}
    return address


def _take_kept(request: HttpRequest, connection: Connection) -> dict[str, str] | None:
    kept = request.session.pop(_KEPT, None)
    return kept if isinstance(kept, dict) and kept.get("connection") == connection.key else None


def _let_in(request: HttpRequest, connection: Connection, user: User | None, wanted: str) -> HttpResponse:
    if user is None:
        return _refused(request, connection, "nobody")
    trusted = connection.trusts_second_factor
    return come_in(request, user, way="single_sign_on", wanted=wanted, proved_twice=trusted)


def _refused(request: HttpRequest, connection: Connection, reason: str) -> HttpResponse:
    """The same page whatever the reason, which only the audit trail tells."""
    now = timezone.now()
    if reason != "too many":
        tries.count_try(request, _who(request), now=now)
        commands.note_refusal(by=NOBODY, at=now, connection=connection, reason=reason)
    return render(request, "single_sign_on/refused.html", {"connection": connection}, status=403)


def _who(request: HttpRequest) -> str:
    return f"single sign-on in {request.session.session_key}"
