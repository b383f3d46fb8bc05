"""The people of the demo, whom the sign-in page offers by one click. Empty wherever there are real students."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True, slots=True)
class CastCard:
    """One person of the demo: how they sign in, who they are and what they came to do (words to be translated)."""

    username: str
    name: str
    says_who: str
    came_to: str
    language: str = "en"


_cast: dict[str, CastCard] = {}


def register_cast(cards: Iterable[CastCard]) -> None:
    """This function will offer these people on the sign-in page, in demo mode only. Call it from `AppConfig.ready`."""
    _cast.update({card.username: card for card in cards})


def offered_cast() -> list[CastCard]:
    """This function will list whom the sign-in page offers: nobody outside demo mode."""
    return list(_cast.values()) if settings.IS_DEMO else []
