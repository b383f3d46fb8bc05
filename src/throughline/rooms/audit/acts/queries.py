"""What was done to a thing, by whom and when."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Q

from throughline.rooms.audit.models import AuditRecord


@dataclass(frozen=True, slots=True)
class Act:
    """One act of the audit trail."""

    at: datetime
    by: str
    act: str
    noun: str
    object_id: str
    details: Mapping[str, object]
    by_user_id: int | None


def find_acts(about: Mapping[str, Collection[object]], *, most: int, acts: Collection[str] = ()) -> list[Act]:
    """This function will list the latest acts (only some kinds, where `acts` names them) on things by noun and ids.

    Who may know is asked before.
    """
    conditions = [Q(noun=noun, object_id__in=[str(one) for one in ids]) for noun, ids in about.items() if ids]
    if not conditions:
        return []
    rows = AuditRecord.objects.filter(reduce(or_, conditions), **({"act__in": acts} if acts else {}))
    rows = rows.order_by("-at", "-pk")[:most]
    return [_act(row) for row in rows]


def find_acts_since(noun: str, acts: Collection[str], *, since: datetime) -> list[Act]:
    """This function will list every act of some kinds on a noun after a moment, the latest first.

    Who may know is asked before.
    """
    rows = AuditRecord.objects.filter(noun=noun, act__in=acts, at__gt=since).order_by("-at", "-pk")
    return [_act(row) for row in rows]


def _act(row: AuditRecord) -> Act:
    return Act(row.at, row.by_name, row.act, row.noun, row.object_id, row.details, row.by_user_id)
