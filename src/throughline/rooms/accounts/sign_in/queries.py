"""Who of the demo's people can be signed in by one click, and through which other servers people sign in."""

from dataclasses import dataclass

from throughline.rooms.accounts.models import Connection, User
from throughline.rooms.accounts.sign_in.cast import offered_cast
from throughline.values.errors import NotFound
from throughline.values.words import gettext_noop


@dataclass(frozen=True, slots=True)
class OfferedConnection:
    """An identity provider through which people may sign in, by its name."""

    key: str
    name: str


def offered_connections() -> list[OfferedConnection]:
    """This function will list the identity providers that are switched on, by name."""
    return [OfferedConnection(one.key, one.name) for one in Connection.objects.filter(is_on=True).order_by("name")]


def find_cast_member(username: str) -> User:
    """This function will return the user of one of the demo's people.

    **Raises** `NotFound` outside demo mode, and for anybody who is not of the cast.
    """
    if username in {card.username for card in offered_cast()}:
        user = User.objects.filter(username=username, is_active=True).first()
        if user is not None:
            return user
    raise NotFound(gettext_noop("There is no such page."))
