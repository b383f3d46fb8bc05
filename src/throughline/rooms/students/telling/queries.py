"""The pages of what is told of a student, noted as they are read."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.apps import apps

from throughline.rooms.students import access
from throughline.rooms.students.directory.noting import note_looked
from throughline.rooms.students.models import Saying, Student
from throughline.rooms.students.sayings.kinds import SayingKind, saying_kinds
from throughline.rooms.students.sayings.queries import (
    STRENGTHS,
    Told,
    answers_for,
    find_own,
    find_told,
    find_told_of,
    is_self,
    may_tell_of,
)
from throughline.values.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Version:
    """What a saying was before, and who had written it so."""

    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SayingsPage:
    """All that is told of a student; `is_self` where the student reads it."""

    student: Student
    told: list[Told]
    may_tell: bool
    is_self: bool
    mine: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class SayingPage:
    """One saying that the viewer may change or set aside, with what it was before."""

    student: Student
    saying: Saying
    kind: SayingKind
    is_mine: bool
    is_self: bool
    versions: list[Version] = field(default_factory=list)


def sayings_page(viewer: Viewer, student_id: int, *, at: datetime) -> SayingsPage:
    """This function will return what is told of a student, and note that `viewer` looked.

    **Raises** `NotFound` where there is no such student, or none of whom they may read it.
    """
    student = find_told_of(viewer, student_id)
    sight = access.explain_sight(viewer, [student], ("directory", STRENGTHS))[student.pk]
    shown = [(student.pk, sight, ("directory", STRENGTHS))]
    note_looked(by=viewer, at=at, shown=shown, place="students.sayings")
    told = find_told(viewer, student)
    may_tell = may_tell_of(viewer, student)
    rows = [saying for one in told for saying in one.sayings]
    answers = may_tell and answers_for(viewer, student)
    mine = {row.pk for row in rows if answers or (may_tell and row.author_id == viewer.user_id)}
    return SayingsPage(student, told, may_tell, is_self(viewer, student), frozenset(mine))


def saying_page(viewer: Viewer, student_id: int, saying_id: int, *, at: datetime) -> SayingPage:
    """This function will return one saying that `viewer` may change or set aside, and note that they looked.

    **Raises** `NotFound` where there is none, or none of theirs to change.
    """
    student = find_told_of(viewer, student_id)
    row = find_own(viewer, student, saying_id)
    sight = access.explain_sight(viewer, [student], ("directory", STRENGTHS))[student.pk]
    shown = [(student.pk, sight, ("directory", STRENGTHS))]
    note_looked(by=viewer, at=at, shown=shown, place="students.sayings")
    kind = saying_kinds()[row.kind]
    return SayingPage(
        student, row, kind, row.author_id == viewer.user_id, is_self(viewer, student), versions=_versions(row)
    )


def _versions(row: Saying) -> list[Version]:
    history: Any = apps.get_model("students", "SayingEvent")
    rows = history.objects.filter(pgh_obj_id=row.pk).select_related("pgh_context").order_by("-pgh_id")
    found = [
        Version(one.text, str(one.pgh_context.metadata.get("name", "")) if one.pgh_context else "", one.changed_at)
        for one in rows
    ]
    return found[1:]
