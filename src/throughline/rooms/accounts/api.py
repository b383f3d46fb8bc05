"""The door of the accounts room: who is looking, what they may, and the wall each table names."""

from throughline.rooms.accounts.administration.ties import register_tie_follower
from throughline.rooms.accounts.links.commands import MadeLink, make_link, revoke_links_for, use_link
from throughline.rooms.accounts.links.purposes import OpenedLink, register_purpose
from throughline.rooms.accounts.links.queries import MadeFor, find_links_for
from throughline.rooms.accounts.mail.commands import drop_mail, send_mail
from throughline.rooms.accounts.mail.templates import Letter, register_mail
from throughline.rooms.accounts.middleware import viewer_of
from throughline.rooms.accounts.models import User
from throughline.rooms.accounts.partners.commands import add_partner
from throughline.rooms.accounts.people.commands import add_person
from throughline.rooms.accounts.policy.commands import load_policy
from throughline.rooms.accounts.policy.queries import who_sees
from throughline.rooms.accounts.policy.words import (
    RELATIONS,
    class_words,
    field_words,
    ground_words,
    relation_words,
    share_words,
)
from throughline.rooms.accounts.roles.commands import grant_role
from throughline.rooms.accounts.sight.document import POLICY, RECORD_CLASSES, shipped_policy
from throughline.rooms.accounts.sight.fields import all_shares, class_of, fields_of, in_both, narrowed, together
from throughline.rooms.accounts.sight.holders import (
    Holder,
    Related,
    RoleHeld,
    find_holders,
    find_roles_held,
    find_scopes,
    find_who_ever_held,
    find_who_holds,
)
from throughline.rooms.accounts.sight.parts import models_in_part, part_statements, take_parts_down, view_of
from throughline.rooms.accounts.sight.queries import (
    Reach,
    agreed_relations,
    check_may,
    current_roles,
    find_reach,
    find_reaches,
    holds,
    may,
    memberships,
)
from throughline.rooms.accounts.sight.viewing import acting_as, current_viewer, forget_kept, kept, today
from throughline.rooms.accounts.sight.walls import Wall, build_walls, wall_statements, walled_models
from throughline.rooms.accounts.sign_in.cast import CastCard, register_cast
from throughline.rooms.accounts.today.contributions import (
    Mark,
    Standing,
    Task,
    Urgency,
    came_from_today,
    register_named_noter,
    register_standings,
    register_tasks,
)

__all__ = [
    "POLICY",
    "RECORD_CLASSES",
    "RELATIONS",
    "CastCard",
    "Holder",
    "Letter",
    "MadeFor",
    "MadeLink",
    "Mark",
    "OpenedLink",
    "Reach",
    "Related",
    "RoleHeld",
    "Standing",
    "Task",
    "Urgency",
    "User",
    "Wall",
    "acting_as",
    "add_partner",
    "add_person",
    "agreed_relations",
    "all_shares",
    "build_walls",
    "came_from_today",
    "check_may",
    "class_of",
    "class_words",
    "current_roles",
    "current_viewer",
    "drop_mail",
    "field_words",
    "fields_of",
    "find_holders",
    "find_links_for",
    "find_reach",
    "find_reaches",
    "find_roles_held",
    "find_scopes",
    "find_who_ever_held",
    "find_who_holds",
    "forget_kept",
    "grant_role",
    "ground_words",
    "holds",
    "in_both",
    "kept",
    "load_policy",
    "make_link",
    "may",
    "memberships",
    "models_in_part",
    "narrowed",
    "part_statements",
    "register_cast",
    "register_mail",
    "register_named_noter",
    "register_purpose",
    "register_standings",
    "register_tasks",
    "register_tie_follower",
    "relation_words",
    "revoke_links_for",
    "send_mail",
    "share_words",
    "shipped_policy",
    "take_parts_down",
    "today",
    "together",
    "use_link",
    "view_of",
    "viewer_of",
    "wall_statements",
    "walled_models",
    "who_sees",
]
