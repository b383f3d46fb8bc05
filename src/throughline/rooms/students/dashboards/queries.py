"""Attendance and behavior of many students at once, as far as one may see the record of each of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from django.db.models import Count, Func, Q, QuerySet, Sum
from django.db.models.functions import ExtractHour, ExtractIsoWeekDay, TruncMonth

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import access
from throughline.rooms.students.dashboards.asked import Asked
from throughline.rooms.students.dashboards.groups import FEWEST, circumstances_of, classes_of
from throughline.rooms.students.dashboards.tallies import (
    DaysTally,
    IncidentsTally,
    StudentDays,
    StudentIncidents,
    group_rows,
    tally_days,
    tally_incidents,
)
from throughline.rooms.students.directory.words import grade_order, grade_words
from throughline.rooms.students.models import AttendanceDay, BehaviorIncident, Student
from throughline.values.errors import NotAllowed
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

_TARDY = Q(status="tardy")
_Row = TypeVar("_Row", StudentDays, StudentIncidents)


@dataclass(frozen=True, slots=True)
class Offered:
    """What one can choose among: schools as (id, name), grades as (code, words), and by what to part."""

    schools: list[tuple[int, str]]
    grades: list[tuple[str, str]]
    by: list[str]


@dataclass(frozen=True, slots=True)
class AttendancePage:
    """The days of all, by month and weekday, and by what was asked, each group with its name."""

    asked: Asked
    by: str
    offered: Offered
    whole: DaysTally
    months: list[tuple[date, DaysTally]]
    weekdays: list[tuple[int, DaysTally]]
    groups: list[tuple[str, DaysTally]]


@dataclass(frozen=True, slots=True)
class BehaviorPage:
    """The incidents of all, by weekday and hour, and by what was asked, each group with its name."""

    asked: Asked
    by: str
    offered: Offered
    whole: IncidentsTally
    hours: Mapping[tuple[int, int], int]
    groups: list[tuple[str, IncidentsTally]]


def sees_many(viewer: Viewer, record_class: str, *, act: str = "see") -> bool:
    """This function will tell whether `viewer` sees (or exports) a class of record by a role, or as a teacher."""
    reach = accounts.find_reach(viewer, act, record_class)
    if reach.everything or reach.school_ids:
        return True
    return "teacher" in reach.relations and access.get_relations_of(viewer).filter(relation="teacher").exists()


def attendance_page(viewer: Viewer, asked: Asked) -> AttendancePage:
    """This function will sum the days that `viewer` may see; it asks the database equally often for any number.

    **Raises** `NotAllowed` for those who see no class or school.
    """
    seen = _seen(viewer, "attendance")
    students = _narrowed(seen, asked)
    offered = _offered(viewer, seen, students, ("school", "grade", "class", "group"))
    days = access.get_attendance_for(viewer).filter(
        student__in=students.order_by().values("pk"), on__gte=asked.since, on__lte=asked.until
    )
    by_student = days.values_list("student", "student__home_school", "student__grade")
    rows = [StudentDays(*row) for row in by_student.annotate(**_COUNTS).order_by()]
    by = asked.by if asked.by in offered.by else offered.by[0]
    groups = _grouped(viewer, rows, students, offered, by)
    return AttendancePage(
        asked,
        by,
        offered,
        tally_days(rows),
        _parted(days, TruncMonth("on")),
        _parted(days, ExtractIsoWeekDay("on")),
        [(name, tally_days(held)) for name, held in groups],
    )


def behavior_page(viewer: Viewer, asked: Asked) -> BehaviorPage:
    """This function will sum the incidents that `viewer` may see; it asks the database equally often for any number.

    **Raises** `NotAllowed` for those who see no class or school.
    """
    seen = _seen(viewer, "behavior")
    students = _narrowed(seen, asked)
    offered = _offered(viewer, seen, students, ("school", "grade", "class", "what", "place", "group"))
    incidents = access.get_incidents_for(viewer).filter(
        student__in=students.order_by().values("pk"), on__gte=asked.since, on__lte=asked.until
    )
    by_student = incidents.values_list("student", "student__home_school", "student__grade")
    summed = by_student.annotate(n=Count("pk"), days=Sum("days_suspended")).order_by()
    rows = [StudentIncidents(*row) for row in summed]
    by = asked.by if asked.by in offered.by else offered.by[0]
    if by in _OF_INCIDENTS:
        groups = _by_field(incidents, _OF_INCIDENTS[by])
    else:
        groups = [(name, tally_incidents(held)) for name, held in _grouped(viewer, rows, students, offered, by)]
    return BehaviorPage(asked, by, offered, tally_incidents(rows), _hours(incidents), groups)


_COUNTS = {"n": Count("pk"), "away": Count("pk", filter=access.AWAY), "tardy": Count("pk", filter=_TARDY)}
# What an incident itself says, by the dimension it is asked for as.
_OF_INCIDENTS: Mapping[str, str] = {"what": "behavior", "place": "location"}


def _seen(viewer: Viewer, record_class: str) -> QuerySet[Student]:
    if not sees_many(viewer, record_class):
        raise NotAllowed(
            gettext_noop("This is for those who work with a class or a school."),
            gettext_noop("If you need it for your work, ask the district's administrator."),
        )
    return access.get_students_for(viewer, record_class).filter(
        pk__in=access.get_students_for(viewer).order_by().values("pk"), ended_at=None
    )


def _narrowed(students: QuerySet[Student], asked: Asked) -> QuerySet[Student]:
    if asked.school_id:
        students = students.filter(home_school=asked.school_id)
    return students.filter(grade=asked.grade) if asked.grade else students


def _offered(
    viewer: Viewer, seen: QuerySet[Student], students: QuerySet[Student], dimensions: Sequence[str]
) -> Offered:
    schools = seen.exclude(home_school=None).order_by("home_school__name")
    grades = seen.exclude(grade="").order_by().values_list("grade", flat=True).distinct()
    found = list(schools.values_list("home_school_id", "home_school__name").distinct())
    by = [one for one in dimensions if one != "school" or len(found) > 1]
    return Offered(found, [(code, grade_words(code)) for code in sorted(grades, key=grade_order)], by)


def _grouped(
    viewer: Viewer, rows: list[_Row], students: QuerySet[Student], offered: Offered, by: str
) -> list[tuple[str, list[_Row]]]:
    """The rows of each group with its name, in the order one looks for them."""
    if by == "school":
        schools = group_rows(rows, lambda row: [row.school_id])
        return [(name, schools[pk]) for pk, name in offered.schools if pk in schools]
    if by == "grade":
        grades = group_rows(rows, lambda row: [row.grade] if row.grade else ())
        return [(grade_words(code), grades[code]) for code in sorted(grades, key=grade_order)]
    groups_of = classes_of(viewer, students) if by == "class" else circumstances_of(viewer, students)
    groups = group_rows(rows, lambda row: groups_of(row.student_id))
    fewest = FEWEST if by == "group" else 1
    return [(name, groups[name]) for name in sorted(groups) if len(groups[name]) >= fewest]


def _parted(days: QuerySet[AttendanceDay], part: Func) -> list[tuple[Any, DaysTally]]:
    """The days by a part of their date; students are not counted."""
    rows = days.annotate(part=part).values_list("part").annotate(**_COUNTS).order_by("part")
    return [(value, DaysTally(0, n, away, tardy)) for value, n, away, tardy in rows]


def _by_field(incidents: QuerySet[BehaviorIncident], field: str) -> list[tuple[str, IncidentsTally]]:
    """Incidents by what they say of themselves, the most frequent first; blank says nothing and is named so."""
    rows = incidents.values_list(field).annotate(
        students=Count("student", distinct=True), n=Count("pk"), days=Sum("days_suspended")
    )
    tallies = [(name, IncidentsTally(students, n, days or Decimal(0))) for name, students, n, days in rows.order_by()]
    return sorted(tallies, key=lambda one: (-one[1].n_incidents, one[0]))


def _hours(incidents: QuerySet[BehaviorIncident]) -> Mapping[tuple[int, int], int]:
    """How many incidents fell on each (weekday from 0, hour); those without a time are left out."""
    timed = incidents.exclude(at_time=None).annotate(day=ExtractIsoWeekDay("on"), hour=ExtractHour("at_time"))
    rows = timed.values_list("day", "hour").annotate(n=Count("pk")).order_by()
    return {(day - 1, hour): n for day, hour, n in rows}
