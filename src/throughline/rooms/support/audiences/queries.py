"""Whose eyes a note is for: which audiences somebody may write for, and who could open it, by name."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import api as students
from throughline.rooms.support.kinds.words import AUDIENCES
from throughline.values.errors import NotFound
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who may open a note, and what they are here."""

    user_id: int
    name: str
    relation: str


def find_known(viewer: Viewer, student_id: int) -> students.Student:
    """This function will return a student of whom `viewer` may know that notes exist.

    **Raises** `NotFound` where there is no such student, or none of whose notes they may know.
    """
    known = students.get_students_for(viewer, "notes").filter(pk__in=students.get_students_for(viewer).values("pk"))
    found = known.filter(pk=student_id).select_related("home_school").first()
    if found is None:
        raise NotFound(gettext_noop("There is no such student, or none you may see."))
    return found


def writable_audiences(viewer: Viewer, student_id: int) -> tuple[str, ...]:
    """This function will return the audiences for which `viewer` may write about a student, the widest first."""
    if viewer.behind is not None:
        return ()
    reaches = accounts.find_reaches(viewer, "write", AUDIENCES)
    return tuple(
        audience
        for audience, reach in reaches.items()
        if reach and students.get_students_for(viewer, audience, act="write").filter(pk=student_id).exists()
    )


def find_readers(student: students.Student, audiences: Iterable[str]) -> Mapping[str, list[Reader]]:
    """This function will name, for each audience, who may open a note about a student today, by the walls' rules."""
    related = students.find_related_to(student)
    wanted = tuple(audiences)
    found: dict[str, dict[int, Reader]] = {audience: {} for audience in wanted}
    for holder in accounts.find_holders(wanted, school_id=student.home_school_id, related=related):
        for audience in holder.classes:
            found[audience].setdefault(holder.user_id, Reader(holder.user_id, holder.name, holder.relation))
    return {audience: sorted(people.values(), key=lambda one: one.name) for audience, people in found.items()}


def relation_of(viewer: Viewer, readers: Iterable[Reader]) -> str:
    """This function will return as what somebody writes: the relation by which they belong to the audience."""
    return next((reader.relation for reader in readers if reader.user_id == viewer.user_id), "")
