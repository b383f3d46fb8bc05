"""Who may see one student, and why: the question of the walls, asked the other way round."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from throughline.rooms.accounts.models import RoleAssignment, User
from throughline.rooms.accounts.sight.fields import in_both, together
from throughline.rooms.accounts.sight.rules import all_rules
from throughline.rooms.accounts.sight.viewing import today


@dataclass(frozen=True, slots=True)
class Related:
    """A relation to the student that holds today: of a person, or of those who belong to an organization.

    `classes` are the only classes of record, or fields of them, that it lets be seen; empty, all the relation may.
    `given_by` is who gave it, where an act did; `until_at` the moment it ends, where it is not a day.
    """

    user_id: int | None
    organization_id: int | None
    relation: str
    starts_on: date | None
    ends_on: date | None
    classes: tuple[str, ...] = ()
    given_by: str = ""
    until_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who may see a student by one relation: where and for which days, what, and on what basis."""

    user_id: int
    name: str
    relation: str
    where: str
    starts_on: date | None
    ends_on: date | None
    classes: tuple[str, ...]
    basis: str
    given_by: str = ""
    until_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RoleHeld:
    """A role that somebody who can sign in holds today, and the organization where they hold it, if at one."""

    user_id: int
    relation: str
    place_id: int | None


@dataclass(frozen=True, slots=True)
class _Grant:
    scope: str
    classes: tuple[str, ...]
    basis: str


def find_holders(
    record_classes: Iterable[str], *, school_id: int | None, related: Iterable[Related] = ()
) -> list[Holder]:
    """This function will list who may see any of these classes of a student whose home is `school_id`, and why.

    The rules, roles and dates are those both walls read. Somebody with two relations is listed once for each; those
    who can no longer sign in see nothing and are left out.
    """
    grants = _grants(tuple(record_classes))
    by_role = [_by_role(role, grants[role.relation]) for role in _roles_reaching(grants, school_id)]
    standing = [one for one in related if one.relation in grants]
    return by_role + _of_people(standing, grants) + _of_organizations(standing, grants)


def find_who_holds(*relations: str) -> list[User]:
    """This function will list the people who hold one of these roles today and can sign in, each once."""
    found = {role.user_id: role.user for role in _roles_today().filter(relation__in=relations)}
    return list(found.values())


def find_roles_held(relations: Iterable[str]) -> list[RoleHeld]:
    """This function will list who holds one of these roles today, and where: one query."""
    rows = _roles_today().filter(relation__in=list(relations))
    return [RoleHeld(role.user_id, role.relation, role.organization_id) for role in rows]


def find_scopes(act: str, record_class: str) -> dict[str, str]:
    """This function will return how far each relation reaches, by its code, by which people may do an act with a class.

    Duties are left out: they are no people.
    """
    given = all_rules().giving(act, record_class)
    return {rule.relation: rule.scope for rule in given if not rule.relation.startswith("duty:")}


def find_who_ever_held(*relations: str) -> list[int]:
    """This function will return the ids of the people who hold one of these roles, or once did."""
    return list(RoleAssignment.objects.filter(relation__in=relations).values_list("user_id", flat=True).distinct())


def _of_people(related: list[Related], grants: dict[str, _Grant]) -> list[Holder]:
    standing = [one for one in related if one.user_id is not None and grants[one.relation].scope == "student"]
    people = User.objects.filter(pk__in={one.user_id for one in standing}, is_active=True)
    names = dict(people.values_list("pk", "name"))
    return [
        _by_relation(one, one.user_id, names[one.user_id], "", grants[one.relation])
        for one in standing
        if one.user_id in names
    ]


def _of_organizations(related: list[Related], grants: dict[str, _Grant]) -> list[Holder]:
    standing = [one for one in related if grants[one.relation].scope == "agreement"]
    outside = all_rules().of_organizations
    members = list(
        _roles_today().filter(relation__in=outside, organization__in={one.organization_id for one in standing})
    )
    return [
        _by_relation(one, role.user_id, role.user.name, role.organization.name, grants[one.relation])
        for one in standing
        for role in members
        if role.organization is not None and role.organization_id == one.organization_id
    ]


def _grants(record_classes: tuple[str, ...]) -> dict[str, _Grant]:
    """What each relation may see of these classes; duties, which show no one a student, are no people."""
    found: dict[str, _Grant] = {}
    seen = [rule for rule in all_rules() if rule.may_see and rule.record_class in record_classes]
    for rule in sorted(seen, key=lambda rule: record_classes.index(rule.record_class)):
        before = found.get(rule.relation, _Grant(rule.scope, (), rule.basis))
        found[rule.relation] = _Grant(rule.scope, (*before.classes, rule.record_class), rule.basis)
    return {relation: grant for relation, grant in found.items() if not relation.startswith("duty:")}


def _roles_today() -> QuerySet[RoleAssignment]:
    day = today()
    held = RoleAssignment.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day, user__is_active=True
    )
    return held.select_related("user", "organization").order_by("user__name", "pk")


def _roles_reaching(grants: dict[str, _Grant], school_id: int | None) -> Iterable[RoleAssignment]:
    everywhere = [relation for relation, grant in grants.items() if grant.scope == "district"]
    at_school = [relation for relation, grant in grants.items() if grant.scope == "school"]
    reaching = Q(relation__in=everywhere)
    if school_id is not None:
        reaching |= Q(relation__in=at_school, organization_id=school_id)
    return _roles_today().filter(reaching)


def _by_role(role: RoleAssignment, grant: _Grant) -> Holder:
    where = role.organization.name if role.organization else ""
    return Holder(
        role.user_id,
        role.user.name,
        role.relation,
        where,
        role.starts_on,
        role.ends_on,
        grant.classes,
        grant.basis,
        role.granted_by,
    )


def _by_relation(one: Related, user_id: int, name: str, where: str, grant: _Grant) -> Holder:
    classes = together(in_both(grant.classes, one.classes)) if one.classes else grant.classes
    return Holder(
        user_id,
        name,
        one.relation,
        where,
        one.starts_on,
        one.ends_on,
        classes,
        grant.basis,
        one.given_by,
        one.until_at,
    )
