"""Rooms that work something out from a person's id in the roster, told when that id changes."""

from collections.abc import Callable
from datetime import datetime

from throughline.values.viewer import Viewer

Follower = Callable[[Viewer, datetime], object]
_followers: list[Follower] = []


def register_tie_follower(follower: Follower) -> None:
    """This function will call `follower(by, at)` whenever somebody is tied to the roster or parted from it.

    Call it from `AppConfig.ready`.
    """
    if follower not in _followers:
        _followers.append(follower)


def tell_followers(by: Viewer, at: datetime) -> None:
    """This function will let every room work out anew what follows from who is who in the roster."""
    for follower in _followers:
        follower(by, at)
