"""What stands on the page of a form that is kept as typed: where it is saved, and what was found again."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from throughline.rooms.accounts import api as accounts
from throughline.rooms.support.models import SheetDraft
from throughline.rooms.support.sheets.commands import clear_sheet, save_sheet
from throughline.rooms.support.sheets.forms import SheetForm, draft_key_of
from throughline.rooms.support.sheets.queries import find_sheet
from throughline.rooms.support.sheets.words import page_parts
from throughline.values.errors import NotFound
from throughline.values.words import gettext_noop

FRESH = "fresh"
_LONGEST = 16


@dataclass(frozen=True, slots=True)
class Begun:
    """A form's draft: `key` and `revision` go along with what is typed; `found` is what was begun, on a fresh page."""

    url: str
    key: UUID | str
    revision: int | str
    found: SheetDraft | None = None

    @property
    def fields(self) -> Mapping[str, list[str]] | None:
        return self.found.fields if self.found else None


def begun_on(request: HttpRequest, student_id: int, page: str, url: str) -> Begun:
    """This function will find what the viewer began on a page, unless they send it or asked to begin anew."""
    if request.method == "POST":
        return Begun(url, request.POST.get("draft_key", ""), request.POST.get("draft_revision", ""))
    asked = request.GET.get("draft", "")
    sheet_id = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < _LONGEST else None
    found = None
    if FRESH not in request.GET:
        found = find_sheet(accounts.viewer_of(request), student_id, page, sheet_id=sheet_id)
    return Begun(url, found.key if found else uuid4(), found.revision if found else 0, found)


def let_go(request: HttpRequest) -> None:
    """This function will let go of the draft of a form that was kept just now."""
    key = draft_key_of(request.POST)
    if key is not None:
        clear_sheet(by=accounts.viewer_of(request), at=timezone.now(), key=key)


def answer_saved(request: HttpRequest, student_id: int, page: str) -> HttpResponse:
    """This function will keep what was typed so far, and say so. The caller has checked who may.

    **Raises** `NotFound` where there is no such form.
    """
    if page_parts(page) is None:
        raise NotFound(gettext_noop("There is no such form."))
    form, saved = SheetForm(request.POST), None
    if form.is_valid():
        given = form.cleaned_data
        saved = save_sheet(
            by=accounts.viewer_of(request),
            at=timezone.now(),
            student_id=student_id,
            page=page,
            key=given["draft_key"],
            revision=given["draft_revision"],
            fields=given["fields"],
        )
    return render(request, "sheets/saved.html", {"saved": saved, "form": form})
