"""What staff really costs beside the average, how schools are charged for it, and the file it comes from."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from throughline.rooms.accounts import api as accounts
from throughline.rooms.funding.positions.crumbs import about_year
from throughline.rooms.funding.revenues.queries import check_year
from throughline.rooms.funding.staff import commands, files, pictures, queries, words
from throughline.rooms.funding.staff.forms import ChargeForm, FileForm, KeepForm
from throughline.rooms.funding.told import told
from throughline.values.errors import RefusedInput
from throughline.web.components import figures


@require_http_methods(["GET", "HEAD", "POST"])
def decide_charge(request: HttpRequest, year: int) -> HttpResponse:
    """Show staff both ways, and keep how schools are charged; those who may not write look at it."""
    viewer = accounts.viewer_of(request)
    page = queries.staff_page(viewer, year)
    if request.method == "POST":
        accounts.check_may(viewer, "write", "finance")
    form = ChargeForm(request.POST or None, initial={"way": page.way, "reason": page.reason})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        commands.decide_charge(by=viewer, at=timezone.now(), year=year, way=given["way"], reason=given["reason"])
        messages.success(request, _("Kept."))
        return redirect("funding:staff", year=year)
    shown = {
        "page": page,
        "form": form,
        "positions": pictures.positions_table(page).read(request),
        "schools": pictures.schools_table(page).read(request),
        **about_year(year),
        **_consequence(request, page, page.way),
    }
    return render(request, "staff/decide.html", shown)


@require_POST
def try_charge(request: HttpRequest, year: int) -> HttpResponse:
    """Answer with what would follow from the way that is chosen; nothing is kept."""
    viewer = accounts.viewer_of(request)
    accounts.check_may(viewer, "write", "finance")
    page = queries.staff_page(viewer, year)
    form = ChargeForm(request.POST)
    form.is_valid()  # the reason may still be missing while one tries
    way = form.cleaned_data.get("way") or page.way
    return render(request, "staff/consequence.html", _consequence(request, page, way))


@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: HttpRequest, year: int) -> HttpResponse:
    """Ask for a file, and show what it would change."""
    viewer = accounts.viewer_of(request)
    accounts.check_may(viewer, "write", "personnel_cost")
    check_year(year)
    form = FileForm(request.POST or None, request.FILES or None)
    shown: dict[str, object] = {"form": form, **about_year(year)}
    if request.method != "POST" or not form.is_valid():
        return render(request, "staff/file.html", shown)
    file = form.chosen()
    try:
        found = files.preview(viewer, year, file)
    except RefusedInput as error:
        return render(request, "staff/file.html", shown | {"refused": told(error)}, status=400)
    shown |= {
        "table": pictures.compared_table(found.compared).read(request),
        "warnings": told(found.warnings),
        "keep": KeepForm.holding(files.as_file(found.staff)),
    }
    return render(request, "staff/preview.html", shown)


@require_POST
def keep_file(request: HttpRequest, year: int) -> HttpResponse:
    """Keep what was looked at; it is read and checked again."""
    viewer = accounts.viewer_of(request)
    accounts.check_may(viewer, "write", "personnel_cost")
    check_year(year)
    form = KeepForm(request.POST)
    if not form.is_valid():
        return redirect("funding:bring_in_staff", year=year)
    try:
        found = files.preview(viewer, year, form.chosen())
    except RefusedInput as error:
        return render(
            request, "staff/file.html", {"form": FileForm(), "refused": told(error), **about_year(year)}, status=400
        )
    n = commands.bring_in_staff(by=viewer, at=timezone.now(), year=year, staff=found.staff)
    says = ngettext("Kept for %(n)s school.", "Kept for %(n)s schools.", n)
    messages.success(request, says % {"n": figures.number(n)})
    return redirect("funding:staff", year=year)


@require_POST
def remove_staff(request: HttpRequest, year: int) -> HttpResponse:
    """Take a year's real costs out."""
    commands.remove_staff(by=accounts.viewer_of(request), at=timezone.now(), year=year)
    messages.success(request, _("Taken out."))
    return redirect("funding:staff", year=year)


def _consequence(request: HttpRequest, page: queries.StaffPage, way: str) -> dict[str, object]:
    if not page.schools:
        return {}
    return {
        "figures": words.headline(page),
        "says": words.sentences(page, way),
        "table": pictures.moved_table(page).read(request),
    }
