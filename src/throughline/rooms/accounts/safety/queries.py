"""The page "Sign-in and safety": how one proves who one is, and where one is signed in."""

from dataclasses import dataclass
from datetime import datetime

from throughline.rooms.accounts.models import User
from throughline.rooms.accounts.second_factor.queries import Factors, list_factors
from throughline.rooms.accounts.sessions.demands import must_have_second_factor, safety_of_user
from throughline.rooms.accounts.sessions.queries import SessionLine, list_sessions


@dataclass(frozen=True, slots=True)
class SafetyPage:
    """All the page shows of one person."""

    username: str
    has_password: bool
    factors: Factors
    must_set_up: bool
    idle_minutes: int
    sessions: list[SessionLine]


def safety_page(user: User, *, session_id: int, now: datetime) -> SafetyPage:
    """This function will return how a person signs in and where they are signed in."""
    factors = list_factors(user)
    return SafetyPage(
        username=user.username,
        has_password=user.has_usable_password(),
        factors=factors,
        must_set_up=not factors.any and must_have_second_factor(user),
        idle_minutes=int(safety_of_user(user).idle.total_seconds()) // 60,
        sessions=list_sessions(user, this=session_id, now=now),
    )
