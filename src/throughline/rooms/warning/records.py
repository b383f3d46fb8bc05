"""What is known of some students up to a day, as the columns the engine takes. A duty looks, or whoever may see all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from django.db.models import Q, QuerySet

from throughline.engines import warning as engine
from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import api as students
from throughline.rooms.warning.calendar import SchoolDay, find_school_days
from throughline.values.school_year import SchoolYear
from throughline.values.viewer import Viewer

_STATUS = {
    "present": engine.PRESENT,
    "absent_excused": engine.ABSENT_EXCUSED,
    "absent_unexcused": engine.ABSENT_UNEXCUSED,
    "tardy": engine.TARDY,
}
_OPEN = date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Year:
    """A school year up to a day: its calendar, and what the district sends at all."""

    since: date
    until: date
    days: engine.SchoolDays
    has_incidents: bool


def find_year(viewer: Viewer, until: date, *, absences_only: bool) -> Year:
    """This function will return the school year that a day is in, up to that day."""
    since = SchoolYear.of(until).first_day
    days = find_school_days(viewer, since, until, absences_only=absences_only)
    incidents = students.get_incidents_for(viewer).filter(on__gte=since, on__lte=until)
    return Year(since, until, _school_days(days), incidents.exists())


def find_records(viewer: Viewer, year: Year, student_ids: Sequence[int]) -> engine.Records:
    """This function will return what is known of students in the order given. Six queries, however many they are."""
    at = {student_id: place for place, student_id in enumerate(student_ids)}
    grades = _grades(viewer, year, at)
    return engine.Records(
        grade=_texts(grades.get(student_id, "") for student_id in student_ids),
        stints=_stints(viewer, year, at),
        days=year.days,
        attendance=_attendance(viewer, year, at),
        marks=_marks(viewer, year, at),
        incidents=_incidents(viewer, year, at),
        results=_results(viewer, year, at),
        has_incidents=year.has_incidents,
    )


def _grades(viewer: Viewer, year: Year, at: dict[int, int]) -> dict[int, str]:
    """This year the grade of the student; of a year that is over, the grade they were enrolled in last."""
    found = dict(students.get_students_for(viewer).filter(pk__in=at).values_list("pk", "grade"))
    if SchoolYear.of(year.until) < SchoolYear.of(accounts.today()):
        rows = _enrolled(viewer, year, at).exclude(grade="").order_by("starts_on", "pk")
        found.update(rows.values_list("student", "grade"))
    return found


def _stints(viewer: Viewer, year: Year, at: dict[int, int]) -> engine.Stints:
    rows = _enrolled(viewer, year, at)
    found = [
        (at[student], school, _day(starts or year.since), _day(min(ends or _OPEN, gone.date() if gone else _OPEN)))
        for student, school, starts, ends, gone in rows.values_list(
            "student", "school", "starts_on", "ends_on", "ended_at"
        )
    ]
    return engine.Stints(*_columns(found, 4))


def _enrolled(viewer: Viewer, year: Year, at: dict[int, int]) -> "QuerySet[Any]":
    began = Q(starts_on=None) | Q(starts_on__lte=year.until)
    rows = students.get_enrollments_for(viewer).filter(began, student__in=at, is_primary=True)
    return rows.exclude(ends_on__lt=year.since).exclude(ended_at__date__lte=year.since)


def _attendance(viewer: Viewer, year: Year, at: dict[int, int]) -> engine.Attendance:
    rows = students.get_attendance_for(viewer).filter(student__in=at, on__gte=year.since, on__lte=year.until)
    found = [
        (at[student], school, _day(on), _STATUS.get(status, engine.PRESENT))
        for student, school, on, status in rows.order_by().values_list("student", "school", "on", "status")
    ]
    return engine.Attendance(*_columns(found, 4))


def _marks(viewer: Viewer, year: Year, at: dict[int, int]) -> engine.Marks:
    rows = students.get_marks_for(viewer).filter(student__in=at, posted_on__gte=year.since, posted_on__lte=year.until)
    found = list(rows.order_by().values_list("student", "session__ends_on", "posted_on", "percent", "mark", "credits"))
    numbers = [
        (
            at[student],
            _day(ends),
            _day(posted),
            engine.UNKNOWN if percent is None else int(percent * 100),
            int((credit or 0) * 100),
        )
        for student, ends, posted, percent, _mark, credit in found
    ]
    student, period, posted, percent, credit = _columns(numbers, 5)
    return engine.Marks(student, period, posted, percent, _texts(row[4].strip() for row in found), credit)


def _incidents(viewer: Viewer, year: Year, at: dict[int, int]) -> engine.Incidents:
    rows = students.get_incidents_for(viewer).filter(student__in=at, on__gte=year.since, on__lte=year.until)
    found = [
        (at[student], _day(on), int(days * 10))
        for student, on, days in rows.order_by().values_list("student", "on", "days_suspended")
    ]
    return engine.Incidents(*_columns(found, 3))


def _results(viewer: Viewer, year: Year, at: dict[int, int]) -> engine.Results:
    rows = students.get_results_for(viewer).filter(student__in=at, taken_on__gte=year.since, taken_on__lte=year.until)
    found = list(rows.order_by().values_list("student", "assessment", "subject", "taken_on", "level"))
    subjects = {subject: place for place, subject in enumerate(sorted({row[2] for row in found}))}
    numbers = [(at[student], subjects[subject], _day(on)) for student, _name, subject, on, _level in found]
    student, subject, taken = _columns(numbers, 3)
    return engine.Results(student, subject, taken, _texts(row[4].strip() for row in found))


def _school_days(days: Sequence[SchoolDay]) -> engine.SchoolDays:
    return engine.SchoolDays(*_columns([(school, _day(on)) for school, on in days], 2))


def _day(day: date) -> int:
    return day.toordinal()


def _columns(rows: Sequence[tuple[int, ...]], n: int) -> "list[np.ndarray[tuple[int], np.dtype[np.int64]]]":
    table = np.array(rows, dtype=np.int64).reshape(len(rows), n)
    return [np.ascontiguousarray(table[:, place]) for place in range(n)]


def _texts(values: Iterable[str]) -> "np.ndarray[tuple[int], np.dtype[np.str_]]":
    return np.array(list(values), dtype=np.str_)
