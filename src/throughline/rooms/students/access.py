"""The first wall: the sole way to a row of the roster.

Each function filters in SQL by the same rules the second wall is made from: the roles a viewer holds (accounts)
and the relations they stand in (this room). Rows of students and places that ended are in; callers leave them out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students.models import (
    AssessmentResult,
    AttendanceDay,
    BehaviorIncident,
    ClassPlace,
    Demographics,
    Enrollment,
    Guardianship,
    Mark,
    Need,
    Relation,
    Student,
)
from throughline.values.viewer import Viewer

# The classes of record a need may carry.
NEED_CLASSES = ("needs", "special_education", "housing", "health")
# Relations whose own looking is nobody's disclosure: the student, and those who stand for them.
FAMILY = frozenset({"self", "guardian"})

_WHO_SEES = Viewer(duty="who_sees", name="Who may see a student")

_Row = TypeVar("_Row", bound=Model)


def get_students_for(viewer: Viewer, record_class: str = "directory", *, act: str = "see") -> QuerySet[Student]:
    """This function will return the students of whom `viewer` may see (or write, or export) one class of record."""
    return _students(viewer, accounts.find_reach(viewer, act, record_class))


def get_needs_for(viewer: Viewer, *, act: str = "see") -> QuerySet[Need]:
    """This function will return the needs whose own class of record `viewer` may see."""
    reaches = accounts.find_reaches(viewer, act, NEED_CLASSES)
    within = [
        Q(record_class=record_class) & (Q() if reach.everything else Q(student__in=_students(viewer, reach)))
        for record_class, reach in reaches.items()
        if reach
    ]
    condition = Q(pk__in=())
    for branch in within:
        condition |= branch
    return Need.objects.filter(condition)


def get_enrollments_for(viewer: Viewer) -> QuerySet[Enrollment]:
    """This function will return the enrollments `viewer` may see."""
    return _within(Enrollment.objects.all(), viewer, "enrollment")


def get_demographics_for(viewer: Viewer) -> QuerySet[Demographics]:
    """This function will return the demographics `viewer` may see."""
    return _within(Demographics.objects.all(), viewer, "enrollment")


def get_class_places_for(viewer: Viewer, *, act: str = "see") -> QuerySet[ClassPlace]:
    """This function will return the students' places in classes that `viewer` may see (or export)."""
    return _within(ClassPlace.objects.all(), viewer, "enrollment", act)


def get_attendance_for(viewer: Viewer) -> QuerySet[AttendanceDay]:
    """This function will return the days of attendance `viewer` may see."""
    return _within(AttendanceDay.objects.all(), viewer, "enrollment")


def get_marks_for(viewer: Viewer) -> QuerySet[Mark]:
    """This function will return the marks `viewer` may see."""
    return _within(Mark.objects.all(), viewer, "academic")


def get_results_for(viewer: Viewer) -> QuerySet[AssessmentResult]:
    """This function will return the assessment results `viewer` may see."""
    return _within(AssessmentResult.objects.all(), viewer, "academic")


def get_incidents_for(viewer: Viewer) -> QuerySet[BehaviorIncident]:
    """This function will return the behavior incidents `viewer` may see."""
    return _within(BehaviorIncident.objects.all(), viewer, "behavior")


def get_guardianships_for(viewer: Viewer) -> QuerySet[Guardianship]:
    """This function will return who stands for which student, where `viewer` may see family contacts."""
    return _within(Guardianship.objects.all(), viewer, "family_contacts")


def get_relations_of(viewer: Viewer) -> QuerySet[Relation]:
    """This function will return the relations `viewer` stands in today: teacher, guardian, self."""
    return _holding_today().filter(user_id=viewer.user_id or 0)


def find_related_to(student: Student) -> list[accounts.Related]:
    """This function will list who stands in a relation to a student today, whoever asks: a duty looks.

    Only for those who may see the class of record `oversight` of this student; the caller has checked.
    """
    with accounts.acting_as(_WHO_SEES):
        rows = _holding_today().filter(student=student).order_by("relation", "pk")
        return [accounts.Related(row.user_id, row.relation, row.starts_on, row.ends_on) for row in rows]


def _holding_today() -> QuerySet[Relation]:
    day = accounts.today()
    return Relation.objects.filter(Q(starts_on=None) | Q(starts_on__lte=day), Q(ends_on=None) | Q(ends_on__gte=day))


@dataclass(frozen=True, slots=True)
class Sight:
    """What a viewer may see of one student: the legal basis by class of record.

    `own` are the classes they see as the student or as family; looking at those is nobody's disclosure.
    """

    bases: Mapping[str, str]
    own: frozenset[str]

    @property
    def is_noted(self) -> bool:
        """Whether any of this looking is written down."""
        return bool(self.bases.keys() - self.own)

    def __contains__(self, record_class: str) -> bool:
        return record_class in self.bases


def explain_sight(viewer: Viewer, students: Iterable[Student], record_classes: Iterable[str]) -> dict[int, Sight]:
    """This function will say, for each student, which of the classes `viewer` may see, and on what basis.

    Three queries, however many students and classes.
    """
    listed = list(students)
    reaches = accounts.find_reaches(viewer, "see", record_classes)
    related: dict[int, set[str]] = {student.pk: set() for student in listed}
    for student_id, relation in get_relations_of(viewer).filter(student__in=related).values_list("student", "relation"):
        related[student_id].add(relation)
    return {student.pk: _sight(student, reaches, related[student.pk]) for student in listed}


def sees_students(viewer: Viewer, *, act: str = "see") -> bool:
    """This function will tell whether there is any place or relation from which `viewer` sees (or exports) students."""
    reach = accounts.find_reach(viewer, act, "directory")
    return reach.everything or bool(reach.school_ids) or _related(viewer, reach).exists()


def _sight(student: Student, reaches: Mapping[str, accounts.Reach], related: set[str]) -> Sight:
    bases = {}
    for record_class, reach in reaches.items():
        standing = sorted(related & reach.relations)
        if reach.everything or student.home_school_id in reach.school_ids:
            bases[record_class] = reach.basis
        elif standing:
            bases[record_class] = reach.relation_bases[standing[0]]
    own = frozenset(name for name, reach in reaches.items() if related & FAMILY & reach.relations)
    return Sight(bases, own)


def _within(rows: QuerySet[_Row], viewer: Viewer, record_class: str, act: str = "see") -> QuerySet[_Row]:
    reach = accounts.find_reach(viewer, act, record_class)
    return rows if reach.everything else rows.filter(student__in=_students(viewer, reach))


def _students(viewer: Viewer, reach: accounts.Reach) -> QuerySet[Student]:
    if reach.everything:
        return Student.objects.all()
    if not reach:
        return Student.objects.none()
    related = _related(viewer, reach).values("student_id")
    return Student.objects.filter(Q(home_school_id__in=reach.school_ids) | Q(pk__in=related))


def _related(viewer: Viewer, reach: accounts.Reach) -> QuerySet[Relation]:
    return get_relations_of(viewer).filter(relation__in=reach.relations)
