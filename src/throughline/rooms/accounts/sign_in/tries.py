"""How often somebody may try a password.

Counted by username and address together, so that nobody can lock another out from elsewhere.
"""

import hashlib

from django.core.cache import cache
from django.http import HttpRequest

MOST_TRIES = 10
WITHIN_SECONDS = 10 * 60


def too_many_tries(request: HttpRequest, username: str) -> bool:
    """This function will tell whether this address has tried this username too often of late."""
    return int(cache.get(_key(request, username), 0)) >= MOST_TRIES


def count_try(request: HttpRequest, username: str) -> None:
    """This function will remember one failed try for a while."""
    key = _key(request, username)
    cache.add(key, 0, timeout=WITHIN_SECONDS)
    cache.incr(key)


def forget_tries(request: HttpRequest, username: str) -> None:
    """This function will start counting anew, once somebody has come in."""
    cache.delete(_key(request, username))


def _key(request: HttpRequest, username: str) -> str:
    who = f"{request.META.get('REMOTE_ADDR', '')} {username.casefold()}"
    return f"sign-in-{hashlib.sha256(who.encode()).hexdigest()}"
