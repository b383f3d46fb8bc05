"""OpenID Connect: a provider's word counts when it is signed, for us, fresh, asked for, and means one account."""

import re
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from tests.rooms.accounts.conftest import connect, reasons, sign_on
from tests.rooms.accounts.identity_provider import SECRET, Provider
from tests.rooms.accounts.test_second_factor import _set_up_app
from tests.rooms.conftest import Town

if TYPE_CHECKING:
    from throughline.rooms.accounts.models import Connection


def test_a_person_comes_in_by_openid_connect(connected: "Connection", provider: Provider) -> None:
    client, where = sign_on(provider)
    assert where == "/policy/"
    assert client.get("/").status_code == 200
    assert provider.asked["code_challenge_method"] == "S256"
    assert "Single sign-on" in client.get("/sign-in-and-safety/").content.decode()


def test_the_secret_goes_to_the_provider_alone_and_is_encrypted_at_rest(
    connected: "Connection", provider: Provider, town: Town
) -> None:
    from django.db import connection

    sign_on(provider)
    assert provider.forms[0]["authorization"].startswith("Basic ")
    with connection.cursor() as cursor:
        cursor.execute(
            "select c::text from accounts_connection c union all select e::text from accounts_connectionevent e"
            " union all select a.details::text from audit_auditrecord a"
        )
        assert not any(SECRET in row[0] for row in cursor.fetchall())
    page = town.client("administrator").get("/single-sign-on/district/change/").content.decode()
    assert SECRET not in page
    assert "Leave it empty to keep" in page


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({"aud": "somebody-else"}, "token: audience"),
        ({"aud": ["throughline", "other"]}, "token: authorized party"),
        ({"nonce": "another"}, "token: nonce"),
        ({"nonce": None}, "token: nonce"),
        ({"exp": 1_000_000_000}, "token: expired_token"),
        ({"exp": None}, "token: missing_claim"),
        ({"iss": "https://evil.example"}, "token: invalid_claim"),
        ({"preferred_username": "nobody"}, "nobody"),
        ({"preferred_username": ""}, "nobody"),
        ({"preferred_username": ["priya.raman"]}, "nobody"),
    ],
)
def test_a_word_that_does_not_hold_lets_nobody_in(
    connected: "Connection", provider: Provider, claims: dict[str, object], reason: str
) -> None:
    client, told = sign_on(provider, **claims)
    assert told.startswith("403")
    assert client.get("/").status_code == 302
    assert reasons() == [reason]


@pytest.mark.parametrize("how", ["unsigned", "another key", "a shared secret", "nonsense"])
def test_a_token_the_provider_did_not_sign_is_refused(connected: "Connection", provider: Provider, how: str) -> None:
    client = Client()
    back = provider.authorize(client.get("/sign-in/with/district/")["Location"])
    provider.claims = {"preferred_username": "priya.raman"}
    head, body, _signature = provider.write_token().split(".")
    if how == "unsigned":
        provider.token = f"eyJhbGciOiJub25lIn0.{body}."
    elif how == "another key":
        provider.token = Provider(
            provider.address, RSAKey.generate_key(2048, {"kid": "one"}), provider.claims, asked=provider.asked
        ).write_token()
    elif how == "a shared secret":
        said = jwt.decode(provider.write_token(), provider.key).claims
        provider.token = jwt.encode({"alg": "HS256"}, said, OctKey.import_key(SECRET * 4))
    else:
        provider.token = head
    assert client.get(back).status_code == 403
    assert reasons()[0].startswith("token: ")


def test_an_answer_counts_in_the_browser_that_asked_and_once(connected: "Connection", provider: Provider) -> None:
    asking, other = Client(), Client()
    back = provider.authorize(asking.get("/sign-in/with/district/")["Location"])
    provider.claims = {"preferred_username": "priya.raman"}
    assert other.get(back).status_code == 403
    assert asking.get(back.replace("state=", "state=x")).status_code == 403
    assert asking.get(back).status_code == 403, "a state is for one try"
    _client, where = sign_on(provider)
    assert where == "/policy/"


def test_an_email_counts_only_where_the_provider_verified_it(town: Town, provider: Provider) -> None:
    given = {"issuer": provider.address, "client_id": "throughline", "secret": SECRET}
    connect(town, "oidc", **given, matched_by="email", claim="email")
    email = town.users["finance"].email
    for said in (None, False, "true"):
        assert sign_on(provider, email=email, email_verified=said)[1].startswith("403")
    assert sign_on(provider, email=email.upper(), email_verified=True)[1] == "/policy/"
    town.users["teacher"].email = email
    town.users["teacher"].save()
    assert sign_on(provider, email=email, email_verified=True)[1].startswith("403"), "it means two people"


def test_the_roster_id_may_come_from_userinfo_of_the_same_person(town: Town, provider: Provider) -> None:
    given = {"issuer": provider.address, "client_id": "throughline", "secret": ""}
    connect(town, "oidc", **given, matched_by="source_id", claim="staff_id")
    provider.userinfo = {"sub": "person-1", "staff_id": town.users["teacher"].source_id}
    assert sign_on(provider)[1] == "/policy/"
    provider.userinfo["sub"] = "person-2"
    assert sign_on(provider)[1].startswith("403")


def test_nobody_gets_an_account_and_the_refusal_tells_nothing(connected: "Connection", provider: Provider) -> None:
    from throughline.rooms.accounts.models import User

    n_people = User.objects.count()
    left = User.objects.get(username="thao.nguyen")
    left.is_active = False
    left.save()
    pages = [sign_on(provider, preferred_username=name)[1] for name in ("nobody.at.all", "thao.nguyen")]
    pages.append(sign_on(provider, nonce="wrong")[1])
    assert len({re.sub(r'value="[^"]*"', "", page) for page in pages}) == 1
    assert "ask the office of your school or district" in pages[0]
    assert User.objects.count() == n_people


def test_single_sign_on_asks_for_the_second_step_unless_the_provider_does(
    connected: "Connection", provider: Provider, town: Town
) -> None:
    from throughline.rooms.accounts.models import Connection

    _set_up_app(town.client("finance"))
    assert sign_on(provider)[1] == "/sign-in/second-step/"
    Connection.objects.update(trusts_second_factor=True)
    assert sign_on(provider)[1] == "/policy/"


def test_a_provider_that_is_off_or_unknown_is_no_page(connected: "Connection", provider: Provider) -> None:
    from throughline.rooms.accounts.models import Connection

    assert "Sign in with District" in Client().get("/sign-in/").content.decode()
    Connection.objects.update(is_on=False)
    assert "Sign in with District" not in Client().get("/sign-in/").content.decode()
    for key in ("district", "never-made"):
        for page in ("", "back/", "finish/"):
            assert Client().get(f"/sign-in/with/{key}/{page}").status_code == 404


def test_trying_ends_soon(connected: "Connection", provider: Provider) -> None:
    client = Client()
    for _try in range(10):
        sign_on(provider, client, nonce="wrong")
    assert client.get("/sign-in/with/district/").status_code == 403


def test_a_provider_that_does_not_answer_is_told_as_such(connected: "Connection", provider: Provider) -> None:
    from throughline.rooms.accounts.models import Connection

    Connection.objects.update(issuer="http://127.0.0.1:9")
    assert Client().get("/sign-in/with/district/").status_code == 403
    assert reasons() == ["not reached"]


def test_no_page_lets_a_form_go_elsewhere(connected: "Connection") -> None:
    assert "form-action 'self'" in Client().get("/sign-in/")["Content-Security-Policy"]
    assert 'action="/sign-in/with/' not in Client().get("/sign-in/").content.decode()


@pytest.mark.parametrize(
    "address",
    ["http://idp.example", "https://user:word@idp.example", "ftp://idp.example", "https://", "https://x:99999", ""],
)
def test_only_safe_addresses_are_asked(address: str) -> None:
    from throughline.rooms.accounts.single_sign_on.fetching import CannotAsk, ask

    with pytest.raises(CannotAsk, match="unsafe"):
        ask(address)
