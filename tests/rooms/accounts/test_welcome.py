"""Invitations, and adding people from the terminal."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
import typer
from django.test import Client
from django.utils import timezone
from tests.rooms.conftest import AT, SET_UP, Town
from typer.testing import CliRunner

CHOSEN = {"password": "twelve quiet herons", "again": "twelve quiet herons"}


@pytest.fixture
def invitation(town: Town) -> str:
    from throughline.rooms.accounts import api as accounts
    from throughline.rooms.accounts.welcome.invitations import invitation_path

    user = accounts.add_person(by=SET_UP, at=AT, username="new.one", name="Núria New")
    return invitation_path(user, by=SET_UP, at=timezone.now())


@contextmanager
def _ready() -> Iterator[None]:
    yield


@pytest.fixture
def app() -> typer.Typer:
    from throughline.rooms.accounts import cli

    app = typer.Typer()
    cli.register(app, _ready)
    return app


def test_an_invitation_lets_one_choose_a_password_once(town: Town, invitation: str) -> None:
    client = Client()
    page = client.get(invitation).content.decode()
    assert "Núria New" in page
    assert "new.one" in page
    assert client.post(invitation, CHOSEN)["Location"] == "/sign-in/"
    pair = {"username": "new.one", "password": CHOSEN["password"]}
    assert Client().post("/sign-in/", pair).status_code == 302
    for response in (Client().get(invitation), Client().post(invitation, CHOSEN)):
        assert response.status_code == 404
        assert "Núria" not in response.content.decode()


def test_it_is_written_down_who_chose_a_password_and_not_which(town: Town, invitation: str) -> None:
    from throughline.rooms.audit.models import AuditRecord

    Client().post(invitation, CHOSEN)
    row = AuditRecord.objects.get(act="choose password")
    assert (row.by_name, row.details) == ("Núria New", {})


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"password": "short", "again": "short"}, "12 characters"),
        ({"password": "password1234", "again": "password1234"}, "common"),
        ({"password": "twelve quiet herons", "again": "other"}, "same password twice"),
        ({"password": "", "again": ""}, "Fill in"),
    ],
)
def test_a_password_that_will_not_do_is_told_why(town: Town, invitation: str, given: dict[str, str], says: str) -> None:
    response = Client().post(invitation, given)
    assert response.status_code == 200
    assert says in response.content.decode()
    assert f'value="{given["password"]}"' not in response.content.decode()


def test_an_invitation_ends_after_three_days(town: Town) -> None:
    from throughline.rooms.accounts.welcome.invitations import invitation_path

    user = town.users["outsider"]
    fresh = invitation_path(user, by=SET_UP, at=timezone.now() - timedelta(days=2, hours=23), replaces=False)
    over = invitation_path(user, by=SET_UP, at=timezone.now() - timedelta(days=3, minutes=1), replaces=False)
    assert [Client().get(path).status_code for path in (fresh, over)] == [200, 404]


def test_a_new_invitation_ends_the_one_before_and_a_password_chosen_ends_all(town: Town, invitation: str) -> None:
    from throughline.rooms.accounts.models import User
    from throughline.rooms.accounts.welcome.invitations import invitation_path

    user = User.objects.get(username="new.one")
    second = invitation_path(user, by=SET_UP, at=timezone.now())
    third = invitation_path(user, by=SET_UP, at=timezone.now(), replaces=False)
    assert [Client().get(path).status_code for path in (invitation, second, third)] == [404, 200, 200]
    Client().post(third, CHOSEN)
    assert [Client().get(path).status_code for path in (second, third)] == [404, 404]


def test_an_invitation_opened_as_a_link_leads_to_its_page(town: Town, invitation: str) -> None:
    number, token = invitation.split("/")[2:4]
    assert Client().get(f"/link/{token}/")["Location"] == invitation
    assert number


@pytest.mark.parametrize("number", ["MQ", "AAAA", "é", "LTE", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5"])
def test_a_link_that_was_never_made_says_nothing(town: Town, number: str) -> None:
    assert Client().get(f"/welcome/{number}/abc-def/").status_code == 404


def test_another_person_cannot_be_put_into_a_link(town: Town, invitation: str) -> None:
    from throughline.rooms.accounts.welcome.invitations import invitation_path

    other = invitation_path(town.users["administrator"], by=SET_UP, at=timezone.now()).split("/")[2]
    mine = invitation.split("/")
    assert Client().get(f"/welcome/{other}/{mine[3]}/").status_code == 404


def test_those_who_left_cannot_use_their_invitation(town: Town, invitation: str) -> None:
    from throughline.rooms.accounts.models import User

    User.objects.filter(username="new.one").update(is_active=False)
    assert Client().get(invitation).status_code == 404


def test_the_terminal_adds_the_first_administrator(town: Town, app: typer.Typer) -> None:
    done = CliRunner().invoke(
        app,
        ["person", "add", "first", "--name", "First One", "--role", "district_admin"],
        input=f"{CHOSEN['password']}\n{CHOSEN['password']}\n",
    )
    assert done.exit_code == 0, done.output
    assert CHOSEN["password"] not in done.output
    client = Client()
    assert client.post("/sign-in/", {"username": "first", "password": CHOSEN["password"]}).status_code == 302
    assert client.get("/policy/").status_code == 200


def test_an_invitation_from_the_terminal_works_and_a_new_one_too(town: Town, app: typer.Typer) -> None:
    added = CliRunner().invoke(
        app,
        ["person", "add", "co", "--name", "Co One", "--role", "coordinator", "--at", town.high.source_id, "--invite"],
    )
    again = CliRunner().invoke(app, ["person", "invite", "CO"])
    for done, status in ((added, 404), (again, 200)):  # the earlier link stops where a new one is made
        assert done.exit_code == 0, done.output
        path = re.search(r"https?://[^/]+(/welcome/\S+)", done.output)
        assert path is not None
        assert Client().get(path[1]).status_code == status


@pytest.mark.parametrize(
    ("arguments", "typed", "says"),
    [
        (["add", "x", "--name", "X", "--role", "king", "--invite"], "", "cannot be granted"),
        (["add", "x", "--name", "X", "--role", "teacher", "--invite"], "", "cannot be granted"),
        (["add", "x", "--name", "X", "--role", "coordinator", "--invite"], "", "Name the school"),
        (["add", "x", "--name", "X", "--role", "coordinator", "--at", "S-0", "--invite"], "", "knows no school"),
        (["add", "WEI.LI", "--name", "X", "--role", "district_admin", "--invite"], "", "is taken"),
        (["add", "x", "--name", "X", "--role", "district_admin"], "short\nshort\n", "12 characters"),
        (["invite", "nobody.at.all"], "", "Nobody who may sign in"),
    ],
)
def test_what_cannot_be_done_is_said_and_adds_nobody(
    town: Town, app: typer.Typer, arguments: list[str], typed: str, says: str
) -> None:
    from throughline.rooms.accounts.models import User

    done = CliRunner().invoke(app, ["person", *arguments], input=typed)
    assert says in str(done.exception)
    assert not User.objects.filter(username="x").exists()


def test_the_duty_that_adds_people_sees_no_student(town: Town) -> None:
    from throughline.rooms.accounts import cli
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.models import Student

    with acting_as(cli._BY):
        assert not Student.objects.exists()
