"""How school goes for one student: by month, class, sitting and hour, beside the middle of those around them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.db.models import BooleanField, ExpressionWrapper

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import access
from throughline.rooms.students.charts import middles
from throughline.rooms.students.charts.given import Given, find_given
from throughline.rooms.students.directory.noting import note_looked
from throughline.rooms.students.models import Mark, Student
from throughline.rooms.students.sight.queries import STUDENT_CLASSES
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
    """What can be drawn of a student, as far as the viewer may see; None where a class of record is not theirs.

    `days` are (day, whether away), `posted` are (day, percent) of every mark of the year, `incidents` their days.
    """

    student: Student
    sight: access.Sight
    year: SchoolYear
    today: date
    given: list[Given] = field(default_factory=list)
    days: list[tuple[date, bool]] | None = None
    posted: list[tuple[date, float]] | None = None
    incidents: list[date] = field(default_factory=list)
    months: list[MonthThere] | None = None
    beside: middles.Months = field(default_factory=middles.Months)
    marks: list[MarkBeside] | None = None
    sittings: Mapping[str, list[Sitting]] | None = None
    hours: Mapping[tuple[int, int], int] | None = None
    incident_middle: float | None = None

    @property
    def n_incidents(self) -> int:
        return len(self.incidents)

    @property
    def begun_on(self) -> date:
        """The first day of school on record this year, as far as the viewer may know of it."""
        return self.days[0][0] if self.days else self.year.first_day


def charts_page(viewer: Viewer, student_id: int, *, at: datetime) -> ChartsPage:
    """This function will return what can be drawn of a student this year, and note that `viewer` looked.

    **Raises** `NotFound` where there is no such student, or none of whom they may see any of it.
    """
    student = access.get_students_for(viewer).filter(pk=student_id).select_related("home_school").first()
    sight = access.explain_sight(viewer, [student], STUDENT_CLASSES)[student.pk] if student else None
    if student is None or sight is None or not any(name in sight for name in CHARTED):
        raise NotFound(gettext_noop("There is no such student, or none you may see."))
    today = accounts.today()
    year = SchoolYear.of(today)
    given = find_given(viewer, student, sight, since=year.first_day, today=today)
    shown = {"directory", *(name for name in CHARTED if name in sight), *(one.record_class for one in given)}
    note_looked(by=viewer, at=at, shown=[(student.pk, sight, shown)], place="students.charts")
    days = _days(viewer, student, year) if "attendance" in sight else None
    marks = _mark_rows(viewer, student, year) if "academic" in sight else None
    incidents = _incidents(viewer, student, year) if "behavior" in sight else []
    return ChartsPage(
        student,
        sight,
        year,
        today,
        given,
        days,
        posted=None if marks is None else [(row.posted_on, float(row.percent or 0)) for row in marks],
        incidents=[on for on, _at in incidents],
        months=None if days is None else _months(days),
        beside=middles.attendance_middles(student, year) if "attendance" in sight else middles.Months(),
        marks=None if marks is None else _newest_marks(marks),
        sittings=_sittings(viewer, student) if "assessments" in sight else None,
        hours=_hours(incidents) if "behavior" in sight else None,
        incident_middle=middles.incident_middle(student, year) if "behavior" in sight else None,
    )


def _days(viewer: Viewer, student: Student, year: SchoolYear) -> list[tuple[date, bool]]:
    rows = access.get_attendance_for(viewer, of=student).filter(on__gte=year.first_day, on__lte=year.last_day)
    away = ExpressionWrapper(access.AWAY, output_field=BooleanField())
    return list(rows.annotate(is_away=away).order_by("on", "pk").values_list("on", "is_away"))


def _months(days: list[tuple[date, bool]]) -> list[MonthThere]:
    held: dict[date, list[bool]] = {}
    for on, is_away in days:
        held.setdefault(on.replace(day=1), []).append(is_away)
    return [MonthThere(month, len(away), sum(away)) for month, away in held.items()]


def _mark_rows(viewer: Viewer, student: Student, year: SchoolYear) -> list[Mark]:
    """Every mark of the year in percent, the newest last."""
    found = access.get_marks_for(viewer, of=student).filter(posted_on__gte=year.first_day).exclude(percent=None)
    return list(found.select_related("classroom", "session").order_by("posted_on", "pk"))


def _newest_marks(rows: list[Mark]) -> list[MarkBeside]:
    """The newest mark in percent of each class."""
    newest = {row.classroom_id: row for row in rows}
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
    rows = list(access.get_results_for(viewer, of=student).exclude(score=None).order_by("taken_on", "pk"))
    beside = middles.result_middles(student, (row.assessment for row in rows))
    found: dict[str, list[Sitting]] = {}
    for row in rows:
        middle = beside.get((row.assessment, row.subject, SchoolYear.of(row.taken_on).ends))
        sitting = Sitting(row.assessment, row.taken_on, float(row.score or 0), middle)
        found.setdefault(row.subject, []).append(sitting)
    return found


def _incidents(viewer: Viewer, student: Student, year: SchoolYear) -> list[tuple[date, time | None]]:
    found = access.get_incidents_for(viewer, of=student).filter(on__gte=year.first_day)
    return list(found.order_by("on", "pk").values_list("on", "at_time"))


def _hours(incidents: list[tuple[date, time | None]]) -> Mapping[tuple[int, int], int]:
    """How many incidents fell on each (weekday, hour); those without a time are left out."""
    return Counter((on.weekday(), at_time.hour) for on, at_time in incidents if at_time is not None)
