"""Planning a meeting: its students, its people, its name and day. Each part is a form of its own, sent by itself."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from throughline.rooms.accounts import api as accounts
from throughline.rooms.support.meetings.commands import (
    add_students,
    call_off,
    change_meeting,
    invite,
    move_turn,
    remove_student,
)
from throughline.rooms.support.meetings.forms import ClassForm, NamesForm, PeopleForm, StudentsForm, TitleForm
from throughline.rooms.support.meetings.lists import Listed, find_list, of_one_class, offered_lists
from throughline.rooms.support.meetings.naming import look_up_names
from throughline.rooms.support.meetings.queries import PlanPage, find_led, plan_page
from throughline.rooms.support.meetings.views import crumbs
from throughline.values.errors import RefusedInput


@require_safe
def show_plan(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Show what a meeting is planned with."""
    return _answer(request, plan_page(accounts.viewer_of(request), meeting_id, at=timezone.now()))


@require_POST
def choose_students(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Put students on the list: of a class, of a list, those chosen by a button, or by their names."""
    viewer, at = accounts.viewer_of(request), timezone.now()
    page = plan_page(viewer, meeting_id, at=at)
    if request.POST.get("names", "").strip():
        return _by_name(request, page)
    listed = _listed(request, page)
    if listed is None:
        messages.warning(request, _("Choose a class, a list or students first."))
    else:
        _add(request, meeting_id, listed)
    return redirect("support:plan_meeting", meeting_id)


@require_POST
def choose_people(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Keep who takes part."""
    viewer, at = accounts.viewer_of(request), timezone.now()
    page = plan_page(viewer, meeting_id, at=at)
    form = _people(page, request.POST)
    if not form.is_valid():
        return _answer(request, page, people=form)
    try:
        kept = invite(by=viewer, at=at, meeting_id=meeting_id, user_ids=form.cleaned_data["people"])
    except RefusedInput as refused:
        form.add_error(None, said(refused))
        return _answer(request, page, people=form)
    n = len(kept.member_ids)
    words = ngettext("%(n)s person takes part.", "%(n)s people take part.", n)
    messages.success(request, words % {"n": n})
    return redirect("support:plan_meeting", meeting_id)


@require_POST
def remove(request: HttpRequest, meeting_id: int, turn_id: int) -> HttpResponse:
    """Take a student off the list."""
    try:
        remove_student(by=accounts.viewer_of(request), at=timezone.now(), meeting_id=meeting_id, turn_id=turn_id)
    except RefusedInput as refused:
        messages.warning(request, said(refused))
    return redirect("support:plan_meeting", meeting_id)


@require_POST
def move(request: HttpRequest, meeting_id: int, turn_id: int) -> HttpResponse:
    """Move a student one place up or down; the focus stays with the button that did it."""
    is_up = request.POST.get("to") == "up"
    viewer, at = accounts.viewer_of(request), timezone.now()
    try:
        move_turn(by=viewer, at=at, meeting_id=meeting_id, turn_id=turn_id, is_up=is_up)
    except RefusedInput as refused:
        messages.warning(request, said(refused))
    way = "up" if is_up else "down"
    return redirect(f"{reverse('support:plan_meeting', args=[meeting_id])}#{way}-{turn_id}")


@require_POST
def change(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Call the meeting otherwise, or move it to another day."""
    viewer, at = accounts.viewer_of(request), timezone.now()
    form = TitleForm(request.POST)
    if form.is_valid():
        try:
            change_meeting(by=viewer, at=at, meeting_id=meeting_id, **form.cleaned_data)
        except RefusedInput as refused:
            form.add_error(None, said(refused))
        else:
            messages.success(request, _("The meeting is changed."))
            return redirect("support:plan_meeting", meeting_id)
    return _answer(request, plan_page(viewer, meeting_id, at=at), title=form)


@require_POST
def cancel(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Call the meeting off."""
    viewer, at = accounts.viewer_of(request), timezone.now()
    meeting = find_led(viewer, meeting_id)
    try:
        call_off(by=viewer, at=at, meeting_id=meeting.pk)
    except RefusedInput as refused:
        messages.warning(request, said(refused))
        return redirect("support:plan_meeting", meeting_id)
    messages.success(request, _("The meeting is called off."))
    return redirect("support:meetings")


def said(refused: RefusedInput) -> str:
    """This function will say why something was refused, and what to do, in the reader's language."""
    return " ".join(_(part) for part in (refused.says, refused.next_step) if part)


def _by_name(request: HttpRequest, page: PlanPage) -> HttpResponse:
    """Add whom a name surely means; ask about the others in the same answer, so that no name stands in an address."""
    form = NamesForm(request.POST)
    if not form.is_valid():
        return _answer(request, page, names=form)
    viewer, at = accounts.viewer_of(request), timezone.now()
    meant = look_up_names(viewer, form.cleaned_data["names"], school_id=page.meeting.school_id, at=at)
    sure = [one.found[0].pk for one in meant if one.is_sure]
    if sure:
        _add(request, page.meeting.pk, Listed(sure, len(sure)))
    asked = [one for one in meant if not one.is_sure]
    if not asked:
        return redirect("support:plan_meeting", page.meeting.pk)
    return _answer(request, plan_page(viewer, page.meeting.pk, at=at), asked=asked)


def _listed(request: HttpRequest, page: PlanPage) -> Listed | None:
    viewer = accounts.viewer_of(request)
    classes, chosen = ClassForm(request.POST, classes=page.classes), StudentsForm(request.POST)
    if classes.is_valid() and classes.cleaned_data["classroom"] is not None:
        return of_one_class(viewer, classes.cleaned_data["classroom"])
    if chosen.is_valid():
        return Listed(chosen.cleaned_data["student"], len(chosen.cleaned_data["student"]))
    found = find_list(request.POST.get("list", ""))
    return found.find(viewer, f"school={page.meeting.school_id}", "") if found and found.says else None


def _add(request: HttpRequest, meeting_id: int, listed: Listed) -> None:
    viewer, at = accounts.viewer_of(request), timezone.now()
    try:
        n = add_students(by=viewer, at=at, meeting_id=meeting_id, student_ids=listed.student_ids)
    except RefusedInput as refused:
        messages.warning(request, said(refused))
        return
    words = ngettext("%(n)s student was added.", "%(n)s students were added.", n) % {"n": n}
    messages.success(request, words if n else _("All of them were on the list already."))


def _people(page: PlanPage, sent: Any = None) -> PeopleForm:
    meeting = page.meeting
    return PeopleForm(sent, people=page.people, leader_id=meeting.leader_id, chosen=meeting.member_ids)


def _answer(request: HttpRequest, page: PlanPage, **forms: Any) -> HttpResponse:
    meeting = page.meeting
    shown = {
        "page": page,
        "people": forms.get("people") or _people(page),
        "names": forms.get("names") or NamesForm(),
        "title_form": forms.get("title") or TitleForm(initial={"title": meeting.title, "on": meeting.on}),
        "classes": ClassForm(classes=page.classes) if page.classes else None,
        "lists": offered_lists(),
        "asked": forms.get("asked"),
        "crumbs": [*crumbs(), (meeting.title, reverse("support:meeting", args=[meeting.pk]))],
    }
    return render(request, "meetings/plan.html", shown)
