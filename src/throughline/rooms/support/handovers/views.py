"""One student's handover: reading it, writing it, planning the move, and saying that it was read."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughline.rooms.accounts import api as accounts
from throughline.rooms.support.drafts.commands import Saved
from throughline.rooms.support.handovers import commands
from throughline.rooms.support.handovers.covering import find_next_left
from throughline.rooms.support.handovers.forms import HandoverForm, PlanForm, TypedForm, move_of
from throughline.rooms.support.handovers.parts import parted, parts
from throughline.rooms.support.handovers.queries import (
    HandoverPage,
    One,
    WritePage,
    Written,
    handover_page,
    plan_page,
    write_page,
)
from throughline.rooms.support.kinds.words import audience_words, is_restricted
from throughline.rooms.support.notes.commands import AlreadyKept
from throughline.rooms.support.notes.rendering import linked
from throughline.rooms.support.notes.views import crumbs
from throughline.rooms.support.wording.phrases import check_text
from throughline.values.errors import RefusedInput


@require_safe
def show(request: HttpRequest, student_id: int) -> HttpResponse:
    """Show where a student goes, and what was written for that school."""
    page = handover_page(accounts.viewer_of(request), student_id, at=timezone.now())
    shown = {"page": page, "moves": [_shown(one) for one in page.moves], "crumbs": crumbs(page.student)}
    return render(request, "handovers/show.html", shown | _current(page))


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, student_id: int) -> HttpResponse:
    """Ask for a handover note; keep it, save it as drafts, or check how it speaks of the student."""
    viewer, at = accounts.viewer_of(request), timezone.now()
    page = write_page(viewer, student_id, at=at)
    if request.method != "POST":
        return _compose(request, page, HandoverForm(page=page))
    form, go = HandoverForm(request.POST, page=page), request.POST.get("go", "")
    if go in {"draft", "check"}:
        return _save(request, page, form, go)
    if form.is_valid():
        handed = form.handed(move_of(page, page.handover))
        try:
            commands.write_handover(by=viewer, at=at, student_id=student_id, handed=handed)
        except RefusedInput as refused:
            form.add_error(None, _said(refused))
            if isinstance(refused, AlreadyKept):  # sent again, it is a note of its own
                form.data = _anew(request)
        else:
            return _go_on(request, page, go)
    return _compose(request, page, form)


@require_POST
def save(request: HttpRequest, student_id: int) -> HttpResponse:
    """Keep what was typed so far, and say so."""
    form, saved = TypedForm(request.POST), None
    if form.is_valid():
        saved = _saved(request, student_id, form)
    return render(request, "handovers/kept.html", {"saved": saved, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, student_id: int) -> HttpResponse:
    """Ask whether a student moves on, where to, and who writes."""
    viewer, at = accounts.viewer_of(request), timezone.now()
    page = plan_page(viewer, student_id, at=at)
    form = PlanForm(request.POST or None, page=page)
    if form.is_valid():
        try:
            commands.plan_handover(by=viewer, at=at, student_id=student_id, planned=form.planned())
        except RefusedInput as refused:
            form.add_error(None, _said(refused))
        else:
            messages.success(request, _("It is kept."))
            return redirect("support:handover", student_id)
    return render(request, "handovers/plan.html", {"page": page, "form": form, "crumbs": _way(page)})


@require_POST
def mark_read(request: HttpRequest, handover_id: int) -> HttpResponse:
    """Keep that a handover was read at the receiving school."""
    row = commands.read_handover(by=accounts.viewer_of(request), at=timezone.now(), handover_id=handover_id)
    messages.success(request, _("Thank you. Who wrote it sees that you have read it."))
    return redirect("support:handover", row.student_id)


def _current(page: HandoverPage) -> dict[str, Any]:
    """Whether something is written for the move that comes; to write is what one is here for where none came before."""
    now = [one for one in page.moves if one.handover.from_school_id == page.student.home_school_id]
    came = len(now) < len(page.moves)
    return {"is_written": any(one.notes for one in now), "write_kind": "" if came and not now else "primary"}


def _shown(one: One) -> dict[str, Any]:
    return {
        "row": one.handover,
        "notes": [_note(written) for written in one.notes],
        "may_read": one.may_read,
        "is_changed": one.handover.read_at is not None and not one.handover.is_read,
        "read_as": accounts.relation_words(one.handover.read_as),
    }


def _note(written: Written) -> dict[str, Any]:
    language, text = get_language() or "en", written.text
    said = parted(text.text) if text is not None else {}
    role = accounts.relation_words(written.note.written_as)
    who = ", ".join(part for part in (text.author.name, role) if part) if text is not None else role
    return {
        "note": written.note,
        "who": who,
        "parts": [(parts()[code].name(language), linked(words)) for code, words in said.items()],
        "restricted": audience_words(written.note.audience) if is_restricted(written.note.audience) else "",
        "may_open": written.may_open,
    }


def _compose(request: HttpRequest, page: WritePage, form: HandoverForm, **more: Any) -> HttpResponse:
    shown = {
        "page": page,
        "form": form,
        "crumbs": _way(page),
        "there": [(reader.name, accounts.relation_words(reader.relation)) for reader in page.there],
        "to_school": dict(page.schools).get(page.to_school_id or 0, ""),
    }
    return render(request, "handovers/write.html", shown | more)


def _go_on(request: HttpRequest, page: WritePage, go: str) -> HttpResponse:
    """To the student, or to the next one of whom nobody has written."""
    messages.success(request, _("The handover note of %(name)s is kept.") % {"name": page.student.name})
    following = find_next_left(accounts.viewer_of(request), page.student) if go == "next" else None
    if following is not None:
        return redirect("support:write_handover", following.pk)
    return redirect("support:handover", page.student.pk) if go != "next" else redirect("support:handovers")


def _save(request: HttpRequest, page: WritePage, form: HandoverForm, go: str) -> HttpResponse:
    """Keep what was typed as drafts; then go to the drafts, or show it again with what the check found."""
    typed = TypedForm(request.POST)
    if not typed.is_valid():
        return _compose(request, page, form)
    pair = _saved(request, page.student.pk, typed)
    if go == "draft":
        beside = any(one.beside for one in pair)
        said = _("Your draft is saved. Only you can read it.")
        messages.success(request, _("Another window had gone on with it; both texts are kept.") if beside else said)
        return redirect("support:drafts")
    again = write_page(accounts.viewer_of(request), page.student.pk, at=timezone.now())
    said_in = " ".join(typed.cleaned_data[f"part_{code}"] for code in parts())
    checked = check_text(f"{said_in} {typed.cleaned_data['restricted']}")
    return _compose(request, again, HandoverForm(page=again), checked=checked, saved=pair)


def _saved(request: HttpRequest, student_id: int, form: TypedForm) -> tuple[Saved, Saved]:
    said, restricted = form.typed()
    by, at = accounts.viewer_of(request), timezone.now()
    return commands.save_typed(by=by, at=at, student_id=student_id, said=said, restricted=restricted)


def _way(page: WritePage) -> list[tuple[str, str]]:
    return [*crumbs(page.student), (_("Handover"), reverse("support:handover", args=[page.student.pk]))]


def _anew(request: HttpRequest) -> Any:
    """What was sent, with new keys, so that sent again it is kept beside."""
    given = request.POST.copy()
    for name in ("key", "restricted_key"):
        given[name] = str(uuid4())
    given["revision"] = given["restricted_revision"] = "0"
    return given


def _said(refused: RefusedInput) -> str:
    return " ".join(_(part) for part in (refused.says, refused.next_step) if part)
