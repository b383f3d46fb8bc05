"""Supports as they stand marked on a student's charts: from their first day to the day they ended, or until now."""

from collections.abc import Iterator

from throughline.rooms.students import api as students
from throughline.rooms.support import access
from throughline.rooms.support.supports.queries import CLASSES
from throughline.values.viewer import Viewer


def find_given(viewer: Viewer, student: students.Student, sight: students.Sight) -> Iterator[students.Given]:
    """This function will tell the supports of a student that `viewer` may see."""
    if not any(name in sight for name in CLASSES):
        return
    for row in access.get_supports_for(viewer).filter(student=student).select_related("program"):
        yield students.Given(row.program.name, row.starts_on, row.ended_on, row.record_class)
