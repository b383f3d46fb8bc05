"""Meeting mode: one screen a student, with what is written there and the way on; all of it works without a script."""

from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from throughline.rooms.accounts import api as accounts
from throughline.rooms.support.decisions.commands import AlreadyDecided
from throughline.rooms.support.meetings.queries import leads
from throughline.rooms.support.models import Turn
from throughline.rooms.support.notes.commands import AlreadyKept
from throughline.rooms.support.turns.commands import begin_meeting, keep_turn, save_typed, skip_turn
from throughline.rooms.support.turns.forms import TurnForm, TypedForm
from throughline.rooms.support.turns.queries import TurnPage, turn_page
from throughline.rooms.support.turns.showing import shown_turn
from throughline.values.errors import RefusedInput


@require_POST
def begin(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Begin the meeting, go on with it, or bring it to one student."""
    wanted = request.POST.get("turn", "")
    turn_id = int(wanted) if wanted.isascii() and wanted.isdecimal() and len(wanted) < 16 else 0
    try:
        turn = begin_meeting(by=accounts.viewer_of(request), at=timezone.now(), meeting_id=meeting_id, turn_id=turn_id)
    except RefusedInput as refused:
        messages.warning(request, _said(refused))
        return redirect("support:meeting", meeting_id)
    return redirect("support:turn", meeting_id, turn.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def show_turn(request: HttpRequest, meeting_id: int, turn_id: int) -> HttpResponse:
    """Show a student's turn; keep what was written there, and go where the button says."""
    page = turn_page(accounts.viewer_of(request), meeting_id, turn_id, at=timezone.now())
    if request.method != "POST":
        return _answer(request, page, TurnForm(page=page))
    go = request.POST.get("go", "keep")
    if go in {"previous", "skip"}:
        _save(request, page)
        return _put_off(request, page) if go == "skip" else _go(request, page, page.before)
    form = TurnForm(request.POST, page=page)
    if form.is_valid():
        try:
            return _keep(request, page, form, go)
        except RefusedInput as refused:
            form.add_error(None, _said(refused))
            form.data = _anew(request, refused)
    return _answer(request, page, form)


@require_POST
def save(request: HttpRequest, meeting_id: int, turn_id: int) -> HttpResponse:
    """Keep what was typed so far, and say so."""
    form, saved = TypedForm(request.POST), None
    if form.is_valid():
        said, decided = form.typed(turn_id)
        saved = save_typed(
            by=accounts.viewer_of(request),
            at=timezone.now(),
            meeting_id=meeting_id,
            turn_id=turn_id,
            said=said,
            decided=decided,
        )
    return render(request, "turns/kept.html", {"saved": saved, "form": form})


def _keep(request: HttpRequest, page: TurnPage, form: TurnForm, go: str) -> HttpResponse:
    """Keep all that is written, or with `decide` the decision alone; what was said then stays a draft."""
    decided, said = form.decided(), None
    if go == "decide":
        _save(request, page)
    else:
        said = form.words()
    by, at = accounts.viewer_of(request), timezone.now()
    if decided or said or page.may_write:
        keep_turn(
            by=by,
            at=at,
            meeting_id=page.meeting.pk,
            turn_id=page.turn.pk,
            said=said,
            decided=decided,
            is_over=go == "next",
        )
    if go == "next":
        return _go(request, page, page.after)
    if said or decided:
        messages.success(request, _("It is kept."))
    return redirect("support:turn", page.meeting.pk, page.turn.pk)


def _put_off(request: HttpRequest, page: TurnPage) -> HttpResponse:
    if page.leads and page.meeting.closed_at is None:
        by, at = accounts.viewer_of(request), timezone.now()
        skip_turn(by=by, at=at, meeting_id=page.meeting.pk, turn_id=page.turn.pk)
    return _go(request, page, page.after)


def _go(request: HttpRequest, page: TurnPage, to: Turn | None) -> HttpResponse:
    """To another student, whom the leader takes the meeting along to; past the last one, to the list."""
    if to is None:
        return redirect("support:meeting", page.meeting.pk)
    viewer = accounts.viewer_of(request)
    if leads(viewer, page.meeting) and page.meeting.begun_at and page.meeting.closed_at is None:
        begin_meeting(by=viewer, at=timezone.now(), meeting_id=page.meeting.pk, turn_id=to.pk)
    return redirect("support:turn", page.meeting.pk, to.pk)


def _save(request: HttpRequest, page: TurnPage) -> None:
    """Keep what was typed as drafts, so that going elsewhere loses nothing."""
    form = TypedForm(request.POST)
    if page.may_write and form.is_valid():
        said, decided = form.typed(page.turn.pk)
        by, at = accounts.viewer_of(request), timezone.now()
        pair = save_typed(by=by, at=at, meeting_id=page.meeting.pk, turn_id=page.turn.pk, said=said, decided=decided)
        if any(one.beside for one in pair):
            messages.warning(request, _("Another window had gone on with it; both texts are kept."))


def _answer(request: HttpRequest, page: TurnPage, form: TurnForm) -> HttpResponse:
    return render(request, "turns/turn.html", shown_turn(page) | {"form": form})


def _said(refused: RefusedInput) -> str:
    return " ".join(_(part) for part in (refused.says, refused.next_step) if part)


def _anew(request: HttpRequest, refused: RefusedInput) -> QueryDict:
    """What was sent; where its key was used before, with a new one, so that sent again it is kept beside."""
    given = request.POST.copy()
    for kind, name in ((AlreadyKept, "key"), (AlreadyDecided, "what_key")):
        if isinstance(refused, kind):
            given[name], given["revision" if name == "key" else "what_revision"] = str(uuid4()), "0"
    return given
