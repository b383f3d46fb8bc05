"""Writing a note, changing it and striking it; all of it works without a script."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from throughline.engines.wording.check import Checked
from throughline.rooms.accounts import api as accounts
from throughline.rooms.support.drafts.commands import Saved, save_draft
from throughline.rooms.support.drafts.forms import DraftForm
from throughline.rooms.support.kinds.words import kind_words
from throughline.rooms.support.notes.commands import (
    AlreadyKept,
    CannotRead,
    ChangedMeanwhile,
    change_note,
    strike_note,
    write_note,
)
from throughline.rooms.support.notes.composing import ComposePage, compose_page
from throughline.rooms.support.notes.forms import ChangeForm, NoteForm, StrikeForm
from throughline.rooms.support.notes.queries import must_say_why, own_text, text_to_strike
from throughline.rooms.support.notes.views import crumbs
from throughline.rooms.support.wording.phrases import check_text
from throughline.values.errors import RefusedInput

_PRECISE = "%Y-%m-%dT%H:%M:%S.%f%z"


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, student_id: int) -> HttpResponse:
    """Ask for a note; keep it, save it as a draft, or check how it speaks of the student."""
    viewer, at = accounts.viewer_of(request), timezone.now()
    if request.method != "POST":
        kind, key = request.GET.get("kind", ""), _key(request.GET.get("draft", ""))
        page = compose_page(viewer, student_id, at=at, kind=kind, key=key, fresh="fresh" in request.GET)
        return _compose(request, page, NoteForm(page=page))
    page = compose_page(viewer, student_id, at=at, kind=request.POST.get("kind", "")[:40], fresh=True)
    go = request.POST.get("go", "")
    form = NoteForm(request.POST, request.FILES, page=page)
    if go in {"draft", "check"}:
        return _save(request, page, go)
    if form.is_valid():
        try:
            write_note(by=viewer, at=at, student_id=student_id, written=form.written())
        except RefusedInput as refused:
            form.add_error(None, _said(refused))
            if isinstance(refused, AlreadyKept):  # sent again, it is a note of its own
                form.data = _with(request, key=str(uuid4()), revision="0")
        else:
            messages.success(request, _("The note is kept."))
            return redirect("support:notes", student_id)
    return _compose(request, page, form)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, note_id: int) -> HttpResponse:
    """Let an author change what their note says."""
    viewer, at = accounts.viewer_of(request), timezone.now()
    text = own_text(viewer, note_id, at=at)
    asks_why = must_say_why(text.note, at)
    initial = {"text": text.text, "based_on": text.changed_at.strftime(_PRECISE)}
    form = ChangeForm(request.POST or None, asks_why=asks_why, initial=initial)
    meanwhile = ""
    if form.is_valid():
        try:
            change_note(by=viewer, at=at, note_id=note_id, **form.cleaned_data)
        except ChangedMeanwhile as changed:
            form.add_error(None, _said(changed))
            meanwhile = changed.text.text
            form.data = _with(request, based_on=changed.text.changed_at.strftime(_PRECISE))
        except RefusedInput as refused:
            form.add_error("why" if asks_why else "text", _said(refused))
        else:
            messages.success(request, _("The note is changed; what it said before is kept among its versions."))
            return redirect("support:note", note_id)
    return render(request, "notes/change.html", _around(text, form) | {"asks_why": asks_why, "meanwhile": meanwhile})


@require_http_methods(["GET", "HEAD", "POST"])
def strike(request: HttpRequest, note_id: int) -> HttpResponse:
    """Ask what is wrong with a note, and strike it."""
    viewer, at = accounts.viewer_of(request), timezone.now()
    text = text_to_strike(viewer, note_id, at=at)
    form = StrikeForm(request.POST or None)
    if form.is_valid():
        strike_note(by=viewer, at=at, note_id=note_id, why=form.cleaned_data["why"])
        messages.success(request, _("The note is struck. It is kept, with the reason."))
        return redirect("support:note", note_id)
    return render(request, "notes/strike.html", _around(text, form))


def _save(request: HttpRequest, page: ComposePage, go: str) -> HttpResponse:
    """Keep what was typed as a draft; then go to the drafts, or show it again with what the check found."""
    drafted = DraftForm(request.POST)
    form = NoteForm(request.POST, page=page)
    if not drafted.is_valid():
        return _compose(request, page, form)
    viewer, at = accounts.viewer_of(request), timezone.now()
    saved = save_draft(by=viewer, at=at, student_id=page.student.pk, typed=drafted.typed())
    if go == "draft":
        said = _("Your draft is saved. Only you can read it.")
        messages.success(
            request, _("Another window had gone on with it; both texts are kept.") if saved.beside else said
        )
        return redirect("support:drafts")
    again = compose_page(viewer, page.student.pk, at=at, kind=page.kind.code, key=saved.key)
    found = check_text(drafted.cleaned_data["text"])
    return _compose(request, again, NoteForm(page=again), checked=found, saved=saved)


def _compose(
    request: HttpRequest,
    page: ComposePage,
    form: NoteForm,
    *,
    checked: Checked | None = None,
    saved: Saved | None = None,
) -> HttpResponse:
    language, url = get_language() or "en", reverse("support:new_note", args=[page.student.pk])
    shown = {
        "page": page,
        "form": form,
        "checked": checked,
        "saved": saved,
        "title": page.kind.name(language),
        "prompts": page.kind.prompts_in(language),
        "kinds": [(one.name(language), f"{url}?kind={one.code}", one.code == page.kind.code) for one in page.kinds],
        "fresh_url": f"{url}?kind={page.kind.code}&fresh=1",
        "crumbs": [*crumbs(page.student), (_("Notes"), reverse("support:notes", args=[page.student.pk]))],
        "readers": [(reader.name, accounts.relation_words(reader.relation)) for reader in page.colleagues],
    }
    return render(request, "notes/new.html", shown)


def _around(text: Any, form: Any) -> dict[str, Any]:
    student = text.note.student
    back = (kind_words(text.note.kind), reverse("support:note", args=[text.note_id]))
    way = [*crumbs(student), (_("Notes"), reverse("support:notes", args=[student.pk])), back]
    return {"text": text, "form": form, "student": student, "crumbs": way}


def _said(refused: RefusedInput) -> str:
    parts = [
        _(refused.says),
        ", ".join(refused.names) + "." if isinstance(refused, CannotRead) and refused.names else "",
    ]
    return " ".join(part for part in (*parts, _(refused.next_step) if refused.next_step else "") if part)


def _with(request: HttpRequest, **changed: str) -> QueryDict:
    """What was sent, with some of it changed for the next time."""
    given = request.POST.copy()
    for name, value in changed.items():
        given[name] = value
    return given


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
