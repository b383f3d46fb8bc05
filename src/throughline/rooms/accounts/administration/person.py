"""One person: who they are, what they hold and held, what it lets them see and why, and what was done to them."""

from dataclasses import dataclass
from datetime import date, datetime

from throughline.rooms.accounts.administration.listing import get_people_for, role_in_words, state_of
from throughline.rooms.accounts.links.queries import MadeFor, find_links_for
from throughline.rooms.accounts.models import RoleAssignment, User
from throughline.rooms.accounts.people.queries import INVITATION, PERSON
from throughline.rooms.accounts.policy.queries import basis_of, classes_seen
from throughline.rooms.accounts.policy.words import relation_words
from throughline.rooms.accounts.roles.queries import find_ends_before
from throughline.rooms.accounts.sessions.coming_in import has_second_factor
from throughline.rooms.accounts.sight.viewing import today
from throughline.rooms.accounts.today.contributions import contributed_standings
from throughline.rooms.audit import api as audit
from throughline.values.errors import NotFound
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

MOST_ACTS = 20
# Where these stand is told by names of students, which this page does not show.
_NAMES_STUDENTS = {"guardian", "guardian_of_adult", "self"}


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role somebody holds, will hold or held."""

    id: int
    name: str
    starts_on: date
    ends_on: date | None
    granted_by: str
    classes: list[str]
    basis: str
    is_now: bool
    can_take_back: bool


@dataclass(frozen=True, slots=True)
class FromRoster:
    """What the roster makes somebody, and what that lets them see."""

    name: str
    detail: str
    classes: list[str]
    basis: str


@dataclass(frozen=True, slots=True)
class PersonPage:
    """Everything about one account."""

    person: User
    state: str
    is_oneself: bool
    roles: list[HeldRole]
    past_roles: list[HeldRole]
    from_roster: list[FromRoster]
    invitation: MadeFor | None
    acts: list[audit.Act]
    has_second_step: bool


def person_page(viewer: Viewer, user_id: int, *, now: datetime) -> PersonPage:
    """This function will return one person's page.

    **Raises** `NotAllowed` for all but those who give accounts and roles, `NotFound` where there is no such person.
    """
    person = find_person(viewer, user_id, now=now)
    day = today()
    held = list(RoleAssignment.objects.filter(user=person).select_related("organization").order_by("starts_on", "pk"))
    ends = find_ends_before(held, now=now)
    roles = [_held(role, day, can_take_back=role.pk in ends) for role in held]
    is_over = {role.pk: role.ends_on is not None and role.ends_on < day for role in held}
    invitations = [link for link in find_links_for(PERSON, [person.pk], now=now) if link.purpose == INVITATION]
    about = {"person": [person.pk], "role": [role.pk for role in held], "second steps": [person.pk]}
    return PersonPage(
        person=person,
        state=state_of(person),
        is_oneself=person.pk == viewer.user_id,
        roles=[role for role in roles if not is_over[role.id]],
        past_roles=[role for role in roles if is_over[role.id]],
        from_roster=_from_roster(person),
        invitation=invitations[0] if invitations else None,
        acts=audit.find_acts(about, most=MOST_ACTS),
        has_second_step=has_second_factor(person),
    )


def find_person(viewer: Viewer, user_id: int, *, now: datetime) -> User:
    """This function will return one person.

    **Raises** `NotAllowed` and `NotFound` as `person_page`.
    """
    found = get_people_for(viewer, now=now).filter(pk=user_id).first()
    if found is None:
        raise NotFound(gettext_noop("There is no such person."), gettext_noop("Look at the list of people."))
    return found


def find_role(viewer: Viewer, role_id: int, *, now: datetime) -> tuple[RoleAssignment, HeldRole]:
    """This function will return one role somebody holds, will hold or held.

    **Raises** `NotAllowed` for all but those who give roles, `NotFound` where there is no such role.
    """
    get_people_for(viewer, now=now)
    role = RoleAssignment.objects.filter(pk=role_id).select_related("organization", "user").first()
    if role is None:
        raise NotFound(gettext_noop("There is no such role."))
    return role, _held(role, today(), can_take_back=bool(find_ends_before([role], now=now)))


def earliest_last_day(role: HeldRole) -> date:
    """This function will return the first day that can be named as a role's last."""
    return max(today(), role.starts_on)


def _held(role: RoleAssignment, day: date, *, can_take_back: bool) -> HeldRole:
    return HeldRole(
        id=role.pk,
        name=role_in_words(role),
        starts_on=role.starts_on,
        ends_on=role.ends_on,
        granted_by=role.granted_by,
        classes=classes_seen(role.relation),
        basis=basis_of(role.relation),
        is_now=role.starts_on <= day and (role.ends_on is None or role.ends_on >= day),
        can_take_back=can_take_back,
    )


def _from_roster(person: User) -> list[FromRoster]:
    return [
        FromRoster(
            name=relation_words(standing.relation),
            detail="" if standing.relation in _NAMES_STUDENTS else standing.where,
            classes=classes_seen(standing.relation),
            basis=basis_of(standing.relation),
        )
        for standing in contributed_standings(person.viewer())
    ]
