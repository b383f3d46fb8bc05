"""SAML: an assertion counts when it is signed, for us, fresh, asked for, and means one account."""

import re
import zlib
from base64 import b64decode
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from tests.rooms.accounts.conftest import connect, reasons
from tests.rooms.accounts.identity_provider import Assertion, make_pair
from tests.rooms.conftest import Town

if TYPE_CHECKING:
    from throughline.rooms.accounts.models import Connection


PAIR, OTHER_PAIR = make_pair(), make_pair()
OURS = "http://testserver/sign-in/with/district/metadata/"
REPLY = "http://testserver/sign-in/with/district/saml/"


@pytest.fixture
def saml(town: Town) -> "Connection":
    given = {"entity_id": "https://idp.example/saml", "sign_in_url": "https://idp.example/sso", "certificate": PAIR[1]}
    return connect(town, "saml", **given, matched_by="username", claim="uid")


def _ask_saml(client: Client) -> tuple[str, str]:
    """Set out for the provider; return the number of what is asked, and the state."""
    sent = urlsplit(client.get("/sign-in/with/district/?next=/policy/")["Location"])
    asked = parse_qs(sent.query)
    assert sent.netloc == "idp.example"
    request = zlib.decompress(b64decode(asked["SAMLRequest"][0]), -15).decode()
    number = re.search(r'ID="([^"]+)"', request)
    assert number is not None
    return number[1], asked["RelayState"][0]


def _post(state: str, response: str) -> int:
    """Post as a browser does from another site: without our cookies."""
    answer = Client(enforce_csrf_checks=True).post(
        "/sign-in/with/district/saml/", {"SAMLResponse": response, "RelayState": state}
    )
    return answer.status_code


def test_a_signed_assertion_comes_in_through_the_browser_that_asked(saml: "Connection") -> None:
    client, other = Client(), Client()
    number, state = _ask_saml(client)
    said = Assertion(OURS, REPLY, number)
    assert _post(state, said.response(said.signed(PAIR))) == 302
    assert other.get("/sign-in/with/district/finish/").status_code == 403
    assert client.get("/sign-in/with/district/finish/")["Location"] == "/policy/"
    assert client.get("/").status_code == 200
    assert client.get("/sign-in/with/district/finish/").status_code == 403


@pytest.mark.parametrize(
    "spoil",
    [
        "unsigned", "another key", "wrong audience", "no audience", "expired", "another question", "another issuer",
        "another place", "changed", "wrapped", "not asked for", "nonsense", "entities",
    ],
)  # fmt: skip
def test_an_assertion_that_does_not_hold_lets_nobody_in(saml: "Connection", spoil: str) -> None:
    client = Client()
    number, state = _ask_saml(client)
    said = Assertion(OURS, REPLY, number)
    pair = PAIR
    match spoil:
        case "another key":
            pair = OTHER_PAIR
        case "wrong audience":
            said.audience = "https://somebody.example"
        case "no audience":
            said.audience = ""
        case "expired":
            said.minutes = -5
        case "another question":
            said.in_response_to = "_other"
        case "another issuer":
            said.issuer = "https://evil.example"
        case "another place":
            said.recipient = "https://somebody.example/saml"
        case "not asked for":
            state = "never-made"
    signed = said.signed(pair)
    response = said.response(said.assertion() if spoil == "unsigned" else signed)
    if spoil == "changed":
        response = said.response(signed.replace("priya.raman", "wei.li"))
    elif spoil == "wrapped":
        forged = Assertion(OURS, REPLY, number, number="_forged", person="wei.li").assertion()
        response = said.response(forged, signed)
        inside = forged.replace("</saml:Assertion>", f"<saml:Advice>{signed}</saml:Advice></saml:Assertion>")
        assert _post(state, said.response(inside)) == 403
    elif spoil == "nonsense":
        response = "AAAA"
    elif spoil == "entities":
        from base64 import b64encode

        laughs = b'<!DOCTYPE r [<!ENTITY a "ha">]><r>&a;</r>'
        response = b64encode(laughs).decode()
    assert _post(state, response) == 403
    assert client.get("/sign-in/with/district/finish/").status_code == 403
    assert client.get("/").status_code == 302


def test_an_assertion_is_used_once(saml: "Connection") -> None:
    first, second = Client(), Client()
    number, state = _ask_saml(first)
    said = Assertion(OURS, REPLY, number)
    response = said.response(said.signed(PAIR))
    assert _post(state, response) == 302
    assert _post(state, response) == 403, "the question is answered"
    number, state = _ask_saml(second)
    assert _post(state, response) == 403, "it answers another question"
    said.in_response_to = number
    assert _post(state, said.response(said.signed(PAIR))) == 403, "an assertion of this number was used"
    assert reasons()[-1] == "saml: used before"


def test_our_metadata_says_where_and_who_we_are(saml: "Connection") -> None:
    answer = Client().get("/sign-in/with/district/metadata/")
    assert answer["Content-Type"] == "application/samlmetadata+xml"
    assert f'entityID="{OURS}"' in answer.content.decode()
    assert f'Location="{REPLY}"' in answer.content.decode()
