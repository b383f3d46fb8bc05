"""What one said one would do; a decision changed, taken back, or done."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from throughline.rooms.accounts import api as accounts
from throughline.rooms.support.decisions.commands import (
    DecidedMeanwhile,
    change_decision,
    drop_decision,
    finish_decision,
)
from throughline.rooms.support.decisions.forms import ChangeForm, DoneForm
from throughline.rooms.support.decisions.queries import DecisionPage, decision_page, decisions_page, is_open
from throughline.rooms.support.decisions.words import due_status
from throughline.values.errors import NotFound, RefusedInput
from throughline.values.words import gettext_noop


@require_safe
def list_mine(request: HttpRequest) -> HttpResponse:
    """Show what this person said they would do, and what is late where they lead."""
    page = decisions_page(accounts.viewer_of(request), at=timezone.now())
    shown = {
        "page": page,
        "open": [(row, due_status(row)) for row in page.open],
        "late": [(row, due_status(row)) for row in page.late],
    }
    return render(request, "decisions/mine.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, decision_id: int) -> HttpResponse:
    """Change a decision, or take it back."""
    viewer, at = accounts.viewer_of(request), timezone.now()
    page = decision_page(viewer, decision_id, at=at)
    if not page.may_change and not _came_too_late(request, page):
        raise NotFound(gettext_noop("There is no such decision that is yours to change."))
    decision, meanwhile = page.decision, None
    initial = {"text": decision.text, "due_on": decision.due_on, "based_on": decision.revision}
    now = (decision.owner_id, decision.owner.name)
    form = ChangeForm(request.POST or None, owners=page.owners, now=now, initial=initial | {"owner": decision.owner_id})
    if form.is_valid():
        try:
            return _keep(request, decision_id, form)
        except DecidedMeanwhile as changed:
            form.add_error(None, _said(changed))
            form.data = _with(request, based_on=str(changed.now.revision))
            meanwhile = decision
        except RefusedInput as refused:
            form.add_error(None, _said(refused))
    return render(request, "decisions/change.html", _around(page) | {"form": form, "meanwhile": meanwhile})


@require_http_methods(["GET", "HEAD", "POST"])
def finish(request: HttpRequest, decision_id: int) -> HttpResponse:
    """Ask what happened, and keep it."""
    viewer, at = accounts.viewer_of(request), timezone.now()
    page = decision_page(viewer, decision_id, at=at)
    if not page.may_finish and not _came_too_late(request, page):
        raise NotFound(gettext_noop("There is no such open decision of yours."))
    form = DoneForm(request.POST or None)
    if form.is_valid():
        try:
            finish_decision(by=viewer, at=at, decision_id=decision_id, outcome=form.cleaned_data["outcome"])
        except RefusedInput as refused:
            form.add_error(None, _said(refused))
        else:
            messages.success(request, _("Thank you. It is done, and the next meeting reads what happened."))
            return redirect("support:decisions")
    return render(request, "decisions/finish.html", _around(page) | {"form": form})


def _keep(request: HttpRequest, decision_id: int, form: ChangeForm) -> HttpResponse:
    viewer, at, given = accounts.viewer_of(request), timezone.now(), form.cleaned_data
    if request.POST.get("go") == "drop":
        kept = drop_decision(by=viewer, at=at, decision_id=decision_id, based_on=given["based_on"])
        messages.success(request, _("The decision is taken back."))
    else:
        kept = change_decision(
            by=viewer,
            at=at,
            decision_id=decision_id,
            text=given["text"],
            owner_id=given["owner"],
            due_on=given["due_on"],
            based_on=given["based_on"],
        )
        messages.success(request, _("The decision is changed."))
    return redirect("support:turn", kept.meeting_id, kept.turn_id)


def _came_too_late(request: HttpRequest, page: DecisionPage) -> bool:
    """Whether somebody sends words for what was done or taken back meanwhile: they are told, and keep their words."""
    return request.method == "POST" and not is_open(page.decision)


def _around(page: DecisionPage) -> dict[str, object]:
    student = page.decision.student
    crumbs = [(_("My tasks"), reverse("support:decisions"))]
    return {"page": page, "decision": page.decision, "student": student, "crumbs": crumbs}


def _said(refused: RefusedInput) -> str:
    return " ".join(_(part) for part in (refused.says, refused.next_step) if part)


def _with(request: HttpRequest, **changed: str) -> QueryDict:
    given = request.POST.copy()
    for name, value in changed.items():
        given[name] = value
    return given
