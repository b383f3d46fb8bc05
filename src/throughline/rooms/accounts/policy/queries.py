"""The rules in force, arranged to be read."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext

from throughline.rooms.accounts.models import Rule
from throughline.rooms.accounts.policy.words import RECORD_CLASSES, RELATIONS, SCOPES, class_words, relation_words
from throughline.rooms.accounts.sight.queries import all_rules, holds
from throughline.values.errors import NotAllowed
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

# Relations of those who do not work for the district.
_OUTSIDE = {"guardian", "self", "partner", "state_analyst"}
READERS = ("district_admin", "district_data")


@dataclass(frozen=True, slots=True)
class Holding:
    """One relation: how far it reaches, and on what basis."""

    code: str
    name: str
    reach: str
    basis: str

    @property
    def is_duty(self) -> bool:
        return self.code.startswith("duty:")

    @property
    def is_staff(self) -> bool:
        return self.code not in _OUTSIDE


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
        classes.setdefault(rule.record_class, {})[rule.relation] = _acts(rule)
    rows = [ClassRow(class_words(code), acts) for code, acts in classes.items()]
    return PolicyPage(list(holdings.values()), rows)


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
    reach = gettext(SCOPES.get(rule.scope, rule.scope))
    return Holding(rule.relation, relation_words(rule.relation), reach, gettext(rule.basis))


def _acts(rule: Rule) -> str:
    words = (
        (rule.may_see, gettext("see")),
        (rule.may_write, gettext("change")),
        (rule.may_export, gettext("export")),
    )
    return ", ".join(word for may, word in words if may)
