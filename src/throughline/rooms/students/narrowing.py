"""What the list of students is narrowed by. Answers come from an address, so any text is taken without a fault."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, ExpressionWrapper, F, FloatField, OuterRef, QuerySet, Subquery
from django.http import QueryDict

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import access
from throughline.rooms.students.models import AttendanceDay, Need, Student
from throughline.values.school_year import SchoolYear
from throughline.values.viewer import Viewer

NEW_FOR_DAYS = 30
# The longest answer an address is asked for; no facet has one as long.
LONGEST_ANSWER = 60
MINE = ("teacher", "case_manager", "team_member")
# Bands of the share of days at school: from, up to.
BANDS: Mapping[str, tuple[float, float]] = {
    "95": (0.95, 1.01),
    "90": (0.90, 0.95),
    "80": (0.80, 0.90),
    "0": (0.0, 0.80),
}

# Who is on a list that is narrowed tells what it was narrowed by: each narrows by what one may see, or export.
Narrow = Callable[[Viewer, QuerySet[Student], str, str], QuerySet[Student]]
# An answer of a facet, its words, and how many students fit it (None: not counted).
Option = tuple[str, str, int | None]


@dataclass(frozen=True, slots=True)
class ListFacet:
    """A facet kept in a room or slice that this one need not know, and the class of record that it tells of.

    The functions are given only students of whom the viewer may see (or export) that class. `options` asks the
    database equally often, whatever students there are; `narrow` takes any answer without a fault. Where an answer
    rests on rows of several classes, `rows` are those that fit it and that the viewer may see (or export), each with
    `student` and `record_class`; on a list that leaves the house, nobody stands by a row that may not leave it.
    """

    key: str
    record_class: str
    label: Callable[[], str]
    options: Callable[[Viewer, QuerySet[Student]], list[Option]]
    narrow: Callable[[Viewer, QuerySet[Student], str], QuerySet[Student]]
    rows: Callable[[Viewer, str, str], QuerySet[Any] | None] = lambda _viewer, _answer, _act: None

    def known(self, viewer: Viewer, students: QuerySet[Student], act: str) -> QuerySet[Student]:
        """This function will keep the students of whom the viewer would know what the facet tells."""
        return students.filter(pk__in=access.get_students_for(viewer, self.record_class, act=act).values("pk"))

    def narrowing(self, viewer: Viewer, students: QuerySet[Student], answer: str, act: str) -> QuerySet[Student]:
        """This function will keep the students who fit an answer, as far as the viewer would know of it."""
        found = self.narrow(viewer, self.known(viewer, students, act), answer)
        rows = self.rows(viewer, answer, act) if act != "see" else None
        return found if rows is None else found.filter(pk__in=rows.values("student"))


_registered: dict[str, ListFacet] = {}


def register_facet(facet: ListFacet) -> None:
    """This function will let the list of students be parted by a facet. Call it from `AppConfig.ready`."""
    _registered[facet.key] = facet


def registered_facets() -> list[ListFacet]:
    """This function will return the facets that rooms and slices have registered."""
    return list(_registered.values())


def narrows() -> Mapping[str, Narrow]:
    """This function will return how each facet narrows, in the order they are offered."""
    return {**_OWN, **{facet.key: facet.narrowing for facet in _registered.values()}}


def lasting_names() -> tuple[str, ...]:
    """This function will return what the address of a list may hold beside its page: who, in which order, columns."""
    return (*narrows(), "sort", "show")


def narrowed(
    viewer: Viewer, students: QuerySet[Student], chosen: Iterable[tuple[str, str]], *, act: str = "see"
) -> QuerySet[Student]:
    """This function will keep the students who fit every answer, given as (facet, answer)."""
    known = narrows()
    for facet, answer in chosen:
        if facet in known:
            students = known[facet](viewer, students, answer, act)
    return students


def told_by_narrowing(
    viewer: Viewer, students: Iterable[int], chosen: Iterable[tuple[str, str]], *, act: str = "see"
) -> dict[int, set[str]]:
    """This function will say which classes of record it tells of each student that they are on a narrowed list."""
    answers, told = dict(chosen), defaultdict[int, set[str]](set)
    for student in (listed := list(students)):
        told[student] |= _told_by(answers)
    for rows in _rows_behind(viewer, answers, act):
        for student, record_class in rows.filter(student__in=listed).order_by().values_list("student", "record_class"):
            told[student].add(record_class)
    return told


def tells_what_one_may_not_export(viewer: Viewer, chosen: Iterable[tuple[str, str]]) -> bool:
    """This function will tell whether a list is narrowed by something of which `viewer` exports nothing."""
    answers = dict(chosen)
    classes = _told_by(answers)
    if any(not access.get_students_for(viewer, name, act="export").exists() for name in classes):
        return True
    return any(not rows.exists() for rows in _rows_behind(viewer, answers, "export"))


def _rows_behind(viewer: Viewer, answers: Mapping[str, str], act: str) -> list[QuerySet[Any]]:
    """The rows of several classes of record that answers rest on."""
    own = [_holding(viewer, answers["need"], act)] if "need" in answers else []
    found = (one.rows(viewer, answers[one.key], act) for one in _registered.values() if one.key in answers)
    return [*own, *(rows for rows in found if rows is not None)]


def _told_by(facets: Iterable[str]) -> set[str]:
    classes = {**_OWN_TOLD_BY, **{facet.key: facet.record_class for facet in _registered.values()}}
    return {classes[facet] for facet in facets if facet in classes}


def find_new_students(viewer: Viewer, students: QuerySet[Student], *, act: str = "see") -> QuerySet[Student]:
    """This function will keep the students who joined their present school in the last month."""
    since = accounts.today() - timedelta(days=NEW_FOR_DAYS)
    joined = access.get_enrollments_for(viewer, act=act).filter(
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


def whole(answer: str) -> int:
    """This function will read a key from an address: 0 where it is none."""
    return int(answer) if answer.isascii() and answer.isdecimal() and len(answer) < 16 else 0


def _at_school(_viewer: Viewer, students: QuerySet[Student], answer: str, _act: str) -> QuerySet[Student]:
    return students.filter(home_school=whole(answer))


def _in_grade(_viewer: Viewer, students: QuerySet[Student], answer: str, _act: str) -> QuerySet[Student]:
    return students.filter(grade=answer.replace("\x00", ""))


def _in_class(viewer: Viewer, students: QuerySet[Student], answer: str, act: str) -> QuerySet[Student]:
    places = access.get_class_places_for(viewer, act=act).filter(classroom=whole(answer), ended_at=None)
    return students.filter(pk__in=places.exclude(ends_on__lt=accounts.today()).values("student"))


def _with_need(viewer: Viewer, students: QuerySet[Student], answer: str, act: str) -> QuerySet[Student]:
    return students.filter(pk__in=_holding(viewer, answer, act).values("student"))


def _holding(viewer: Viewer, category: str, act: str) -> QuerySet[Need]:
    day = accounts.today()
    held = access.get_needs_for(viewer, act=act).filter(category=category.replace("\x00", ""), starts_on__lte=day)
    return held.exclude(ends_on__lt=day)


def _in_band(viewer: Viewer, students: QuerySet[Student], answer: str, act: str) -> QuerySet[Student]:
    if answer not in BANDS:
        return students.none()
    low, high = BANDS[answer]
    there = ExpressionWrapper(1 - F("away") * 1.0 / F("n"), output_field=FloatField())
    counted = (
        days_counted(viewer, students, act=act)
        .values("student")
        .annotate(n=Count("pk"), away=Count("pk", filter=access.AWAY))
    )
    return students.filter(
        pk__in=counted.annotate(there=there).filter(there__gte=low, there__lt=high).values("student")
    )


def _mine(viewer: Viewer, students: QuerySet[Student], answer: str, _act: str) -> QuerySet[Student]:
    related = access.get_relations_of(viewer).filter(relation=answer if answer in MINE else "")
    return students.filter(pk__in=related.values("student"))


def _joined(viewer: Viewer, students: QuerySet[Student], _answer: str, act: str) -> QuerySet[Student]:
    return find_new_students(viewer, students, act=act)


_OWN: Mapping[str, Narrow] = {
    "mine": _mine,
    "school": _at_school,
    "grade": _in_grade,
    "class": _in_class,
    "need": _with_need,
    "there": _in_band,
    "joined": _joined,
}
# The class of record that each facet tells of; a circumstance tells of its own, and the others of none but directory.
_OWN_TOLD_BY: Mapping[str, str] = {"class": "enrollment", "there": "attendance", "joined": "enrollment"}


def lasting_in(asked: QueryDict) -> str:
    """This function will return the facets, order and columns among what was asked, and leave all else."""
    held = [(key, value) for key in lasting_names() for value in asked.getlist(key)]
    return urlencode([(key, value) for key, value in held if value and len(value) < LONGEST_ANSWER])
