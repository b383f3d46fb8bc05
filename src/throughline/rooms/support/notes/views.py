"""Reading notes: the list about one student, one note, and a restricted one for a reason."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import api as students
from throughline.rooms.support.files.forms import FileForm
from throughline.rooms.support.kinds.words import audience_words, is_restricted, kind_words
from throughline.rooms.support.models import Note, NoteText
from throughline.rooms.support.notes.commands import read_note
from throughline.rooms.support.notes.forms import NarrowForm
from throughline.rooms.support.notes.queries import Asked, NotePage, NotesPage, must_say_why, note_page, notes_page
from throughline.rooms.support.notes.rendering import linked
from throughline.rooms.support.openings.commands import open_note
from throughline.rooms.support.openings.forms import OpenForm


@dataclass(frozen=True, slots=True)
class Shown:
    """A note in words: for a restricted one whose text is not before the reader, no more than that it exists."""

    note: Note
    title: str
    who: str
    words: SafeString | None
    may_open: bool
    is_restricted: bool


@require_safe
def list_notes(request: HttpRequest, student_id: int) -> HttpResponse:
    """Show the notes about a student, narrowed by kind and days."""
    form = NarrowForm(request.GET, language=get_language() or "en")
    given = form.cleaned_data if form.is_valid() else {}
    asked = Asked(given.get("kind") or "", given.get("since"), given.get("until"), given.get("page") or 1)
    page = notes_page(accounts.viewer_of(request), student_id, at=timezone.now(), asked=asked)
    rows = [_shown(entry.note, entry.text, entry.may_open) for entry in page.entries]
    shown = {"page": page, "rows": rows, "form": form, "crumbs": crumbs(page.student)}
    return render(request, "notes/list.html", shown | _pages(page))


@require_safe
def show_note(request: HttpRequest, note_id: int) -> HttpResponse:
    """Show one note, or that it exists and how it opens."""
    return _answer(request, note_page(accounts.viewer_of(request), note_id, at=timezone.now()), OpenForm())


@require_POST
def open_restricted(request: HttpRequest, note_id: int) -> HttpResponse:
    """Keep why somebody opens a restricted note, then show it in the same answer."""
    viewer, at = accounts.viewer_of(request), timezone.now()
    form = OpenForm(request.POST)
    if form.is_valid():
        open_note(by=viewer, at=at, note_id=note_id, reason=form.cleaned_data["reason"])
    return _answer(request, note_page(viewer, note_id, at=at), form)


@require_POST
def mark_read(request: HttpRequest, note_id: int) -> HttpResponse:
    """Take a note off what this person is asked to read."""
    read_note(by=accounts.viewer_of(request), at=timezone.now(), note_id=note_id)
    return redirect("accounts:today")


def crumbs(student: students.Student) -> list[tuple[str, str]]:
    """This function will return the way back to the student's page."""
    return [
        (_("Students"), reverse("students:students")),
        (student.name, reverse("students:student", args=[student.pk])),
    ]


def _answer(request: HttpRequest, page: NotePage, form: OpenForm) -> HttpResponse:
    shown = {
        "page": page,
        "row": _shown(page.note, page.text, page.may_open),
        "versions": [(version, linked(version.text)) for version in page.versions],
        "crumbs": [*crumbs(page.student), (_("Notes"), reverse("support:notes", args=[page.student.pk]))],
        "form": form,
        "file_form": FileForm(),
        "corrects": must_say_why(page.note, timezone.now()),
    }
    return render(request, "notes/note.html", shown)


def _shown(note: Note, text: NoteText | None, may_open: bool) -> Shown:
    restricted = is_restricted(note.audience)
    title = audience_words(note.audience) if restricted else kind_words(note.kind)
    if restricted and text is not None:
        title = f"{title}, {kind_words(note.kind)}"
    role = accounts.relation_words(note.written_as)
    who = ", ".join(part for part in (text.author.name, role) if part) if text is not None else role
    return Shown(note, title, who, linked(text.text) if text is not None else None, may_open, restricted)


def _pages(page: NotesPage) -> dict[str, str]:
    """The addresses of the pages before and after, with what the list is narrowed by."""
    asked = page.asked
    days = {
        "since": asked.since.isoformat() if asked.since else "",
        "until": asked.until.isoformat() if asked.until else "",
    }
    kept = {name: value for name, value in ({"kind": asked.kind} | days).items() if value}
    found = {}
    if asked.page > 1:
        found["newer"] = "?" + urlencode(kept | {"page": asked.page - 1})
    if asked.page < page.n_pages:
        found["older"] = "?" + urlencode(kept | {"page": asked.page + 1})
    return found
