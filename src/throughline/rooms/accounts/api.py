"""The door of the accounts room: who is looking, what they may, and the wall each table names."""

from throughline.rooms.accounts.middleware import viewer_of
from throughline.rooms.accounts.sight.queries import Reach, check_may, current_roles, find_reach, may
from throughline.rooms.accounts.sight.viewing import acting_as, current_viewer, today
from throughline.rooms.accounts.sight.walls import Wall

__all__ = [
    "Reach",
    "Wall",
    "acting_as",
    "check_may",
    "current_roles",
    "current_viewer",
    "find_reach",
    "may",
    "today",
    "viewer_of",
]
