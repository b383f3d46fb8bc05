"""People and roles, as the administrator keeps them on pages."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.rooms.conftest import AT, FIRST_DAY, SET_UP, Town

from throughline.rooms.accounts import api as accounts
from throughline.values.errors import NotAllowed, NotFound, RefusedInput

NEW = {"name": "Núria New", "username": "nuria", "email": "nuria@aldervalley.example", "language": "es"}
CHOSEN = {"password": "twelve quiet herons", "again": "twelve quiet herons"}
OTHERS = ("coordinator", "data_lead", "privacy_officer", "outsider", "guardian", "partner")


@pytest.fixture
def admin(town: Town) -> Client:
    return town.client("administrator")


def _add(admin: Client, **more: str) -> int:
    response = admin.post("/people/new/", NEW | more)
    assert response.status_code == 302, response.content.decode()
    return int(response["Location"].split("/")[2])


def _invite(admin: Client, number: int) -> str:
    page = admin.post(f"/people/{number}/invite/")
    assert "no-store" in page["Cache-Control"]
    found = re.search(r'http://testserver(/welcome/[^"<]+)["<]', page.content.decode())
    assert found is not None
    return found[1]


def _role(town: Town, key: str) -> int:
    from throughline.rooms.accounts.models import RoleAssignment

    return RoleAssignment.objects.get(user=town.users[key]).pk


def _acts(n: int) -> list[tuple[str, str]]:
    from throughline.rooms.audit.models import AuditRecord

    return list(AuditRecord.objects.order_by("-pk").values_list("act", "noun"))[:n]


def test_a_person_is_added_given_a_role_invited_and_comes_in(town: Town, admin: Client) -> None:
    number = _add(admin)
    page = admin.get(f"/people/{number}/").content.decode()
    assert "Not invited" in page
    assert "No role is held now" in page
    given = {"relation": "coordinator", "place": str(town.cedar.pk), "starts_on": "2026-11-20"}
    assert admin.post(f"/people/{number}/role/", given).status_code == 302
    path = _invite(admin, number)
    assert "An invitation is in force" in admin.get(f"/people/{number}/").content.decode()
    assert Client().post(path, CHOSEN).status_code == 302
    person = Client()
    assert person.post("/sign-in/", {"username": "nuria", "password": CHOSEN["password"]}).status_code == 302
    assert "Eve Elsewhere" in person.get("/students/").content.decode()
    page = admin.get(f"/people/{number}/").content.decode()
    for words in ("Active", "Coordinator, Cedar Hollow", "Lets them see: Name, school and grade", "given by Wei Li"):
        assert words in page


def test_an_invitation_is_withdrawn_and_a_new_one_ends_the_one_before(admin: Client) -> None:
    number = _add(admin)
    first, second = _invite(admin, number), _invite(admin, number)
    assert [Client().get(path).status_code for path in (first, second)] == [404, 200]
    admin.post(f"/people/{number}/withdraw/")
    assert Client().get(second).status_code == 404
    assert "An invitation is in force" not in admin.get(f"/people/{number}/").content.decode()


def test_the_list_says_who_holds_what_and_narrows(town: Town, admin: Client) -> None:
    _add(admin)
    page = admin.get("/people/").content.decode()
    for words in (
        "Wei Li",
        "Administrator",
        "Amara Okafor",
        "Coordinator, Alder Valley High School",
        "Not invited",
    ):
        assert words in page
    for asked, there, not_there in (
        ("role=coordinator", "Daniel Kowalczyk", "Leilani Kahale"),
        (f"place={town.cedar.pk}", "Daniel Kowalczyk", "Amara Okafor"),
        ("state=waiting", "Núria New", "Amara Okafor"),
        ("state=active", "Amara Okafor", "Núria New"),
        ("q=raman", "Priya Raman", "Amara Okafor"),
        ("sort=-username&per=50", "Wei Li", "never there"),
    ):
        body = admin.get(f"/people/?{asked}").content.decode().split("<table")[1]
        assert there in body, asked
        assert not_there not in body, asked


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_leaves_a_trace(admin: Client, kind: str) -> None:
    from throughline.rooms.audit.models import AuditRecord

    response = admin.get(f"/people/?export={kind}&role=coordinator")
    assert "attachment" in response["Content-Disposition"]
    act = AuditRecord.objects.get(act="export", noun="people")
    assert act.details == {"kind": kind, "people": 2}


@pytest.mark.parametrize("key", OTHERS)
def test_nobody_else_opens_or_does_any_of_it(town: Town, key: str) -> None:
    from throughline.rooms.accounts.administration import commands
    from throughline.rooms.accounts.models import User
    from throughline.rooms.accounts.roles import commands as roles

    client, by = town.client(key), town.viewer(key)
    number, role = town.users["coordinator"].pk, _role(town, "coordinator")
    for path in ("/people/", "/people/new/", f"/people/{number}/", f"/people/{number}/change/", f"/roles/{role}/end/"):
        assert client.get(path).status_code == 403
    for act in ("invite", "withdraw", "close", "reopen", "role", "change"):
        assert client.post(f"/people/{number}/{act}/", NEW).status_code == 403, act
    for act in ("end", "take-back"):
        assert client.post(f"/roles/{role}/{act}/", {"when": "now"}).status_code == 403, act
    with pytest.raises(NotAllowed):
        commands.close_account(by=by, at=AT, user_id=number)
    with pytest.raises(NotAllowed):
        roles.end_role(by=by, at=AT, role_id=role)
    assert User.objects.get(pk=number).is_active


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"name": ""}, "Fill in “Name”"),
        ({"username": "WEI.li"}, "This username is taken"),
        ({"email": "x"}, "needs an e-mail address"),
        ({"language": "fr"}, "Choose one of the answers"),
        ({"source_id": "E-0008-101"}, "Another account is tied to this id"),
    ],
)
def test_what_is_needed_of_a_person_is_said(town: Town, admin: Client, given: dict[str, str], says: str) -> None:
    for path in ("/people/new/", f"/people/{town.users['outsider'].pk}/change/"):
        response = admin.post(path, NEW | given)
        assert response.status_code == 200
        assert says in response.content.decode()
    assert town.users["outsider"].name == "Jordan Hale"


def test_a_change_is_kept_and_the_audit_names_which_and_not_what(town: Town, admin: Client) -> None:
    from throughline.rooms.audit.models import AuditRecord

    number = town.users["outsider"].pk
    admin.post(f"/people/{number}/change/", NEW)
    assert AuditRecord.objects.get(act="change", noun="person").details == {
        "changed": ["email", "language", "name", "username"]
    }
    assert "Changed: E-mail, Language, Name, Username" in admin.get(f"/people/{number}/").content.decode()
    admin.post(f"/people/{number}/change/", NEW)
    assert AuditRecord.objects.filter(act="change", noun="person").count() == 1


def test_a_tie_to_the_roster_gives_and_takes_sight_at_once(town: Town, admin: Client) -> None:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.models import Guardian

    with acting_as(SET_UP):
        adult = Guardian.objects.get(source_id="mateo")
        Guardian.objects.filter(pk=adult.pk).update(source_id="G-77")
    client, number = town.client("outsider"), town.users["outsider"].pk
    assert "Mateo" not in client.get("/").content.decode()
    admin.post(f"/people/{number}/change/", NEW | {"source_id": "G-77"})
    assert "Mateo" in client.get("/").content.decode()
    page = admin.get(f"/people/{number}/").content.decode()
    assert "Family" in page
    assert "Mateo" not in page, "a child's name is not shown for the sake of an account"
    admin.post(f"/people/{number}/change/", NEW | {"source_id": ""})
    assert "Mateo" not in client.get("/").content.decode()


# --- Closing ---


def test_closing_ends_every_session_for_good_and_reopening_asks_for_a_new_password(town: Town, admin: Client) -> None:
    number, client = town.users["finance"].pk, town.client("finance")
    path = _invite(admin, number)
    assert client.get("/").status_code == 200
    assert admin.get(f"/people/{number}/close/").status_code == 200
    admin.post(f"/people/{number}/close/")
    assert client.get("/")["Location"] == "/sign-in/?next=/"
    assert Client().get(path).status_code == 404
    pair = {"username": "priya.raman", "password": "correct horse battery"}
    assert Client().post("/sign-in/", pair).status_code == 200
    admin.post(f"/people/{number}/reopen/")
    assert client.get("/")["Location"] == "/sign-in/?next=/", "an old session does not come back to life"
    assert Client().post("/sign-in/", pair).status_code == 200
    Client().post(_invite(admin, number), CHOSEN)
    assert Client().post("/sign-in/", pair | {"password": CHOSEN["password"]}).status_code == 302


def test_a_closed_account_is_given_no_role_and_no_invitation(town: Town, admin: Client) -> None:
    number = town.users["outsider"].pk
    admin.post(f"/people/{number}/close/")
    assert admin.post(f"/people/{number}/invite/").status_code == 400
    given = {"relation": "district_data", "starts_on": "2026-11-20"}
    assert "This account is closed" in admin.post(f"/people/{number}/role/", given).content.decode()


def test_nobody_closes_themselves_or_ends_their_own_role(town: Town, admin: Client) -> None:
    number = town.users["administrator"].pk
    assert admin.post(f"/people/{number}/close/").status_code == 400
    response = admin.post(f"/roles/{_role(town, 'administrator')}/end/", {"when": "now"})
    assert "Nobody ends a role of their own" in response.content.decode()
    assert admin.get("/people/").status_code == 200


def test_the_district_keeps_an_administrator(town: Town) -> None:
    from throughline.rooms.accounts.administration import commands
    from throughline.rooms.accounts.roles.commands import end_role

    number, role = town.users["administrator"].pk, _role(town, "administrator")
    with pytest.raises(RefusedInput, match="without an administrator"):
        end_role(by=SET_UP, at=AT, role_id=role)
    with pytest.raises(RefusedInput, match="without an administrator"):
        commands.close_account(by=SET_UP, at=AT, user_id=number)
    _grant(town, "outsider", "district_admin", ends_on=accounts.today() + timedelta(days=3))
    with pytest.raises(RefusedInput, match="without an administrator"):
        end_role(by=SET_UP, at=AT, role_id=role, last_day=accounts.today() + timedelta(days=3))
    end_role(by=SET_UP, at=AT, role_id=role, last_day=accounts.today() + timedelta(days=2))


def _grant(town: Town, key: str, relation: str, *, starts_on: date = FIRST_DAY, ends_on: date | None = None) -> int:
    return accounts.grant_role(
        by=SET_UP,
        at=AT,
        user=town.users[key],
        relation=relation,
        organization_id=None,
        starts_on=starts_on,
        ends_on=ends_on,
    ).pk


# --- Ending a role, and taking it back ---


def test_a_role_ends_at_once_and_its_end_is_taken_back_once(town: Town, admin: Client) -> None:
    role, number, client = _role(town, "nurse"), town.users["nurse"].pk, town.client("nurse")
    assert "Mateo" in client.get("/students/").content.decode()
    assert admin.get(f"/roles/{role}/end/").status_code == 200
    assert admin.post(f"/roles/{role}/end/", {"when": "now"}).status_code == 302
    assert client.get("/students/").status_code == 403
    assert "Take the end back" in admin.get(f"/people/{number}/").content.decode()
    assert admin.post(f"/roles/{role}/take-back/").status_code == 302
    assert "Mateo" in client.get("/students/").content.decode()
    assert "Take the end back" not in admin.get(f"/people/{number}/").content.decode()
    assert admin.post(f"/roles/{role}/take-back/").status_code == 400
    assert _acts(2) == [("take back end", "role"), ("end", "role")]


def test_a_role_ends_with_a_last_day_on_which_it_is_still_held(town: Town, admin: Client) -> None:
    role, client = _role(town, "nurse"), town.client("nurse")
    admin.post(f"/roles/{role}/end/", {"when": "day", "last_day": str(accounts.today())})
    assert client.get("/students/").status_code == 200
    again = admin.post(f"/roles/{role}/end/", {"when": "day", "last_day": str(accounts.today())})
    assert "ends by then already" in again.content.decode()


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, "Choose an answer"),
        ({"when": "day"}, "Name the last day"),
        ({"when": "day", "last_day": "soon"}, "needs a date"),
        ({"when": "day", "last_day": "2026-11-01"}, "what was is not rewritten"),
    ],
)
def test_what_an_end_needs_is_said(town: Town, admin: Client, given: dict[str, str], says: str) -> None:
    response = admin.post(f"/roles/{_role(town, 'nurse')}/end/", given | {"x": "y"})
    assert says in response.content.decode()


def test_a_role_that_would_never_have_been_held_goes(town: Town) -> None:
    from throughline.rooms.accounts.models import RoleAssignment
    from throughline.rooms.accounts.roles.commands import end_role

    role = _grant(town, "outsider", "district_data", starts_on=accounts.today() + timedelta(days=9))
    end_role(by=SET_UP, at=AT, role_id=role)
    assert not RoleAssignment.objects.filter(pk=role).exists()
    with pytest.raises(NotFound):
        end_role(by=SET_UP, at=AT, role_id=role)


def test_an_end_is_not_taken_back_after_a_day(town: Town) -> None:
    from throughline.rooms.accounts.roles.commands import end_role, take_back_end

    role = _role(town, "nurse")
    end_role(by=SET_UP, at=AT, role_id=role)
    with pytest.raises(RefusedInput, match="no longer be taken back"):
        take_back_end(by=SET_UP, at=timezone.now() + timedelta(days=1, minutes=5), role_id=role)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"relation": "coordinator"}, "held at a school"),
        ({"relation": "teacher"}, "Choose one of the answers"),
        ({"relation": "duty:set_up"}, "Choose one of the answers"),
        ({"relation": "partner", "place": "high"}, "held at a partner organization"),
        ({"relation": "district_data", "ends_on": "2026-11-19"}, "A role ends on the day it starts, or later"),
        ({"relation": "district_data", "place": "999999"}, "Choose one of the answers"),
        ({"starts_on": ""}, "Choose an answer for “Role to give”"),
    ],
)
def test_what_a_role_needs_is_said_and_none_is_given(
    town: Town, admin: Client, given: dict[str, str], says: str
) -> None:
    from throughline.rooms.accounts.models import RoleAssignment

    n_before = RoleAssignment.objects.count()
    given = given | ({"place": str(town.high.pk)} if given.get("place") == "high" else {})
    response = admin.post(f"/people/{town.users['outsider'].pk}/role/", {"starts_on": "2026-11-20"} | given)
    assert says in response.content.decode()
    assert RoleAssignment.objects.count() == n_before


def test_the_pages_ask_as_often_for_few_as_for_many(town: Town, admin: Client) -> None:
    counts = []
    admin.get("/")  # what a session asks once is not counted
    number = town.users["outsider"].pk
    _grant(town, "outsider", "district_data", starts_on=date(2019, 1, 1), ends_on=date(2019, 2, 1))
    for n_more in (0, 8):
        for more in range(n_more):
            user = accounts.add_person(by=SET_UP, at=AT, username=f"more{more}", name=f"More {more}")
            accounts.grant_role(
                by=SET_UP, at=AT, user=user, relation="district_data", organization_id=None, starts_on=FIRST_DAY
            )
            start = date(2020, 1, 1) + timedelta(days=10 * more)
            _grant(town, "outsider", "district_data", starts_on=start, ends_on=start + timedelta(days=1))
        pair = []
        for path in ("/people/", f"/people/{number}/"):
            with CaptureQueriesContext(connection) as asked:
                assert admin.get(path).status_code == 200
            pair.append(len(asked))
        counts.append(pair)
    assert counts[0] == counts[1]
