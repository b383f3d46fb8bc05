"""Coming in and going out: nobody learns who has an account, sessions change, and the demo's door stays in the demo."""

import re

import pytest
from django.test import Client
from pytest_django import Settings
from tests.rooms.conftest import Town

RIGHT = {"username": "priya.raman", "password": "correct horse battery"}


def _visible(page: str) -> str:
    return re.sub(r"value=\"[^\"]*\"", "", page)


def test_the_right_pair_comes_in_with_a_new_session_in_their_language(town: Town) -> None:
    client = Client()
    client.post("/language/", {"language": "en", "next": "/"})
    client.session["x"] = 1
    before = client.session.session_key
    response = client.post("/sign-in/", RIGHT | {"username": "LUCIA.herrera"})
    assert (response.status_code, response["Location"]) == (302, "/")
    assert response.cookies["django_language"].value == "es"
    assert client.session.session_key != before
    assert "Buen" in client.get("/").content.decode()


@pytest.mark.parametrize(
    "pair", [{"username": "priya.raman", "password": "wrong"}, {"username": "nobody", "password": "wrong"}]
)
def test_a_wrong_pair_is_told_the_same_whoever_it_names(town: Town, pair: dict[str, str]) -> None:
    page = Client().post("/sign-in/", pair).content.decode()
    assert "do not belong together" in page
    assert _visible(page) == _visible(
        Client().post("/sign-in/", {"username": "third", "password": "x"}).content.decode()
    )


def test_somebody_unknown_costs_as_much_hashing_as_somebody_known(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.contrib.auth.hashers import MD5PasswordHasher

    hashed: list[str] = []
    encode = MD5PasswordHasher.encode

    def counted(self: MD5PasswordHasher, password: str, salt: str) -> str:
        hashed.append(salt)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    costs = []
    for username in ("priya.raman", "nobody.at.all"):
        hashed.clear()
        Client().post("/sign-in/", {"username": username, "password": "wrong"})
        costs.append(len(hashed))
    assert costs[0] == costs[1] > 0


def test_those_who_left_do_not_come_in_and_are_told_the_same(town: Town) -> None:
    user = town.users["finance"]
    user.is_active = False
    user.save()
    assert "do not belong together" in Client().post("/sign-in/", RIGHT).content.decode()


def test_too_many_tries_wait_without_locking_the_person_out_elsewhere(town: Town) -> None:
    guesser, owner = Client(REMOTE_ADDR="10.0.0.66"), Client(REMOTE_ADDR="10.0.0.7")
    for _try in range(10):
        guesser.post("/sign-in/", RIGHT | {"password": "wrong"})
    assert "Too many tries" in guesser.post("/sign-in/", RIGHT).content.decode()
    assert owner.post("/sign-in/", RIGHT).status_code == 302


@pytest.mark.parametrize("page", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil.example"])
def test_one_is_never_sent_to_another_site(town: Town, page: str) -> None:
    assert Client().post("/sign-in/", RIGHT | {"next": page})["Location"] == "/"


def test_one_comes_back_to_the_page_asked_for(town: Town) -> None:
    asked = Client().get("/policy/")
    assert asked["Location"] == "/sign-in/?next=/policy/"
    assert Client().post("/sign-in/", RIGHT | {"next": "/policy/"})["Location"] == "/policy/"


def test_the_demo_offers_every_one_of_its_people_by_one_post(town: Town) -> None:
    from throughline.demo.cast import CAST

    client = Client(enforce_csrf_checks=True)
    page = client.get("/sign-in/").content.decode()
    assert page.count('action="/sign-in/as/"') == len(CAST)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token is not None
    assert client.get("/sign-in/as/", {"username": "wei.li"}).status_code == 405
    assert client.post("/sign-in/as/", {"username": "wei.li"}).status_code == 403
    came = client.post("/sign-in/as/", {"username": "wei.li", "csrfmiddlewaretoken": token[1]})
    assert (came.status_code, came["Location"]) == (302, "/")
    assert "Wei" in client.get("/").content.decode()


def test_only_the_cast_is_offered_by_one_click(town: Town) -> None:
    from throughline.rooms.accounts.models import User

    User.objects.create(username="real.person", name="Real Person")
    assert Client().post("/sign-in/as/", {"username": "real.person"}).status_code == 404


def test_where_there_are_real_students_there_is_no_such_door(town: Town, settings: Settings) -> None:
    settings.IS_DEMO = False
    assert Client().post("/sign-in/as/", {"username": "wei.li"}).status_code == 404
    page = Client().get("/sign-in/").content.decode()
    assert "/sign-in/as/" not in page
    assert "Wei Li" not in page


def test_going_out_ends_the_session_and_asks_for_a_post(town: Town) -> None:
    client = town.client("finance")
    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/")["Location"] == "/sign-in/"
    assert client.get("/")["Location"] == "/sign-in/?next=/"


def test_a_language_chosen_is_kept_with_the_person(town: Town) -> None:
    town.client("finance").post("/language/", {"language": "es", "next": "/"})
    came = Client().post("/sign-in/", RIGHT)
    assert came.cookies["django_language"].value == "es"


def test_pages_of_those_signed_in_are_kept_by_no_cache(town: Town) -> None:
    assert town.client("finance").get("/")["Cache-Control"] == "private, no-store"
