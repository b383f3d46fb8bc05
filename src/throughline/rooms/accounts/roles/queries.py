"""Which roles can be given, where each is held, and who holds what and when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet

from throughline.rooms.accounts.models import RoleAssignment
from throughline.rooms.accounts.policy.words import RELATIONS, relation_words
from throughline.rooms.accounts.sight.document import shipped_policy
from throughline.rooms.district import api as district

ADMINISTRATOR = "district_admin"
UNDO_WITHIN = timedelta(days=1)
# Where roles outside the district are held; of those within it the policy's scope says so.
_HELD_AT = {
    "partner": district.Kind.PARTNER,
    "state_analyst": district.Kind.AGENCY,
    "cabinet_analyst": district.Kind.AGENCY,
}


@dataclass(frozen=True, slots=True)
class GrantableRole:
    """A role that the administrator gives: its code, its words, and the kind of place it is held at, if any."""

    code: str
    name: str
    held_at: district.Kind | None


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere a role can be held."""

    id: int
    name: str
    kind: str


def grantable_roles() -> list[GrantableRole]:
    """This function will list the roles that can be given, in the order of the policy table."""
    order = list(RELATIONS)
    found = [relation for relation in shipped_policy().relation if relation.comes_from == "role"]
    found.sort(key=lambda relation: order.index(relation.code) if relation.code in order else len(order))
    return [GrantableRole(one.code, relation_words(one.code), held_at(one.code)) for one in found]


def held_at(relation: str) -> district.Kind | None:
    """This function will return the kind of organization a role is held at; None for the whole district."""
    if relation in _HELD_AT:
        return _HELD_AT[relation]
    shipped = shipped_policy().named(relation)
    return district.Kind.SCHOOL if shipped and shipped.scope == "school" else None


def places_for_roles(on: date) -> list[Place]:
    """This function will list the schools open on a day, then partner organizations and agencies that are open."""
    schools = [Place(school.id, school.name, district.Kind.SCHOOL.value) for school in district.schools_on(on)]
    return schools + [Place(one.id, one.name, one.kind) for one in district.find_outside(open_only=True)]


def other_administrators(but_user_id: int, on: date) -> QuerySet[RoleAssignment]:
    """This function will return the administrator's roles that others than one person hold on a day and can use."""
    return RoleAssignment.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=on), relation=ADMINISTRATOR, starts_on__lte=on, user__is_active=True
    ).exclude(user_id=but_user_id)


def find_ends_before(roles: Iterable[RoleAssignment], *, now: datetime) -> dict[int, date | None]:
    """This function will return, by role, the last day it had before its end was set.

    Left out are those whose end cannot be taken back: nothing was set of late, or they have changed since.
    """
    ended = {role.pk: role.ends_on for role in roles if role.ends_on is not None}
    history = apps.get_model("accounts", "RoleAssignmentEvent")
    by_role: dict[int, list[Any]] = {}
    for event in history.objects.filter(pgh_obj_id__in=ended).order_by("pgh_id"):
        by_role.setdefault(event.pgh_obj_id, []).append(event)
    found = {}
    for number, events in by_role.items():
        if len(events) < 2 or events[-1].pgh_created_at <= now - UNDO_WITHIN:
            continue
        before, last = events[-2].ends_on, events[-1].ends_on
        if last is not None and last == ended[number] and (before is None or before > last):
            found[number] = before
    return found
