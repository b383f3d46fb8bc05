"""Lists one keeps: keep, open, rename, share, let go."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students.kept_lists import commands, queries
from throughline.rooms.students.kept_lists.addresses import address_of
from throughline.rooms.students.kept_lists.forms import ListForm
from throughline.rooms.students.kept_lists.words import shared_words
from throughline.rooms.students.narrowing import lasting_in
from throughline.values.errors import RefusedInput
from throughline.values.viewer import Viewer


@require_safe
def list_kept(request: HttpRequest) -> HttpResponse:
    """Show the lists one keeps, and those that others share."""
    page = queries.kept_lists_page(accounts.viewer_of(request))
    shown = {
        "own": [(row, address_of(row), shared_words(row)) for row in page.own],
        "shared": [(row, address_of(row), shared_words(row)) for row in page.shared],
        "crumbs": [(_("Students"), reverse("students:students"))],
    }
    return render(request, "kept_lists/lists.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: HttpRequest) -> HttpResponse:
    """Keep the list one looks at under a name."""
    viewer = accounts.viewer_of(request)
    address = lasting_in(request.GET)
    form = _form(request, viewer)
    if request.method == "POST" and form.is_valid():
        try:
            row = commands.keep_list(by=viewer, at=timezone.now(), address=address, **form.asked())
        except RefusedInput as refused:
            form.add_error(None, f"{_(refused.says)} {_(refused.next_step)}")
        else:
            messages.success(request, _("Kept. You find it above the list of students."))
            return redirect(address_of(row))
    shown = {"form": form, "back": reverse("students:students") + (f"?{address}" if address else "")}
    return render(request, "kept_lists/keep.html", shown, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, list_id: int) -> HttpResponse:
    """Rename a list of one's own, and say with whom it is shared."""
    viewer = accounts.viewer_of(request)
    row = queries.find_own_list(viewer, list_id)
    shared = row.shared_with if row.school_id is None else f"{row.shared_with}:{row.school_id}"
    form = _form(request, viewer, initial={"name": row.name, "shared": shared})
    if request.method == "POST" and form.is_valid():
        try:
            commands.change_list(by=viewer, at=timezone.now(), list_id=list_id, **form.asked())
        except RefusedInput as refused:
            form.add_error(None, f"{_(refused.says)} {_(refused.next_step)}")
        else:
            messages.success(request, _("Saved."))
            return redirect("students:kept_lists")
    shown = {"form": form, "row": row, "crumbs": [(_("Your lists"), reverse("students:kept_lists"))]}
    return render(request, "kept_lists/change.html", shown, status=400 if form.errors else 200)


@require_POST
def let_go(request: HttpRequest, list_id: int) -> HttpResponse:
    """Let a list of one's own go."""
    commands.let_go_of_list(by=accounts.viewer_of(request), at=timezone.now(), list_id=list_id)
    messages.success(request, _("The list is gone. No student's record has changed."))
    return redirect("students:kept_lists")


def _form(request: HttpRequest, viewer: Viewer, initial: dict[str, str] | None = None) -> ListForm:
    if not queries.may_keep(viewer):
        raise queries.KeepsNone
    return ListForm(
        request.POST or None,
        initial=initial,
        schools=queries.schools_to_share_at(viewer),
        everywhere=queries.may_share_everywhere(viewer),
    )
