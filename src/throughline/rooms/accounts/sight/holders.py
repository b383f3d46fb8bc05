"""Who may see one student, and why: the question of the walls, asked the other way round."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from throughline.rooms.accounts.models import RoleAssignment, User
from throughline.rooms.accounts.sight.queries import all_rules
from throughline.rooms.accounts.sight.viewing import today


@dataclass(frozen=True, slots=True)
class Related:
    """A relation to the student that the roster knows of and that holds today."""

    user_id: int
    relation: str
    starts_on: date | None
    ends_on: date | None


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
    standing = [one for one in related if one.relation in grants and grants[one.relation].scope == "student"]
    names = dict(
        User.objects.filter(pk__in={one.user_id for one in standing}, is_active=True).values_list("pk", "name")
    )
    by_relation = [
        _by_relation(one, names[one.user_id], grants[one.relation]) for one in standing if one.user_id in names
    ]
    return by_role + by_relation


def _grants(record_classes: tuple[str, ...]) -> dict[str, _Grant]:
    """What each relation may see of these classes; duties, which show no one a student, are no people."""
    found: dict[str, _Grant] = {}
    seen = [rule for rule in all_rules() if rule.may_see and rule.record_class in record_classes]
    for rule in sorted(seen, key=lambda rule: record_classes.index(rule.record_class)):
        before = found.get(rule.relation, _Grant(rule.scope, (), rule.basis))
        found[rule.relation] = _Grant(rule.scope, (*before.classes, rule.record_class), rule.basis)
    return {relation: grant for relation, grant in found.items() if not relation.startswith("duty:")}


def _roles_reaching(grants: dict[str, _Grant], school_id: int | None) -> Iterable[RoleAssignment]:
    day = today()
    everywhere = [relation for relation, grant in grants.items() if grant.scope == "district"]
    at_school = [relation for relation, grant in grants.items() if grant.scope == "school"]
    reaching = Q(relation__in=everywhere)
    if school_id is not None:
        reaching |= Q(relation__in=at_school, organization_id=school_id)
    held = RoleAssignment.objects.filter(
        reaching, Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day, user__is_active=True
    )
    return held.select_related("user", "organization").order_by("user__name", "pk")


def _by_role(role: RoleAssignment, grant: _Grant) -> Holder:
    where = role.organization.name if role.organization else ""
    return Holder(
        role.user_id, role.user.name, role.relation, where, role.starts_on, role.ends_on, grant.classes, grant.basis
    )


def _by_relation(one: Related, name: str, grant: _Grant) -> Holder:
    return Holder(one.user_id, name, one.relation, "", one.starts_on, one.ends_on, grant.classes, grant.basis)
