"""Put the shipped policy table in force, and tighten it for one district."""

from datetime import datetime

from throughline.rooms.accounts.models import Rule, Tightening
from throughline.rooms.accounts.policy.allowance import ACTS, Allowed, check_may_tighten, shipped_allowance
from throughline.rooms.accounts.sight.document import RECORD_CLASSES, shipped_policy
from throughline.rooms.accounts.sight.viewing import forget_kept
from throughline.rooms.audit import api as audit
from throughline.values.errors import RefusedInput
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

_COLUMNS = ("scope", "may_see", "may_write", "may_export", "ground", "basis")


def load_policy(*, by: Viewer, at: datetime) -> int:
    """This function will make the rules in the database those of the shipped table, less what the district tightened.

    It returns how many changed.
    """
    wanted = {(rule.relation, rule.record_class): rule for rule in _rules_wanted()}
    present = {(rule.relation, rule.record_class): rule for rule in Rule.objects.all()}
    gone = [rule for pair, rule in present.items() if pair not in wanted]
    changed = [rule for pair, rule in wanted.items() if _differs(rule, present.get(pair))]
    if not gone and not changed:
        return 0
    Rule.objects.filter(pk__in=[rule.pk for rule in gone]).delete()
    Rule.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["relation", "record_class"], update_fields=_COLUMNS
    )
    forget_kept()
    audit.record_act(by=by, at=at, act="load", noun="policy", details={"changed": len(changed), "removed": len(gone)})
    return len(gone) + len(changed)


def tighten_rule(
    *, by: Viewer, at: datetime, relation: str, record_class: str, allowed: Allowed, reason: str
) -> Tightening:
    """This function will leave a relation no more than `allowed` of a class of record, in both walls at once.

    What the shipped table does not allow cannot be allowed; allowing all it does takes the tightening back.

    **Raises** `NotAllowed` where `by` may not, `RefusedInput` where it would widen, or leave nobody to mend it.
    """
    check_may_tighten(by)
    _check_fits(relation, record_class, allowed, reason)
    row, _made = Tightening.objects.select_for_update().get_or_create(
        relation=relation, record_class=record_class, defaults={"reason": reason}
    )
    row.keeps_see, row.keeps_write, row.keeps_export = allowed.see, allowed.write, allowed.export
    row.reason, row.said_by, row.said_at = reason.strip(), str(by), at
    row.save()
    details = {"relation": relation, "class": record_class, **{act: getattr(allowed, act) for act in ACTS}}
    audit.record_act(by=by, at=at, act="tighten", noun="rule", object_id=row.pk, details=details)
    load_policy(by=by, at=at)
    return row


def _check_fits(relation: str, record_class: str, allowed: Allowed, reason: str) -> None:
    shipped = shipped_allowance(relation, record_class)
    if relation.startswith("duty:") or not shipped.see:
        raise RefusedInput(
            gettext_noop("There is nothing here to tighten."), gettext_noop("Choose a class the relation may see.")
        )
    if not allowed.within(shipped):
        raise RefusedInput(
            gettext_noop("A district may tighten the table, never widen it."),
            gettext_noop("Leave unchecked what the shipped table does not allow."),
        )
    if (allowed.write or allowed.export) and not allowed.see:
        raise RefusedInput(
            gettext_noop("Nobody can change or export what they may not see."),
            gettext_noop("Allow seeing it, or nothing at all."),
        )
    if not reason.strip():
        raise RefusedInput(
            gettext_noop("A change of the policy table needs its reason."), gettext_noop("Write why, in a sentence.")
        )


def _rules_wanted() -> list[Rule]:
    tightened = {(row.relation, row.record_class): row for row in Tightening.objects.all()}
    rules = []
    for relation in shipped_policy().relation:
        for record_class in RECORD_CLASSES:
            shipped = shipped_allowance(relation.code, record_class)
            kept = tightened.get((relation.code, record_class))
            if not shipped.see or (kept is not None and not kept.keeps_see):
                continue
            rules.append(
                Rule(
                    relation=relation.code,
                    scope=relation.scope,
                    record_class=record_class,
                    may_see=True,
                    may_write=shipped.write and (kept is None or kept.keeps_write),
                    may_export=shipped.export and (kept is None or kept.keeps_export),
                    ground=relation.ground,
                    basis=relation.basis,
                )
            )
    return rules


def _differs(wanted: Rule, present: Rule | None) -> bool:
    return present is None or any(getattr(wanted, column) != getattr(present, column) for column in _COLUMNS)
