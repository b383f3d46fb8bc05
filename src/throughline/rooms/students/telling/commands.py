"""Tell something of a student, change it, and set it aside; nothing told is ever removed."""

from datetime import datetime
from uuid import UUID

from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit
from throughline.rooms.students import access
from throughline.rooms.students.models import Saying
from throughline.rooms.students.sayings.kinds import saying_kinds
from throughline.rooms.students.sayings.queries import find_own, find_told_of, may_tell_of, stands_as
from throughline.values.errors import NotAllowed, NotFound, RefusedInput
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

MOST_LETTERS = 600


def tell(*, by: Viewer, at: datetime, student_id: int, key: UUID, kind: str, text: str) -> Saying:
    """This function will keep what `by` tells of a student, with who they are to the student. Sent twice, kept once.

    **Raises** `NotFound` for a student of whom they may not read it, `NotAllowed` where they may write none,
    `RefusedInput` where it is no kind there is, says nothing, or too much.
    """
    student = find_told_of(by, student_id)
    if not may_tell_of(by, student):
        raise NotAllowed(
            gettext_noop("Your role lets you write nothing here."),
            gettext_noop("The student, the family and those who work with the student can."),
        )
    if kind not in saying_kinds():
        raise RefusedInput(gettext_noop("Say what it is about."), gettext_noop("Choose one of the kinds offered."))
    words = _checked(text)
    sent = access.get_sayings_for(by).filter(key=key).first()
    if sent is not None:
        if sent.author_id != by.user_id or sent.student_id != student.pk:
            raise NotFound(gettext_noop("There is nothing here of yours that can be changed."))
        return sent
    row = Saying.objects.create(
        key=key,
        student=student,
        kind=kind,
        text=words,
        author_id=by.user_id or 0,
        told_as=stands_as(by, student),
        told_on=accounts.today(),
        changed_at=at,
    )
    audit.record_act(by=by, at=at, act="tell", noun="saying", object_id=row.pk, details={"kind": kind})
    return row


def change_saying(*, by: Viewer, at: datetime, student_id: int, saying_id: int, text: str) -> Saying:
    """This function will change the words of what `by` told; what it said before is kept among its versions.

    **Raises** `NotFound` where it is not theirs, `RefusedInput` where it says nothing or too much.
    """
    row = find_own(by, find_told_of(by, student_id), saying_id)
    if row.author_id != by.user_id:
        raise NotFound(gettext_noop("There is nothing here of yours that can be changed."))
    words = _checked(text)
    if words != row.text:
        row.text, row.changed_at = words, at
        row.save(update_fields=["text", "changed_at"])
        audit.record_act(by=by, at=at, act="change", noun="saying", object_id=row.pk)
    return row


def set_aside_saying(*, by: Viewer, at: datetime, student_id: int, saying_id: int) -> None:
    """This function will show a saying no more; it stays on record. **Raises** `NotFound` where it is not theirs to."""
    row = find_own(by, find_told_of(by, student_id), saying_id)
    row.set_aside_at = at
    row.save(update_fields=["set_aside_at"])
    audit.record_act(by=by, at=at, act="set aside", noun="saying", object_id=row.pk)


def _checked(text: str) -> str:
    words = text.strip()
    if not words:
        raise RefusedInput(
            gettext_noop("There is nothing written yet."), gettext_noop("Write it in a sentence or two.")
        )
    if len(words) > MOST_LETTERS:
        raise RefusedInput(
            gettext_noop("It is longer than fits here."), gettext_noop("Keep it to a few sentences; notes have room.")
        )
    return words
