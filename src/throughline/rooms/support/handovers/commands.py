"""Say who moves on where and who writes, write it, and say at the receiving school that it was read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit
from throughline.rooms.students import api as students
from throughline.rooms.support import access
from throughline.rooms.support.audiences.queries import find_known, find_readers, relation_of
from throughline.rooms.support.drafts.commands import Saved, Typed, save_draft
from throughline.rooms.support.handovers.leaving import school_names
from throughline.rooms.support.handovers.parts import compose
from throughline.rooms.support.handovers.queries import check_may_plan, may_read
from throughline.rooms.support.kinds.words import HANDOVER
from throughline.rooms.support.models import Handover, Move
from throughline.rooms.support.notes.commands import Written, write_note
from throughline.values.errors import NotFound, RefusedInput
from throughline.values.school_year import SchoolYear
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop


@dataclass(frozen=True, slots=True)
class Planned:
    """Where a student goes and who writes; None leaves it open. `from_school_id`: where they were, if not there now."""

    move: str = Move.GRADE
    to_school_id: int | None = None
    writer_id: int | None = None
    from_school_id: int | None = None


@dataclass(frozen=True, slots=True)
class Restricted:
    """The part for those alone who belong to an audience."""

    key: UUID
    audience: str
    text: str


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A handover note as it is sent: what each part says, and perhaps a part for a few. The same `key` is one note."""

    key: UUID
    said: Mapping[str, str]
    language: str = "en"
    restricted: Restricted | None = None
    to_school_id: int | None = None
    wants_talk: bool = False
    planned: Planned = field(default_factory=Planned)


@transaction.atomic
def plan_handover(*, by: Viewer, at: datetime, student_id: int, planned: Planned) -> Handover:
    """This function will keep where a student goes, why, and who is asked to write.

    **Raises** `NotFound` for a student whose notes `by` may not know of, `NotAllowed` where they do not write notes of
    the whole school, `RefusedInput` for a school or a writer that is not offered.
    """
    student = find_known(by, student_id)
    check_may_plan(by, student)
    if planned.move not in Move.values:
        raise RefusedInput(gettext_noop("Choose one of the answers offered."))
    if planned.writer_id is not None:
        may_write = {reader.user_id for reader in find_readers(student, ("notes",))["notes"]}
        if planned.writer_id not in may_write:
            raise RefusedInput(
                gettext_noop("This person may not write about this student."), gettext_noop("Choose somebody else.")
            )
    row = _begin(at, student, planned)
    row.move, row.writer_id = planned.move, planned.writer_id
    row.to_school_id = _checked_school(row, planned.to_school_id)
    row.save(update_fields=["move", "writer", "to_school"])
    audit.record_act(by=by, at=at, act="plan", noun="handover", object_id=row.pk, details={"move": row.move})
    return row


@transaction.atomic
def plan_all(
    *,
    by: Viewer,
    at: datetime,
    student_ids: Iterable[int],
    to_school_id: int | None = None,
    writer_id: int | None = None,
) -> int:
    """This function will say of many students where they go or who writes, leave what is None as it is, and count them.

    **Raises** as `plan_handover`.
    """
    ids = list(student_ids)
    rows = access.get_handovers_for(by).filter(student__in=ids, year=_year(at), from_school=F("student__home_school"))
    held = {row.student_id: row for row in rows}
    for student_id in ids:
        row = held.get(student_id)
        planned = Planned(
            row.move if row else Move.GRADE,
            to_school_id or (row.to_school_id if row else None),
            writer_id or (row.writer_id if row else None),
        )
        plan_handover(by=by, at=at, student_id=student_id, planned=planned)
    return len(ids)


@transaction.atomic
def write_handover(*, by: Viewer, at: datetime, student_id: int, handed: HandedOver) -> Handover:
    """This function will keep what the next school should know of a student, as notes that belong to the move.

    **Raises** `RefusedInput` where nothing is written, and as `write_note`.
    """
    student = find_known(by, student_id)
    text = compose(handed.said, handed.language)
    if not text and handed.restricted is None:
        raise RefusedInput(gettext_noop("A handover note needs words."), gettext_noop("Write at least one part of it."))
    row = _begin(at, student, handed.planned)
    on = min(timezone.localdate(at), accounts.today())
    notes = [Written(handed.key, HANDOVER, "notes", on, text, handover_id=row.pk)] if text else []
    if (part := handed.restricted) is not None:
        notes.append(Written(part.key, HANDOVER, part.audience, on, part.text, handover_id=row.pk))
    for written in notes:
        write_note(by=by, at=at, student_id=student_id, written=written)
    row.written_at = at
    row.sender_ids = sorted({*row.sender_ids, by.user_id or 0})
    row.wants_talk = handed.wants_talk
    row.move = Move.TRANSFER if row.move == Move.STAYS else row.move
    row.to_school_id = _checked_school(row, handed.to_school_id)
    row.save(update_fields=["written_at", "sender_ids", "wants_talk", "move", "to_school"])
    audit.record_act(by=by, at=at, act="write", noun="handover", object_id=row.pk)
    return row


@transaction.atomic
def save_typed(*, by: Viewer, at: datetime, student_id: int, said: Typed, restricted: Typed) -> tuple[Saved, Saved]:
    """This function will keep what is being typed, as two drafts that are nobody else's to read.

    **Raises** as `save_draft`.
    """
    return (
        save_draft(by=by, at=at, student_id=student_id, typed=said),
        save_draft(by=by, at=at, student_id=student_id, typed=restricted),
    )


@transaction.atomic
def read_handover(*, by: Viewer, at: datetime, handover_id: int) -> Handover:
    """This function will keep that a handover was read at the receiving school, by whom and when; the sender sees it.

    **Raises** `NotFound` where there is none that `by` reads for that school.
    """
    row = access.get_handovers_for(by).filter(pk=handover_id, written_at__isnull=False).first()
    if row is None or not may_read(by, row):
        raise NotFound(gettext_noop("There is no such handover note, or none that is for you to read."))
    if row.is_read:
        return row
    student = find_known(by, row.student_id)
    readers = find_readers(student, ("notes",))["notes"]
    row.read_at, row.read_by_id, row.read_as = at, by.user_id, relation_of(by, readers)
    with accounts.acting_as(access.KEEPER):
        row.save(update_fields=["read_at", "read_by", "read_as"])
    audit.record_act(by=by, at=at, act="read", noun="handover", object_id=row.pk)
    return row


def _begin(at: datetime, student: students.Student, planned: Planned) -> Handover:
    """The row of a student's move, kept from changing meanwhile."""
    from_school_id = planned.from_school_id or student.home_school_id
    if from_school_id is None:
        raise RefusedInput(gettext_noop("This student is at no school now."))
    year = _year(at)
    usual = {"move": planned.move, "planned_at": at}
    row, _made = Handover.objects.select_for_update(of=("self",)).get_or_create(
        student_id=student.pk, year=year, from_school_id=from_school_id, defaults=usual
    )
    return row


def _checked_school(row: Handover, to_school_id: int | None) -> int | None:
    if to_school_id is not None and (to_school_id == row.from_school_id or to_school_id not in school_names()):
        raise RefusedInput(gettext_noop("Choose another school of the district, or leave it open."))
    return to_school_id


def _year(at: datetime) -> int:
    return SchoolYear.of(timezone.localdate(at)).ends
