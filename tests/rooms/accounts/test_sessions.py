"""Sessions: seen, ended from elsewhere, and over by rest, by hours and by changes of how one signs in."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings
from tests.rooms.accounts.test_second_factor import _add_passkey, _make_codes, _set_up_app
from tests.rooms.conftest import AT, FIRST_DAY, SET_UP, Town

from throughline.rooms.accounts.sessions.devices import name_device

SAFETY = "/sign-in-and-safety/"
PASSWORD = "correct horse battery"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"


def _is_in(client: Client) -> bool:
    return client.get("/").status_code == 200


def _row(town: Town, key: str) -> int:
    from throughline.rooms.accounts.models import SignedIn

    return int(SignedIn.objects.filter(user=town.users[key]).latest("pk").pk)


def test_one_sees_where_one_is_signed_in_and_ends_one_of_them(town: Town) -> None:
    other = Client(HTTP_USER_AGENT=FIREFOX)
    other.post("/sign-in/", {"username": "priya.raman", "password": PASSWORD})
    number = _row(town, "finance")
    here = town.client("finance")
    page = here.get(SAFETY).content.decode()
    assert "Firefox, Windows" in page
    assert page.count("This browser") == 1
    assert f"/sessions/{number}/end/" in page
    here.post(f"{SAFETY}sessions/{number}/end/")
    assert not _is_in(other)
    assert _is_in(here)


def test_nobody_ends_anothers_session(town: Town) -> None:
    client = town.client("finance")
    number = _row(town, "finance")
    assert town.client("teacher").post(f"{SAFETY}sessions/{number}/end/").status_code == 404
    assert _is_in(client)


def test_all_others_end_at_once(town: Town) -> None:
    others = [town.client("finance"), town.client("finance")]
    bystander, here = town.client("teacher"), town.client("finance")
    here.post(f"{SAFETY}sessions/end-others/")
    assert [_is_in(one) for one in (*others, bystander, here)] == [False, False, True, True]


def test_signing_out_ends_the_session_itself_not_only_the_cookie(town: Town) -> None:
    client, thief = town.client("finance"), Client()
    thief.cookies = client.cookies
    client.post("/sign-out/")
    assert not _is_in(thief)


@pytest.mark.parametrize(("key", "minutes"), [("administrator", 20), ("finance", 30), ("guardian", 60)])
def test_a_browser_rests_as_long_as_its_persons_roles_allow(town: Town, key: str, minutes: int) -> None:
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        client = town.client(key)
        clock.move_to(start + timedelta(minutes=minutes - 1))
        assert _is_in(client)
        clock.move_to(start + timedelta(minutes=2 * minutes))
        assert not _is_in(client)


def test_no_session_outlives_eight_hours_however_busy(town: Town) -> None:
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        client = town.client("guardian")
        for n_quarters in range(1, 32):
            clock.move_to(start + timedelta(minutes=15 * n_quarters))
            assert _is_in(client)
        clock.move_to(start + timedelta(hours=8))
        assert not _is_in(client)


def test_changing_the_password_asks_for_the_present_one_and_ends_the_others(town: Town) -> None:
    other, here = town.client("finance"), town.client("finance")
    new = "nine brown otters swim"
    wrong = here.post(f"{SAFETY}password/", {"present": "not it", "password": new, "again": new})
    assert "not your present password" in wrong.content.decode()
    weak = here.post(f"{SAFETY}password/", {"present": PASSWORD, "password": "password1234", "again": "password1234"})
    assert weak.status_code == 200
    done = here.post(f"{SAFETY}password/", {"present": PASSWORD, "password": new, "again": new})
    assert done["Location"] == SAFETY
    assert [_is_in(here), _is_in(other)] == [True, False]
    assert Client().post("/sign-in/", {"username": "priya.raman", "password": new}).status_code == 302


def test_guessing_the_present_password_ends_soon(town: Town) -> None:
    here, new = town.client("finance"), "nine brown otters swim"
    for _try in range(10):
        here.post(f"{SAFETY}password/", {"present": "not it", "password": new, "again": new})
    answer = here.post(f"{SAFETY}password/", {"present": PASSWORD, "password": new, "again": new})
    assert "Too many tries" in answer.content.decode()


def test_adding_and_removing_a_second_step_ends_the_others_and_renews_the_key(town: Town) -> None:
    from allauth.mfa.models import Authenticator

    other, here = town.client("finance"), town.client("finance")
    before = here.session.session_key
    _add_passkey(here)
    assert here.session.session_key != before
    assert [_is_in(here), _is_in(other)] == [True, False]
    other, before = town.client("finance"), here.session.session_key
    here.post(f"{SAFETY}second-steps/{Authenticator.objects.get(type='webauthn').pk}/remove/")
    assert here.session.session_key != before
    assert [_is_in(here), _is_in(other)] == [True, False]


def test_a_role_granted_or_ended_gives_the_session_a_new_key(town: Town) -> None:
    from throughline.rooms.accounts import api as accounts

    client = town.client("teacher")
    client.get("/")
    before = client.session.session_key
    client.get("/")
    assert client.session.session_key == before
    accounts.grant_role(
        by=SET_UP,
        at=AT,
        user=town.users["teacher"],
        relation="district_finance",
        organization_id=None,
        starts_on=FIRST_DAY,
    )
    client.get("/")
    assert client.session.session_key != before


@pytest.mark.parametrize("place", ["app/", "passkeys/", "recovery-codes/"])
def test_a_browser_left_open_changes_no_lock(town: Town, place: str) -> None:
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        client = town.client("finance")
        clock.move_to(start + timedelta(minutes=16))
        asked = client.get(SAFETY + place)
        assert asked["Location"].startswith(f"{SAFETY}again/?next=")
        assert "Sign in once more" in client.get(asked["Location"]).content.decode()
        out = client.post("/sign-out/", {"next": SAFETY + place})
        assert out["Location"].startswith("/sign-in/?next=")


# --- A second factor where the role needs one ---


@pytest.fixture
def held(settings: Settings) -> None:
    """Hold people to their second factor, as where there are real students."""
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.mark.usefixtures("held")
def test_who_needs_a_second_step_sets_it_up_first_and_can_do_nothing_else(town: Town) -> None:
    client = town.client("finance")
    for page in ("/", "/budgets/", "/policy/", f"{SAFETY}password/"):
        assert client.get(page)["Location"] == SAFETY
    assert client.post("/budgets/")["Location"] == SAFETY
    assert client.get("/", headers={"HX-Request": "true"})["HX-Redirect"] == SAFETY
    assert "One thing first" in client.get(SAFETY).content.decode()
    assert client.post("/language/", {"language": "es", "next": "/"})["Location"] == "/"
    client.post("/language/", {"language": "en", "next": "/"})
    _set_up_app(client)
    assert len(_make_codes(client)) == 10
    assert _is_in(client)


@pytest.mark.usefixtures("held")
def test_a_role_granted_today_binds_at_the_next_request(town: Town) -> None:
    from throughline.rooms.accounts import api as accounts

    client = town.client("teacher")
    assert _is_in(client)
    accounts.grant_role(
        by=SET_UP,
        at=AT,
        user=town.users["teacher"],
        relation="district_finance",
        organization_id=None,
        starts_on=FIRST_DAY,
    )
    assert client.get("/")["Location"] == SAFETY


@pytest.mark.usefixtures("held")
def test_the_only_second_step_stays_where_the_role_needs_one(town: Town) -> None:
    from allauth.mfa.models import Authenticator

    client = town.client("finance")
    _add_passkey(client)
    number = Authenticator.objects.get(type="webauthn").pk
    assert client.post(f"{SAFETY}second-steps/{number}/remove/").status_code == 400
    assert Authenticator.objects.filter(pk=number).exists()


@pytest.mark.usefixtures("held")
def test_families_and_teachers_may_do_with_a_password(town: Town) -> None:
    assert _is_in(town.client("guardian"))


def test_where_there_are_real_students_the_second_factor_is_asked_for() -> None:
    from django.conf import settings

    assert settings.IS_DEMO is not settings.SECOND_FACTOR_REQUIRED


def test_the_page_costs_the_same_however_many_browsers(town: Town) -> None:
    client = town.client("finance")
    counts = []
    for n_more in (1, 20):
        for _each in range(n_more):
            town.client("finance")
        client.get(SAFETY)
        with CaptureQueriesContext(connection) as asked:
            client.get(SAFETY)
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("said", "name"),
    [
        (FIREFOX, "Firefox, Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1",
            "Safari, iPhone",
        ),
        ("Mozilla/5.0 (X11; CrOS x86_64 14541) AppleWebKit/537.36 Chrome/130.0 Safari/537.36", "Chrome, ChromeOS"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0", "Edge, Windows"),
        ("<script>", ""),
    ],
)
def test_a_browser_is_named_as_a_person_knows_it(said: str, name: str) -> None:
    assert name_device(said) == name
