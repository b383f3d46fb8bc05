"""A year's revenues: the list, one source with its consequence beside it, and files brought in and taken out."""

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
from throughline.rooms.funding.revenues import commands, files, pictures, queries, words
from throughline.rooms.funding.revenues.forms import FilesForm, KeepForm, SourceForm
from throughline.rooms.funding.revenues.funds import Funds, with_revenue
from throughline.rooms.funding.revenues.splitting import Split, split
from throughline.rooms.funding.told import told
from throughline.values.errors import RefusedInput
from throughline.values.school_year import SchoolYear
from throughline.web.components import figures
from throughline.web.components.pieces import Tab
from throughline.web.downloads import CSV, as_download


@require_safe
def list_revenues(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """Show a year's sources, and where each goes."""
    viewer = accounts.viewer_of(request)
    page = queries.revenues_page(viewer, queries.this_year() if year is None else year)
    table = pictures.revenues_table(page).read(request)
    if table.exporting:
        accounts.check_may(viewer, "export", "finance")
    years = [
        Tab(one.name, reverse("funding:revenues_of", args=[one.year]), one.year == page.year, one.n_sources)
        for one in page.years
    ]
    shown = {"page": page, "table": table, "years": years, **_consequence(page.split)}
    return table.export(request) or render(request, "revenues/list.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_revenue(request: HttpRequest, year: int, key: str = "") -> HttpResponse:
    """Show one source with what follows from it, and keep it; those who may not write look at it."""
    viewer = accounts.viewer_of(request)
    page = queries.source_page(viewer, year, key)
    may_write = accounts.may(viewer, "write", "finance")
    if request.method == "POST" or not key:
        accounts.check_may(viewer, "write", "finance")
    form = SourceForm(page, request.POST or None)
    refused: RefusedInput | None = None
    if request.method == "POST" and form.is_valid():
        try:
            commands.save_revenue(
                by=viewer, at=timezone.now(), year=year, revenue=form.revenue(), at_schools=form.at_schools()
            )
        except RefusedInput as error:
            refused = error
        else:
            messages.success(request, _("Kept."))
            return redirect("funding:revenues_of", year=year)
    shown = {
        "page": page,
        "form": form,
        "may_write": may_write,
        "refused": told(refused),
        "crumbs": _crumbs(year),
        "bounds": words.bounds_of(page.revenue) if page.revenue else "",
        **_consequence(_split_of(page.funds)),
    }
    return render(request, "revenues/edit.html", shown, status=400 if refused else 200)


@require_POST
def try_revenue(request: HttpRequest, year: int, key: str = "") -> HttpResponse:
    """Answer with what would follow from the source as it is written; nothing is kept."""
    viewer = accounts.viewer_of(request)
    accounts.check_may(viewer, "write", "finance")
    page = queries.source_page(viewer, year, key)
    form = SourceForm(page, request.POST)
    if not form.is_valid():
        return render(request, "revenues/consequence.html", {"form": form})
    funds = with_revenue(page.funds, form.revenue(), form.at_schools())
    return render(request, "revenues/consequence.html", _consequence(_split_of(funds)))


@require_POST
def remove_revenue(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """Take a source out of a year."""
    commands.remove_revenue(by=accounts.viewer_of(request), at=timezone.now(), year=year, key=key)
    messages.success(request, _("Taken out. Budgets that drew on it stay as they are."))
    return redirect("funding:revenues_of", year=year)


@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: HttpRequest, year: int) -> HttpResponse:
    """Ask for the files, and show what they would change."""
    return _files_of(request, year).look(request)


@require_POST
def keep_files(request: HttpRequest, year: int) -> HttpResponse:
    """Keep a year's revenues as its files say; the files are read and checked again."""
    return _files_of(request, year).keep(request)


@require_safe
def download_revenues(request: HttpRequest, year: int) -> HttpResponse:
    """Send a year's sources as the file they can be brought in from."""
    viewer = accounts.viewer_of(request)
    accounts.check_may(viewer, "export", "finance")
    page = queries.revenues_page(viewer, year)
    return as_download(files.as_file(page.funds), CSV, f"revenues-{page.year_name}.csv")


def _files_of(request: HttpRequest, year: int) -> Bringing[files.Preview]:
    viewer = accounts.viewer_of(request)
    accounts.check_may(viewer, "write", "finance")
    name = {"year": SchoolYear(queries.check_year(year))}

    def keep(found: files.Preview) -> str:
        n = commands.bring_in_revenues(by=viewer, at=timezone.now(), funds=found.funds)
        return ngettext("%(n)s source is kept.", "%(n)s sources are kept.", n) % {"n": figures.number(n)}

    return Bringing(
        name=_("Bring in revenues"),
        title=_("Bring in the revenues of %(year)s") % name,
        lead=_(
            "The file is the whole year: what it does not name is no source of it. You see what would change before"
            " anything is kept."
        ),
        keep_label=_("Keep these revenues"),
        again_label=_("Choose other files"),
        crumbs=_crumbs(year),
        ask_url=reverse("funding:bring_in_revenues", args=[year]),
        keep_url=reverse("funding:keep_revenues", args=[year]),
        asks=FilesForm,
        sends=KeepForm,
        reads=lambda form: files.preview(year, *form.chosen()),
        shows=lambda found: Looked(
            title=_("The revenues of %(year)s would be these") % name,
            lead=_("Nothing is kept yet."),
            parts=[Part(pictures.compared_table(found.compared))],
            keep=KeepForm.holding(*found.files),
            warnings=found.warnings,
            follows="revenues/consequence.html",
            more=_consequence(found.split),
        ),
        keeps=keep,
        next_url=lambda _found: reverse("funding:revenues_of", args=[year]),
    )


def _split_of(funds: Funds) -> Split:
    return split(funds, queries.school_ids(), None)


def _consequence(found: Split) -> dict[str, object]:
    return {
        "split": found,
        "ledger": words.split_ledger(found),
        "services": words.services_ledger(found),
        "share": words.discretion_sentence(found.discretion),
        "beyond": told(found.refused),
        "unplaced": told(found.unplaced),
    }


def _crumbs(year: int) -> list[tuple[str, str]]:
    label = _("Revenues of %(year)s") % {"year": SchoolYear(year)}
    return [(label, reverse("funding:revenues_of", args=[year]))]
