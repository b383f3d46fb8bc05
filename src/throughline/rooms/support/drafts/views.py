"""Saving while one types, and the list of what was begun."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from throughline.rooms.accounts import api as accounts
from throughline.rooms.support.drafts.commands import discard_draft, save_draft
from throughline.rooms.support.drafts.forms import DraftForm
from throughline.rooms.support.drafts.queries import drafts_page
from throughline.rooms.support.kinds.words import DECISION, HANDOVER, kind_words
from throughline.rooms.support.models import Draft
from throughline.rooms.support.sheets.commands import discard_sheet
from throughline.rooms.support.sheets.words import sheet_text, sheet_url, sheet_words


@require_POST
def save(request: HttpRequest, student_id: int) -> HttpResponse:
    """Keep what was typed so far, and say so."""
    form = DraftForm(request.POST)
    saved = None
    if form.is_valid():
        viewer = accounts.viewer_of(request)
        saved = save_draft(by=viewer, at=timezone.now(), student_id=student_id, typed=form.typed())
    return render(request, "drafts/saved.html", {"saved": saved, "form": form})


@require_safe
def list_drafts(request: HttpRequest) -> HttpResponse:
    """Show what this person has begun to write."""
    page = drafts_page(accounts.viewer_of(request))
    rows = [(draft, _what(draft), _where(draft)) for draft in page.drafts]
    sheets = [(row, sheet_words(row.page), sheet_url(row), sheet_text(row)) for row in page.sheets]
    return render(request, "drafts/drafts.html", {"rows": rows, "sheets": sheets})


@require_POST
def discard(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Let go of a draft."""
    discard_draft(by=accounts.viewer_of(request), at=timezone.now(), draft_id=draft_id)
    return redirect("support:drafts")


@require_POST
def discard_form(request: HttpRequest, sheet_id: int) -> HttpResponse:
    """Let go of a form that was begun."""
    discard_sheet(by=accounts.viewer_of(request), at=timezone.now(), sheet_id=sheet_id)
    return redirect("support:drafts")


def _what(draft: Draft) -> str:
    return _("Decision") if draft.kind == DECISION else kind_words(draft.kind)


def _where(draft: Draft) -> str:
    """Where one writes on: in the meeting where it was begun, or where such notes are written."""
    if draft.turn is not None:
        return reverse("support:turn", args=[draft.turn.meeting_id, draft.turn_id])
    if draft.kind == HANDOVER:
        return reverse("support:write_handover", args=[draft.student_id])
    return f"{reverse('support:new_note', args=[draft.student_id])}?draft={draft.key}"
