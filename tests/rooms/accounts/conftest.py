"""An identity provider that answers, and a connection to it that is switched on."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from tests.rooms.accounts.identity_provider import SECRET, Provider, providing
from tests.rooms.conftest import AT, Town

if TYPE_CHECKING:
    from throughline.rooms.accounts.models import Connection


@pytest.fixture
def provider() -> Iterator[Provider]:
    with providing() as provider:
        yield provider


def connect(town: Town, kind: str, **given: object) -> "Connection":
    from throughline.rooms.accounts.connections.commands import add_connection, switch_connection

    by = town.viewer("administrator")
    made = add_connection(by=by, at=AT, kind=kind, given={"name": "District", **given})
    return switch_connection(by=by, at=AT, key=made.key, is_on=True)


@pytest.fixture
def connected(town: Town, provider: Provider) -> "Connection":
    given = {"issuer": provider.address, "client_id": "throughline", "secret": SECRET}
    return connect(town, "oidc", **given, matched_by="username", claim="preferred_username")


def sign_on(provider: Provider, client: Client | None = None, /, **claims: object) -> tuple[Client, str]:
    """Go to the provider and come back; return the browser and where it ended, or what it was told."""
    client = client or Client()
    sent = client.get("/sign-in/with/district/?next=/policy/")
    back = provider.authorize(sent["Location"])
    provider.claims = {"preferred_username": "Priya.Raman", **claims}
    answer = client.get(back)
    return client, answer.get("Location") or f"{answer.status_code} {answer.content.decode()}"


def reasons() -> list[str]:
    from throughline.rooms.audit.models import AuditRecord

    return [row.details["reason"] for row in AuditRecord.objects.filter(noun="single sign-on").order_by("pk")]
