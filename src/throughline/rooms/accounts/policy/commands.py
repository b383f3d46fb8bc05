"""Put the shipped policy table in force."""

import tomllib
from datetime import datetime
from pathlib import Path

from throughline.rooms.accounts.models import Rule
from throughline.rooms.accounts.sight.viewing import forget_kept
from throughline.rooms.audit import api as audit
from throughline.values.viewer import Viewer

POLICY = Path(__file__).with_name("policy.toml")

RECORD_CLASSES = (
    "directory",
    "enrollment",
    "academic",
    "behavior",
    "needs",
    "notes",
    "restricted_notes",
    "health",
    "special_education",
    "housing",
    "family_contacts",
    "oversight",
    "finance",
    "personnel_cost",
    "schools",
    "public",
)


def load_policy(*, by: Viewer, at: datetime) -> int:
    """This function will make the rules in the database those of the shipped table; it returns how many changed.

    **Raises** `ValueError` naming a class of record the table uses and we do not know.
    """
    wanted = {(rule.relation, rule.record_class): rule for rule in _read_rules()}
    present = {(rule.relation, rule.record_class): rule for rule in Rule.objects.all()}
    gone = [rule for pair, rule in present.items() if pair not in wanted]
    changed = [rule for pair, rule in wanted.items() if _differs(rule, present.get(pair))]
    if not gone and not changed:
        return 0
    Rule.objects.filter(pk__in=[rule.pk for rule in gone]).delete()
    Rule.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["relation", "record_class"],
        update_fields=["scope", "may_see", "may_write", "may_export", "basis"],
    )
    forget_kept()
    audit.record_act(by=by, at=at, act="load", noun="policy", details={"changed": len(changed), "removed": len(gone)})
    return len(gone) + len(changed)


def _read_rules() -> list[Rule]:
    rules = []
    for relation in tomllib.loads(POLICY.read_text(encoding="utf-8"))["relation"]:
        named = {*relation["see"], *relation["write"], *relation["export"]}
        if unknown := named - set(RECORD_CLASSES):
            raise ValueError(f"{POLICY.name}: {relation['code']} names unknown classes of record: {sorted(unknown)}")
        rules += [
            Rule(
                relation=relation["code"],
                scope=relation["scope"],
                record_class=record_class,
                may_see=record_class in relation["see"],
                may_write=record_class in relation["write"],
                may_export=record_class in relation["export"],
                basis=relation["basis"],
            )
            for record_class in RECORD_CLASSES
            if record_class in named
        ]
    return rules


def _differs(wanted: Rule, present: Rule | None) -> bool:
    if present is None:
        return True
    columns = ("scope", "may_see", "may_write", "may_export", "basis")
    return any(getattr(wanted, column) != getattr(present, column) for column in columns)
