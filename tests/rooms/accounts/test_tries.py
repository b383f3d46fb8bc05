"""Guessing passwords is slow from everywhere, and locks nobody else out."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client, RequestFactory
from pytest_django import Settings
from tests.rooms.conftest import Town

RIGHT = {"username": "priya.raman", "password": "correct horse battery"}
WRONG = RIGHT | {"password": "wrong"}
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def _answer(client: Client, pair: dict[str, str], **headers: str) -> str:
    response = client.post("/sign-in/", pair, **headers)  # type: ignore[arg-type] # headers are words
    return "in" if response.status_code == 302 else "wait" if "Too many tries" in response.content.decode() else "no"


def test_tries_are_counted_where_every_process_sees_them(town: Town) -> None:
    from throughline.rooms.accounts.models import SignInTries

    for _try in range(3):
        _answer(Client(REMOTE_ADDR="10.0.0.66"), WRONG)
    assert sorted(SignInTries.objects.values_list("n", flat=True)) == [3, 3]


def test_the_table_tells_nobody_what_was_typed(town: Town) -> None:
    from throughline.rooms.accounts.models import SignInTries

    _answer(Client(REMOTE_ADDR="10.0.0.66"), WRONG | {"username": "my-Secret-Password"})
    held = str(list(SignInTries.objects.values()))
    assert "10.0.0.66" not in held
    assert "secret" not in held.casefold()


def test_who_guesses_waits_and_the_owner_comes_in_from_elsewhere(town: Town) -> None:
    guesser, owner = Client(REMOTE_ADDR="10.0.0.66"), Client(REMOTE_ADDR="10.0.0.7")
    assert [_answer(guesser, WRONG) for _try in range(10)] == ["no"] * 10
    assert _answer(guesser, RIGHT) == "wait"
    assert _answer(guesser, RIGHT | {"username": "PRIYA.Raman"}) == "wait"
    assert _answer(guesser, RIGHT | {"username": "wei.li"}) == "in", "another at the same address is not held up"
    assert _answer(owner, RIGHT) == "in"


def test_one_address_that_tries_many_usernames_waits_too(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    from throughline.rooms.accounts.sign_in import tries

    monkeypatch.setattr(tries, "MOST_FROM_ADDRESS", 12)
    guesser = Client(REMOTE_ADDR="10.0.0.66")
    assert [_answer(guesser, WRONG | {"username": f"guess.{n}"}) for n in range(12)] == ["no"] * 12
    assert _answer(guesser, RIGHT) == "wait"
    assert _answer(Client(REMOTE_ADDR="10.0.0.7"), RIGHT) == "in"


def test_coming_in_starts_the_pair_anew_but_not_the_address(town: Town) -> None:
    from throughline.rooms.accounts.models import SignInTries

    client = Client(REMOTE_ADDR="10.0.0.66")
    _answer(client, WRONG)
    assert _answer(client, RIGHT) == "in"
    assert list(SignInTries.objects.values_list("n", flat=True)) == [1]


def test_after_a_while_one_may_try_again_and_what_is_over_is_gone(town: Town) -> None:
    from throughline.rooms.accounts.models import SignInTries
    from throughline.rooms.accounts.sign_in import tries

    request = RequestFactory().post("/sign-in/", REMOTE_ADDR="10.0.0.66")
    for _try in range(tries.MOST_TRIES):
        tries.count_try(request, "a", now=NOW)
    almost, later = NOW + tries.WITHIN - timedelta(seconds=1), NOW + tries.WITHIN
    assert tries.too_many_tries(request, "a", now=almost)
    assert not tries.too_many_tries(request, "a", now=later)
    tries.count_try(request, "b", now=later)
    assert {(row.n, row.until) for row in SignInTries.objects.all()} == {(1, later + tries.WITHIN)}


@pytest.mark.parametrize(
    ("n_proxies", "forwarded", "address"),
    [
        (0, "1.2.3.4", "10.0.0.1"),
        (1, "", "10.0.0.1"),
        (1, "1.2.3.4", "1.2.3.4"),
        (1, "6.6.6.6, 1.2.3.4", "1.2.3.4"),
        (2, "6.6.6.6, 1.2.3.4, 10.0.0.2", "1.2.3.4"),
        (2, "10.0.0.2", "10.0.0.1"),
        (1, "not an address", "10.0.0.1"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        (1, "::ffff:1.2.3.4", "1.2.3.4"),
    ],
)
def test_only_our_own_proxies_are_believed(settings: Settings, n_proxies: int, forwarded: str, address: str) -> None:
    from throughline.rooms.accounts.sign_in.address import find_address

    settings.TRUSTED_PROXIES = n_proxies
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=forwarded)
    assert find_address(request) == address


def test_a_made_up_header_does_not_escape_the_wait(town: Town) -> None:
    client = Client(REMOTE_ADDR="10.0.0.66")
    for n in range(10):
        _answer(client, WRONG, HTTP_X_FORWARDED_FOR=f"1.2.3.{n}")
    assert _answer(client, RIGHT, HTTP_X_FORWARDED_FOR="1.2.3.99") == "wait"
