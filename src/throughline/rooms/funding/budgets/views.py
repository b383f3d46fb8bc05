"""School budgets: the list, one school, earlier runs, a new run, and the files."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from throughline.rooms.accounts import api as accounts
from throughline.rooms.funding.budgets import commands, downloads, pictures, proving, queries, words
from throughline.rooms.funding.budgets.forms import NewRunForm
from throughline.rooms.funding.budgets.guaranteed import charge_sentence, paid_sentence, school_ledger
from throughline.rooms.funding.budgets.ledgers import ledger_of, runs_table
from throughline.rooms.funding.filed import filed_days
from throughline.rooms.funding.formulas import queries as formulas
from throughline.rooms.funding.prior.pictures import export_of, exporting, school_table, sections
from throughline.rooms.funding.prior.queries import years_kept_for
from throughline.rooms.funding.prior.words import school_sentence
from throughline.rooms.funding.revenues import drawn
from throughline.rooms.funding.revenues.queries import years_for
from throughline.rooms.funding.told import told
from throughline.values.errors import RefusedInput


@require_safe
def list_budgets(request: HttpRequest, number: int | None = None) -> HttpResponse:
    """Show every school's budget in the newest run, or in the one asked for."""
    viewer = accounts.viewer_of(request)
    run = queries.latest_run_for(viewer) if number is None else queries.get_run_for(viewer, number)
    if run is None:
        may_start = accounts.may(viewer, "write", "finance")
        return render(request, "budgets/none.html", {"may_start": may_start})
    page = queries.budgets_page(viewer, run)
    table = pictures.budgets_table(page).read(request)
    links = {row.source_id: reverse("funding:school_budget", args=[run.number, row.school_id]) for row in page.rows}
    beside = sections(request, page.compared, _("This budget"), links, f"run-{run.number}")
    if table.exporting or exporting(beside):
        downloads.check_may_export(viewer)
    shown = {
        "page": page,
        "beside": beside,
        "table": table,
        "chart": pictures.need_chart(page),
        "sentence": words.district_sentence(page),
        "figures": words.headline(page),
        "terms": words.run_terms(page.run),
    }
    return table.export(request) or export_of(beside, request) or render(request, "budgets/list.html", shown)


@require_safe
def show_budget(request: HttpRequest, number: int, school_id: int) -> HttpResponse:
    """Show one school's dollars and the arithmetic behind them."""
    viewer = accounts.viewer_of(request)
    page = queries.budget_page(viewer, queries.get_run_for(viewer, number), school_id)
    shown = {
        "page": page,
        "ledger": ledger_of(page),
        "guaranteed": school_ledger(page.guaranteed),
        "guaranteed_says": paid_sentence(page.guaranteed, page.guaranteed_cents),
        "charge_says": charge_sentence(page.charge),
        "from": drawn.school_ledgers(page.draws),
        "lead": " ".join(filter(None, (words.school_sentence(page), words.change_sentence(page)))),
        "steps": [words.line_sentence(line) for line in page.lines if line.rate_cents is not None],
        "walk": page.walk,
        "sum": words.total_sentence(page),
        "figures": words.headline(page),
        "beside": school_table(page.compared).read(request) if page.compared else None,
        "beside_says": [school_sentence(one.found.schools[0], one.side) for one in page.compared],
        "terms": words.run_terms(page.run),
        "crumbs": [(_("School budgets"), reverse("funding:run", args=[number]))],
    }
    return render(request, "budgets/school.html", shown)


@require_safe
def show_sources(request: HttpRequest, number: int) -> HttpResponse:
    """Show which source each school's dollars come from."""
    viewer = accounts.viewer_of(request)
    found = queries.drawn_page(viewer, queries.get_run_for(viewer, number))
    schools = [drawn.school_drawn(*one) for one in found.schools]
    table = drawn.schools_table(schools, found.sources, f"run-{number}-sources").read(request)
    if table.exporting:
        downloads.check_may_export(viewer)
    shown = {
        "title": _("Run %(number)s") % {"number": number},
        "table": table,
        "sources": drawn.sources_table(found.sources).read(request),
        "crumbs": [(_("School budgets"), reverse("funding:run", args=[number]))],
        "not_covered_cents": found.not_covered_cents,
    }
    return table.export(request) or render(request, "revenues/drawn.html", shown)


@require_safe
def prove_run(request: HttpRequest, number: int) -> HttpResponse:
    """Do a run's sums again, and show that they come to the same."""
    viewer = accounts.viewer_of(request)
    proof = proving.prove(viewer, queries.get_run_for(viewer, number))
    title = _("Run %(number)s") % {"number": number}
    shown = {
        "proof": proof,
        "title": title,
        "lead": _("Every sum was done again just now, from the figures that the run keeps."),
        "says": words.proof_sentence(proof),
        "terms": words.proof_terms(proof),
        "crumbs": [(_("School budgets"), reverse("funding:run", args=[number]))],
    }
    return render(request, "budgets/proof.html", shown)


@require_safe
def list_runs(request: HttpRequest) -> HttpResponse:
    """Show every run there was."""
    table = runs_table(queries.find_runs(accounts.viewer_of(request))).read(request)
    shown = {"table": table, "crumbs": _crumbs()}
    return table.export(request) or render(request, "budgets/runs.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def start_run(request: HttpRequest) -> HttpResponse:
    """Ask for a formula and a day, count, and go to the result."""
    viewer = accounts.viewer_of(request)
    accounts.check_may(viewer, "write", "finance")
    asked = {
        "formula": request.GET.get("formula", ""),
        "year": request.GET.get("year", ""),
        "count_on": queries.usual_count_day(accounts.today()),
    }
    form = NewRunForm(request.POST or None, request.FILES or None, initial=asked)
    form.offer(
        formulas.choices_for(viewer), accounts.today(), years_for(viewer), years_kept_for(viewer), filed_days(viewer)
    )
    form.ask_for(formulas.steps_chosen(viewer, request.POST.get("formula") or asked["formula"]))
    problems: RefusedInput | None = None
    if request.method == "POST" and form.is_valid():
        formula = formulas.get_formula_for(viewer, int(form.cleaned_data["formula"]))
        try:
            started = commands.start_run(
                by=viewer,
                at=timezone.now(),
                formula=formula,
                count_on=form.cleaned_data["count_on"],
                brought=form.brought(),
                year=form.fiscal_year(),
            )
        except RefusedInput as refused:
            problems = refused
        else:
            _tell(request, started)
            return redirect("funding:run", number=started.run.number)
    shown = {"form": form, "refused": told(problems), "has_formulas": form.has_formulas, "crumbs": _crumbs()}
    return render(request, "budgets/new.html", shown, status=400 if problems else 200)


@require_safe
def download_workbook(request: HttpRequest, number: int, school_id: int | None = None) -> HttpResponse:
    """Send the workbook of a run, or of one of its schools."""
    viewer = accounts.viewer_of(request)
    return downloads.workbook(viewer, queries.get_run_for(viewer, number), school_id)


@require_safe
def download_trace(request: HttpRequest, number: int, school_id: int | None = None) -> HttpResponse:
    """Send every step of a run's arithmetic, or of one of its schools."""
    viewer = accounts.viewer_of(request)
    return downloads.trace(viewer, queries.get_run_for(viewer, number), school_id)


def _crumbs() -> list[tuple[str, str]]:
    return [(_("School budgets"), reverse("funding:budgets"))]


def _tell(request: HttpRequest, started: commands.StartedRun) -> None:
    number = {"number": started.run.number}
    if started.is_new:
        messages.success(request, _("Counted and allocated. This is run %(number)s.") % number)
    else:
        says = _("Nothing has changed since run %(number)s: the same formula, day and counts give the same dollars.")
        messages.info(request, says % number)
