"""The second step: apps, passkeys and recovery codes; each once, none guessed, and never in the clear."""

import re
import time

import pytest
from django.test import Client
from pytest_django import Settings
from tests.rooms.accounts.soft_key import SoftKey
from tests.rooms.conftest import AT, Town

SAFETY = "/sign-in-and-safety/"
PASSWORD = "correct horse battery"


def _code(secret: str, steps: int = 0) -> str:
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps)))


def _set_up_app(client: Client) -> str:
    """Set an app up as a person does, and return its secret."""
    page = client.get(f"{SAFETY}app/").content.decode()
    found = re.search(r'class="key">([A-Z2-7 ]+)<', page)
    assert found is not None
    secret = found[1].replace(" ", "")
    assert client.post(f"{SAFETY}app/", {"code": _code(secret)})["Location"] == f"{SAFETY}recovery-codes/"
    return secret


def _make_codes(client: Client) -> list[str]:
    return re.findall(r"<code>([\d ]+)</code>", client.post(f"{SAFETY}recovery-codes/").content.decode())


def _add_passkey(client: Client, name: str = "my phone") -> SoftKey:
    key = SoftKey(origin="https://testserver")
    asked = client.post(f"{SAFETY}passkeys/begin/").json()
    added = client.post(f"{SAFETY}passkeys/", {"name": name, "credential": key.make(asked)})
    assert added.status_code == 302
    return key


def _half_in(username: str = "priya.raman") -> Client:
    client = Client()
    came = client.post("/sign-in/", {"username": username, "password": PASSWORD, "next": "/policy/"})
    assert came["Location"] == "/sign-in/second-step/"
    return client


def _is_in(client: Client) -> bool:
    return client.get("/").status_code == 200


def test_an_app_is_drawn_set_up_by_its_code_and_asked_for_after_the_password(town: Town) -> None:
    client = town.client("finance")
    drawn = client.get(f"{SAFETY}app/picture.svg")
    assert drawn["Content-Type"] == "image/svg+xml"
    assert drawn.content.startswith(b"<svg xmlns=")
    secret = _set_up_app(client)
    again = _half_in()
    assert not _is_in(again)
    assert again.post("/sign-in/second-step/", {"code": _code(secret, 1)})["Location"] == "/policy/"
    assert _is_in(again)


def test_a_wrong_code_sets_nothing_up(town: Town) -> None:
    client = town.client("finance")
    client.get(f"{SAFETY}app/")
    assert "This is not the code" in client.post(f"{SAFETY}app/", {"code": "000000"}).content.decode()
    assert Client().post("/sign-in/", {"username": "priya.raman", "password": PASSWORD})["Location"] == "/"


def test_a_code_of_an_app_works_once(town: Town) -> None:
    secret = _set_up_app(town.client("finance"))
    code = _code(secret, 1)
    assert _half_in().post("/sign-in/second-step/", {"code": code}).status_code == 302
    assert "not a code that works now" in _half_in().post("/sign-in/second-step/", {"code": code}).content.decode()


def test_secrets_are_encrypted_at_rest(town: Town) -> None:
    from allauth.mfa.models import Authenticator
    from django.db import connection

    secret = _set_up_app(town.client("finance"))
    with connection.cursor() as cursor:
        cursor.execute("select data::text from mfa_authenticator union all select session_data from django_session")
        kept = [str(row[0]) for row in cursor.fetchall()]
    assert kept
    assert not any(secret in row for row in kept)
    assert Authenticator.objects.get(type="totp").data["secret"].startswith("gAAAA")


def test_a_secret_kept_under_another_key_says_what_to_do(settings: Settings) -> None:
    from throughline.rooms.accounts.sealing import seal, unseal
    from throughline.values.errors import ThroughlineError

    kept, before = seal("word"), settings.SECRET_KEY
    settings.SECRET_KEY = "another" * 10
    with pytest.raises(ThroughlineError, match="THROUGHLINE_SECRET_KEY"):
        unseal(kept)
    settings.SECRET_KEY_FALLBACKS = [before]
    assert unseal(kept) == "word"


def test_recovery_codes_are_shown_once_work_once_and_end_with_new_ones(town: Town) -> None:
    client = town.client("finance")
    _set_up_app(client)
    codes = _make_codes(client)
    assert len(set(codes)) == 10
    assert not any(code in client.get(f"{SAFETY}recovery-codes/").content.decode() for code in codes)
    assert _half_in().post("/sign-in/second-step/", {"code": codes[0]}).status_code == 302
    assert "not a code" in _half_in().post("/sign-in/second-step/", {"code": codes[0]}).content.decode()
    assert "9 left" in client.get(SAFETY).content.decode()
    _make_codes(client)
    assert "not a code" in _half_in().post("/sign-in/second-step/", {"code": codes[1]}).content.decode()


def test_recovery_codes_need_something_to_recover_from(town: Town) -> None:
    assert town.client("finance").post(f"{SAFETY}recovery-codes/").status_code == 400


def test_guessing_codes_ends_soon_and_keeps_nobody_else_out(town: Town) -> None:
    secret = _set_up_app(town.client("finance"))
    guesser = _half_in()
    for _try in range(10):
        guesser.post("/sign-in/second-step/", {"code": "000000"})
    assert "Too many tries" in guesser.post("/sign-in/second-step/", {"code": _code(secret, 1)}).content.decode()
    owner = Client(REMOTE_ADDR="10.0.0.7")
    owner.post("/sign-in/", {"username": "priya.raman", "password": PASSWORD})
    assert owner.post("/sign-in/second-step/", {"code": _code(secret, 1)}).status_code == 302


def test_guessing_from_many_addresses_ends_too(town: Town) -> None:
    from throughline.rooms.accounts.models import SignInTries
    from throughline.rooms.accounts.sign_in import tries

    secret = _set_up_app(town.client("finance"))
    for place in range(tries.MOST_SECOND_STEPS // 10):
        guesser = Client(REMOTE_ADDR=f"10.0.1.{place}")
        guesser.post("/sign-in/", {"username": "priya.raman", "password": PASSWORD})
        for _try in range(10):
            guesser.post("/sign-in/second-step/", {"code": "000000"})
    assert SignInTries.objects.filter(n=tries.MOST_SECOND_STEPS).exists()
    late = Client(REMOTE_ADDR="10.0.2.1")
    late.post("/sign-in/", {"username": "priya.raman", "password": PASSWORD})
    assert "Too many tries" in late.post("/sign-in/second-step/", {"code": _code(secret, 1)}).content.decode()


def test_the_second_step_is_of_ten_minutes_and_of_the_same_password(town: Town) -> None:
    from datetime import timedelta

    import time_machine
    from django.utils import timezone

    _set_up_app(town.client("finance"))
    half, other = _half_in(), _half_in()
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        assert half.get("/sign-in/second-step/")["Location"] == "/sign-in/"
    user = town.users["finance"]
    user.set_password("another long password")
    user.save()
    assert other.get("/sign-in/second-step/")["Location"] == "/sign-in/"


def test_a_passkey_signs_in_alone_and_as_a_second_step(town: Town) -> None:
    key = _add_passkey(town.client("finance"))
    alone = Client()
    asked = alone.post("/sign-in/passkey/begin/").json()
    assert asked["publicKey"]["userVerification"] == "required"
    assert not asked["publicKey"].get("allowCredentials")
    came = alone.post("/sign-in/passkey/", {"credential": key.show(asked), "next": "/policy/"})
    assert came["Location"] == "/policy/"
    assert _is_in(alone)
    half = _half_in()
    asked = half.post("/sign-in/passkey/begin/").json()
    assert len(asked["publicKey"]["allowCredentials"]) == 1
    assert half.post("/sign-in/second-step/", {"credential": key.show(asked)})["Location"] == "/policy/"


@pytest.mark.parametrize(
    "spoil",
    ["another key", "another site", "not verified", "an old challenge", "not asked", "nonsense", "nobody's", "a list"],
)
def test_a_passkey_that_does_not_answer_what_was_asked_is_refused(town: Town, spoil: str) -> None:
    from cryptography.hazmat.primitives.asymmetric import ec

    key = _add_passkey(town.client("finance"))
    client = Client()
    asked = client.post("/sign-in/passkey/begin/").json()
    match spoil:
        case "another key":
            key.key = ec.generate_private_key(ec.SECP256R1())
        case "another site":
            key.origin = "https://evil.example"
        case "not verified":
            key.verified = False
        case "an old challenge":
            client.post("/sign-in/passkey/begin/")
        case "not asked":
            client = Client()
        case "nobody's":
            key.user = "enp6eg"
    said = {"nonsense": "{", "a list": "[]"}.get(spoil) or key.show(asked)
    answer = client.post("/sign-in/passkey/", {"credential": said})
    assert answer.status_code == 200
    assert "This passkey opens no account here" in answer.content.decode()
    assert not _is_in(client)


def test_a_passkey_answer_cannot_be_used_again(town: Town) -> None:
    key = _add_passkey(town.client("finance"))
    client = Client()
    said = key.show(client.post("/sign-in/passkey/begin/").json())
    client.post("/sign-in/passkey/", {"credential": said})
    client.post("/sign-out/")
    assert "opens no account" in client.post("/sign-in/passkey/", {"credential": said}).content.decode()


def test_one_persons_passkey_is_not_anothers_second_step(town: Town) -> None:
    _set_up_app(town.client("finance"))
    key = _add_passkey(town.client("teacher"))
    half = _half_in()
    asked = half.post("/sign-in/passkey/begin/").json()
    assert half.post("/sign-in/second-step/", {"credential": key.show(asked)}).status_code == 200
    assert not _is_in(half)


def test_those_who_left_do_not_come_in_by_passkey(town: Town) -> None:
    key = _add_passkey(town.client("finance"))
    user = town.users["finance"]
    user.is_active = False
    user.save()
    client = Client()
    said = key.show(client.post("/sign-in/passkey/begin/").json())
    assert "opens no account" in client.post("/sign-in/passkey/", {"credential": said}).content.decode()


def test_a_passkey_is_named_renamed_and_removed_by_its_owner_alone(town: Town) -> None:
    from allauth.mfa.models import Authenticator

    client = town.client("finance")
    _add_passkey(client, "key on my keyring")
    number = Authenticator.objects.get(type="webauthn").pk
    place = f"{SAFETY}passkeys/{number}/"
    assert "key on my keyring" in client.get(SAFETY).content.decode()
    client.post(place, {"name": "at home"})
    assert "at home" in client.get(SAFETY).content.decode()
    other = town.client("teacher")
    assert other.post(place, {"name": "mine"}).status_code == 404
    assert other.post(f"{SAFETY}second-steps/{number}/remove/").status_code == 404
    assert client.post(f"{SAFETY}second-steps/{number}/remove/").status_code == 302
    assert not Authenticator.objects.filter(user=town.users["finance"]).exists()


def test_what_changes_is_in_the_audit_trail_and_no_secret_is(town: Town) -> None:
    from throughline.rooms.audit.models import AuditRecord

    client = town.client("finance")
    secret = _set_up_app(client)
    codes = _make_codes(client)
    rows = [
        f"{row.act} {row.noun} {row.details}" for row in AuditRecord.objects.filter(by_user_id=town.users["finance"].pk)
    ]
    assert any(row.startswith("add app") for row in rows)
    assert any(row.startswith("make recovery codes") for row in rows)
    assert not any(secret in row or code in row for row in rows for code in codes)


def test_who_lost_everything_starts_anew_by_the_administrator_alone(town: Town) -> None:
    from throughline.rooms.accounts.cli import _start_anew
    from throughline.rooms.accounts.second_factor.commands import start_anew
    from throughline.values.errors import NotAllowed

    client = town.client("finance")
    _set_up_app(client)
    with pytest.raises(NotAllowed):
        start_anew(by=town.viewer("data_lead"), at=AT, user=town.users["finance"])
    with pytest.raises(NotAllowed):
        start_anew(by=town.viewer("finance"), at=AT, user=town.users["finance"])
    assert _start_anew("Priya.Raman") == town.users["finance"].name
    assert not _is_in(client)
    assert Client().post("/sign-in/", {"username": "priya.raman", "password": PASSWORD})["Location"] == "/"


def test_the_administrator_lets_somebody_start_anew_from_their_page(town: Town) -> None:
    from allauth.mfa.models import Authenticator

    from throughline.rooms.audit.models import AuditRecord

    admin, client, number = town.client("administrator"), town.client("finance"), town.users["finance"].pk
    path = f"/people/{number}/start-anew/"
    assert "Second steps lost" not in admin.get(f"/people/{number}/").content.decode()
    _set_up_app(client)
    _make_codes(client)
    _add_passkey(client)
    assert "Second steps lost" in admin.get(f"/people/{number}/").content.decode()
    asked = admin.get(path).content.decode()
    assert f"Take the second steps of {town.users['finance'].name} away?" in asked
    assert Authenticator.objects.filter(user_id=number).count() == 3
    assert admin.post(path)["Location"] == f"/people/{number}/"
    assert not Authenticator.objects.filter(user_id=number).exists()
    assert not _is_in(client)
    assert AuditRecord.objects.latest("pk").details == {}
    page = admin.get(f"/people/{number}/").content.decode()
    assert "Second steps taken away, signed out everywhere" in page
    assert "Second steps lost" not in page
    assert Client().post("/sign-in/", {"username": "priya.raman", "password": PASSWORD})["Location"] == "/"


@pytest.mark.parametrize("key", ["coordinator", "data_lead", "privacy_officer", "outsider", "guardian", "partner"])
def test_nobody_else_lets_somebody_start_anew(town: Town, key: str) -> None:
    path = f"/people/{town.users['finance'].pk}/start-anew/"
    _set_up_app(owner := town.client("finance"))
    client = town.client(key)
    assert [client.get(path).status_code, client.post(path).status_code] == [403, 403]
    assert _is_in(owner)


def test_starting_anew_is_refused_to_oneself_to_who_has_nothing_and_to_a_browser_left_open(town: Town) -> None:
    from datetime import timedelta

    from throughline.rooms.accounts.models import SignedIn

    admin, own = town.client("administrator"), town.users["administrator"]
    _set_up_app(admin)
    mine = admin.post(f"/people/{own.pk}/start-anew/")
    assert mine.status_code == 400
    assert "Nobody takes away all of their own second steps" in mine.content.decode()
    nothing = admin.post(f"/people/{town.users['finance'].pk}/start-anew/")
    assert nothing.status_code == 400
    assert "no second step that could be taken away" in nothing.content.decode()
    _set_up_app(client := town.client("finance"))
    for row in SignedIn.objects.filter(user=own):
        SignedIn.objects.filter(pk=row.pk).update(started_at=row.started_at - timedelta(minutes=20))
    path = f"/people/{town.users['finance'].pk}/start-anew/"
    assert admin.post(path)["Location"].startswith("/sign-in-and-safety/again/?next=")
    assert _is_in(client)
