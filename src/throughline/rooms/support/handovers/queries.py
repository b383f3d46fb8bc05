"""One student's handover as one viewer may see it: where they go, what was written for that school, who read it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import F, Q, QuerySet

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import api as students
from throughline.rooms.support import access
from throughline.rooms.support.audiences.queries import Reader, find_known, find_readers, writable_audiences
from throughline.rooms.support.handovers.leaving import find_leaving, school_names
from throughline.rooms.support.kinds.words import AUDIENCES, HANDOVER, is_restricted
from throughline.rooms.support.models import Draft, Handover, Move, Note, NoteText
from throughline.values.errors import NotAllowed
from throughline.values.school_year import SchoolYear
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

SHOWN = ("directory", "notes")


@dataclass(frozen=True, slots=True)
class Written:
    """A note of a handover: its text where it may be read at once, and whether one may ask to open it."""

    note: Note
    text: NoteText | None
    may_open: bool


@dataclass(frozen=True, slots=True)
class One:
    """One move of a student, and what was written for it, the first note first."""

    handover: Handover
    notes: list[Written]
    may_read: bool


@dataclass(frozen=True, slots=True)
class HandoverPage:
    """A student's moves, the latest first, and what the viewer may do about the one that comes."""

    student: students.Student
    moves: list[One]
    may_write: bool
    may_plan: bool


@dataclass(frozen=True, slots=True)
class WritePage:
    """With what a handover note is written: where the student goes, who will read it, and what was begun before."""

    student: students.Student
    handover: Handover | None
    audiences: tuple[str, ...]
    readers: Mapping[str, list[Reader]]
    schools: list[tuple[int, str]]
    to_school_id: int | None
    there: list[Reader] = field(default_factory=list)
    draft: Draft | None = None
    restricted: Draft | None = None


def this_year() -> int:
    """This function will return the school year in which students move on, by the year in which it ends."""
    return SchoolYear.of(accounts.today()).ends


def may_plan_at(viewer: Viewer, school_id: int | None) -> bool:
    """This function will tell whether `viewer` may say who of a school moves on where, and who writes.

    Whoever writes notes about every student of the school may.
    """
    reach = accounts.find_reach(viewer, "write", "notes")
    return viewer.behind is None and school_id is not None and reach.covers_school(school_id)


def find_current(viewer: Viewer, student: students.Student) -> Handover | None:
    """This function will return a student's move from the present school in this school year, where there is one."""
    rows = access.get_handovers_for(viewer).filter(student=student, year=this_year())
    return rows.filter(from_school=student.home_school_id).select_related("to_school", "writer").first()


def find_arrived(viewer: Viewer) -> QuerySet[Handover]:
    """This function will return what was written, this school year or last, for schools of students `viewer` sees.

    Of students who have come; and before that, of those whom somebody named for a student already (as the policy
    lets them be named) knows to come to a school of theirs.
    """
    reach = accounts.find_reach(viewer, "see", "notes")
    come = ~Q(from_school=F("student__home_school")) | Q(to_school__in=reach.school_ids)
    rows = access.get_handovers_for(viewer).filter(come, year__gte=this_year() - 1, written_at__isnull=False)
    return rows.filter(student__in=students.get_students_for(viewer)).exclude(move=Move.STAYS)


def unread(rows: QuerySet[Handover]) -> QuerySet[Handover]:
    """This function will keep those of which something is not read yet."""
    return rows.exclude(read_at__isnull=False, read_at__gte=F("written_at"))


def may_read(viewer: Viewer, handover: Handover) -> bool:
    """This function will tell whether `viewer` says for the receiving school that a handover was read there.

    Those who work there with the whole school do; who oversees the district, wrote of it, or only teaches does not.
    """
    reach = accounts.find_reach(viewer, "see", "notes")
    if viewer.behind is not None or reach.everything or viewer.user_id in handover.sender_ids:
        return False
    works_there = Q(student__home_school__in=reach.school_ids) | Q(to_school__in=reach.school_ids)
    return find_arrived(viewer).filter(works_there, pk=handover.pk).exists()


def handover_page(viewer: Viewer, student_id: int, *, at: datetime) -> HandoverPage:
    """This function will return a student's moves and what was written for them, and note that `viewer` looked.

    Restricted parts say no more than that they exist. **Raises** `NotFound` for a student whose notes they may not
    know of.
    """
    student = find_known(viewer, student_id)
    rows = access.get_handovers_for(viewer).filter(student=student).exclude(move=Move.STAYS, written_at=None)
    rows = rows.select_related("from_school", "to_school", "writer", "read_by").order_by("-year", "-pk")
    sight = students.explain_sight(viewer, [student], ("directory", *AUDIENCES))[student.pk]
    students.note_looked(by=viewer, at=at, shown=[(student.pk, sight, SHOWN)], place="support.handover")
    notes = _notes(viewer, student, sight)
    moves = [One(row, notes.get(row.pk, []), row.written_at is not None and may_read(viewer, row)) for row in rows]
    may_write = bool(writable_audiences(viewer, student_id))
    return HandoverPage(student, moves, may_write, may_plan_at(viewer, student.home_school_id))


def write_page(viewer: Viewer, student_id: int, *, at: datetime) -> WritePage:
    """This function will return what a handover note is written with, and note that `viewer` looked.

    **Raises** `NotFound` for a student whose notes they may not know of, `NotAllowed` where they may write none.
    """
    student = find_known(viewer, student_id)
    audiences = writable_audiences(viewer, student_id)
    if "notes" not in audiences:
        raise NotAllowed(
            gettext_noop("Your role lets you write no note about this student."),
            gettext_noop("If you need to for your work, ask the district's administrator."),
        )
    row = find_current(viewer, student)
    to_school_id = row.to_school_id if row else _usual_next(student)
    sight = students.explain_sight(viewer, [student], ("directory",))[student.pk]
    students.note_looked(by=viewer, at=at, shown=[(student.pk, sight, ("directory",))], place="support.handover")
    drafts = find_drafts(viewer, student_id)
    return WritePage(
        student,
        row,
        tuple(name for name in audiences if is_restricted(name)),
        find_readers(student, audiences),
        schools_to_go_to(student),
        to_school_id,
        readers_at(to_school_id),
        drafts.get(False),
        drafts.get(True),
    )


def plan_page(viewer: Viewer, student_id: int, *, at: datetime) -> WritePage:
    """This function will return with what one says where a student goes and who writes, and note that `viewer` looked.

    **Raises** as `write_page` and `check_may_plan`.
    """
    check_may_plan(viewer, find_known(viewer, student_id))
    return write_page(viewer, student_id, at=at)


def check_may_plan(viewer: Viewer, student: students.Student) -> None:
    """This function will do nothing where `may_plan_at` holds for a student's school. **Raises** `NotAllowed`."""
    if not may_plan_at(viewer, student.home_school_id):
        raise NotAllowed(
            gettext_noop("Only those who work with the whole school say who moves on."),
            gettext_noop("Ask the coordinator or the counselor."),
        )


def find_drafts(viewer: Viewer, student_id: int) -> dict[bool, Draft]:
    """This function will return what `viewer` began to hand over: the newest that is restricted, and that is not."""
    rows = access.get_drafts_of(viewer).filter(student=student_id, kind=HANDOVER).order_by("saved_at", "pk")
    return {is_restricted(row.audience): row for row in rows}


def schools_to_go_to(student: students.Student) -> list[tuple[int, str]]:
    """This function will return the schools of the district to which a student may move, as (id, name), by name."""
    return [(pk, name) for pk, name in school_names().items() if pk != student.home_school_id]


def readers_at(school_id: int | None) -> list[Reader]:
    """This function will name who, by their role at a school, reads the notes of all its students."""
    if school_id is None:
        return []
    names = school_names()
    found = accounts.find_holders(("notes",), school_id=school_id)
    at_school = (one for one in found if one.where == names.get(school_id))
    return [Reader(one.user_id, one.name, one.relation) for one in at_school]


def _usual_next(student: students.Student) -> int | None:
    if student.home_school_id is None:
        return None
    leaving = find_leaving(student.home_school_id)
    return leaving.to_school_id if student.grade == leaving.grade else None


def _notes(viewer: Viewer, student: students.Student, sight: students.Sight) -> dict[int, list[Written]]:
    rows = list(
        access.get_notes_for(viewer).filter(student=student, handover__isnull=False).order_by("written_at", "pk")
    )
    plain = access.get_texts_for(viewer).filter(audience="notes", note__in=[row.pk for row in rows])
    texts = {text.note_id: text for text in plain.select_related("author")}
    found: dict[int, list[Written]] = {}
    for row in rows:
        may_open = is_restricted(row.audience) and row.audience in sight
        found.setdefault(row.handover_id or 0, []).append(Written(row, texts.get(row.pk), may_open))
    return found
