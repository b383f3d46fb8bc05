"""The rules in force, arranged to be read."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext

from throughline.rooms.accounts.models import Rule, Tightening
from throughline.rooms.accounts.policy.allowance import Allowed, check_may_tighten, may_tighten, shipped_allowance
from throughline.rooms.accounts.policy.words import (
    RECORD_CLASSES,
    RELATIONS,
    SCOPES,
    class_words,
    ground_words,
    relation_words,
    source_words,
)
from throughline.rooms.accounts.sight.document import Relation, shipped_policy
from throughline.rooms.accounts.sight.queries import holds
from throughline.rooms.accounts.sight.rules import all_rules
from throughline.values.errors import NotAllowed, NotFound
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

READERS = ("district_admin", "district_data", "privacy_officer")


@dataclass(frozen=True, slots=True)
class Holding:
    """One relation: how far it reaches, and on what basis."""

    code: str
    name: str
    reach: str
    source: str
    ground: str
    basis: str
    is_staff: bool

    @property
    def is_duty(self) -> bool:
        return self.code.startswith("duty:")


@dataclass(frozen=True, slots=True)
class ClassRow:
    """One class of record, and in words what each relation may do with it, by the relation's code."""

    name: str
    acts: dict[str, str]


@dataclass(frozen=True, slots=True)
class PolicyPage:
    """The whole policy table."""

    holdings: list[Holding]
    classes: list[ClassRow]
    may_tighten: bool


@dataclass(frozen=True, slots=True)
class ClassOfRelation:
    """One class of record of one relation: what the shipped table allows, what is in force, and why less, if it is."""

    code: str
    name: str
    shipped: Allowed
    in_force: Allowed
    reason: str
    said_by: str
    said_at: datetime | None

    @property
    def is_tightened(self) -> bool:
        return self.shipped != self.in_force


@dataclass(frozen=True, slots=True)
class RelationPage:
    """One relation with each class of record that the shipped table lets it see."""

    holding: Holding
    classes: list[ClassOfRelation]
    may_tighten: bool


def policy_page(viewer: Viewer) -> PolicyPage:
    """This function will return the policy table as it stands in the database, which is what both walls read.

    **Raises** `NotAllowed` for all but those who answer for the policy.
    """
    if not may_read_policy(viewer):
        raise NotAllowed(
            gettext_noop("The policy table is read by those who answer for it."),
            gettext_noop("Ask the district's administrator what your role may see."),
        )
    rules = _ordered_rules()
    holdings = {rule.relation: _holding(rule) for rule in rules}
    classes: dict[str, dict[str, str]] = {code: {} for code in RECORD_CLASSES}
    for rule in rules:
        classes.setdefault(rule.record_class, {})[rule.relation] = acts_words(_allowed(rule))
    rows = [ClassRow(class_words(code), acts) for code, acts in classes.items()]
    return PolicyPage(list(holdings.values()), rows, may_tighten(viewer))


def relation_page(viewer: Viewer, relation: str) -> RelationPage:
    """This function will return one relation as it is shipped and as it is in force.

    **Raises** `NotAllowed` for all but those who answer for the policy, `NotFound` where there is no such relation.
    """
    if not may_read_policy(viewer):
        raise NotAllowed(gettext_noop("The policy table is read by those who answer for it."))
    shipped = shipped_policy().named(relation)
    if shipped is None:
        raise NotFound(gettext_noop("There is no such relation."))
    in_force = {rule.record_class: rule for rule in all_rules() if rule.relation == relation}
    tightened = {row.record_class: row for row in Tightening.objects.filter(relation=relation)}
    classes = [
        _class_of(relation, code, in_force.get(code), tightened.get(code))
        for code in RECORD_CLASSES
        if code in shipped.see
    ]
    may = may_tighten(viewer) and not relation.startswith("duty:")
    return RelationPage(_shipped_holding(shipped), classes, may)


def tightening_page(viewer: Viewer, relation: str, record_class: str) -> tuple[Holding, ClassOfRelation]:
    """This function will return one class of one relation, for those who may tighten it.

    **Raises** as `check_may_tighten` and `relation_page`, `NotFound` where the relation may not see the class at all.
    """
    check_may_tighten(viewer)
    page = relation_page(viewer, relation)
    found = next((one for one in page.classes if one.code == record_class), None)
    if found is None or not page.may_tighten:
        raise NotFound(gettext_noop("There is nothing here to tighten."))
    return page.holding, found


def _class_of(relation: str, code: str, rule: Rule | None, kept: Tightening | None) -> ClassOfRelation:
    in_force = _allowed(rule) if rule else Allowed(False, False, False)
    said = (kept.reason, kept.said_by, kept.said_at) if kept else ("", "", None)
    return ClassOfRelation(code, class_words(code), shipped_allowance(relation, code), in_force, *said)


def may_read_policy(viewer: Viewer) -> bool:
    """This function will tell whether `viewer` answers for the policy."""
    return holds(viewer, *READERS)


def classes_seen(relation: str) -> list[str]:
    """This function will name the classes of record one relation may see, in the table's order."""
    return [class_words(rule.record_class) for rule in _ordered_rules(relation) if rule.may_see]


def who_sees(classes: Iterable[str]) -> list[str]:
    """This function will name the roles that may see all of these classes of record, in the table's order."""
    wanted = set(classes)
    seen: dict[str, set[str]] = {}
    for rule in _ordered_rules():
        if rule.may_see and rule.scope in ("district", "school") and not rule.relation.startswith("duty:"):
            seen.setdefault(rule.relation, set()).add(rule.record_class)
    return [relation_words(relation) for relation, held in seen.items() if wanted <= held]


def basis_of(relation: str) -> str:
    """This function will return the legal basis of one relation, in the reader's language."""
    basis = next((rule.basis for rule in all_rules() if rule.relation == relation), "")
    return gettext(basis) if basis else ""


def _ordered_rules(relation: str = "") -> list[Rule]:
    relations, classes = list(RELATIONS), list(RECORD_CLASSES)
    rules = [rule for rule in all_rules() if not relation or rule.relation == relation]
    return sorted(rules, key=lambda rule: (_place(relations, rule.relation), _place(classes, rule.record_class)))


def _place(order: list[str], code: str) -> tuple[int, str]:
    return (order.index(code) if code in order else len(order), code)


def _holding(rule: Rule) -> Holding:
    shipped = shipped_policy().named(rule.relation)
    if shipped is None:  # of an earlier release, until the database is prepared for this one
        return Holding(rule.relation, rule.relation, "", "", "", rule.basis, False)
    return replace(_shipped_holding(shipped), basis=gettext(rule.basis))


def _shipped_holding(one: Relation) -> Holding:
    return Holding(
        code=one.code,
        name=relation_words(one.code),
        reach=gettext(SCOPES[one.scope]),
        source=source_words(one.comes_from),
        ground=ground_words(one.ground),
        basis=gettext(one.basis),
        is_staff=one.ground == "school_official" or one.code in {"district_finance", "emergency"},
    )


def _allowed(rule: Rule) -> Allowed:
    return Allowed(rule.may_see, rule.may_write, rule.may_export)


def acts_words(allowed: Allowed) -> str:
    """This function will say what may be done: `see, change`; empty where nothing may."""
    words = ((allowed.see, gettext("see")), (allowed.write, gettext("change")), (allowed.export, gettext("export")))
    return ", ".join(word for may, word in words if may)
