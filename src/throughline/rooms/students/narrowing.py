"""What the list of students is narrowed by. Answers come from an address, so any text is taken without a fault."""

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from urllib.parse import urlencode

from django.db.models import Count, ExpressionWrapper, F, FloatField, OuterRef, QuerySet, Subquery
from django.http import QueryDict

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import access
from throughline.rooms.students.models import AttendanceDay, Student
from throughline.values.school_year import SchoolYear
from throughline.values.viewer import Viewer

NEW_FOR_DAYS = 30
MINE = ("teacher", "case_manager", "team_member")
# Bands of the share of days at school: from, up to.
BANDS: Mapping[str, tuple[float, float]] = {
    "95": (0.95, 1.01),
    "90": (0.90, 0.95),
    "80": (0.80, 0.90),
    "0": (0.0, 0.80),
}

Narrow = Callable[[Viewer, QuerySet[Student], str], QuerySet[Student]]


def narrowed(viewer: Viewer, students: QuerySet[Student], chosen: Iterable[tuple[str, str]]) -> QuerySet[Student]:
    """This function will keep the students who fit every answer, given as (facet, answer)."""
    for facet, answer in chosen:
        if facet in NARROWS:
            students = NARROWS[facet](viewer, students, answer)
    return students


def find_new_students(viewer: Viewer, students: QuerySet[Student]) -> QuerySet[Student]:
    """This function will keep the students who joined their present school in the last month."""
    since = accounts.today() - timedelta(days=NEW_FOR_DAYS)
    joined = access.get_enrollments_for(viewer).filter(
        starts_on__gte=since, starts_on__lte=accounts.today(), ended_at=None, school=OuterRef("home_school")
    )
    return students.filter(pk__in=Subquery(joined.values("student")))


def days_counted(viewer: Viewer, students: QuerySet[Student], *, act: str = "see") -> QuerySet[AttendanceDay]:
    """This function will return this school year's days of attendance of some students, as far as one may see."""
    year = SchoolYear.of(accounts.today())
    days = access.get_attendance_for(viewer, act=act)
    return days.filter(student__in=students.order_by().values("pk"), on__gte=year.first_day, on__lte=year.last_day)


def band_of(share: float) -> str:
    """This function will return the band that a share of days at school lies in."""
    return next(band for band, (low, high) in BANDS.items() if low <= share < high)


def _whole(answer: str) -> int:
    return int(answer) if answer.isascii() and answer.isdecimal() and len(answer) < 16 else 0


def _at_school(_viewer: Viewer, students: QuerySet[Student], answer: str) -> QuerySet[Student]:
    return students.filter(home_school=_whole(answer))


def _in_grade(_viewer: Viewer, students: QuerySet[Student], answer: str) -> QuerySet[Student]:
    return students.filter(grade=answer.replace("\x00", ""))


def _in_class(viewer: Viewer, students: QuerySet[Student], answer: str) -> QuerySet[Student]:
    places = access.get_class_places_for(viewer).filter(classroom=_whole(answer), ended_at=None)
    return students.filter(pk__in=places.exclude(ends_on__lt=accounts.today()).values("student"))


def _with_need(viewer: Viewer, students: QuerySet[Student], answer: str) -> QuerySet[Student]:
    day = accounts.today()
    held = access.get_needs_for(viewer).filter(category=answer.replace("\x00", ""), starts_on__lte=day)
    return students.filter(pk__in=held.exclude(ends_on__lt=day).values("student"))


def _in_band(viewer: Viewer, students: QuerySet[Student], answer: str) -> QuerySet[Student]:
    if answer not in BANDS:
        return students.none()
    low, high = BANDS[answer]
    there = ExpressionWrapper(1 - F("away") * 1.0 / F("n"), output_field=FloatField())
    counted = (
        days_counted(viewer, students).values("student").annotate(n=Count("pk"), away=Count("pk", filter=access.AWAY))
    )
    return students.filter(
        pk__in=counted.annotate(there=there).filter(there__gte=low, there__lt=high).values("student")
    )


def _mine(viewer: Viewer, students: QuerySet[Student], answer: str) -> QuerySet[Student]:
    related = access.get_relations_of(viewer).filter(relation=answer if answer in MINE else "")
    return students.filter(pk__in=related.values("student"))


def _joined(viewer: Viewer, students: QuerySet[Student], _answer: str) -> QuerySet[Student]:
    return find_new_students(viewer, students)


# In the order they are offered.
NARROWS: Mapping[str, Narrow] = {
    "mine": _mine,
    "school": _at_school,
    "grade": _in_grade,
    "class": _in_class,
    "need": _with_need,
    "there": _in_band,
    "joined": _joined,
}
# What the address of a list may hold beside its page: who is on it, in which order, and which columns.
LASTING = (*NARROWS, "sort", "show")


def lasting_in(asked: QueryDict) -> str:
    """This function will return the facets, order and columns among what was asked, and leave all else."""
    return urlencode([(key, value) for key in LASTING for value in asked.getlist(key) if value and len(value) < 60])
