"""A student's photo: seen, put, taken away, refused."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students.photo.pictures import LARGEST_BYTES
from throughline.rooms.students.photo_page import commands
from throughline.rooms.students.photo_page.forms import PhotoForm
from throughline.rooms.students.photo_page.queries import photo_page
from throughline.rooms.students.sight.views import crumbs
from throughline.values.errors import RefusedInput


@require_http_methods(["GET", "HEAD", "POST"])
def show_photo(request: HttpRequest, student_id: int) -> HttpResponse:
    """Show the photo; posted to, keep another."""
    viewer, at = accounts.viewer_of(request), timezone.now()
    page = photo_page(viewer, student_id, at=at)
    sent = request.method == "POST"
    form = PhotoForm(request.POST if sent else None, request.FILES if sent else None)
    if sent and (form.is_valid() or not page.may_put):
        content = form.cleaned_data["picture"].read(LARGEST_BYTES + 1) if form.is_valid() else b""
        try:
            commands.put_photo(by=viewer, at=at, student_id=student_id, content=content)
        except RefusedInput as refused:
            form.add_error("picture", f"{_(refused.says)} {_(refused.next_step)}")
        else:
            messages.success(request, _("The photo is kept, for those who work with the student and the family."))
            return redirect("students:student", student_id)
    shown = {"page": page, "form": form, "crumbs": crumbs(page.student)}
    return render(request, "photo_page/photo.html", shown, status=400 if form.errors else 200)


@require_POST
def take_away(request: HttpRequest, student_id: int) -> HttpResponse:
    """Take the photo away, and refuse any other where that is asked."""
    refuse = request.POST.get("refuse") == "yes"
    viewer, at = accounts.viewer_of(request), timezone.now()
    commands.take_photo_away(by=viewer, at=at, student_id=student_id, refuse=refuse)
    messages.success(request, _("No photo is kept any more.") if not refuse else _("No photo will be kept here."))
    return redirect("students:photo", student_id)


@require_POST
def allow(request: HttpRequest, student_id: int) -> HttpResponse:
    """Take the refusal back."""
    commands.allow_photo(by=accounts.viewer_of(request), at=timezone.now(), student_id=student_id)
    messages.success(request, _("A photo may be kept again."))
    return redirect("students:photo", student_id)
