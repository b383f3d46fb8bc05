"""Who is in a count and why, for those allowed to know; each reading is noted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit
from throughline.rooms.students import access
from throughline.rooms.students.counts.queries import classes_of
from throughline.rooms.students.counts.rule import ALL_STUDENTS, enrollments_counted, held_on
from throughline.rooms.students.models import Enrollment, Need
from throughline.values.viewer import Viewer

# To be named in a count, a student's name and enrollment must be the viewer's to see, whatever the need.
ALWAYS = ("directory", "enrollment")


@dataclass(frozen=True, slots=True)
class Holding:
    """A need category as the roster records it: its tier, days and where it is known from."""

    level: str
    starts_on: date
    ends_on: date | None
    source: str


@dataclass(frozen=True, slots=True)
class Counted:
    """One student in a count, and why: enrolled since when, and the category held when."""

    student_id: int
    source_id: str
    name: str
    grade: str
    enrolled_since: date | None
    holdings: tuple[Holding, ...]


@dataclass(frozen=True, slots=True)
class CountList:
    """Students of a count whom this viewer may see, and on what basis."""

    rows: tuple[Counted, ...]
    basis: str


def classes_to_see(code: str) -> frozenset[str]:
    """This function will return the classes of record a viewer needs in order to be shown names in a count."""
    return frozenset(ALWAYS) | classes_of(code)


def may_see_names(viewer: Viewer, school_id: int, classes: Iterable[str]) -> bool:
    """This function will tell whether the viewer may be shown who is in a school's count."""
    return all(accounts.may(viewer, "see", name, school_id=school_id) for name in classes)


def students_in_count(
    *, viewer: Viewer, at: datetime, school_id: int, code: str, on: date, first: int = 0, most: int | None = 50
) -> CountList:
    """This function will list who is in a school's count on a day and why, `most` rows (None: all) from `first`.

    Those whom the viewer may not see are not in it. The rows returned are noted as disclosed, with the basis.
    """
    categories = classes_of(code)
    found = _visible(viewer, school_id, code, on)
    rows = tuple(map(_counted, found[first : None if most is None else first + most]))
    basis = accounts.find_reach(viewer, "see", "enrollment").basis
    for record_class in sorted(categories) or ["enrollment"]:
        audit.record_disclosures(
            by=viewer,
            at=at,
            student_ids=[row.student_id for row in rows],
            record_class=record_class,
            place="funding.count",
            basis=basis,
        )
    return CountList(rows, basis)


def count_in_sight(*, viewer: Viewer, school_id: int, code: str, on: date) -> int:
    """This function will say how many students of a school's count the viewer may see."""
    return _visible(viewer, school_id, code, on).count()


def _visible(viewer: Viewer, school_id: int, code: str, on: date) -> QuerySet[Enrollment]:
    found = enrollments_counted(on, school_id)
    for record_class in ALWAYS:
        found = found.filter(student__in=access.get_students_for(viewer, record_class))
    held = access.get_needs_for(viewer).filter(held_on(on), category=code).order_by("starts_on", "level")
    if code != ALL_STUDENTS:
        found = found.filter(Exists(held.filter(student=OuterRef("student"))))
    return (
        found.select_related("student")
        .prefetch_related(Prefetch("student__needs", queryset=held, to_attr="held"))
        .order_by("student__family_name", "student__given_name", "student__source_id")
    )


def _counted(row: Enrollment) -> Counted:
    student = row.student
    held: list[Need] = student.held  # type: ignore[attr-defined] # set by the prefetch above
    return Counted(
        student.pk,
        student.source_id,
        student.name,
        row.grade or student.grade,
        row.starts_on,
        tuple(Holding(need.level, need.starts_on, need.ends_on, need.source) for need in held),
    )
