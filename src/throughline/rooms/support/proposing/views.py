"""Goals that the student and the family propose: written, withdrawn, and answered."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import api as students
from throughline.rooms.support.plans.queries import may_plan
from throughline.rooms.support.plans.showing import crumbs_to
from throughline.rooms.support.proposals.queries import find_proposal, find_voiced
from throughline.rooms.support.proposals.words import title_for
from throughline.rooms.support.proposing.commands import answer_proposal, propose_goal, withdraw_proposal
from throughline.rooms.support.proposing.forms import AnswerForm, ProposalForm
from throughline.rooms.support.proposing.queries import answer_page, proposals_page
from throughline.rooms.support.proposing.showing import plans_to_take, shown, shown_proposals
from throughline.rooms.support.sheets.showing import answer_saved, begun_on, let_go
from throughline.rooms.support.supports.showing import said_of
from throughline.values.errors import NotAllowed, RefusedInput
from throughline.values.words import gettext_noop

PROPOSAL, ANSWER = "proposal", "answer"


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, student_id: int) -> HttpResponse:
    """Show what was proposed for a student's plan; posted to by those who speak for the student, keep another."""
    viewer, at = accounts.viewer_of(request), timezone.now()
    page = proposals_page(viewer, student_id, at=at)
    begun = begun_on(request, student_id, PROPOSAL, _saved_at(student_id, PROPOSAL))
    form = ProposalForm(request.POST or None, begun.fields)
    if request.method == "POST" and (form.is_valid() or not page.role):
        sent = form.cleaned_data if form.is_valid() else {"key": begun.key, "text": ""}
        try:
            propose_goal(by=viewer, at=at, student_id=student_id, language=get_language() or "en", **sent)
        except RefusedInput as refused:
            form.add_error(None, said_of(refused))
        else:
            let_go(request)
            messages.success(request, _("Sent. The school reads it as you wrote it, and answers here."))
            return redirect("support:proposals", student_id)
    rows = {
        "page": page,
        "student": page.student,
        "title": title_for(page.role),
        "rows": shown_proposals(page, viewer.user_id or 0),
        "form": form,
        "begun": begun,
        "crumbs": crumbs_to(page.student),
    }
    return render(request, "proposing/proposals.html", rows, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Show a proposed goal to whoever may write the plan; posted to, say why it is not taken in."""
    viewer, at = accounts.viewer_of(request), timezone.now()
    page = answer_page(viewer, proposal_id, at=at)
    kind = f"{ANSWER}-{proposal_id}"
    begun = begun_on(request, page.student.pk, kind, _saved_at(page.student.pk, kind))
    form = AnswerForm(request.POST or None, begun.fields)
    if form.is_valid():
        try:
            answer_proposal(by=viewer, at=at, proposal_id=proposal_id, **form.cleaned_data)
        except RefusedInput as refused:
            form.add_error(None, said_of(refused))
        else:
            let_go(request)
            messages.success(request, _("Answered. Whoever proposed it reads your answer on their own page."))
            return redirect("support:proposals", page.student.pk)
    rows = {
        "student": page.student,
        "one": shown(page.one, viewer.user_id or 0, may_plan=True),
        "plans": list(plans_to_take(page)),
        "form": form,
        "begun": begun,
        "crumbs": crumbs_to(page.student),
    }
    return render(request, "proposing/answer.html", rows, status=400 if form.errors else 200)


@require_POST
def withdraw(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Withdraw a goal that one proposed."""
    viewer = accounts.viewer_of(request)
    student_id = find_proposal(viewer, proposal_id).proposal.student_id
    try:
        withdraw_proposal(by=viewer, at=timezone.now(), proposal_id=proposal_id)
    except RefusedInput as refused:
        messages.error(request, said_of(refused))
    else:
        messages.success(request, _("Withdrawn. It stays here to be read, and nobody takes it into the plan."))
    return redirect("support:proposals", student_id)


@require_POST
def save(request: HttpRequest, student_id: int, page: str) -> HttpResponse:
    """Keep what was typed so far into a proposal, or into an answer to one, and say so."""
    viewer = accounts.viewer_of(request)
    find_voiced(viewer, student_id)
    allowed = students.speaks_as(viewer, student_id) if page == PROPOSAL else may_plan(viewer, student_id)
    if not allowed:
        raise NotAllowed(gettext_noop("The student, and those who may speak for the student, propose goals here."))
    return answer_saved(request, student_id, page)


def _saved_at(student_id: int, page: str) -> str:
    return reverse("support:save_proposal", args=[student_id, page])
