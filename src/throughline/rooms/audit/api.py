"""The door of the audit room: record an act, record a disclosure, keep a model's history."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import connection

from throughline.rooms.audit.acts.queries import Act, find_acts, find_acts_since
from throughline.rooms.audit.chain.queries import ChainReport, check_chain
from throughline.rooms.audit.changes.queries import (
    Beginning,
    Change,
    Changes,
    FieldChange,
    Tracked,
    find_beginnings,
    find_changes,
)
from throughline.rooms.audit.changes.timeline import Timeline, read_timeline, register_origin, say_origin
from throughline.rooms.audit.history import tracked
from throughline.rooms.audit.looks.queries import (
    UnusualLooking,
    find_lookers,
    find_looks,
    find_looks_at,
    find_unusual,
)
from throughline.rooms.audit.looks.rules import unusual_rules
from throughline.rooms.audit.models import AuditRecord
from throughline.rooms.audit.together import TogetherMigration
from throughline.values.viewer import Viewer

__all__ = [
    "Act",
    "Beginning",
    "ChainReport",
    "Change",
    "Changes",
    "FieldChange",
    "Timeline",
    "TogetherMigration",
    "Tracked",
    "UnusualLooking",
    "check_chain",
    "count_acts",
    "find_acts",
    "find_acts_since",
    "find_beginnings",
    "find_changes",
    "find_lookers",
    "find_looks",
    "find_looks_at",
    "find_unusual",
    "has_act",
    "read_timeline",
    "record_act",
    "record_disclosures",
    "record_looks",
    "register_origin",
    "say_origin",
    "tracked",
    "unusual_rules",
]


# Every page of a student adds some fifteen of these: to have the ORM put each together would take as long as the page's
# longest question. The database fills the chain in, whatever it is given.
_LOOKED = """
insert into audit_disclosure
    (at, viewer_id, viewer_name, place, student_id, record_class, basis, batch, step, digest)
select %s, %s, %s, %s, student_id, record_class, basis, 0, 0, ''
from unnest(%s::bigint[], %s::text[], %s::text[]) as looks (student_id, record_class, basis)
"""


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
        by_user_id=by.really.user_id,
        by_name=str(by),
        act=act,
        noun=noun,
        object_id=str(object_id),
        details=dict(details or {}),
    )


def record_disclosures(
    *, by: Viewer, at: datetime, student_ids: Iterable[int], record_class: str, place: str, basis: str
) -> None:
    """This function will note that a person saw one class of record of these students, as `record_looks` does."""
    looks = ((student_id, record_class, basis) for student_id in student_ids)
    record_looks(by=by, at=at, place=place, looks=looks)


def record_looks(*, by: Viewer, at: datetime, place: str, looks: Iterable[tuple[int, str, str]]) -> None:
    """This function will note what a person saw, each as (student, class of record, basis), in one statement.

    A duty's own reads are not noted. Where somebody views as another, it is they who saw, and both names stand in the
    record.
    """
    viewer_id = by.really.user_id
    if viewer_id is None:
        return
    listed = list(looks)
    if not listed:
        return
    with connection.cursor() as cursor:
        cursor.execute(_LOOKED, [at, viewer_id, str(by), place, *map(list, zip(*listed, strict=True))])


def count_acts(*, by: Viewer, act: str, noun: str, since: datetime) -> int:
    """This function will count how often a person did something since a moment."""
    acts = AuditRecord.objects.filter(act=act, noun=noun, by_user_id=by.really.user_id, at__gte=since)
    return acts.count()


def has_act(act: str, noun: str) -> bool:
    """This function will tell whether such an act stands in the audit trail."""
    return AuditRecord.objects.filter(act=act, noun=noun).exists()
