"""Write a note, change it, strike it, and say that one has read it. Nobody removes one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit
from throughline.rooms.support import access
from throughline.rooms.support.audiences.queries import (
    Reader,
    find_known,
    find_readers,
    relation_of,
    writable_audiences,
)
from throughline.rooms.support.files.commands import keep_with
from throughline.rooms.support.finding.words import words_of
from throughline.rooms.support.kinds.catalogue import note_kinds
from throughline.rooms.support.kinds.words import is_restricted
from throughline.rooms.support.models import Handover, Mention, Note, NoteText, NoteWord
from throughline.rooms.support.notes.queries import must_say_why, own_text, text_to_strike
from throughline.values.errors import NotAllowed, RefusedInput
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop


@dataclass(frozen=True, slots=True)
class Upload:
    """A file sent with a note: what it calls itself, and its bytes."""

    name: str
    chunks: Iterable[bytes]


@dataclass(frozen=True, slots=True)
class Written:
    """A note as it is sent. The same `key` twice is the same note.

    `turn_id`: it was said in a meeting. `handover_id`: it is for the student's next school.
    """

    key: UUID
    kind: str
    audience: str
    on: date
    text: str
    mentions: tuple[int, ...] = ()
    upload: Upload | None = None
    turn_id: int | None = None
    handover_id: int | None = None


class AlreadyKept(RefusedInput):
    """A note was kept from this page before, and it says something else."""


class ChangedMeanwhile(RefusedInput):
    """The note was changed in another window; `text` is what it says now."""

    def __init__(self, says: str, next_step: str, text: NoteText) -> None:
        super().__init__(says, next_step)
        self.text = text


class CannotRead(RefusedInput):
    """Some of those who are asked to read a note may not; `names` says who."""

    def __init__(self, says: str, next_step: str, names: tuple[str, ...]) -> None:
        super().__init__(says, next_step)
        self.names = names


@transaction.atomic
def write_note(*, by: Viewer, at: datetime, student_id: int, written: Written) -> Note:
    """This function will keep a note about a student, ask those mentioned to read it, and let go of its draft.

    **Raises** `NotFound` for a student whose notes `by` may not know of, `NotAllowed` for an audience they may not
    write for, `RefusedInput` where something is needed, with a kind of its own where one can go on from there.
    """
    student = find_known(by, student_id)
    _check(by, student_id, written)
    readers = find_readers(student, ("notes", written.audience))
    _check_mentions(written, readers["notes"], readers[written.audience])
    note = Note(
        key=written.key,
        student_id=student_id,
        kind=written.kind,
        audience=written.audience,
        on=written.on,
        written_at=at,
        written_as=relation_of(by, readers[written.audience]),
        turn_id=written.turn_id,
        handover_id=written.handover_id,
    )
    kept = _keep(by, note, written.text)
    if kept is not None:
        return kept
    NoteText.objects.create(
        note=note,
        student_id=student_id,
        audience=written.audience,
        author_id=by.user_id or 0,
        text=written.text,
        changed_at=at,
    )
    _index(note, written.text)
    Mention.objects.bulk_create(
        Mention(note=note, student_id=student_id, user_id=user_id, asked_at=at) for user_id in set(written.mentions)
    )
    if written.upload is not None:
        keep_with(by=by, at=at, note=note, name=written.upload.name, chunks=written.upload.chunks)
    access.get_drafts_of(by).filter(key=written.key).delete()
    audit.record_act(by=by, at=at, act="write", noun="note", object_id=note.pk)
    return note


@transaction.atomic
def change_note(*, by: Viewer, at: datetime, note_id: int, text: str, based_on: datetime, why: str = "") -> Note:
    """This function will let an author change what their note says; what it said before stays among its versions.

    **Raises** `NotFound` as `own_text`, `RefusedInput` where the time for changes is over and there is no `why`, and
    `ChangedMeanwhile` where another window has changed it since `based_on`.
    """
    row = own_text(by, note_id, at=at)
    row = access.get_texts_for(by, act="write").select_for_update(of=("self",)).get(pk=row.pk)
    if not text.strip():
        raise RefusedInput(gettext_noop("A note needs words."), gettext_noop("To take it back, strike it instead."))
    if row.changed_at != based_on:
        raise ChangedMeanwhile(
            gettext_noop("This note was changed in another window meanwhile."),
            gettext_noop("What it says now stands below. Bring both together, and keep it again."),
            row,
        )
    note = row.note
    if must_say_why(note, at) and not why.strip():
        raise RefusedInput(
            gettext_noop("The time in which this note could simply be changed is over."),
            gettext_noop("Say why you correct it; both versions are kept."),
        )
    row.text, row.changed_at, row.why_changed = text, at, why.strip()
    row.save(update_fields=["text", "changed_at", "why_changed"])
    _index(note, text)
    if note.handover_id is not None:
        with accounts.acting_as(access.KEEPER):
            Handover.objects.filter(pk=note.handover_id).update(written_at=at)
    audit.record_act(by=by, at=at, act="change", noun="note", object_id=note.pk)
    return note


@transaction.atomic
def strike_note(*, by: Viewer, at: datetime, note_id: int, why: str) -> Note:
    """This function will strike a note: it is kept, and shown struck with the reason.

    **Raises** `NotFound` as `text_to_strike`, `RefusedInput` without a reason.
    """
    row = text_to_strike(by, note_id, at=at)
    if not why.strip():
        raise RefusedInput(
            gettext_noop("Striking a note needs a reason."), gettext_noop("Write what is wrong with it.")
        )
    row.why_changed, row.changed_at = why.strip(), at
    row.save(update_fields=["why_changed", "changed_at"])
    note = row.note
    note.struck_at = at
    note.save(update_fields=["struck_at"])
    audit.record_act(by=by, at=at, act="strike", noun="note", object_id=note.pk)
    return note


def read_note(*, by: Viewer, at: datetime, note_id: int) -> None:
    """This function will take a note off what `by` is asked to read; one they were not asked to read stays as it is."""
    asked = access.get_mentions_of(by).filter(note=note_id, read_at=None).values_list("pk", flat=True)
    found = list(asked)
    with accounts.acting_as(access.KEEPER):
        Mention.objects.filter(pk__in=found).update(read_at=at)


def _check(by: Viewer, student_id: int, written: Written) -> None:
    kind = note_kinds().get(written.kind)
    if kind is None or written.audience not in kind.audiences or kind.own_page != (written.handover_id is not None):
        raise RefusedInput(
            gettext_noop("This kind of note is not written for these readers."),
            gettext_noop("Choose one of the answers offered."),
        )
    if written.audience not in writable_audiences(by, student_id):
        raise NotAllowed(
            gettext_noop("Your role lets you write no such note about this student."),
            gettext_noop("Choose other readers, or ask somebody who may."),
        )
    if not written.text.strip():
        raise RefusedInput(gettext_noop("A note needs words."), gettext_noop("Write what happened."))
    if written.on > accounts.today():
        raise RefusedInput(
            gettext_noop("A note is about a day that has been."), gettext_noop("Give the day on which it happened.")
        )


def _check_mentions(written: Written, known: Iterable[Reader], readers: Iterable[Reader]) -> None:
    may_read = {reader.user_id for reader in readers}
    refused = sorted(set(written.mentions) - may_read)
    if not refused:
        return
    names = {reader.user_id: reader.name for reader in known}
    raise CannotRead(
        gettext_noop("Not everybody you ask to read this note may open it."),
        gettext_noop("Ask only those who may, or choose other readers."),
        tuple(names[user_id] for user_id in refused if user_id in names),
    )


def _keep(by: Viewer, note: Note, text: str) -> Note | None:
    """Add a note's row, or return the note that came from the same page before, where it says the same."""
    try:
        with transaction.atomic():
            note.save()
    except IntegrityError:
        said = access.get_texts_for(by).filter(note__key=note.key, author_id=by.user_id or 0, text=text)
        before = said.select_related("note").first()
        if before is not None:
            return before.note
        raise AlreadyKept(
            gettext_noop("A note was kept from this page before, and it says something else."),
            gettext_noop("Nothing is lost. Keep this one too, or change the one before."),
        ) from None
    return None


def _index(note: Note, text: str) -> None:
    """Let a note be found by its words, where it may be read at once."""
    if is_restricted(note.audience):
        return
    NoteWord.objects.filter(note=note).delete()
    NoteWord.objects.bulk_create(NoteWord(note=note, student_id=note.student_id, word=word) for word in words_of(text))
