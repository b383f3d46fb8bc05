"""The page of a student's photo: what there is, and what may be done about it."""

from dataclasses import dataclass
from datetime import datetime

from throughline.rooms.students import access
from throughline.rooms.students.directory.noting import note_looked
from throughline.rooms.students.models import Student
from throughline.rooms.students.photo.queries import find_photographed, find_shown, may_put
from throughline.rooms.students.portrait import PHOTO, Photo
from throughline.values.viewer import Viewer


@dataclass(frozen=True, slots=True)
class PhotoPage:
    """The photo of one student, and what `viewer` may do about it."""

    student: Student
    sight: access.Sight
    row: Photo | None
    shown: str
    may_put: bool
    may_refuse: bool
    is_self: bool


def photo_page(viewer: Viewer, student_id: int, *, at: datetime) -> PhotoPage:
    """This function will return a student's photo, and note that `viewer` looked. **Raises** `NotFound`."""
    student = find_photographed(viewer, student_id)
    sight = access.explain_sight(viewer, [student], ("directory", PHOTO))[student.pk]
    note_looked(by=viewer, at=at, shown=[(student.pk, sight, ("directory", PHOTO))], place="students.photo")
    standing = access.get_relations_of(viewer).filter(student=student)
    relations = set(standing.values_list("relation", flat=True))
    return PhotoPage(
        student,
        sight,
        access.get_photos_for(viewer).filter(student=student).first(),
        find_shown(viewer, student),
        may_put=may_put(viewer, student),
        may_refuse=viewer.behind is None and bool(relations & access.FAMILY),
        is_self="self" in relations,
    )
