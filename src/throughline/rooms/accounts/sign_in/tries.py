"""How often somebody may try a password, counted in the database, so that every process knows.

Counted by address and username together, so that nobody can lock another out from elsewhere; and by address alone, far
higher, since a whole school may share one. Only digests are kept: people type passwords where usernames go. Tries at
the same moment are counted after they are checked, so a few more than the most may pass: as many as there are threads.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import connection
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from throughline.rooms.accounts.models import SignInTries
from throughline.rooms.accounts.sign_in.address import find_address

MOST_TRIES = 10
MOST_FROM_ADDRESS = 300
MOST_SECOND_STEPS = (
    60  # from all addresses together: only who knows the password comes so far, so nobody else is kept out
)
WITHIN = timedelta(minutes=10)

_COUNT = """
    insert into accounts_signintries as t (key, n, until) values (%(key)s, 1, %(until)s)
    on conflict (key) do update set n = case when t.until <= %(now)s then 1 else t.n + 1 end,
        until = case when t.until <= %(now)s then excluded.until else t.until end"""


def too_many_tries(request: HttpRequest, username: str, *, now: datetime) -> bool:
    """This function will tell whether this address tried this username, or any at all, too often of late."""
    pair, address = _keys(request, username)
    counted = dict(SignInTries.objects.filter(key__in=(pair, address), until__gt=now).values_list("key", "n"))
    return counted.get(pair, 0) >= MOST_TRIES or counted.get(address, 0) >= MOST_FROM_ADDRESS


def count_try(request: HttpRequest, username: str, *, now: datetime) -> None:
    """This function will remember one failed try for a while, and forget those that are over."""
    _count(_keys(request, username), now)


def forget_tries(request: HttpRequest, username: str) -> None:
    """This function will start counting the pair anew, once somebody has come in. The address keeps its count."""
    pair, _address = _keys(request, username)
    SignInTries.objects.filter(key=pair).delete()


def too_many_second_steps(request: HttpRequest, user_id: int, *, now: datetime) -> bool:
    """This function will tell whether a person's second step was tried too often, from here or from everywhere."""
    if too_many_tries(request, _second_step(user_id), now=now):
        return True
    found = SignInTries.objects.filter(key=_digest(_second_step(user_id)), until__gt=now)
    return any(n >= MOST_SECOND_STEPS for n in found.values_list("n", flat=True))


def count_second_step(request: HttpRequest, user_id: int, *, now: datetime) -> None:
    """This function will remember one failed second step of a person for a while."""
    _count((*_keys(request, _second_step(user_id)), _digest(_second_step(user_id))), now)


def forget_second_steps(request: HttpRequest, user_id: int) -> None:
    """This function will start counting a person's second steps anew, once they have shown one."""
    forget_tries(request, _second_step(user_id))
    SignInTries.objects.filter(key=_digest(_second_step(user_id))).delete()


def _second_step(user_id: int) -> str:
    return f"second step of {user_id}"


def _count(keys: Iterable[str], now: datetime) -> None:
    SignInTries.objects.filter(until__lte=now).delete()
    with connection.cursor() as cursor:
        for key in sorted(keys):  # in one order, so that two tries never wait for each other
            cursor.execute(_COUNT, {"key": key, "now": now, "until": now + WITHIN})


def _keys(request: HttpRequest, username: str) -> tuple[str, str]:
    address = find_address(request)
    return _digest(f"{address} {username.casefold()}"), _digest(address)


def _digest(text: str) -> str:
    return salted_hmac("throughline.sign_in.tries", text, algorithm="sha256").hexdigest()
