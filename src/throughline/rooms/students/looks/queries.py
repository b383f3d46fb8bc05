"""Who looked at a student, for those entitled to ask; and looks across the district, for those who answer for it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit
from throughline.rooms.students import access
from throughline.rooms.students.directory.noting import note_looked
from throughline.rooms.students.emergencies.queries import emergencies_of
from throughline.rooms.students.emergencies.unusual import find_unusual_emergencies
from throughline.rooms.students.households import may_be_told
from throughline.rooms.students.models import Emergency, RecordRequest, Student
from throughline.rooms.students.sight.queries import OVERSIGHT, by_consent, find_overseen
from throughline.values.viewer import Viewer

DAYS = 30
MOST_PRINTED = 2000
# That a restricted note exists is not for the family: it may be about what a child told of home.
_NOT_FOR_FAMILY = {
    "without_classes": ("notes_health", "notes_protection", "notes_legal"),
    "without_places": ("support.opened",),
}

# Where somebody looks at consents: that they did tells that there is something to look at.
_OF_CONSENTS = "agreements."

# Students somebody is family of: the student, a child, and whoever has a guardian in common with one of these.
_RELATIVES = """
    with own as (
        select user_id, student_id from students_relation
        where relation in ('self', 'guardian', 'guardian_of_adult') and user_id = any(%s)
    )
    select user_id, student_id from own
    union
    select own.user_id, theirs.student_id
    from own
        join students_guardianship ours on ours.student_id = own.student_id and ours.ended_at is null
        join students_guardianship theirs on theirs.guardian_id = ours.guardian_id and theirs.ended_at is null"""


@dataclass(frozen=True, slots=True)
class WhoLooked:
    """Each look at one student, the newest first, not yet fetched; and what was opened of them in an emergency."""

    student: Student
    looks: QuerySet[Any]
    sight: access.Sight
    may_export: bool
    emergencies: list[Emergency]
    statements: list[RecordRequest]
    is_told: bool = True


@dataclass(frozen=True, slots=True)
class LooksPage:
    """Looks across the district in the last month, not yet fetched, and what is unusual in them."""

    looks: QuerySet[Any]
    lookers: list[tuple[int, str]]
    unusual: list[audit.UnusualLooking]
    students_a_day: int
    emergencies_a_month: int


def who_looked_page(viewer: Viewer, student_id: int, *, at: datetime) -> WhoLooked:
    """This function will return who looked at a student, and note that `viewer` asked.

    **Raises** `NotFound` where `viewer` may not ask.
    """
    student, sight = find_overseen(viewer, student_id)
    note_looked(by=viewer, at=at, shown=[(student.pk, sight, ("directory", OVERSIGHT))], place="students.who_looked")
    may_export = access.get_students_for(viewer, OVERSIGHT, act="export").filter(pk=student.pk).exists()
    opened = emergencies_of(viewer, student)
    left_out = _NOT_FOR_FAMILY if OVERSIGHT in sight.own else {}
    looks = audit.find_looks_at(access.record_ids_of(viewer, student), **left_out)
    is_told = may_be_told(viewer, student)
    if not is_told:
        outside = accounts.find_who_ever_held(*by_consent())
        looks = looks.exclude(viewer_id__in=outside).exclude(place__startswith=_OF_CONSENTS)
    shown = access.explain_sight(viewer, [student], accounts.RECORD_CLASSES)[student.pk]
    statements = access.find_statements(student, [name for name in accounts.RECORD_CLASSES if name in shown])
    return WhoLooked(
        student,
        looks,
        sight,
        may_export,
        opened,
        statements,
        is_told,
    )


def looks_page(viewer: Viewer, *, at: datetime) -> LooksPage:
    """This function will return the looks of the last month, for those who answer for the whole district.

    **Raises** `NotAllowed` for all others.
    """
    accounts.check_may(viewer, "see", OVERSIGHT)
    since = at - timedelta(days=DAYS)
    lookers = audit.find_lookers(since)
    unusual = audit.find_unusual(since, _relatives_of([user_id for user_id, _name in lookers]))
    unusual += find_unusual_emergencies(viewer, since, at=at)
    return LooksPage(
        looks=audit.find_looks(since),
        lookers=lookers,
        unusual=sorted(unusual, key=lambda one: (-one.day.toordinal(), one.viewer_name, one.code)),
        students_a_day=audit.unusual_rules().students_a_day,
        emergencies_a_month=audit.unusual_rules().emergencies_a_month,
    )


def may_see_looks(viewer: Viewer) -> bool:
    """This function will tell whether `viewer` answers for looks across the district."""
    return accounts.may(viewer, "see", OVERSIGHT)


def _relatives_of(user_ids: list[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_RELATIVES, [user_ids])
        for user_id, student_id in cursor.fetchall():
            found.setdefault(user_id, []).append(student_id)
    return found
