"""What a viewer may do, how far it reaches, and why. Read from the same rules the second wall reads."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Q

from throughline.rooms.accounts.models import RoleAssignment, Rule
from throughline.rooms.accounts.sight.viewing import kept, today
from throughline.values.errors import NotAllowed
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop


@dataclass(frozen=True, slots=True)
class Reach:
    """How far one act on one class of record reaches: everything, some schools, or students by relation."""

    everything: bool
    school_ids: frozenset[int]
    relations: frozenset[str]
    basis: str
    relation_bases: Mapping[str, str] = field(default_factory=dict, hash=False)

    def __bool__(self) -> bool:
        return self.everything or bool(self.school_ids) or bool(self.relations)

    def covers_school(self, school_id: int) -> bool:
        """This function will tell whether the reach takes in this whole school."""
        return self.everything or school_id in self.school_ids


_COLUMNS = {"see": "may_see", "write": "may_write", "export": "may_export"}


def find_reach(viewer: Viewer, act: str, record_class: str) -> Reach:
    """This function will return how far `viewer` may see, write or export one class of record, and on what basis.

    Relations to single students (scope "student") are returned by name; who stands in them is the roster's to say.
    """
    return find_reaches(viewer, act, (record_class,))[record_class]


def find_reaches(viewer: Viewer, act: str, record_classes: Iterable[str]) -> dict[str, Reach]:
    """This function will return `find_reach` of each class, asking the database as often as for one."""
    wanted = tuple(record_classes)
    by_class: dict[str, list[Rule]] = {record_class: [] for record_class in wanted}
    for rule in all_rules():
        if rule.record_class in by_class and getattr(rule, _COLUMNS[act]):
            by_class[rule.record_class].append(rule)
    held = [] if viewer.user_id is None else current_roles(viewer)
    return {record_class: _reach(viewer, found, held) for record_class, found in by_class.items()}


def _reach(viewer: Viewer, rules: list[Rule], held: list[RoleAssignment]) -> Reach:
    if viewer.duty:
        found = next((rule for rule in rules if rule.relation == f"duty:{viewer.duty}"), None)
        return Reach(found is not None, frozenset(), frozenset(), found.basis if found else "")
    if viewer.user_id is None:
        return Reach(False, frozenset(), frozenset(), "")
    by_relation = {rule.relation: rule for rule in rules}
    matched = [(by_relation[role.relation], role.organization_id) for role in held if role.relation in by_relation]
    everything = any(rule.scope == "district" for rule, _place in matched)
    schools = frozenset(place for rule, place in matched if rule.scope == "school" and place is not None)
    bases = {rule.relation: rule.basis for rule in rules if rule.scope == "student"}
    basis = next((rule.basis for rule, _place in matched), next(iter(bases.values()), ""))
    return Reach(everything, schools, frozenset(bases), basis, bases)


def current_roles(viewer: Viewer) -> list[RoleAssignment]:
    """This function will list the roles a person holds today."""
    day = today()
    held = RoleAssignment.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=day), user_id=viewer.user_id or 0, starts_on__lte=day
    )
    return list(kept(("roles", viewer.user_id, day), lambda: list(held.select_related("organization").order_by("pk"))))


def all_rules() -> list[Rule]:
    """This function will return the policy table as it stands in the database."""
    return list(kept("rules", lambda: list(Rule.objects.order_by("pk"))))


def holds(viewer: Viewer, *relations: str) -> bool:
    """This function will tell whether a person holds one of these roles today."""
    return any(role.relation in relations for role in current_roles(viewer))


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
