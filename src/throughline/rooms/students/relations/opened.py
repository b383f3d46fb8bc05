"""Records that are open for somebody in an emergency now: a relation that lasts until a moment."""

from dataclasses import dataclass
from datetime import datetime

from throughline.rooms.students import access
from throughline.rooms.students.models import Student
from throughline.values.viewer import Viewer

EMERGENCY = "emergency"


@dataclass(frozen=True, slots=True)
class Opened:
    """A record that is open for somebody now."""

    emergency_id: int
    student: Student
    until_at: datetime

    def minutes_left(self, at: datetime) -> int:
        """This function will return how many minutes are left, a begun one counted."""
        return max(0, -int(-(self.until_at - at).total_seconds() // 60))


def find_opened(viewer: Viewer, student_id: int | None = None) -> list[Opened]:
    """This function will list the records that are open for `viewer` in an emergency now, or one student's."""
    if student_id is not None and not any(one[1] == EMERGENCY for one in access.find_standing(viewer, [student_id])):
        return []
    rows = access.get_relations_of(viewer).filter(relation=EMERGENCY)
    if student_id is not None:
        rows = rows.filter(student=student_id)
    return [
        Opened(int(row.source.partition(":")[2]), row.student, row.until_at)
        for row in rows.select_related("student").order_by("until_at", "pk")
        if row.until_at is not None
    ]
