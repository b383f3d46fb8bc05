"""A student's photo as a page holds it, and who may see or put it."""

from base64 import b64encode

from throughline.rooms.students import access
from throughline.rooms.students.models import Student
from throughline.rooms.students.portrait import PHOTO
from throughline.values.errors import NotFound
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop


def find_photographed(viewer: Viewer, student_id: int) -> Student:
    """This function will return a student whose photo `viewer` may see. **Raises** `NotFound` otherwise."""
    found = access.find_student_for(viewer, student_id, PHOTO)
    if found is None:
        raise NotFound(gettext_noop("There is no such student, or none you may see."))
    return found


def find_shown(viewer: Viewer, student: Student) -> str:
    """This function will return the photo as a page holds it, blank where there is none. It has no address."""
    content = access.get_photo_images_for(viewer, of=student).values_list("content", flat=True).first()
    return f"data:image/jpeg;base64,{b64encode(content).decode()}" if content else ""


def may_put(viewer: Viewer, student: Student) -> bool:
    """This function will tell whether `viewer` may put or take away the photo of a student."""
    if viewer.behind is not None:
        return False
    return access.reaches_student(viewer, student, PHOTO, act="write")


def stands_for(viewer: Viewer, student: Student) -> bool:
    """This function will tell whether `viewer` is the student, or stands for them."""
    return access.get_relations_of(viewer).filter(student=student, relation__in=access.FAMILY).exists()
