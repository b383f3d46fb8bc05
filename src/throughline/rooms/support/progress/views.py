"""Goals and actions marked in one click; a plan reviewed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from throughline.rooms.accounts import api as accounts
from throughline.rooms.support.planned import State
from throughline.rooms.support.plans.commands import PlanChangedMeanwhile
from throughline.rooms.support.plans.queries import plan_page
from throughline.rooms.support.plans.showing import around
from throughline.rooms.support.progress.commands import DONE, mark_action, mark_goal, review_plan
from throughline.rooms.support.progress.forms import MOST_LETTERS, ReviewSheet
from throughline.rooms.support.progress.queries import find_action, find_goal
from throughline.rooms.support.sheets.showing import begun_on, let_go
from throughline.rooms.support.supports.showing import said_of
from throughline.values.errors import NotAllowed, RefusedInput
from throughline.values.words import gettext_noop


@require_POST
def mark_one_action(request: HttpRequest, action_id: int) -> HttpResponse:
    """Say that an action is done, let go of, or to be done after all."""
    viewer, at = accounts.viewer_of(request), timezone.now()
    plan_id = find_action(viewer, action_id).plan_id
    try:
        mark_action(by=viewer, at=at, action_id=action_id, mark=request.POST.get("go", ""))
    except RefusedInput as refused:
        messages.error(request, said_of(refused))
    else:
        if accounts.came_from_today(request.POST):
            messages.success(request, _said_today(request.POST.get("go", "")))
    if accounts.came_from_today(request.POST):
        return redirect("accounts:today")
    return redirect_to_plan(plan_id, f"action-{action_id}")


@require_POST
def mark_one_goal(request: HttpRequest, goal_id: int) -> HttpResponse:
    """Say how a goal stands."""
    viewer, at = accounts.viewer_of(request), timezone.now()
    plan_id = find_goal(viewer, goal_id).plan_id
    why = request.POST.get("why", "").replace("\x00", "")[:MOST_LETTERS]
    try:
        mark_goal(by=viewer, at=at, goal_id=goal_id, reached=request.POST.get("go", ""), why=why)
    except RefusedInput as refused:
        messages.error(request, said_of(refused))
    return redirect_to_plan(plan_id, f"goal-{goal_id}")


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Ask how each goal of a plan stands, then carry the plan on or close it."""
    viewer, at = accounts.viewer_of(request), timezone.now()
    page = plan_page(viewer, plan_id, at=at)
    if not page.whole.may_write or page.plan.state != State.ACTIVE:
        raise NotAllowed(gettext_noop("Your role lets you read of this plan, and not write."))
    student_id, kind = page.plan.student_id, f"review-{plan_id}"
    begun = begun_on(request, student_id, kind, reverse("support:save_plan", args=[student_id, kind]))
    sheet = ReviewSheet(request.POST or None, page.whole, begun.fields)
    if sheet.is_valid():
        based_on = sheet.review.cleaned_data["based_on"]
        try:
            review_plan(by=viewer, at=at, plan_id=plan_id, based_on=based_on, reviewed=sheet.reviewed)
        except RefusedInput as refused:
            sheet.review.add_error(None, said_of(refused))
            if isinstance(refused, PlanChangedMeanwhile):
                sheet.review.base_on(refused.now)
        else:
            let_go(request)
            messages.success(request, _("The review is kept."))
            return redirect("support:plan", plan_id)
    return render(request, "progress/review.html", around(page) | {"sheet": sheet, "begun": begun})


def _said_today(mark: str) -> str:
    """What Today says once an action was marked there: never what or whose, since messages travel in a cookie."""
    if mark == DONE:
        return _("Marked as done. Until tonight you can take it back here, under what is yours to look at.")
    return _("It is to be done again.")


def redirect_to_plan(plan_id: int, place: str) -> HttpResponse:
    """Go back to where one was on the plan's page."""
    response = redirect("support:plan", plan_id)
    response["Location"] += f"#{place}"
    return response
