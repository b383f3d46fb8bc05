"""What a viewer may do, how far it reaches, and why. Read from the same rules the second wall reads."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import Q

from throughline.rooms.accounts.models import RoleAssignment, Rule
from throughline.rooms.accounts.sight.rules import all_rules
from throughline.rooms.accounts.sight.viewing import kept, today
from throughline.values.errors import NotAllowed
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop


@dataclass(frozen=True, slots=True)
class Reach:
    """How far one act on one class of record reaches: everything, some schools, or students by relation.

    Where one person views as another, `halves` holds each of the two with their own reach: a student is reached by
    what both reach, and `everything` and `school_ids` are already what both have.
    """

    everything: bool
    school_ids: frozenset[int]
    relations: frozenset[str]
    basis: str
    relation_bases: Mapping[str, str] = field(default_factory=dict, hash=False)
    halves: tuple[tuple[Viewer, "Reach"], ...] = ()

    def __bool__(self) -> bool:
        return self.everything or bool(self.school_ids) or bool(self.relations)

    def covers_school(self, school_id: int) -> bool:
        """This function will tell whether the reach takes in this whole school."""
        return self.everything or school_id in self.school_ids


NO_REACH = Reach(False, frozenset(), frozenset(), "")
# Where a request keeps what was read before its own transaction began.
KNOWN = "throughline.known"
# Scopes whose students are named by relation, of a person or of the organization they belong to.
_BY_RELATION = ("student", "agreement")


def find_reach(viewer: Viewer, act: str, record_class: str) -> Reach:
    """This function will return how far `viewer` may see, write or export one class of record, and on what basis.

    Relations to single students (scope "student") are returned by name; who stands in them is the roster's to say.
    """
    return find_reaches(viewer, act, (record_class,))[record_class]


def find_reaches(viewer: Viewer, act: str, record_classes: Iterable[str]) -> dict[str, Reach]:
    """This function will return `find_reach` of each class, asking the database as often as for one."""
    return {name: _find(viewer, act, name) for name in record_classes}


def _find(viewer: Viewer, act: str, record_class: str) -> Reach:
    if viewer.behind is not None:
        seen, real = (_find(one, act, record_class) for one in (replace(viewer, behind=None), viewer.behind))
        return _both(viewer, seen, real)

    def work_out() -> Reach:
        held = [] if viewer.user_id is None else current_roles(viewer)
        return _reach(viewer, all_rules().giving(act, record_class), held)

    return kept(("reach", viewer, act, record_class), work_out)


def _both(viewer: Viewer, seen: Reach, real: Reach) -> Reach:
    """What two people reach together, one viewing as the other; nothing where either reaches nothing."""
    if viewer.behind is None or not seen or not real:
        return NO_REACH
    if seen.everything or real.everything:
        schools = real.school_ids if seen.everything else seen.school_ids
    else:
        schools = seen.school_ids & real.school_ids
    return Reach(
        everything=seen.everything and real.everything,
        school_ids=schools,
        relations=seen.relations | real.relations,
        basis=real.basis,
        relation_bases=real.relation_bases,
        halves=((replace(viewer, behind=None), seen), (viewer.behind, real)),
    )


def _reach(viewer: Viewer, rules: Sequence[Rule], held: list[RoleAssignment]) -> Reach:
    if viewer.duty:
        found = next((rule for rule in rules if rule.relation == f"duty:{viewer.duty}"), None)
        return Reach(found is not None, frozenset(), frozenset(), found.basis if found else "")
    if viewer.user_id is None:
        return NO_REACH
    by_relation = {rule.relation: rule for rule in rules}
    matched = [(by_relation[role.relation], role.organization_id) for role in held if role.relation in by_relation]
    everything = any(rule.scope == "district" for rule, _place in matched)
    schools = frozenset(place for rule, place in matched if rule.scope == "school" and place is not None)
    bases = {rule.relation: rule.basis for rule in rules if rule.scope in _BY_RELATION}
    by_role = (rule.basis for rule, _place in matched if rule.scope in ("district", "school", "none"))
    return Reach(everything, schools, frozenset(bases), next(by_role, next(iter(bases.values()), "")), bases)


def current_roles(viewer: Viewer) -> list[RoleAssignment]:
    """This function will list the roles a person holds today."""
    day = today()

    def read() -> list[RoleAssignment]:
        not_over = Q(ends_on=None) | Q(ends_on__gte=day)
        held = RoleAssignment.objects.filter(not_over, user_id=viewer.user_id or 0, starts_on__lte=day)
        return list(held.select_related("organization").order_by("pk"))

    return list(kept(_key_of(viewer.user_id, day), read))


def known_roles(user_id: int, held: list[RoleAssignment]) -> dict[Hashable, object]:
    """This function will return roles that were read a moment ago as the request's own transaction may know them."""
    return {_key_of(user_id, today()): held}


def _key_of(user_id: int | None, day: date) -> Hashable:
    return ("roles", user_id, day)


def memberships(viewer: Viewer) -> frozenset[int]:
    """This function will return the organizations outside the district to which a person belongs today."""
    outside = all_rules().of_organizations
    return frozenset(
        role.organization_id
        for role in current_roles(viewer)
        if role.relation in outside and role.organization_id is not None
    )


def agreed_relations() -> frozenset[str]:
    """This function will name the relations in which students stand to an organization by an agreement."""
    return all_rules().of_organizations


def holds(viewer: Viewer, *relations: str) -> bool:
    """This function will tell whether a person holds one of these roles today; both, where one views as another."""
    held = any(role.relation in relations for role in current_roles(viewer))
    return held and (viewer.behind is None or holds(viewer.behind, *relations))


def check_may(viewer: Viewer, act: str, record_class: str, *, school_id: int | None = None) -> Reach:
    """This function will return the reach where the act is allowed district-wide, or at `school_id` where given.

    **Raises** `NotAllowed` otherwise, with whom to ask.
    """
    reach = find_reach(viewer, act, record_class)
    allowed = reach.everything if school_id is None else reach.covers_school(school_id)
    if not allowed:
        raise NotAllowed(
            gettext_noop("Your role does not include this."),
            gettext_noop("If you need it for your work, ask the district's administrator."),
        )
    return reach


def may(viewer: Viewer, act: str, record_class: str, *, school_id: int | None = None) -> bool:
    """This function will tell whether `check_may` would pass."""
    try:
        check_may(viewer, act, record_class, school_id=school_id)
    except NotAllowed:
        return False
    return True
