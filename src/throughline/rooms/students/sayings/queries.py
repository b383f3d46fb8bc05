"""What is told of one student, kind by kind, and who may tell more, change it or set it aside."""

from dataclasses import dataclass

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import access
from throughline.rooms.students.models import Saying, Student
from throughline.rooms.students.sayings.kinds import SayingKind, saying_kinds
from throughline.values.errors import NotFound
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

STRENGTHS = "strengths"


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of one kind, the student's own first, then the newest."""

    kind: SayingKind
    sayings: list[Saying]


def find_told_of(viewer: Viewer, student_id: int) -> Student:
    """This function will return a student of whom `viewer` may read what is told. **Raises** `NotFound` otherwise."""
    found = access.find_student_for(viewer, student_id, STRENGTHS)
    if found is None:
        raise NotFound(gettext_noop("There is no such student, or none you may see."))
    return found


def find_told(viewer: Viewer, student: Student) -> list[Told]:
    """This function will return what stands of each kind about a student, in the order of kinds: one query."""
    rows = access.get_sayings_for(viewer, of=student).filter(set_aside_at=None)
    by_kind: dict[str, list[Saying]] = {}
    for row in rows.select_related("author").order_by("-told_on", "-pk"):
        by_kind.setdefault(row.kind, []).append(row)
    found = []
    for code, kind in saying_kinds().items():
        held = sorted(by_kind.get(code, ()), key=lambda row: not row.is_own)
        if held:
            found.append(Told(kind, held[:1] if kind.newest else held))
    return found


def find_own(viewer: Viewer, student: Student, saying_id: int) -> Saying:
    """This function will return what `viewer` told of a student, or what they answer for. **Raises** `NotFound`."""
    rows = access.get_sayings_for(viewer, act="write", of=student).filter(pk=saying_id, set_aside_at=None)
    row = rows.select_related("author").first() if viewer.behind is None else None
    if row is None or not (row.author_id == viewer.user_id or answers_for(viewer, student)):
        raise NotFound(gettext_noop("There is nothing here of yours that can be changed."))
    return row


def may_tell_of(viewer: Viewer, student: Student) -> bool:
    """This function will tell whether `viewer` may write what is told of a student."""
    if viewer.behind is not None:
        return False
    return access.reaches_student(viewer, student, STRENGTHS, act="write")


def answers_for(viewer: Viewer, student: Student) -> bool:
    """This function will tell whether `viewer` may set aside what others told: family, student, those who answer."""
    return access.reaches_student(viewer, student, "oversight", act="write")


def is_self(viewer: Viewer, student: Student) -> bool:
    """This function will tell whether `viewer` is the student."""
    return any(relation == "self" for _student, relation, _classes in access.find_standing(viewer, [student.pk]))


def stands_as(viewer: Viewer, student: Student) -> str:
    """This function will return as what `viewer` tells of a student: by relation first, then by role."""
    standing = set(access.get_relations_of(viewer).filter(student=student).values_list("relation", flat=True))
    for relation in ("self", "guardian", "guardian_of_adult", "teacher", *access.NAMED):
        if relation in standing:
            return relation
    held = accounts.current_roles(viewer)
    here = [role.relation for role in held if role.organization_id == student.home_school_id]
    return next(iter([*here, *(role.relation for role in held), *sorted(standing)]), "")
