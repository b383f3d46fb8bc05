"""One timeline of all that a viewer may see of a student, a page at a time."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import CharField, F, Value

from throughline.rooms.students import access
from throughline.rooms.students.directory.noting import note_looked
from throughline.rooms.students.models import Student
from throughline.rooms.students.sight.queries import STUDENT_CLASSES
from throughline.rooms.students.timeline.roster import roster_strands
from throughline.rooms.students.timeline.strands import Strand, Told, contributed_strands
from throughline.values.errors import NotFound
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

PER_PAGE = 40


@dataclass(frozen=True, slots=True)
class Asked:
    """What a timeline is narrowed by (labels of kinds, days), and which page of it."""

    kinds: frozenset[str] = frozenset()
    since: date | None = None
    until: date | None = None
    page: int = 1


EVERYTHING = Asked()


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """What happened to a student, the newest first; `kinds` are all there could be, by code."""

    student: Student
    sight: access.Sight
    told: list[Told]
    kinds: dict[str, str]
    asked: Asked
    n: int

    @property
    def n_pages(self) -> int:
        return max(1, -(-self.n // PER_PAGE))


def timeline_page(viewer: Viewer, student_id: int, *, at: datetime, asked: Asked = EVERYTHING) -> TimelinePage:
    """This function will return one page of a student's timeline, and note that `viewer` looked, class by class.

    It asks the database the same number of times however much has happened.
    **Raises** `NotFound` where there is no such student, or none the viewer may see.
    """
    student = access.get_students_for(viewer).filter(pk=student_id).select_related("home_school").first()
    if student is None:
        raise NotFound(gettext_noop("There is no such student, or none you may see."))
    sight = access.explain_sight(viewer, [student], STUDENT_CLASSES)[student.pk]
    strands = find_strands(viewer, student, sight)
    kinds = {strand.kind: strand.label for strand in reversed(strands)}
    wanted = {kinds[kind] for kind in asked.kinds if kind in kinds}
    shown = [strand for strand in strands if not wanted or strand.label in wanted]
    told, n = find_told_days(shown, asked)
    read = {strand.record_class for strand in shown if strand.record_class}
    classes = {"directory", *read}.union(*(one.classes for one in told))
    note_looked(by=viewer, at=at, shown=[(student.pk, sight, classes)], place="students.timeline")
    return TimelinePage(student, sight, told, first_of_each(strands), asked, n)


def find_strands(viewer: Viewer, student: Student, sight: access.Sight) -> list[Strand]:
    """This function will return every strand of a student's days that `viewer` may see."""
    return [*roster_strands(viewer, student, sight), *contributed_strands(viewer, student, sight)]


def first_of_each(strands: list[Strand]) -> dict[str, str]:
    """This function will return one code for each label, in the order of strands."""
    found: dict[str, str] = {}
    for strand in strands:
        if strand.label not in found.values():
            found[strand.kind] = strand.label
    return found


def find_told_days(strands: list[Strand], asked: Asked, *, per: int = PER_PAGE) -> tuple[list[Told], int]:
    """This function will return one page of what happened on these strands, the newest first, and how much there is."""
    if not strands:
        return [], 0
    parts = [_dated(n, strand, asked) for n, strand in enumerate(strands)]
    together = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    start = (asked.page - 1) * per
    keys = list(together.order_by("-told_day", "told_strand", "-told_key")[start : start + per])
    by_strand: dict[int, list[int]] = defaultdict(list)
    for row in keys:
        by_strand[int(row["told_strand"])].append(row["told_key"])
    words: dict[tuple[int, int], Any] = {}
    for number, strand in enumerate(strands):
        rows = list(strand.rows.filter(pk__in=by_strand[number]))
        words |= {(number, key): happening for key, happening in strand.tell(rows).items()}
    told = []
    for row in keys:
        strand, happening = strands[int(row["told_strand"])], words.get((int(row["told_strand"]), row["told_key"]))
        if happening is not None:
            told.append(Told(row["told_day"], strand.label, happening.record_class or strand.record_class, happening))
    return told, together.count()


def _dated(number: int, strand: Strand, asked: Asked) -> Any:
    rows = strand.rows.order_by()
    if asked.since:
        rows = rows.filter(**{f"{strand.day}__gte": asked.since})
    if asked.until:
        rows = rows.filter(**{f"{strand.day}__lte": asked.until})
    named = {
        "told_day": F(strand.day),
        "told_strand": Value(f"{number:03d}", output_field=CharField()),
        "told_key": F("pk"),
    }
    return rows.select_related(None).annotate(**named).values(*named)
