"""Earlier budgets: what is kept of a year, a file looked at before it is kept, the file written back, and taken out."""

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
from throughline.rooms.funding.prior import commands, files, pictures, queries
from throughline.rooms.funding.prior.by_source import matching_page
from throughline.rooms.funding.prior.forms import FileForm, KeepForm, MatchForm
from throughline.rooms.funding.revenues.queries import check_year, this_year
from throughline.values.school_year import SchoolYear
from throughline.web.components import figures
from throughline.web.components.pieces import Tab
from throughline.web.downloads import CSV, as_download


@require_safe
def list_prior(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """Show what is kept of a year."""
    viewer = accounts.viewer_of(request)
    page = queries.prior_page(viewer, this_year() if year is None else year)
    table = pictures.kept_table(page).read(request)
    if table.exporting:
        accounts.check_may(viewer, "export", "finance")
    years = [
        Tab(one.name, reverse("funding:prior_of", args=[one.year]), one.year == page.year, one.n_sources)
        for one in page.years
    ]
    return table.export(request) or render(request, "prior/list.html", {"page": page, "table": table, "years": years})


@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: HttpRequest, year: int) -> HttpResponse:
    """Ask for a file, and show what it would change."""
    return _file_of(request, year).look(request)


@require_POST
def keep_file(request: HttpRequest, year: int) -> HttpResponse:
    """Keep what was looked at; it is read and checked again."""
    return _file_of(request, year).keep(request)


@require_POST
def remove_prior(request: HttpRequest, year: int, kind: str) -> HttpResponse:
    """Take a year's budgets or minimums out."""
    commands.remove_prior_budgets(by=accounts.viewer_of(request), at=timezone.now(), year=year, kind=kind)
    messages.success(request, _("Taken out. Scenarios that began from them stay as they are."))
    return redirect("funding:prior_of", year=year)


@require_http_methods(["GET", "HEAD", "POST"])
def match_sources(request: HttpRequest, year: int) -> HttpResponse:
    """Ask which revenue source each source of the year's budgets is, and keep what was chosen."""
    viewer = accounts.viewer_of(request)
    accounts.check_may(viewer, "write", "finance")
    page = matching_page(viewer, year)
    form = MatchForm(page, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        n = commands.match_prior_sources(by=viewer, at=timezone.now(), year=year, matches=form.matches())
        says = ngettext("%(n)s source is matched.", "%(n)s sources are matched.", n)
        messages.success(request, says % {"n": figures.number(n)})
        return redirect("funding:prior_of", year=year)
    shown = {"page": page, "form": form, "year": year, "year_name": str(SchoolYear(year)), "crumbs": _crumbs(year)}
    return render(request, "prior/match.html", shown)


@require_safe
def download_prior(request: HttpRequest, year: int, kind: str) -> HttpResponse:
    """Send a year's budgets or minimums as the file they can be brought in from."""
    viewer = accounts.viewer_of(request)
    accounts.check_may(viewer, "export", "finance")
    kept = queries.kept_of(viewer, check_year(year))[queries.check_kind(kind)]
    content = files.as_file(kept.values(), queries.names_of(viewer, year))
    return as_download(content, CSV, f"{kind}s-{SchoolYear(year)}.csv")


def _file_of(request: HttpRequest, year: int) -> Bringing[files.Preview]:
    viewer = accounts.viewer_of(request)
    accounts.check_may(viewer, "write", "finance")
    name = {"year": SchoolYear(check_year(year))}

    def show(found: files.Preview) -> Looked:
        minimums = found.kind == queries.KINDS[1]
        title = (
            _("The minimums of %(year)s would be these") if minimums else _("The budgets of %(year)s would be these")
        )
        return Looked(
            title=title % name,
            lead=_("They come to %(total)s. Nothing is kept yet.") % {"total": figures.money(found.total_cents)},
            parts=[Part(pictures.preview_table(found.compared))],
            keep=KeepForm.holding(files.as_file(found.budgets, files.schools_of(year)), kind=found.kind),
            warnings=found.warnings,
        )

    def keep(found: files.Preview) -> str:
        n = commands.bring_in_prior_budgets(
            by=viewer, at=timezone.now(), year=year, kind=found.kind, budgets=found.budgets
        )
        return ngettext("Kept for %(n)s school.", "Kept for %(n)s schools.", n) % {"n": figures.number(n)}

    return Bringing(
        name=_("Bring in earlier budgets"),
        title=_("Bring in the budgets of %(year)s") % name,
        lead=_(
            "The file is all schools: one that it does not name has none. You see what would change before anything is"
            " kept."
        ),
        keep_label=_("Keep them"),
        crumbs=_crumbs(year),
        ask_url=reverse("funding:bring_in_prior", args=[year]),
        keep_url=reverse("funding:keep_prior", args=[year]),
        asks=FileForm,
        sends=KeepForm,
        reads=lambda form: files.preview(viewer, year, form.cleaned_data["kind"], form.chosen()),
        shows=show,
        keeps=keep,
        next_url=lambda _found: reverse("funding:prior_of", args=[year]),
    )


def _crumbs(year: int) -> list[tuple[str, str]]:
    label = _("Budgets of %(year)s") % {"year": SchoolYear(year)}
    return [(label, reverse("funding:prior_of", args=[year]))]
