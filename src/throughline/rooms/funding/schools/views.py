"""The level of every school, on one page with one Save."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from throughline.rooms.accounts import api as accounts
from throughline.rooms.funding.schools.commands import set_levels, take_back_levels
from throughline.rooms.funding.schools.forms import LevelsForm
from throughline.rooms.funding.schools.queries import schools_page


@require_http_methods(["GET", "HEAD", "POST"])
def list_schools(request: HttpRequest) -> HttpResponse:
    """Show every school with its level, and save those that were chosen."""
    viewer = accounts.viewer_of(request)
    page = schools_page(viewer, now=timezone.now())
    form = LevelsForm(page, request.POST or None)
    if request.method == "POST" and form.is_valid():
        n = set_levels(by=viewer, at=timezone.now(), levels=form.levels())
        says = ngettext("%(n)s level was changed.", "%(n)s levels were changed.", n) % {"n": n}
        messages.success(request, says if n else _("Nothing was changed."))
        return redirect("funding:schools")
    may_write = accounts.may(viewer, "write", "schools")
    return render(request, "schools/list.html", {"page": page, "form": form, "may_write": may_write})


@require_POST
def take_back(request: HttpRequest) -> HttpResponse:
    """Take one's last change of levels back."""
    saved_at = request.POST.get("saved_at", "")
    n = take_back_levels(by=accounts.viewer_of(request), at=timezone.now(), saved_at=saved_at)
    says = ngettext("%(n)s school has its level of before.", "%(n)s schools have their levels of before.", n)
    messages.success(request, says % {"n": n})
    return redirect("funding:schools")
