"""A packet about one student, to be printed: the parts and days that somebody chose, noted as handed out."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime

from throughline.rooms.students import access
from throughline.rooms.students.directory.noting import note_looked
from throughline.rooms.students.models import RecordRequest, Student
from throughline.rooms.students.sayings.queries import STRENGTHS, Told, find_told
from throughline.rooms.students.sight.queries import STUDENT_CLASSES
from throughline.rooms.students.timeline.queries import Asked, find_strands, find_told_days, first_of_each
from throughline.rooms.students.timeline.strands import Told as Day
from throughline.values.errors import NotFound
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

WORDS = "words"
MOST_DAYS = 500


@dataclass(frozen=True, slots=True)
class PacketPage:
    """What can be chosen, by code, and what was: own words, and days by part. `n_left` days did not fit."""

    student: Student
    sight: access.Sight
    offered: dict[str, str]
    told: list[Told] = field(default_factory=list)
    parts: list[tuple[str, list[Day]]] = field(default_factory=list)
    statements: list[RecordRequest] = field(default_factory=list)
    n_left: int = 0


def packet_page(
    viewer: Viewer,
    student_id: int,
    *,
    at: datetime,
    chosen: Collection[str] = (),
    since: date | None = None,
    until: date | None = None,
) -> PacketPage:
    """This function will return the chosen parts of a student's record, and note that `viewer` was handed them.

    Without a choice only what could be chosen is returned. What the family placed beside a part goes with it.
    **Raises** `NotFound` where there is no such student, or none the viewer may see.
    """
    student = access.get_students_for(viewer).filter(pk=student_id).select_related("home_school").first()
    if student is None:
        raise NotFound(gettext_noop("There is no such student, or none you may see."))
    sight = access.explain_sight(viewer, [student], STUDENT_CLASSES)[student.pk]
    strands = find_strands(viewer, student, sight)
    offered = first_of_each(strands)
    labels = {offered[kind] for kind in chosen if kind in offered}
    shown = [strand for strand in strands if strand.label in labels]
    days, n = find_told_days(shown, Asked(since=since, until=until), per=MOST_DAYS)
    has_words = WORDS in chosen and STRENGTHS in sight
    classes = {strand.record_class for strand in shown if strand.record_class}.union(*(one.classes for one in days))
    classes |= {"directory"} | ({STRENGTHS} if has_words else set())
    place = "students.packet" if labels or has_words else "students.packet_choice"
    note_looked(by=viewer, at=at, shown=[(student.pk, sight, classes)], place=place)
    return PacketPage(
        student,
        sight,
        offered,
        told=find_told(viewer, student) if has_words else [],
        parts=[(label, [one for one in days if one.label == label]) for label in offered.values() if label in labels],
        statements=access.find_statements(student, classes),
        n_left=max(0, n - len(days)),
    )
