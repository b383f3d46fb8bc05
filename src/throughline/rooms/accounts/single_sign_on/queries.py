"""Whom an identity provider means: one of those who have an account, or nobody."""

from collections.abc import Mapping
from typing import Any

from throughline.rooms.accounts.models import Connection, User
from throughline.values.errors import NotFound
from throughline.values.words import gettext_noop


def find_open_connection(key: str, kind: str = "") -> Connection:
    """This function will return a connection that is switched on.

    **Raises** `NotFound` where there is none: one that is off is not told apart.
    """
    found = Connection.objects.filter(key=key, is_on=True).first()
    if found is None or (kind and found.kind != kind):
        raise NotFound(gettext_noop("There is no such page."))
    return found


def find_described(key: str) -> Connection:
    """This function will return a SAML connection, on or off: its provider has to know us before it is switched on.

    **Raises** `NotFound` where there is none.
    """
    found = Connection.objects.filter(key=key, kind="saml").first()
    if found is None:
        raise NotFound(gettext_noop("There is no such page."))
    return found


def find_meant(connection: Connection, said: Mapping[str, Any]) -> User | None:
    """This function will return the one account that what a provider said means; None where none or several do.

    An e-mail address counts only where the provider says by OpenID Connect that it is verified, or by SAML, whose
    assertions are the district's own directory speaking.
    """
    value = said.get(connection.claim)
    if not isinstance(value, str) or not value.strip():
        return None
    value = value.strip()
    if connection.matched_by == "email" and connection.kind == "oidc" and said.get("email_verified") is not True:
        return None
    how = {"username": "username__iexact", "email": "email__iexact", "source_id": "source_id"}[connection.matched_by]
    found = list(User.objects.filter(**{how: value}, is_active=True)[:2])
    return found[0] if len(found) == 1 else None
