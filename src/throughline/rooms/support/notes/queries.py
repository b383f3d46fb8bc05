"""Notes about a student as one viewer may read them."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.apps import apps

from throughline.rooms.students import api as students
from throughline.rooms.support import access
from throughline.rooms.support.audiences.queries import find_known, writable_audiences
from throughline.rooms.support.kinds.catalogue import note_kinds
from throughline.rooms.support.kinds.words import AUDIENCES, is_restricted
from throughline.rooms.support.models import Note, NoteFile, NoteText
from throughline.rooms.support.openings.queries import find_note, find_own_text, is_open
from throughline.values.errors import NotFound
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

PER_PAGE = 30


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is narrowed by, and which page of it."""

    kind: str = ""
    since: date | None = None
    until: date | None = None
    page: int = 1


EVERYTHING = Asked()


@dataclass(frozen=True, slots=True)
class Entry:
    """One note in the list: its text where it may be read at once, and whether one may ask to open it."""

    note: Note
    text: NoteText | None
    may_open: bool


@dataclass(frozen=True, slots=True)
class NotesPage:
    """The notes about one student, the newest first."""

    student: students.Student
    entries: list[Entry]
    n: int
    may_write: bool
    asked: Asked

    @property
    def n_pages(self) -> int:
        return max(1, -(-self.n // PER_PAGE))


@dataclass(frozen=True, slots=True)
class Version:
    """What a note said before, who wrote it so, when, and why it was changed after the time for changes."""

    text: str
    by: str
    at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class NotePage:
    """One note. `text` is empty where it does not lie open before the viewer; `may_open` where they may ask."""

    note: Note
    student: students.Student
    text: NoteText | None = None
    may_open: bool = False
    is_mine: bool = False
    may_strike: bool = False
    asks_to_read: bool = False
    versions: list[Version] = field(default_factory=list)
    files: list[NoteFile] = field(default_factory=list)
    openings: list[tuple[str, datetime, str]] = field(default_factory=list)


def notes_page(viewer: Viewer, student_id: int, *, at: datetime, asked: Asked = EVERYTHING) -> NotesPage:
    """This function will return the notes about a student, and note that `viewer` looked.

    **Raises** `NotFound` where there is no such student, or none of whose notes they may know.
    """
    student = find_known(viewer, student_id)
    rows = access.get_notes_for(viewer).filter(student=student)
    rows = rows.filter(kind=asked.kind) if asked.kind else rows
    rows = rows.filter(on__gte=asked.since) if asked.since else rows
    rows = rows.filter(on__lte=asked.until) if asked.until else rows
    start = (asked.page - 1) * PER_PAGE
    listed = list(rows.order_by("-on", "-pk")[start : start + PER_PAGE])
    plain = access.get_texts_for(viewer).filter(audience="notes", note__in=[note.pk for note in listed])
    texts = {text.note_id: text for text in plain.select_related("author")}
    sight = students.explain_sight(viewer, [student], ("directory", *AUDIENCES))[student.pk]
    students.note_looked(by=viewer, at=at, shown=[(student.pk, sight, ("directory", "notes"))], place="support.notes")
    entries = [
        Entry(note, texts.get(note.pk), is_restricted(note.audience) and note.audience in sight) for note in listed
    ]
    return NotesPage(student, entries, rows.count(), bool(writable_audiences(viewer, student_id)), asked)


def note_page(viewer: Viewer, note_id: int, *, at: datetime) -> NotePage:
    """This function will return one note, and note that `viewer` looked.

    A restricted one is shown where they opened it, for a reason, a moment ago.
    **Raises** `NotFound` where there is no such note, or none of which they may know.
    """
    note = find_note(viewer, note_id)
    student = find_known(viewer, note.student_id)
    sight = students.explain_sight(viewer, [student], ("directory", "notes", note.audience))[student.pk]
    asks = access.get_mentions_of(viewer).filter(note=note, read_at=None).exists()
    text = None
    if note.audience in sight and is_open(viewer, note, at=at):
        text = access.get_texts_for(viewer).filter(note=note).select_related("author").first()
    classes = {"directory", "notes"} | ({note.audience} if text else set())
    place = "support.opened" if text and is_restricted(note.audience) else "support.note"
    students.note_looked(by=viewer, at=at, shown=[(student.pk, sight, classes)], place=place)
    if text is None:
        return NotePage(note, student, may_open=note.audience in sight and viewer.behind is None, asks_to_read=asks)
    writes = note.audience in writable_audiences(viewer, student.pk) and note.struck_at is None
    return NotePage(
        note,
        student,
        text,
        is_mine=writes and text.author_id == viewer.user_id,
        may_strike=writes and may_strike(viewer, text),
        asks_to_read=asks,
        versions=_versions(text),
        files=list(access.get_files_for(viewer).filter(note=note).order_by("pk")),
        openings=_openings(viewer, note),
    )


def may_strike(viewer: Viewer, text: NoteText) -> bool:
    """This function will tell whether `viewer`, who may write for its audience, may strike a note.

    Its author may, and those who answer for the student's record.
    """
    if text.author_id == viewer.user_id:
        return True
    return students.get_students_for(viewer, "oversight", act="write").filter(pk=text.student_id).exists()


def must_say_why(note: Note, at: datetime) -> bool:
    """This function will tell whether the time is over in which a note's author may simply change it."""
    kind = note_kinds().get(note.kind)
    return at > note.written_at + timedelta(hours=kind.change_hours if kind else 0)


def own_text(viewer: Viewer, note_id: int, *, at: datetime) -> NoteText:
    """This function will return the text of one's own note, to change it, and note that `viewer` looked.

    **Raises** `NotFound` where it is not theirs, was struck, or does not lie open before them.
    """
    note = find_note(viewer, note_id)
    text = find_own_text(viewer, note, at=at)
    sight = students.explain_sight(viewer, [note.student], ("directory", note.audience))[note.student_id]
    shown = [(note.student_id, sight, ("directory", note.audience))]
    students.note_looked(by=viewer, at=at, shown=shown, place="support.changed")
    return text


def text_to_strike(viewer: Viewer, note_id: int, *, at: datetime) -> NoteText:
    """This function will return the text of a note that `viewer` may strike and has open before them.

    **Raises** `NotFound` otherwise.
    """
    note = find_note(viewer, note_id)
    text = access.get_texts_for(viewer, act="write").filter(note=note).select_related("author", "note").first()
    if text is None or note.struck_at or not is_open(viewer, note, at=at) or not may_strike(viewer, text):
        raise NotFound(gettext_noop("There is no such note, or none you may strike."))
    return text


def _versions(text: NoteText) -> list[Version]:
    """What the note said before, the newest first, told by the history that the database keeps of its text."""
    history: Any = apps.get_model("support", "NoteTextEvent")
    rows = history.objects.filter(pgh_obj_id=text.pk).select_related("pgh_context").order_by("-pgh_id")
    found = [
        Version(row.text, str(row.pgh_context.metadata.get("name", "")), row.changed_at, row.why_changed)
        for row in rows
    ]
    return found[1:]


def _openings(viewer: Viewer, note: Note) -> list[tuple[str, datetime, str]]:
    rows = access.get_openings_for(viewer).filter(note=note).select_related("user").order_by("-opened_at")
    return [(row.user.name, row.opened_at, row.reason) for row in rows[:50]]
