"""One student, as far as a viewer may see: only the classes of record that are theirs to see are asked for."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count, Max, QuerySet

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import access
from throughline.rooms.students.directory.contacts import Contact, find_contacts
from throughline.rooms.students.directory.contributions import Part, contributed_parts
from throughline.rooms.students.directory.noting import note_looked
from throughline.rooms.students.languages.queries import spoken_at_home
from throughline.rooms.students.models import (
    AssessmentResult,
    BehaviorIncident,
    ClassPlace,
    Enrollment,
    Mark,
    Need,
    RecordRequest,
    Relation,
    Student,
)
from throughline.rooms.students.photo.queries import find_shown, may_put
from throughline.rooms.students.portrait import PHOTO
from throughline.rooms.students.relations.opened import Opened, find_opened
from throughline.rooms.students.sayings.queries import STRENGTHS, Told, find_told, is_self, may_tell_of
from throughline.rooms.students.tabs import tab_classes
from throughline.values.errors import NotFound
from throughline.values.school_year import SchoolYear
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

CLASSES = (
    "directory",
    "enrollment",
    "attendance",
    "academic",
    "assessments",
    "behavior",
    STRENGTHS,
    *access.NEED_CLASSES,
    "family_contacts",
    PHOTO,
    "warning",
)
# On the page only where there is something of it.
_WHERE_HELD = (*access.NEED_CLASSES, PHOTO, "warning")


@dataclass(frozen=True, slots=True)
class Attendance:
    """Days on record in the school year so far, up to the last one known."""

    n_days: int
    n_there: int
    n_late: int
    n_excused: int
    n_unexcused: int
    until: date

    @property
    def share(self) -> float:
        return self.n_there / self.n_days


@dataclass(frozen=True, slots=True)
class StudentPage:
    """A student as one viewer may see them; what is not theirs to see is empty, and `sight` does not hold it."""

    student: Student
    sight: access.Sight
    photo: str = ""
    may_put_photo: bool = False
    told: list[Told] = field(default_factory=list)
    may_tell: bool = False
    is_self: bool = False
    needs: list[Need] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    spoken_at_home: str = ""
    enrollments: list[Enrollment] = field(default_factory=list)
    places: list[ClassPlace] = field(default_factory=list)
    attendance: Attendance | None = None
    marks: list[Mark] = field(default_factory=list)
    results: list[AssessmentResult] = field(default_factory=list)
    incidents: list[BehaviorIncident] = field(default_factory=list)
    opened: Opened | None = None
    sees_team: bool = False
    named: list[Relation] = field(default_factory=list)
    statements: list[RecordRequest] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)

    def sees(self, record_class: str) -> bool:
        """This function will tell whether this class of record is the viewer's to see."""
        return record_class in self.sight


def student_page(viewer: Viewer, student_id: int, *, at: datetime) -> StudentPage:
    """This function will return one student and note that `viewer` looked, class by class.

    **Raises** `NotFound` where there is no such student, or none the viewer may see: the two are not told apart.
    """
    student = access.get_students_for(viewer).filter(pk=student_id).select_related("home_school").first()
    if student is None:
        raise NotFound(gettext_noop("There is no such student, or none you may see."))
    sight = access.explain_sight(viewer, [student], (*CLASSES, "oversight", *tab_classes()))[student.pk]
    year = SchoolYear.of(accounts.today())
    sees_team = access.sees_team(viewer, sight)
    page = StudentPage(
        student,
        sight,
        photo=find_shown(viewer, student) if PHOTO in sight else "",
        may_put_photo=PHOTO in sight and may_put(viewer, student),
        told=find_told(viewer, student) if STRENGTHS in sight else [],
        may_tell=STRENGTHS in sight and may_tell_of(viewer, student),
        is_self=STRENGTHS in sight.own and is_self(viewer, student),
        needs=find_needs(viewer, student),
        contacts=find_contacts(viewer, student, sight) if "family_contacts" in sight else [],
        spoken_at_home=spoken_at_home(viewer, student) if "family_contacts" in sight else "",
        enrollments=_enrollments(viewer, student) if "enrollment" in sight else [],
        places=_places(viewer, student) if "enrollment" in sight else [],
        attendance=find_attendance(viewer, student, year) if "attendance" in sight else None,
        marks=_marks(viewer, student, year) if "academic" in sight else [],
        results=_results(viewer, student) if "assessments" in sight else [],
        incidents=_incidents(viewer, student, year) if "behavior" in sight else [],
        sees_team=sees_team,
        named=access.find_named_for(student, today=True) if sees_team else [],
        opened=next(iter(find_opened(viewer, student.pk)), None),
        statements=access.find_statements(student, [name for name in CLASSES if name in sight]),
        parts=contributed_parts(viewer, student),
    )
    note_looked(by=viewer, at=at, shown=[(student.pk, sight, _classes_shown(page))], place="students.student")
    return page


def _classes_shown(page: StudentPage) -> Iterable[str]:
    """The classes on the page: those seen whether or not there was anything to show, some only where there was."""
    held = {need.record_class for need in page.needs} | ({PHOTO} if page.photo else set())
    held = held.union(*(part.record_classes for part in page.parts))
    usual = {name for name in CLASSES if name not in _WHERE_HELD}
    return [name for name in page.sight.bases if name in usual | held]


def find_needs(viewer: Viewer, student: Student) -> list[Need]:
    """This function will list the needs that hold today, as far as `viewer` may see: one query."""
    day = accounts.today()
    held = access.get_needs_for(viewer, of=student).filter(starts_on__lte=day).exclude(ends_on__lt=day)
    return list(held.order_by("category", "level"))


def _enrollments(viewer: Viewer, student: Student) -> list[Enrollment]:
    found = access.get_enrollments_for(viewer, of=student)
    read = found.select_related("school").only("grade", "starts_on", "ends_on", "school__name")
    return list(read.order_by("-starts_on", "pk"))


def _places(viewer: Viewer, student: Student) -> list[ClassPlace]:
    day = accounts.today()
    current = access.get_class_places_for(viewer, of=student).filter(ended_at=None).exclude(ends_on__lt=day)
    ordered = current.select_related("classroom").order_by("classroom__title", "pk")
    return list(ordered.prefetch_related("classroom__teaching__staff"))


def find_attendance(viewer: Viewer, student: Student, year: SchoolYear) -> Attendance | None:
    """This function will count a school year's days on record, None where there is none: one query."""
    days = access.get_attendance_for(viewer, of=student).filter(on__gte=year.first_day, on__lte=year.last_day)
    found = list(days.values_list("status").annotate(n=Count("pk"), until=Max("on")).order_by())
    if not found:
        return None
    n_by = {status: n for status, n, _until in found}
    late, excused, unexcused = (n_by.get(status, 0) for status in ("tardy", "absent_excused", "absent_unexcused"))
    n_days = sum(n_by.values())
    until = max(until for _status, _n, until in found)
    return Attendance(n_days, n_days - excused - unexcused, late, excused, unexcused, until)


def _marks(viewer: Viewer, student: Student, year: SchoolYear) -> list[Mark]:
    found = access.get_marks_for(viewer, of=student).filter(posted_on__gte=year.first_day)
    read = found.select_related("classroom", "session").only(
        "mark", "posted_on", "credits", "classroom__title", "session__title"
    )
    return list(read.order_by("-posted_on", "classroom__title"))


def _results(viewer: Viewer, student: Student) -> list[AssessmentResult]:
    return list(access.get_results_for(viewer, of=student).order_by("-taken_on", "assessment", "subject"))


def _incidents(viewer: Viewer, student: Student, year: SchoolYear) -> list[BehaviorIncident]:
    found: QuerySet[BehaviorIncident] = access.get_incidents_for(viewer, of=student).filter(on__gte=year.first_day)
    return list(found.order_by("-on", "pk"))
