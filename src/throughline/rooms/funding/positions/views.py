"""A year's positions: the catalog, one position, and a file brought in."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughline.rooms.accounts import api as accounts
from throughline.rooms.funding.brought.pages import Bringing, Looked, Part
from throughline.rooms.funding.budgets.downloads import check_may_export
from throughline.rooms.funding.positions import commands, files, pictures, queries
from throughline.rooms.funding.positions.crumbs import about_year, crumbs_of
from throughline.rooms.funding.positions.forms import FileForm, KeepForm, PositionForm
from throughline.rooms.funding.revenues.queries import check_year, this_year
from throughline.rooms.funding.told import told
from throughline.values.errors import RefusedInput
from throughline.values.school_year import SchoolYear
from throughline.web.components import figures
from throughline.web.components.pieces import Tab
from throughline.web.downloads import CSV, as_download


@require_safe
def list_positions(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """Show a year's catalog."""
    viewer = accounts.viewer_of(request)
    page = queries.catalog_page(viewer, this_year() if year is None else year)
    table = pictures.catalog_table(page).read(request)
    if table.exporting:
        check_may_export(viewer)
    years = [
        Tab(one.name, reverse("funding:positions_of", args=[one.year]), one.year == page.year, one.n_sources)
        for one in page.years
    ]
    shown = {"page": page, "table": table, "years": years}
    return table.export(request) or render(request, "positions/list.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_position(request: HttpRequest, year: int, code: str = "") -> HttpResponse:
    """Show one position and keep it; those who may not write look at it."""
    viewer = accounts.viewer_of(request)
    if request.method == "POST" or not code:
        accounts.check_may(viewer, "write", "finance")
    check_year(year)
    position = queries.position_for(viewer, year, code) if code else None
    form = PositionForm(position, request.POST or None)
    if request.method == "POST" and form.is_valid():
        commands.save_position(by=viewer, at=timezone.now(), year=year, position=form.position())
        messages.success(request, _("Kept."))
        return redirect("funding:positions_of", year=year)
    shown = {
        "position": position,
        "form": form,
        "may_write": accounts.may(viewer, "write", "finance"),
        **about_year(year),
    }
    return render(request, "positions/edit.html", shown)


@require_POST
def remove_position(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Take a position out of a year's catalog."""
    try:
        commands.remove_position(by=accounts.viewer_of(request), at=timezone.now(), year=year, code=code)
    except RefusedInput as refused:
        said = told(refused)
        messages.error(request, f"{said.says} {said.next_step}" if said else "")
        return redirect("funding:position", year=year, code=code)
    messages.success(request, _("Taken out. Budgets that were made with it stay as they are."))
    return redirect("funding:positions_of", year=year)


@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: HttpRequest, year: int) -> HttpResponse:
    """Ask for a file, and show what it would change."""
    return _file_of(request, year).look(request)


@require_POST
def keep_file(request: HttpRequest, year: int) -> HttpResponse:
    """Keep what was looked at; it is read and checked again."""
    return _file_of(request, year).keep(request)


@require_safe
def download_positions(request: HttpRequest, year: int) -> HttpResponse:
    """Send a year's catalog as the file it can be brought in from."""
    viewer = accounts.viewer_of(request)
    accounts.check_may(viewer, "export", "finance")
    content = files.as_file(queries.program_for(viewer, check_year(year)).catalog.values())
    return as_download(content, CSV, f"positions-{SchoolYear(year)}.csv")


def _file_of(request: HttpRequest, year: int) -> Bringing[files.Preview]:
    viewer = accounts.viewer_of(request)
    accounts.check_may(viewer, "write", "finance")
    name = {"year": SchoolYear(check_year(year))}

    def keep(found: files.Preview) -> str:
        n = commands.bring_in_positions(by=viewer, at=timezone.now(), year=year, positions=found.positions)
        says = ngettext("%(n)s position is kept.", "%(n)s positions are kept.", n)
        return says % {"n": figures.number(n)}

    return Bringing(
        name=_("Bring in positions"),
        title=_("Bring in the positions of %(year)s") % name,
        lead=_(
            "The file is the whole catalog: what it does not name is no longer in it. You see what would change before"
            " anything is kept."
        ),
        keep_label=_("Keep these positions"),
        crumbs=crumbs_of(year),
        ask_url=reverse("funding:bring_in_positions", args=[year]),
        keep_url=reverse("funding:keep_positions", args=[year]),
        asks=FileForm,
        sends=KeepForm,
        reads=lambda form: files.preview(viewer, year, form.chosen()),
        shows=lambda found: Looked(
            title=_("The positions of %(year)s would be these") % name,
            lead=_("Nothing is kept yet. The dollars are the price of one unit, benefits included."),
            parts=[Part(pictures.compared_table(found.compared))],
            keep=KeepForm.holding(files.as_file(found.positions)),
            warnings=found.warnings,
        ),
        keeps=keep,
        next_url=lambda _found: reverse("funding:positions_of", args=[year]),
    )
