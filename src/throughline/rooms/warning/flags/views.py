"""One student's early warning, and answering a flag."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import api as students
from throughline.rooms.warning.flags import showing
from throughline.rooms.warning.flags.commands import clear_flag, hand_flag, take_flag
from throughline.rooms.warning.flags.forms import ClearForm, HandForm
from throughline.rooms.warning.flags.queries import find_notes_since, find_owners, flag_to_answer, warning_page


@require_safe
def show_warning(request: HttpRequest, student_id: int) -> HttpResponse:
    """Show how a student stands, what is suggested and why, and their flags."""
    page = warning_page(accounts.viewer_of(request), student_id, at=timezone.now())
    return render(request, "flags/student.html", showing.shown(request, page) | {"crumbs": crumbs(page.student)})


@require_POST
def take(request: HttpRequest, flag_id: int) -> HttpResponse:
    """Make a flag one's own."""
    flag = take_flag(by=accounts.viewer_of(request), at=timezone.now(), flag_id=flag_id)
    return redirect("warning:student", flag.student_id)


@require_http_methods(["GET", "HEAD", "POST"])
def hand(request: HttpRequest, flag_id: int) -> HttpResponse:
    """Say who answers a flag, and by when."""
    viewer = accounts.viewer_of(request)
    flag = flag_to_answer(viewer, flag_id, at=timezone.now())
    first = {"owner": flag.owner_id or viewer.user_id, "due_on": max(flag.due_on, accounts.today())}
    form = HandForm(request.POST or None, owners=find_owners(flag.student), initial=first)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        hand_flag(by=viewer, at=timezone.now(), flag_id=flag_id, owner_id=given["owner"], due_on=given["due_on"])
        return redirect("warning:student", flag.student_id)
    return render(request, "flags/hand.html", {"form": form, "student": flag.student, "crumbs": _back(flag.student)})


@require_http_methods(["GET", "HEAD", "POST"])
def clear(request: HttpRequest, flag_id: int) -> HttpResponse:
    """Answer a flag by an act."""
    viewer = accounts.viewer_of(request)
    flag = flag_to_answer(viewer, flag_id, at=timezone.now(), with_notes=True)
    form = ClearForm(request.POST or None, notes=find_notes_since(viewer, flag))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        clear_flag(
            by=viewer,
            at=timezone.now(),
            flag_id=flag_id,
            outcome=given["outcome"],
            why=given["why"],
            note_id=given.get("note"),
        )
        return redirect("warning:student", flag.student_id)
    shown = {"form": form, "student": flag.student, "crumbs": _back(flag.student)}
    return render(request, "flags/clear.html", shown)


def crumbs(student: students.Student) -> list[tuple[str, str]]:
    """This function will return the way back to the student's page."""
    return [
        (_("Students"), reverse("students:students")),
        (student.name, reverse("students:student", args=[student.pk])),
    ]


def _back(student: students.Student) -> list[tuple[str, str]]:
    return [*crumbs(student), (_("Early warning"), reverse("warning:student", args=[student.pk]))]
