"""Everybody who has an account: how it stands, and what roles they hold today."""

from datetime import datetime, timedelta

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from throughline.rooms.accounts.links.queries import links_in_force
from throughline.rooms.accounts.models import AccessLink, RoleAssignment, User
from throughline.rooms.accounts.people.queries import INVITATION, PERSON, check_may_manage
from throughline.rooms.accounts.policy.words import relation_words
from throughline.rooms.accounts.sight.viewing import today
from throughline.values.viewer import Viewer
from throughline.web.components.pieces import Status

TOLD_FOR = timedelta(days=30)
STATES = ("active", "invited", "waiting", "closed")
# Django marks by its first letter what stands where no password was chosen.
_NO_PASSWORD = Q(("password", "")) | Q(("password__startswith", UNUSABLE_PASSWORD_PREFIX))


def get_people_for(viewer: Viewer, *, now: datetime) -> QuerySet[User]:
    """This function will return everybody, each with their roles of today (`held_now`) and whether they are `invited`.

    **Raises** `NotAllowed` for all but those who give accounts and roles.
    """
    check_may_manage(viewer)
    day = today()
    held = RoleAssignment.objects.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)
    invited = links_in_force(now).filter(purpose=INVITATION, noun=PERSON, object_id=OuterRef("pk"))
    roles = Prefetch("roles", held.select_related("organization").order_by("pk"), to_attr="held_now")
    return User.objects.annotate(invited=Exists(invited)).prefetch_related(roles).order_by("name", "pk")


def with_role(people: QuerySet[User], relation: str) -> QuerySet[User]:
    """This function will keep those who hold a role today."""
    return people.filter(Exists(_held().filter(relation=relation)))


def at_place(people: QuerySet[User], place_id: str) -> QuerySet[User]:
    """This function will keep those who hold a role at one organization today."""
    return people.filter(Exists(_held().filter(organization_id=int(place_id))))


def in_state(people: QuerySet[User], state: str) -> QuerySet[User]:
    """This function will keep those whose account stands so."""
    never_in = _NO_PASSWORD & Q(last_login=None)
    conditions = {
        "closed": Q(is_active=False),
        "active": Q(is_active=True) & ~never_in,
        "invited": Q(is_active=True, invited=True) & never_in,
        "waiting": Q(is_active=True, invited=False) & never_in,
    }
    return people.filter(conditions[state])


def count_run_out(*, now: datetime) -> int:
    """This function will count those who never came in, whose invitation ran out of late and none is in force."""
    made = AccessLink.objects.filter(purpose=INVITATION, noun=PERSON, object_id=OuterRef("pk"))
    ran_out = made.filter(expires_at__lte=now, expires_at__gt=now - TOLD_FOR, used_at=None, revoked_at=None)
    in_force = links_in_force(now).filter(purpose=INVITATION, noun=PERSON, object_id=OuterRef("pk"))
    never_in = User.objects.filter(_NO_PASSWORD, is_active=True, last_login=None)
    return never_in.filter(Exists(ran_out)).exclude(Exists(in_force)).count()


def state_of(person: User) -> str:
    """This function will say how an account stands; `person` comes from `get_people_for`."""
    if not person.is_active:
        return "closed"
    if person.last_login is not None or person.has_usable_password():
        return "active"
    return "invited" if getattr(person, "invited", False) else "waiting"


def state_words(state: str) -> Status:
    """This function will show how an account stands."""
    shown = {
        "active": Status(pgettext("an account", "Active"), "good"),
        "invited": Status(_("Invited"), "note"),
        "waiting": Status(_("Not invited"), "care"),
        "closed": Status(pgettext("an account", "Closed"), "quiet"),
    }
    return shown[state]


def roles_in_words(person: User) -> str:
    """This function will name the roles somebody holds today, and where."""
    held: list[RoleAssignment] = getattr(person, "held_now", [])
    return "; ".join(role_in_words(role) for role in held)


def role_in_words(role: RoleAssignment) -> str:
    """This function will name a role, and where it is held."""
    where = role.organization.name if role.organization else ""
    return ", ".join(part for part in (relation_words(role.relation), where) if part)


def _held() -> QuerySet[RoleAssignment]:
    day = today()
    current = Q(ends_on=None) | Q(ends_on__gte=day)
    return RoleAssignment.objects.filter(current, starts_on__lte=day, user_id=OuterRef("pk"))
