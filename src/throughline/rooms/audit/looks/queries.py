"""Who looked at whom, each look as one row: a page shows several classes of record, and a list several students."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import ExtractIsoWeekDay, TruncDate, TruncTime

from throughline.rooms.audit.looks.rules import unusual_rules
from throughline.rooms.audit.models import Disclosure

_LOOK = ("at", "viewer_id", "viewer_name", "place")


@dataclass(frozen=True, slots=True)
class UnusualLooking:
    """One person's looking on one day that a rule (by its code in unusual.toml) points at."""

    code: str
    day: date
    viewer_id: int
    viewer_name: str
    n_students: int


def find_looks_at(
    student_ids: Iterable[int], *, without_classes: Iterable[str] = (), without_places: Iterable[str] = ()
) -> QuerySet[Any]:
    """This function will return each look at one student, the newest first, but for those that are left out.

    `student_ids` are all the ids that the student was ever known by.

    **Shapes** mappings of `at`, `viewer_id`, `viewer_name`, `place`, `classes` and `bases`.
    """
    told = Disclosure.objects.filter(student_id__in=list(student_ids))
    told = told.exclude(record_class__in=list(without_classes)).exclude(place__in=list(without_places))
    looks: QuerySet[Any] = told.values(*_LOOK)
    found: QuerySet[Any] = looks.annotate(
        classes=ArrayAgg("record_class", distinct=True), bases=ArrayAgg("basis", distinct=True)
    )
    return found.order_by("-at", "viewer_id", "place")


def find_looks(since: datetime) -> QuerySet[Any]:
    """This function will return each look since a moment, with how many students it showed, the newest first.

    **Shapes** mappings of `at`, `viewer_id`, `viewer_name`, `place`, `classes` and `n_students`.
    """
    looks: QuerySet[Any] = Disclosure.objects.filter(at__gte=since).values(*_LOOK)
    found: QuerySet[Any] = looks.annotate(
        classes=ArrayAgg("record_class", distinct=True), n_students=Count("student_id", distinct=True)
    )
    return found.order_by("-at", "viewer_id", "place")


def find_lookers(since: datetime) -> list[tuple[int, str]]:
    """This function will list who looked at anybody since a moment, by name."""
    found = Disclosure.objects.filter(at__gte=since).values_list("viewer_id", "viewer_name").distinct()
    return sorted(dict(found).items(), key=lambda pair: (pair[1], pair[0]))


def find_unusual(since: datetime, relatives: Mapping[int, Iterable[int]]) -> list[UnusualLooking]:
    """This function will list what the rules point at since a moment, the newest day first.

    `relatives` holds for each person who looked the students they are family of; the roster knows them.
    """
    rules = unusual_rules()
    looks: QuerySet[Any] = Disclosure.objects.filter(at__gte=since).annotate(
        day=TruncDate("at"), clock=TruncTime("at"), weekday=ExtractIsoWeekDay("at")
    )
    many = _days(looks).filter(n_students__gte=rules.students_a_day)
    late = _days(looks.filter(Q(clock__lt=rules.opens) | Q(clock__gte=rules.closes) | ~Q(weekday__in=rules.weekdays)))
    found = [_unusual("many_students", row) for row in many] + [_unusual("after_hours", row) for row in late]
    if rules.relatives and relatives:
        own = Q(pk__in=())
        for viewer_id, student_ids in relatives.items():
            own |= Q(viewer_id=viewer_id, student_id__in=list(student_ids))
        found += [_unusual("own_relatives", row) for row in _days(looks.filter(own))]
    return sorted(found, key=lambda one: (-one.day.toordinal(), one.viewer_name, one.code))


def _days(looks: QuerySet[Any]) -> QuerySet[Any]:
    days: QuerySet[Any] = looks.order_by().values("day", "viewer_id", "viewer_name")
    counted: QuerySet[Any] = days.annotate(n_students=Count("student_id", distinct=True))
    return counted


def _unusual(code: str, row: Mapping[str, Any]) -> UnusualLooking:
    return UnusualLooking(code, row["day"], row["viewer_id"], row["viewer_name"], row["n_students"])
