"""The middle of those around a student: of their grade at the school, of the school, of each class. It names nobody.

A duty works these out, since a teacher or a family sees only their own; a middle of few students is not given, for it
could tell about one of them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from statistics import median
from typing import TypeVar

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import access
from throughline.rooms.students.models import Student
from throughline.values.school_year import SchoolYear
from throughline.values.viewer import Viewer

FEWEST = 10
_Place = TypeVar("_Place")
_MIDDLES = Viewer(duty="middles", name="The middle of a class, a grade and a school")


@dataclass(frozen=True, slots=True)
class Months:
    """The middle share of days at school by month: of the student's grade at the school, and of the whole school."""

    grade: Mapping[date, float] = field(default_factory=dict)
    school: Mapping[date, float] = field(default_factory=dict)


def attendance_middles(student: Student, year: SchoolYear) -> Months:
    """This function will return the middle share of days at school, month by month."""
    with accounts.acting_as(_MIDDLES):
        days = access.get_attendance_for(_MIDDLES).filter(
            student__in=_beside(student), on__gte=year.first_day, on__lte=year.last_day
        )
        rows = days.annotate(month=TruncMonth("on")).values_list("student__grade", "student", "month")
        counted = list(rows.annotate(n=Count("pk"), away=Count("pk", filter=access.AWAY)).order_by())
    school: dict[date, list[float]] = defaultdict(list)
    grade: dict[date, list[float]] = defaultdict(list)
    for its_grade, _student, month, n, away in counted:
        school[month].append(1 - away / n)
        if its_grade == student.grade:
            grade[month].append(1 - away / n)
    return Months(_middles(grade), _middles(school))


def mark_middles(classes: Iterable[tuple[int, int]]) -> Mapping[tuple[int, int], float]:
    """This function will return the middle mark, in percent, of each (class, session)."""
    wanted = set(classes)
    with accounts.acting_as(_MIDDLES):
        marks = access.get_marks_for(_MIDDLES).exclude(percent=None)
        found = marks.filter(classroom__in={one for one, _session in wanted}, session__in={two for _one, two in wanted})
        rows = list(found.values_list("classroom", "session", "percent"))
    held: dict[tuple[int, int], list[float]] = defaultdict(list)
    for classroom, session, percent in rows:
        held[classroom, session].append(float(percent or 0))
    return {place: middle for place, middle in _middles(held).items() if place in wanted}


def result_middles(student: Student, assessments: Iterable[str]) -> Mapping[tuple[str, str, int], float]:
    """This function will return the middle score of the student's grade by (assessment, subject, school year)."""
    with accounts.acting_as(_MIDDLES):
        results = access.get_results_for(_MIDDLES).exclude(score=None).filter(assessment__in=set(assessments))
        same = results.filter(student__in=_beside(student).filter(grade=student.grade))
        rows = list(same.values_list("assessment", "subject", "taken_on", "score"))
    held: dict[tuple[str, str, int], list[float]] = defaultdict(list)
    for assessment, subject, taken_on, score in rows:
        held[assessment, subject, SchoolYear.of(taken_on).ends].append(float(score or 0))
    return _middles(held)


def incident_middle(student: Student, year: SchoolYear) -> float | None:
    """This function will return the middle number of incidents a student of the grade has this year, zeros counted."""
    with accounts.acting_as(_MIDDLES):
        n_beside = _beside(student).filter(grade=student.grade).count()
        incidents = access.get_incidents_for(_MIDDLES).filter(
            student__in=_beside(student).filter(grade=student.grade), on__gte=year.first_day
        )
        counts = list(incidents.values("student").annotate(n=Count("pk")).order_by().values_list("n", flat=True))
    if n_beside < FEWEST:
        return None
    return median([*counts, *(0 for _each in range(n_beside - len(counts)))])


def _beside(student: Student) -> QuerySet[Student]:
    return access.get_students_for(_MIDDLES).filter(home_school=student.home_school_id or 0, ended_at=None)


def _middles(held: Mapping[_Place, list[float]]) -> dict[_Place, float]:
    return {place: median(values) for place, values in held.items() if len(values) >= FEWEST}
