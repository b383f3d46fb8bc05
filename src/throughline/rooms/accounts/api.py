"""The door of the accounts room: who is looking, what they may, and the wall each table names."""

from throughline.rooms.accounts.middleware import viewer_of
from throughline.rooms.accounts.models import User
from throughline.rooms.accounts.people.commands import add_person, grant_role
from throughline.rooms.accounts.policy.commands import POLICY, RECORD_CLASSES, load_policy
from throughline.rooms.accounts.policy.queries import who_sees
from throughline.rooms.accounts.policy.words import RELATIONS, class_words, relation_words
from throughline.rooms.accounts.sight.holders import Holder, Related, find_holders
from throughline.rooms.accounts.sight.queries import (
    Reach,
    check_may,
    current_roles,
    find_reach,
    find_reaches,
    holds,
    may,
)
from throughline.rooms.accounts.sight.viewing import acting_as, current_viewer, today
from throughline.rooms.accounts.sight.walls import Wall, build_walls, wall_statements, walled_models
from throughline.rooms.accounts.sign_in.cast import CastCard, register_cast
from throughline.rooms.accounts.today.contributions import Standing, Task, register_standings, register_tasks

__all__ = [
    "POLICY",
    "RECORD_CLASSES",
    "RELATIONS",
    "CastCard",
    "Holder",
    "Reach",
    "Related",
    "Standing",
    "Task",
    "User",
    "Wall",
    "acting_as",
    "add_person",
    "build_walls",
    "check_may",
    "class_words",
    "current_roles",
    "current_viewer",
    "find_holders",
    "find_reach",
    "find_reaches",
    "grant_role",
    "holds",
    "load_policy",
    "may",
    "register_cast",
    "register_standings",
    "register_tasks",
    "relation_words",
    "today",
    "viewer_of",
    "wall_statements",
    "walled_models",
    "who_sees",
]
