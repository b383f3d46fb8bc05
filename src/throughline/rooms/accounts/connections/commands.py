"""Set up, change and switch the identity providers people sign in through."""

import secrets
from collections.abc import Mapping
from datetime import datetime

from django.utils.text import slugify

from throughline.rooms.accounts.connections.queries import KINDS, MATCHES, check_may_connect, find_connection
from throughline.rooms.accounts.models import Connection
from throughline.rooms.accounts.sealing import seal
from throughline.rooms.accounts.single_sign_on.fetching import is_safe_address
from throughline.rooms.audit import api as audit
from throughline.values.errors import RefusedInput
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

COLUMNS = ("name", "issuer", "client_id", "entity_id", "sign_in_url", "certificate", "claim", "matched_by")


def add_connection(*, by: Viewer, at: datetime, kind: str, given: Mapping[str, object]) -> Connection:
    """This function will set a connection up, switched off until it was tried.

    **Raises** `NotAllowed` for all but the administrator, `RefusedInput` where an address is not a safe one.
    """
    check_may_connect(by)
    if kind not in KINDS:
        raise ValueError(f"no kind of connection is called {kind}")
    connection = Connection(kind=kind, key=_new_key(str(given["name"])))
    return _save(by, at, "add", connection, given)


def change_connection(*, by: Viewer, at: datetime, key: str, given: Mapping[str, object]) -> Connection:
    """This function will change a connection; a secret left empty stays as it is.

    **Raises** `NotAllowed`, `NotFound`, `RefusedInput`.
    """
    return _save(by, at, "change", find_connection(by, key), given)


def switch_connection(*, by: Viewer, at: datetime, key: str, is_on: bool) -> Connection:
    """This function will offer a connection on the sign-in page, or no longer.

    **Raises** `NotAllowed`, `NotFound`.
    """
    connection = find_connection(by, key)
    connection.is_on = is_on
    connection.save(update_fields=["is_on"])
    _note(by, at, "switch on" if is_on else "switch off", connection)
    return connection


def _save(by: Viewer, at: datetime, act: str, connection: Connection, given: Mapping[str, object]) -> Connection:
    for column in COLUMNS:
        if column in given:
            setattr(connection, column, str(given[column]).strip())
    connection.trusts_second_factor = bool(given.get("trusts_second_factor"))
    if secret := str(given.get("secret", "")):
        connection.sealed_secret = seal(secret)
    address = connection.issuer if connection.kind == "oidc" else connection.sign_in_url
    if not is_safe_address(address) or connection.matched_by not in MATCHES:
        raise RefusedInput(
            gettext_noop("A provider is reached by HTTPS."), gettext_noop("Give an address that begins with https://.")
        )
    connection.save()
    _note(by, at, act, connection)
    return connection


def _note(by: Viewer, at: datetime, act: str, connection: Connection) -> None:
    details = {"key": connection.key, "matched_by": connection.matched_by, "claim": connection.claim}
    audit.record_act(by=by, at=at, act=act, noun="sign-in connection", object_id=connection.pk, details=details)


def _new_key(name: str) -> str:
    """A word for addresses; it stays, since providers are told of them."""
    key = slugify(name)[:30] or "provider"
    taken = set(Connection.objects.filter(key__startswith=key).values_list("key", flat=True))
    return key if key not in taken else f"{key}-{secrets.token_hex(3)}"
