"""A student at a glance, for the pages of rooms above: own words first, then what holds now, as a viewer may see it."""

from dataclasses import dataclass

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import access
from throughline.rooms.students.directory.queries import with_columns
from throughline.rooms.students.directory.sections import attendance_figures, circumstance_words
from throughline.rooms.students.directory.student import StudentPage, find_attendance, find_needs
from throughline.rooms.students.directory.told import ToldShown, told_shown
from throughline.rooms.students.directory.words import grade_words
from throughline.rooms.students.models import RecordRequest, Student
from throughline.rooms.students.sayings.queries import STRENGTHS, find_told, may_tell_of
from throughline.values.errors import NotFound
from throughline.values.school_year import SchoolYear
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop
from throughline.web.components.pieces import Circumstance


@dataclass(frozen=True, slots=True)
class Glance:
    """The few things one looks at first. `classes` are those that are shown, for the caller to note.

    `told` is None where it is not the viewer's to read; `page` is the same student for the templates of this room.
    """

    student: Student
    sight: access.Sight
    page: StudentPage
    lead: str
    told: ToldShown | None
    circumstances: list[Circumstance]
    attendance: list[tuple[str, str, str]]
    statements: list[tuple[str, RecordRequest]]
    classes: frozenset[str]


def find_glance(viewer: Viewer, student_id: int) -> Glance:
    """This function will return a student at a glance. Whoever shows it notes that `viewer` looked, at `classes`.

    It asks the database equally often for any student. **Raises** `NotFound` where there is none they may see.
    """
    seen = access.get_students_for(viewer).filter(pk=student_id)
    student = with_columns(viewer, seen).first()
    if student is None:
        raise NotFound(gettext_noop("There is no such student, or none you may see."))
    sight = access.explain_sight(viewer, [student], accounts.RECORD_CLASSES)[student.pk]
    needs = find_needs(viewer, student)
    year = SchoolYear.of(accounts.today())
    homeroom = getattr(student, "homeroom", None) or ""
    classes = {"directory", *(need.record_class for need in needs)}
    classes |= {name for name in (STRENGTHS, "attendance") if name in sight}
    classes |= {"enrollment"} if homeroom and "enrollment" in sight else set()
    page = StudentPage(
        student,
        sight,
        told=find_told(viewer, student) if STRENGTHS in sight else [],
        may_tell=STRENGTHS in sight and may_tell_of(viewer, student),
        needs=needs,
        attendance=find_attendance(viewer, student, year) if "attendance" in sight else None,
    )
    parts = (grade_words(student.grade), homeroom, student.pronouns)
    return Glance(
        student,
        sight,
        page,
        lead=" · ".join(part for part in parts if part),
        told=told_shown(page) if STRENGTHS in sight else None,
        circumstances=[circumstance_words(need) for need in needs],
        attendance=attendance_figures(page),
        statements=[(accounts.class_words(row.part), row) for row in access.find_statements(student, classes)],
        classes=frozenset(classes),
    )
