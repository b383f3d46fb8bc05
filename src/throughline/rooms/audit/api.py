"""The door of the audit room: record an act, record a disclosure, keep a model's history."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from throughline.rooms.audit.chain.queries import ChainReport, check_chain
from throughline.rooms.audit.history import tracked
from throughline.rooms.audit.looks.queries import (
    UnusualLooking,
    find_lookers,
    find_looks,
    find_looks_at,
    find_unusual,
)
from throughline.rooms.audit.looks.rules import unusual_rules
from throughline.rooms.audit.models import AuditRecord, Disclosure
from throughline.values.viewer import Viewer

__all__ = [
    "ChainReport",
    "UnusualLooking",
    "check_chain",
    "find_lookers",
    "find_looks",
    "find_looks_at",
    "find_unusual",
    "has_act",
    "record_act",
    "record_disclosures",
    "tracked",
    "unusual_rules",
]


def record_act(
    *,
    by: Viewer,
    at: datetime,
    act: str,
    noun: str,
    object_id: object = "",
    details: Mapping[str, object] | None = None,
) -> None:
    """This function will add one row to the audit trail, in the transaction of the act itself."""
    AuditRecord.objects.create(
        at=at,
        by_user_id=by.user_id,
        by_name=str(by),
        act=act,
        noun=noun,
        object_id=str(object_id),
        details=dict(details or {}),
    )


def record_disclosures(
    *, by: Viewer, at: datetime, student_ids: Iterable[int], record_class: str, place: str, basis: str
) -> None:
    """This function will note that a person saw the records of these students; a duty's own reads are not noted."""
    if by.user_id is None:
        return
    Disclosure.objects.bulk_create(
        Disclosure(
            at=at,
            viewer_id=by.user_id,
            viewer_name=by.name,
            student_id=student_id,
            record_class=record_class,
            place=place,
            basis=basis,
        )
        for student_id in student_ids
    )


def has_act(act: str, noun: str) -> bool:
    """This function will tell whether such an act stands in the audit trail."""
    return AuditRecord.objects.filter(act=act, noun=noun).exists()
