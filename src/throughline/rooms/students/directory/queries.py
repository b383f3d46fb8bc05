"""The students a viewer may see, as a list that notes whom it shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast

from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit
from throughline.rooms.students import access
from throughline.rooms.students.directory.finding import find_by_name
from throughline.rooms.students.directory.noting import note_looked
from throughline.rooms.students.directory.words import EARLY_GRADES, grade_order
from throughline.rooms.students.models import ClassPlace, Student
from throughline.values.errors import NotAllowed
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop
from throughline.web.tables import Column, Question
from throughline.web.tables.sources import QuerysetAnswer, QuerysetSource

NEW_FOR_DAYS = 30
_GRADE_RANK = Case(
    When(grade__regex=r"^[0-9]{1,2}$", then=Cast("grade", IntegerField())),
    *(When(grade=code, then=Value(rank)) for code, rank in EARLY_GRADES.items()),
    default=Value(99),
)


@dataclass(frozen=True, slots=True)
class DirectoryPage:
    """The list of students, not yet fetched, and what it can be narrowed by."""

    students: QuerySet[Student]
    grades: list[str]
    schools: list[tuple[int, str]]
    has_homerooms: bool
    may_export: bool
    viewer: Viewer
    at: datetime
    exporting: bool


def directory_page(viewer: Viewer, *, at: datetime, text: str = "", exporting: bool = False) -> DirectoryPage:
    """This function will return the students on the roster whom `viewer` may see (or export), narrowed by `text`.

    **Raises** `NotAllowed` where there is no student they could see, or export.
    """
    act = "export" if exporting else "see"
    if not access.sees_students(viewer, act=act):
        raise NotAllowed(
            gettext_noop("Your role lets you export no student.")
            if exporting
            else gettext_noop("Your role shows you no student."),
            gettext_noop("If you need it for your work, ask the district's administrator."),
        )
    seen = access.get_students_for(viewer, act=act).filter(ended_at=None)
    return DirectoryPage(
        students=find_by_name(_with_homeroom(viewer, seen, act), text),
        has_homerooms=_homerooms(viewer, act).filter(student__in=seen).exists(),
        grades=sorted(set(seen.order_by().values_list("grade", flat=True).distinct()) - {""}, key=grade_order),
        schools=_schools(seen),
        may_export=exporting or access.sees_students(viewer, act="export"),
        viewer=viewer,
        at=at,
        exporting=exporting,
    )


def find_new_students(viewer: Viewer, students: QuerySet[Student]) -> QuerySet[Student]:
    """This function will keep the students who joined their present school in the last month."""
    since = accounts.today() - timedelta(days=NEW_FOR_DAYS)
    joined = access.get_enrollments_for(viewer).filter(
        starts_on__gte=since, starts_on__lte=accounts.today(), ended_at=None, school=OuterRef("home_school")
    )
    return students.filter(pk__in=Subquery(joined.values("student")))


def _homerooms(viewer: Viewer, act: str) -> QuerySet[ClassPlace]:
    current = access.get_class_places_for(viewer, act=act).filter(classroom__kind="homeroom", ended_at=None)
    return current.exclude(ends_on__lt=accounts.today())


def _with_homeroom(viewer: Viewer, students: QuerySet[Student], act: str) -> QuerySet[Student]:
    own = _homerooms(viewer, act).filter(student=OuterRef("pk")).order_by("-starts_on", "pk")
    return students.select_related("home_school").annotate(
        homeroom=Subquery(own.values("classroom__title")[:1]), grade_rank=_GRADE_RANK
    )


def _schools(students: QuerySet[Student]) -> list[tuple[int, str]]:
    found = students.exclude(home_school=None).order_by("home_school__name")
    return list(found.values_list("home_school_id", "home_school__name").distinct())


class NotedSource:
    """A table's source that notes each student it hands out."""

    def __init__(self, inner: QuerysetSource, page: DirectoryPage) -> None:
        self._inner, self._page = inner, page

    def ask(self, question: Question) -> "NotedAnswer":
        """This function will narrow and order the rows as asked."""
        return NotedAnswer(self._inner.ask(question), self._page)


class NotedAnswer:
    """Rows that are noted as they are fetched."""

    def __init__(self, found: QuerysetAnswer, page: DirectoryPage) -> None:
        self._inner, self._page = found, page
        self.n_all, self.n_found = found.n_all, found.n_found

    def totals(self, columns: Sequence[Column]) -> dict[str, Any]:
        """This function will sum each column in the database."""
        return self._inner.totals(columns)

    def rows(self, start: int, stop: int | None) -> Sequence[Student]:
        """This function will fetch the rows from `start` up to `stop`, and note whom they show."""
        rows: list[Student] = list(self._inner.rows(start, stop))
        page = self._page
        sights = access.explain_sight(page.viewer, rows, ("directory", "enrollment"))
        shown = ((row.pk, sights[row.pk], _classes_shown(row)) for row in rows)
        place = "students.export" if page.exporting else "students.list"
        note_looked(by=page.viewer, at=page.at, shown=shown, place=place)
        if page.exporting:
            audit.record_act(by=page.viewer, at=page.at, act="export", noun="students", details={"students": len(rows)})
        return rows


def _classes_shown(student: Student) -> list[str]:
    return ["directory", "enrollment"] if getattr(student, "homeroom", None) else ["directory"]
