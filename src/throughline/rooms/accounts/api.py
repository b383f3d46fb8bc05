"""The door of the accounts room: who is looking, what they may, and the wall each table names."""

from throughline.rooms.accounts.middleware import viewer_of
from throughline.rooms.accounts.policy.commands import RECORD_CLASSES, load_policy
from throughline.rooms.accounts.sight.queries import Reach, check_may, current_roles, find_reach, find_reaches, may
from throughline.rooms.accounts.sight.viewing import acting_as, current_viewer, today
from throughline.rooms.accounts.sight.walls import Wall, build_walls

__all__ = [
    "RECORD_CLASSES",
    "Reach",
    "Wall",
    "acting_as",
    "build_walls",
    "check_may",
    "current_roles",
    "current_viewer",
    "find_reach",
    "find_reaches",
    "load_policy",
    "may",
    "today",
    "viewer_of",
]
