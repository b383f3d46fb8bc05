"""The students a viewer may see, as a list that notes whom it shows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast

from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit
from throughline.rooms.students import access
from throughline.rooms.students.directory.extras import CHOOSABLE, find_extras
from throughline.rooms.students.directory.finding import find_by_name_or_near
from throughline.rooms.students.directory.noting import note_looked
from throughline.rooms.students.directory.words import EARLY_GRADES
from throughline.rooms.students.models import ClassPlace, Student
from throughline.rooms.students.narrowing import tells_what_one_may_not_export, told_by_narrowing
from throughline.values.errors import NotAllowed
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop
from throughline.web.tables import Column, Question
from throughline.web.tables.sources import QuerysetAnswer, QuerysetSource

_GRADE_RANK = Case(
    When(grade__regex=r"^[0-9]{1,2}$", then=Cast("grade", IntegerField())),
    *(When(grade=code, then=Value(rank)) for code, rank in EARLY_GRADES.items()),
    default=Value(99),
)


@dataclass(frozen=True, slots=True)
class DirectoryPage:
    """The list of students, not yet fetched, and what it can be narrowed by."""

    students: QuerySet[Student]
    seen: QuerySet[Student]
    schools: list[tuple[int, str]]
    has_homerooms: bool
    is_near: bool
    columns: tuple[str, ...]
    may_export: bool
    viewer: Viewer
    at: datetime
    exporting: bool
    statements: Mapping[int, list[tuple[str, str]]]
    chosen: tuple[tuple[str, str], ...]

    @property
    def act(self) -> str:
        """What is done with the rows: seen, or exported."""
        return "export" if self.exporting else "see"


def directory_page(
    viewer: Viewer,
    *,
    at: datetime,
    text: str = "",
    exporting: bool = False,
    columns: Iterable[str] = (),
    chosen: tuple[tuple[str, str], ...] = (),
) -> DirectoryPage:
    """This function will return the students on the roster whom `viewer` may see (or export), narrowed by `text`.

    Where nobody has such a name, those with a name like it are found. `columns` are shown beside the usual ones, and
    `chosen` is what the list is narrowed by, as (facet, answer).

    **Raises** `NotAllowed` where there is no student they could see, or export; or where who is on the list would tell
    what they may not export.
    """
    act = "export" if exporting else "see"
    if not access.sees_students(viewer, act=act):
        raise NotAllowed(
            gettext_noop("Your role lets you export no student.")
            if exporting
            else gettext_noop("Your role shows you no student."),
            gettext_noop("If you need it for your work, ask the district's administrator."),
        )
    tells_more = bool(chosen) and tells_what_one_may_not_export(viewer, chosen)
    if exporting and tells_more:
        raise NotAllowed(
            gettext_noop("A file of this list would tell more than your role lets you export."),
            gettext_noop("Take away what the list is narrowed by, and export it then."),
        )
    seen = access.get_students_for(viewer, act=act).filter(ended_at=None)
    found, is_near = find_by_name_or_near(seen, text)
    return DirectoryPage(
        students=with_columns(viewer, found, act),
        seen=found,
        is_near=is_near,
        has_homerooms=_homerooms(viewer, act).filter(student__in=seen).exists(),
        columns=tuple(name for name in CHOOSABLE if name in set(columns)),
        schools=_schools(seen),
        may_export=exporting or (not tells_more and access.sees_students(viewer, act="export")),
        viewer=viewer,
        at=at,
        exporting=exporting,
        statements=access.find_statements_by_student() if exporting else {},
        chosen=chosen,
    )


def _homerooms(viewer: Viewer, act: str) -> QuerySet[ClassPlace]:
    current = access.get_class_places_for(viewer, act=act).filter(classroom__kind="homeroom", ended_at=None)
    return current.exclude(ends_on__lt=accounts.today())


def with_columns(viewer: Viewer, students: QuerySet[Student], act: str = "see") -> QuerySet[Student]:
    """This function will add to each student their homeroom, and let them be ordered by grade (`grade_rank`)."""
    own = _homerooms(viewer, act).filter(student=OuterRef("pk")).order_by("-starts_on", "pk")
    homeroom = Subquery(own.values("classroom__title")[:1])
    return students.select_related("home_school").annotate(homeroom=homeroom).alias(grade_rank=_GRADE_RANK)


def _schools(students: QuerySet[Student]) -> list[tuple[int, str]]:
    """Two of the schools these students are at: a list says of one which it is, and of more only that they are more."""
    found = students.exclude(home_school=None).order_by("home_school_id")
    return list(found.values_list("home_school_id", "home_school__name").distinct()[:2])


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
        extras = find_extras(page.viewer, rows, page.columns, act=page.act) if page.columns else {}
        for place, row in enumerate(rows, start=start + 1):
            row.extra, row.place = extras.get(row.pk), place  # type: ignore[attr-defined]  # what the columns show
        told = _told(page, rows)
        shown = [
            (row.pk, {*_classes_shown(row), *told[row.pk], *(extras[row.pk].classes if extras else ())}) for row in rows
        ]
        for row, (_pk, classes) in zip(rows, shown, strict=True):  # a statement goes with its part (34 CFR 99.21(c))
            said = page.statements.get(row.pk, ())
            row.statement = "\n".join(words for part, words in said if part in classes)  # type: ignore[attr-defined]  # as above
        sights = access.explain_sight(page.viewer, rows, {name for _pk, classes in shown for name in classes})
        looks = ((pk, sights[pk], classes & sights[pk].bases.keys()) for pk, classes in shown)
        place_words = "students.export" if page.exporting else "students.list"
        note_looked(by=page.viewer, at=page.at, shown=looks, place=place_words)
        if page.exporting:
            details: dict[str, Any] = {"students": len(rows)}
            details |= {"columns": list(page.columns)} if page.columns else {}
            details |= {"narrowed by": [facet for facet, _answer in page.chosen]} if page.chosen else {}
            audit.record_act(by=page.viewer, at=page.at, act="export", noun="students", details=details)
        return rows


def _told(page: DirectoryPage, rows: Sequence[Student]) -> Mapping[int, set[str]]:
    """What it tells of each of these students that they are on the list at all."""
    told = told_by_narrowing(page.viewer, [row.pk for row in rows], page.chosen, act=page.act) if page.chosen else {}
    return {row.pk: told.get(row.pk, set()) for row in rows}


def _classes_shown(student: Student) -> list[str]:
    return ["directory", "enrollment"] if getattr(student, "homeroom", None) else ["directory"]
