"""A student's plan and supports; a plan read, written, changed, started and thrown away."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import api as students
from throughline.rooms.support.models import Plan
from throughline.rooms.support.plans.commands import (
    PlanChangedMeanwhile,
    change_plan,
    drop_plan,
    start_plan,
    write_plan,
)
from throughline.rooms.support.plans.forms import PlanSheet
from throughline.rooms.support.plans.kinds import plan_kind_words
from throughline.rooms.support.plans.queries import (
    find_owners,
    find_planned,
    find_tieable,
    may_plan,
    note_and_tell,
    plan_and_supports_page,
    plan_page,
)
from throughline.rooms.support.plans.showing import (
    around,
    crumbs_to,
    days_words,
    look_back_lines,
    shown_plan,
    told_lines,
    waiting_lines,
)
from throughline.rooms.support.proposals.queries import find_waiting
from throughline.rooms.support.sheets.showing import answer_saved, begun_on, let_go
from throughline.rooms.support.supports.showing import said_of, shown_given
from throughline.values.errors import NotAllowed, RefusedInput
from throughline.values.words import gettext_noop

START, LONGEST = "start", 16


@require_safe
def list_plan_and_supports(request: HttpRequest, student_id: int) -> HttpResponse:
    """Show a student's plan and supports, and let a session of each support be written down."""
    viewer = accounts.viewer_of(request)
    page = plan_and_supports_page(viewer, student_id, at=timezone.now())
    shown = {
        "page": page.supports,
        "student": page.supports.student,
        "plans": [shown_plan(one, page.taken) for one in page.plans],
        "waiting": waiting_lines(page.waiting),
        "closed": [(one, plan_kind_words(one.kind), days_words(one)) for one in page.closed],
        "may_plan": page.may_plan,
        "may_propose": page.may_propose,
        "tabs": students.tabs_around(viewer, page.supports.student, "support:supports"),
        "now": [shown_given(one) for one in page.supports.now],
        "ended": [shown_given(one) for one in page.supports.ended],
        "today": accounts.today(),
        "crumbs": crumbs_to(page.supports.student)[:1],
    }
    return render(request, "supports/of_student.html", shown)


@require_safe
def show(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Show a plan whole, with what was said of it at earlier reviews."""
    page = plan_page(accounts.viewer_of(request), plan_id, at=timezone.now())
    back = [(row, look_back_lines(row)) for row in page.look_backs]
    shown = around(page) | {"look_backs": back, "waiting": waiting_lines(page.waiting)}
    return render(request, "plans/plan.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, student_id: int) -> HttpResponse:
    """Write a plan for a student."""
    viewer, at = accounts.viewer_of(request), timezone.now()
    student = find_planned(viewer, student_id)
    if not may_plan(viewer, student_id):
        raise NotAllowed(gettext_noop("Your role does not let you write a plan for this student."))
    begun = begun_on(request, student_id, "plan", _saved_at(student_id, "plan"))
    waiting = find_waiting(viewer, student)
    sheet = PlanSheet(
        request.POST or None,
        owners=find_owners(student),
        supports=find_tieable(viewer, student_id),
        me=viewer.user_id or 0,
        waiting=waiting,
        take=_taken(request),
        found=begun.fields,
    )

    def keep() -> Plan:
        key, is_started = sheet.plan.cleaned_data["key"], request.POST.get("go") == START
        return write_plan(by=viewer, at=at, key=key, student_id=student_id, facts=sheet.facts, is_started=is_started)

    told = told_lines(student, note_and_tell(viewer, student, [], at=at))
    shown = {"told": told, "is_draft": True, "begun": begun, "waiting": waiting_lines(waiting)}
    return _ask(request, student, sheet, keep, shown)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Change a plan and the goals that are worked on."""
    viewer, at = accounts.viewer_of(request), timezone.now()
    page = plan_page(viewer, plan_id, at=at)
    if not page.whole.may_write or page.plan.closed_on:
        raise NotAllowed(gettext_noop("Your role lets you read of this plan, and not write."))
    student = page.plan.student
    begun = begun_on(request, student.pk, f"plan-{plan_id}", _saved_at(student.pk, f"plan-{plan_id}"))
    sheet = PlanSheet(
        request.POST or None,
        owners=find_owners(student),
        supports=find_tieable(viewer, student.pk),
        whole=page.whole,
        me=viewer.user_id or 0,
        waiting=page.waiting,
        take=_taken(request),
        found=begun.fields,
    )

    def keep() -> Plan:
        based_on, is_started = sheet.plan.cleaned_data["based_on"], request.POST.get("go") == START
        return change_plan(
            by=viewer, at=at, plan_id=plan_id, based_on=based_on, facts=sheet.facts, is_started=is_started
        )

    shown = {"told": told_lines(student, page.told), "is_draft": sheet.is_draft, "plan": page.plan, "begun": begun}
    shown |= {"waiting": waiting_lines(page.waiting)}
    return _ask(request, student, sheet, keep, shown)


@require_POST
def save(request: HttpRequest, student_id: int, page: str) -> HttpResponse:
    """Keep what was typed so far into a plan, or its review, and say so."""
    viewer = accounts.viewer_of(request)
    find_planned(viewer, student_id)
    if not may_plan(viewer, student_id):
        raise NotAllowed(gettext_noop("Your role does not let you write a plan for this student."))
    return answer_saved(request, student_id, page)


@require_POST
def start(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Start a plan that was kept as a draft."""
    try:
        start_plan(by=accounts.viewer_of(request), at=timezone.now(), plan_id=plan_id)
    except RefusedInput as refused:
        messages.error(request, said_of(refused))
    else:
        messages.success(request, _("The plan has started. The student and the family can read it now."))
    return redirect("support:plan", plan_id)


@require_POST
def drop(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Throw a draft away."""
    try:
        plan = drop_plan(by=accounts.viewer_of(request), at=timezone.now(), plan_id=plan_id)
    except RefusedInput as refused:
        messages.error(request, said_of(refused))
        return redirect("support:plan", plan_id)
    messages.success(request, _("The draft is thrown away."))
    return redirect("support:supports", plan.student_id)


def _taken(request: HttpRequest) -> int:
    """Which proposal one comes from, to take it into the plan."""
    asked = request.GET.get("take", "")
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < LONGEST else 0


def _saved_at(student_id: int, page: str) -> str:
    return reverse("support:save_plan", args=[student_id, page])


def _ask(
    request: HttpRequest,
    student: students.Student,
    sheet: PlanSheet,
    keep: Callable[[], Plan],
    shown: dict[str, object],
) -> HttpResponse:
    """Show the page of a plan; where it says what is needed, keep it and go to the plan."""
    if sheet.is_valid():
        try:
            plan = keep()
        except RefusedInput as refused:
            sheet.plan.add_error(None, said_of(refused))
            if isinstance(refused, PlanChangedMeanwhile):
                sheet.plan.base_on(refused.now)
        else:
            let_go(request)
            messages.success(request, _("The plan is kept."))
            return redirect("support:plan", plan.pk)
    return render(
        request, "plans/edit.html", shown | {"sheet": sheet, "student": student, "crumbs": crumbs_to(student)}
    )
