"""Connections to identity providers: the administrator adds, tries and switches them, and nobody else does."""

from typing import TYPE_CHECKING

import pytest
from django.test import Client
from tests.rooms.accounts.identity_provider import SECRET, Provider, make_pair
from tests.rooms.conftest import AT, Town

if TYPE_CHECKING:
    from throughline.rooms.accounts.models import Connection


OIDC = {
    "name": "Google",
    "issuer": "https://accounts.google.com",
    "client_id": "us",
    "secret": SECRET,
    "matched_by": "email",
    "claim": "email",
}


def test_the_administrator_adds_tries_and_switches_a_connection(town: Town, provider: Provider) -> None:
    client = town.client("administrator")
    made = client.post("/single-sign-on/add/oidc/", OIDC | {"issuer": provider.address})
    assert made["Location"] == "/single-sign-on/google/"
    assert "Google" not in Client().get("/sign-in/").content.decode(), "off until it is switched on"
    tried = client.post("/single-sign-on/google/try/").content.decode()
    assert "describes itself as this issuer" in tried
    assert "Its keys can be read: 1." in tried
    client.post("/single-sign-on/google/switch/", {"is_on": "yes"})
    assert "Sign in with Google" in Client().get("/sign-in/").content.decode()
    client.post("/single-sign-on/google/change/", OIDC | {"name": "Work", "secret": "", "issuer": provider.address})
    from throughline.rooms.accounts.models import Connection
    from throughline.rooms.accounts.sealing import unseal

    assert unseal(Connection.objects.get().sealed_secret) == SECRET
    client.post("/single-sign-on/google/switch/", {"is_on": "no"})
    assert "Work" not in Client().get("/sign-in/").content.decode()


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [
        ("oidc", "issuer", "http://accounts.google.com"),
        ("oidc", "matched_by", "password"),
        ("saml", "certificate", "-----BEGIN CERTIFICATE-----\nnot one\n-----END CERTIFICATE-----"),
        ("saml", "sign_in_url", "javascript:alert(1)"),
    ],
)
def test_a_connection_that_cannot_be_is_refused(town: Town, kind: str, field: str, value: str) -> None:
    saml = {"entity_id": "x", "sign_in_url": "https://idp.example/", "certificate": make_pair()[1]}
    given = OIDC | saml | {field: value}
    answer = town.client("administrator").post(f"/single-sign-on/add/{kind}/", given)
    assert answer.status_code == 200
    assert f"id_{field}_error" in answer.content.decode()


def test_nobody_else_sets_it_up(town: Town, connected: "Connection") -> None:
    from throughline.rooms.accounts.connections import commands
    from throughline.values.errors import NotAllowed

    for key in ("data_lead", "finance", "teacher"):
        client = town.client(key)
        for page in ("", "add/oidc/", "district/", "district/change/"):
            assert client.get(f"/single-sign-on/{page}").status_code == 403
        for page in ("add/oidc/", "district/change/", "district/switch/", "district/try/"):
            assert client.post(f"/single-sign-on/{page}", OIDC).status_code == 403
        with pytest.raises(NotAllowed):
            commands.switch_connection(by=town.viewer(key), at=AT, key="district", is_on=False)
