"""What every school is guaranteed as staff: decided row by row, or brought in as a file."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughline.rooms.accounts import api as accounts
from throughline.rooms.funding.brought.pages import Bringing, Looked, Part
from throughline.rooms.funding.budgets.downloads import check_may_export
from throughline.rooms.funding.floors import Program
from throughline.rooms.funding.positions import commands, pictures, program_files, queries, words
from throughline.rooms.funding.positions.crumbs import about_year, crumbs_of
from throughline.rooms.funding.positions.forms import KeepProgramForm, ProgramFileForm
from throughline.rooms.funding.positions.program_form import ProgramForm
from throughline.rooms.funding.revenues.queries import check_year
from throughline.values.school_year import SchoolYear
from throughline.web.downloads import CSV, as_download


@require_http_methods(["GET", "HEAD", "POST"])
def decide_program(request: HttpRequest, year: int) -> HttpResponse:
    """Show what every school is guaranteed with what follows, and keep it; those who may not write look at it."""
    viewer = accounts.viewer_of(request)
    page = queries.program_page(viewer, year)
    if request.method == "POST":
        accounts.check_may(viewer, "write", "finance")
    form = ProgramForm(page.program, request.POST or None)
    if request.method == "POST" and form.is_valid():
        commands.guarantee_program(by=viewer, at=timezone.now(), year=year, guarantees=form.guarantees())
        messages.success(request, _("Kept. Scenarios that were begun before keep what they had."))
        return redirect("funding:program", year=year)
    table = pictures.floors_table(page.cost, page.year_name).read(request)
    if table.exporting:
        check_may_export(viewer)
    shown = {"page": page, "form": form, "table": table, **about_year(year), **_consequence(page.cost)}
    return table.export(request) or render(request, "positions/program.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def bring_in_program(request: HttpRequest, year: int) -> HttpResponse:
    """Ask for a file of guarantees, and show what it would change and what follows."""
    return _file_of(request, year).look(request)


@require_POST
def keep_program(request: HttpRequest, year: int) -> HttpResponse:
    """Keep the guarantees that were looked at; they are read and checked again."""
    return _file_of(request, year).keep(request)


@require_safe
def download_program(request: HttpRequest, year: int) -> HttpResponse:
    """Send what schools are guaranteed as the file it can be brought in from."""
    viewer = accounts.viewer_of(request)
    accounts.check_may(viewer, "export", "finance")
    content = program_files.as_file(queries.program_for(viewer, check_year(year)).guarantees)
    return as_download(content, CSV, f"guaranteed-{SchoolYear(year)}.csv")


@require_POST
def try_program(request: HttpRequest, year: int) -> HttpResponse:
    """Answer with what would follow from the program as it is written; nothing is kept."""
    viewer = accounts.viewer_of(request)
    accounts.check_may(viewer, "write", "finance")
    program = queries.program_for(viewer, check_year(year))
    form = ProgramForm(program, request.POST)
    if not form.is_valid():
        return render(request, "positions/consequence.html", {"form": form})
    cost = queries.cost_of(viewer, year, Program(program.catalog, form.guarantees()))
    shown = _consequence(cost) | {"rows_say": list(enumerate(form.says()))}
    return render(request, "positions/consequence.html", shown)


def _file_of(request: HttpRequest, year: int) -> Bringing[program_files.Preview]:
    viewer = accounts.viewer_of(request)
    accounts.check_may(viewer, "write", "finance")
    name = {"year": SchoolYear(check_year(year))}

    def show(found: program_files.Preview) -> Looked:
        return Looked(
            title=_("In %(year)s this would be guaranteed") % name,
            lead=_("Nothing is kept yet."),
            parts=[Part(pictures.guarantees_table(found.compared, found.program))],
            keep=KeepProgramForm.holding(program_files.as_file(found.program.guarantees)),
            warnings=found.warnings,
            follows="positions/consequence.html",
            more=_consequence(queries.cost_of(viewer, year, found.program)),
        )

    def keep(found: program_files.Preview) -> str:
        guarantees = found.program.guarantees
        commands.guarantee_program(by=viewer, at=timezone.now(), year=year, guarantees=guarantees)
        return _("Kept. Scenarios that were begun before keep what they had.")

    return Bringing(
        name=_("Bring in guaranteed staff"),
        title=_("Bring in what is guaranteed in %(year)s") % name,
        lead=_(
            "The file is all that is guaranteed: what it does not say is no longer guaranteed. You see what would"
            " change before anything is kept."
        ),
        hint=_(
            "Students are all of a school’s, or those of a need, of a span of grades, or of both. Positions are those"
            " of the year’s catalog."
        ),
        keep_label=_("Keep this program"),
        crumbs=crumbs_of(year),
        ask_url=reverse("funding:bring_in_program", args=[year]),
        keep_url=reverse("funding:keep_program", args=[year]),
        asks=ProgramFileForm,
        sends=KeepProgramForm,
        reads=lambda form: program_files.preview(viewer, year, form.chosen()),
        shows=show,
        keeps=keep,
        next_url=lambda _found: reverse("funding:program", args=[year]),
    )


def _consequence(cost: queries.ProgramCost) -> dict[str, object]:
    return {
        "figures": words.headline(cost),
        "says": words.sentences(cost),
        "unknown": words.unknown_says(cost),
        "missing": words.missing_says(cost),
        "missing_on": cost.on.isoformat(),
        "raised": words.raised(cost),
        "ledger": words.positions_ledger(cost),
    }
