"""What staff really costs beside the average, how schools are charged for it, and the file it comes from."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from throughline.rooms.accounts import api as accounts
from throughline.rooms.funding.brought.pages import Bringing, Looked, Part
from throughline.rooms.funding.positions.crumbs import about_year, crumbs_of
from throughline.rooms.funding.revenues.queries import check_year
from throughline.rooms.funding.staff import commands, files, pictures, queries, words
from throughline.rooms.funding.staff.forms import ChargeForm, FileForm, KeepForm
from throughline.values.school_year import SchoolYear
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
    return _file_of(request, year).look(request)


@require_POST
def keep_file(request: HttpRequest, year: int) -> HttpResponse:
    """Keep what was looked at; it is read and checked again."""
    return _file_of(request, year).keep(request)


@require_POST
def remove_staff(request: HttpRequest, year: int) -> HttpResponse:
    """Take a year's real costs out."""
    commands.remove_staff(by=accounts.viewer_of(request), at=timezone.now(), year=year)
    messages.success(request, _("Taken out."))
    return redirect("funding:staff", year=year)


def _file_of(request: HttpRequest, year: int) -> Bringing[files.Preview]:
    viewer = accounts.viewer_of(request)
    accounts.check_may(viewer, "write", "personnel_cost")
    name = {"year": SchoolYear(check_year(year))}

    def keep(found: files.Preview) -> str:
        n = commands.bring_in_staff(by=viewer, at=timezone.now(), year=year, staff=found.staff)
        return ngettext("Kept for %(n)s school.", "Kept for %(n)s schools.", n) % {"n": figures.number(n)}

    return Bringing(
        name=_("Bring in real costs"),
        title=_("Bring in what staff costs in %(year)s") % name,
        lead=_(
            "Totals by school and position from payroll. The file is the whole year: what it does not name is not kept."
            " You see what would change before anything is."
        ),
        keep_label=_("Keep these costs"),
        crumbs=crumbs_of(year),
        ask_url=reverse("funding:bring_in_staff", args=[year]),
        keep_url=reverse("funding:keep_staff", args=[year]),
        asks=FileForm,
        sends=KeepForm,
        reads=lambda form: files.preview(viewer, year, form.chosen()),
        shows=lambda found: Looked(
            title=_("What staff costs in %(year)s would be this") % name,
            lead=_("Nothing is kept yet."),
            parts=[Part(pictures.compared_table(found.compared))],
            keep=KeepForm.holding(files.as_file(found.staff)),
            warnings=found.warnings,
        ),
        keeps=keep,
        next_url=lambda _found: reverse("funding:staff", args=[year]),
    )


def _consequence(request: HttpRequest, page: queries.StaffPage, way: str) -> dict[str, object]:
    if not page.schools:
        return {}
    return {
        "figures": words.headline(page),
        "says": words.sentences(page, way),
        "table": pictures.moved_table(page).read(request),
    }
