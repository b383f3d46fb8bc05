"""How often links that are not in force may be tried from one address, counted where tries of passwords are."""

from datetime import datetime, timedelta

from django.db.models import F
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from throughline.rooms.accounts.models import SignInTries
from throughline.rooms.accounts.sign_in.address import find_address

MOST_TRIES = 100  # a whole school may share an address, and old links are opened in good faith
WITHIN = timedelta(minutes=10)


def too_many_tries(request: HttpRequest, *, now: datetime) -> bool:
    """This function will tell whether links that are not in force were tried too often from this address of late."""
    return SignInTries.objects.filter(key=_key(request), until__gt=now, n__gte=MOST_TRIES).exists()


def count_try(request: HttpRequest, *, now: datetime) -> None:
    """This function will remember for a while that a link which is not in force was tried."""
    key = _key(request)
    SignInTries.objects.filter(key=key, until__lte=now).delete()
    first = SignInTries(key=key, n=0, until=now + WITHIN)
    SignInTries.objects.bulk_create([first], ignore_conflicts=True)
    SignInTries.objects.filter(key=key).update(n=F("n") + 1)


def _key(request: HttpRequest) -> str:
    return salted_hmac("throughline.links.tries", find_address(request), algorithm="sha256").hexdigest()
