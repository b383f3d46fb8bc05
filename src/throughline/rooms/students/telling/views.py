"""What is told of a student: read, told, changed, set aside."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students.sayings.words import said_by
from throughline.rooms.students.sight.views import crumbs
from throughline.rooms.students.telling import commands
from throughline.rooms.students.telling.forms import ChangeForm, TellForm
from throughline.rooms.students.telling.queries import saying_page, sayings_page


@require_http_methods(["GET", "HEAD", "POST"])
def show_sayings(request: HttpRequest, student_id: int) -> HttpResponse:
    """Show what is told of a student; posted to, keep something more."""
    viewer, at = accounts.viewer_of(request), timezone.now()
    page = sayings_page(viewer, student_id, at=at)
    form = TellForm(request.POST or None, own=page.is_self, kind=request.GET.get("kind", ""))
    if request.method == "POST" and (form.is_valid() or not page.may_tell):
        told = form.cleaned_data if form.is_valid() else {"key": None, "kind": "", "text": ""}
        commands.tell(by=viewer, at=at, student_id=student_id, **told)
        messages.success(request, _("It is kept, and stands on the student's page."))
        return redirect("students:student", student_id)
    told_rows = [
        (one.kind.name(own=page.is_self), [(row, said_by(row), row.pk in page.mine) for row in one.sayings])
        for one in page.told
    ]
    shown = {"page": page, "told": told_rows, "form": form, "crumbs": crumbs(page.student)}
    return render(request, "telling/sayings.html", shown, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def change_one(request: HttpRequest, student_id: int, saying_id: int) -> HttpResponse:
    """Change what one told, seeing what it said before."""
    viewer, at = accounts.viewer_of(request), timezone.now()
    page = saying_page(viewer, student_id, saying_id, at=at)
    form = ChangeForm(request.POST or None, initial={"text": page.saying.text})
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        commands.change_saying(by=viewer, at=at, student_id=student_id, saying_id=saying_id, text=text)
        messages.success(request, _("Changed. What it said before is kept."))
        return redirect("students:sayings", student_id)
    shown = {
        "page": page,
        "form": form,
        "title": page.kind.name(own=page.is_self),
        "said_by": said_by(page.saying),
        "crumbs": crumbs(page.student),
    }
    return render(request, "telling/change.html", shown, status=400 if form.errors else 200)


@require_POST
def set_aside(request: HttpRequest, student_id: int, saying_id: int) -> HttpResponse:
    """Show a saying no more."""
    viewer = accounts.viewer_of(request)
    commands.set_aside_saying(by=viewer, at=timezone.now(), student_id=student_id, saying_id=saying_id)
    messages.success(request, _("Set aside. It is shown no more, and stays on record."))
    return redirect("students:sayings", student_id)
