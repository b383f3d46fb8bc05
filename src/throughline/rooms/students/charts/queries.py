"""How school goes for one student: by month, class, sitting and hour, beside the middle of those around them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count
from django.db.models.functions import TruncMonth

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import access
from throughline.rooms.students.charts import middles
from throughline.rooms.students.directory.noting import note_looked
from throughline.rooms.students.models import Student
from throughline.rooms.students.tabs import CHARTED
from throughline.values.errors import NotFound
from throughline.values.school_year import SchoolYear
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

# A month with fewer days on record says nothing yet.
FEWEST_DAYS = 5


@dataclass(frozen=True, slots=True)
class MonthThere:
    """A month's days on record, and on how many of them the student was away."""

    month: date
    n_days: int
    n_away: int

    @property
    def share(self) -> float | None:
        return None if self.n_days < FEWEST_DAYS else 1 - self.n_away / self.n_days


@dataclass(frozen=True, slots=True)
class MarkBeside:
    """A mark in percent, and the middle of the class where it has enough students."""

    title: str
    session: str
    percent: float
    middle: float | None


@dataclass(frozen=True, slots=True)
class Sitting:
    """A result, and the middle of the grade where there are enough."""

    assessment: str
    taken_on: date
    score: float
    middle: float | None


@dataclass(frozen=True, slots=True)
class ChartsPage:
    """What can be drawn of a student, as far as the viewer may see; None where a class of record is not theirs."""

    student: Student
    sight: access.Sight
    year: SchoolYear
    months: list[MonthThere] | None = None
    beside: middles.Months = field(default_factory=middles.Months)
    marks: list[MarkBeside] | None = None
    sittings: Mapping[str, list[Sitting]] | None = None
    hours: Mapping[tuple[int, int], int] | None = None
    n_incidents: int = 0
    incident_middle: float | None = None


def charts_page(viewer: Viewer, student_id: int, *, at: datetime) -> ChartsPage:
    """This function will return what can be drawn of a student this year, and note that `viewer` looked.

    **Raises** `NotFound` where there is no such student, or none of whom they may see any of it.
    """
    student = access.get_students_for(viewer).filter(pk=student_id).select_related("home_school").first()
    sight = access.explain_sight(viewer, [student], ("directory", *CHARTED))[student.pk] if student else None
    if student is None or sight is None or not any(name in sight for name in CHARTED):
        raise NotFound(gettext_noop("There is no such student, or none you may see."))
    shown = {"directory", *(name for name in CHARTED if name in sight)}
    note_looked(by=viewer, at=at, shown=[(student.pk, sight, shown)], place="students.charts")
    year = SchoolYear.of(accounts.today())
    hours = _hours(viewer, student, year) if "behavior" in sight else None
    return ChartsPage(
        student,
        sight,
        year,
        months=_months(viewer, student, year) if "attendance" in sight else None,
        beside=middles.attendance_middles(student, year) if "attendance" in sight else middles.Months(),
        marks=_marks(viewer, student, year) if "academic" in sight else None,
        sittings=_sittings(viewer, student) if "assessments" in sight else None,
        hours=hours,
        n_incidents=_n_incidents(viewer, student, year) if "behavior" in sight else 0,
        incident_middle=middles.incident_middle(student, year) if "behavior" in sight else None,
    )


def _months(viewer: Viewer, student: Student, year: SchoolYear) -> list[MonthThere]:
    days = access.get_attendance_for(viewer).filter(student=student, on__gte=year.first_day, on__lte=year.last_day)
    rows = days.annotate(month=TruncMonth("on")).values_list("month")
    counted = rows.annotate(n=Count("pk"), away=Count("pk", filter=access.AWAY)).order_by("month")
    return [MonthThere(month, n, away) for month, n, away in counted]


def _marks(viewer: Viewer, student: Student, year: SchoolYear) -> list[MarkBeside]:
    """The newest mark in percent of each class."""
    found = access.get_marks_for(viewer).filter(student=student, posted_on__gte=year.first_day).exclude(percent=None)
    newest = {row.classroom_id: row for row in found.select_related("classroom", "session").order_by("posted_on", "pk")}
    beside = middles.mark_middles((row.classroom_id, row.session_id) for row in newest.values())
    marks = [
        MarkBeside(
            row.classroom.title,
            row.session.title,
            float(row.percent or 0),
            beside.get((row.classroom_id, row.session_id)),
        )
        for row in newest.values()
    ]
    return sorted(marks, key=lambda one: one.title)


def _sittings(viewer: Viewer, student: Student) -> Mapping[str, list[Sitting]]:
    """The results that have a score, by subject, in the order they were taken."""
    rows = list(access.get_results_for(viewer).filter(student=student).exclude(score=None).order_by("taken_on", "pk"))
    beside = middles.result_middles(student, (row.assessment for row in rows))
    found: dict[str, list[Sitting]] = {}
    for row in rows:
        middle = beside.get((row.assessment, row.subject, SchoolYear.of(row.taken_on).ends))
        sitting = Sitting(row.assessment, row.taken_on, float(row.score or 0), middle)
        found.setdefault(row.subject, []).append(sitting)
    return found


def _hours(viewer: Viewer, student: Student, year: SchoolYear) -> Mapping[tuple[int, int], int]:
    """How many incidents fell on each (weekday, hour); those without a time are left out."""
    found = access.get_incidents_for(viewer).filter(student=student, on__gte=year.first_day).exclude(at_time=None)
    rows = found.values_list("on", "at_time")
    return Counter((on.weekday(), at_time.hour) for on, at_time in rows if at_time is not None)


def _n_incidents(viewer: Viewer, student: Student, year: SchoolYear) -> int:
    return access.get_incidents_for(viewer).filter(student=student, on__gte=year.first_day).count()
