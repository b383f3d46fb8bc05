"""Scenarios: the list, a new one, one with its consequences live beside its decisions, and several side by side."""

from fractions import Fraction

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughline.engines.funding.positions import AVERAGE
from throughline.rooms.accounts import api as accounts
from throughline.rooms.funding.budgets.downloads import check_may_export
from throughline.rooms.funding.budgets.queries import usual_count_day
from throughline.rooms.funding.filed import counted_words, filed_days
from throughline.rooms.funding.formulas import queries as formulas
from throughline.rooms.funding.models import Scenario
from throughline.rooms.funding.prior.pictures import export_of, exporting, sections
from throughline.rooms.funding.prior.queries import years_kept_for
from throughline.rooms.funding.prior.sides import Compared
from throughline.rooms.funding.prior.words import short_sentence
from throughline.rooms.funding.recount_rule import recount_sentence
from throughline.rooms.funding.revenues import drawn, only_adds
from throughline.rooms.funding.revenues.queries import years_for
from throughline.rooms.funding.revenues.words import discretion_sentence
from throughline.rooms.funding.scenarios import charges, commands, matrices, pictures, queries, words
from throughline.rooms.funding.scenarios.consequences import Consequence, Decided, recounted_by_proxies
from throughline.rooms.funding.scenarios.forms import (
    AdoptForm,
    DecideForm,
    ExplanationForm,
    NameForm,
    NewScenarioForm,
    NoticeForm,
)
from throughline.rooms.funding.staff.pictures import left_table
from throughline.rooms.funding.told import told
from throughline.values.errors import RefusedInput


@require_safe
def list_scenarios(request: HttpRequest) -> HttpResponse:
    """Show every scenario."""
    viewer = accounts.viewer_of(request)
    rows = queries.find_scenarios(viewer)
    table = pictures.scenarios_table(rows).read(request)
    shown = {"table": table, "rows": rows, "may_write": accounts.may(viewer, "write", "finance")}
    return table.export(request) or render(request, "scenarios/list.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def begin_scenario(request: HttpRequest) -> HttpResponse:
    """Ask for a name, a formula and a day, count once, and go to the scenario."""
    viewer = accounts.viewer_of(request)
    accounts.check_may(viewer, "write", "finance")
    asked = {
        "formula": request.GET.get("formula", ""),
        "year": request.GET.get("year", ""),
        "count_on": usual_count_day(accounts.today()),
    }
    form = NewScenarioForm(request.POST or None, request.FILES or None, initial=asked)
    form.offer(
        formulas.choices_for(viewer), accounts.today(), years_for(viewer), years_kept_for(viewer), filed_days(viewer)
    )
    form.ask_for(formulas.steps_chosen(viewer, request.POST.get("formula") or asked["formula"]))
    refused: RefusedInput | None = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = commands.begin_scenario(
                by=viewer,
                at=timezone.now(),
                name=given["name"],
                formula=formulas.get_formula_for(viewer, int(given["formula"])),
                count_on=given["count_on"],
                brought=form.brought(),
                year=form.fiscal_year(),
                days={} if given["one_day"] else None,
            )
        except RefusedInput as error:
            refused = error
        else:
            return redirect("funding:scenario", number=made.number)
    shown = {"form": form, "refused": told(refused), "crumbs": _crumbs(), "has_formulas": form.has_formulas}
    return render(request, "scenarios/new.html", shown, status=400 if refused else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def show_scenario(request: HttpRequest, number: int) -> HttpResponse:
    """Show a scenario, and keep what is decided in it."""
    viewer = accounts.viewer_of(request)
    scenario = queries.get_scenario_for(viewer, number)
    page = queries.scenario_page(viewer, scenario)
    about = (page.funds, page.proxies, page.floors, page.found.inputs.staff)
    form = DecideForm(page.decisions, page.sources, page.decided, request.POST or None, *about)
    refused: RefusedInput | None = None
    if request.method == "POST":
        accounts.check_may(viewer, "write", "finance")
        if form.is_valid():
            try:
                commands.decide_scenario(by=viewer, at=timezone.now(), scenario=scenario, decided=form.decided())
            except RefusedInput as error:
                refused = error
            else:
                messages.success(request, _("Kept."))
                return redirect("funding:scenario", number=number)
    table = pictures.schools_table(page.found, number).read(request)
    beside = sections(request, page.compared, _("This scenario"), {}, f"scenario-{number}")
    if table.exporting or exporting(beside):
        check_may_export(viewer)
    shown = {
        "page": page,
        "beside": beside,
        "base": words.base_sentence(page.found.inputs),
        "recount": recount_sentence(scenario.recount, page.found.inputs.on) if scenario.recount else "",
        "counted": counted_words(page.found.inputs.on, page.found.inputs.rule),
        "own_days": words.days_sentences(page.found),
        "scenario": scenario,
        "form": form,
        "refused": told(refused),
        "table": table,
        "beyond": matrices.beyond_matrix(page.found.result.formula),
        "matrix": matrices.matrix_table(page.found.result.formula).read(request),
        "thread": words.way_to_adoption(scenario),
        "status": words.state_status(scenario.state),
        "name_form": NameForm(),
        "explanation_form": ExplanationForm(asks_reason=page.found.supplement.needs_reason),
        "adopt_form": AdoptForm(),
        "notice_form": NoticeForm(),
        "crumbs": _crumbs(),
        **_consequence(request, scenario, page.decided, page.found, page.years, page.compared),
    }
    answer = table.export(request) or export_of(beside, request)
    return answer or render(request, "scenarios/detail.html", shown, status=400 if refused else 200)


@require_POST
def try_out(request: HttpRequest, number: int) -> HttpResponse:
    """Answer with what would follow from the decisions sent; nothing is kept."""
    viewer = accounts.viewer_of(request)
    accounts.check_may(viewer, "write", "finance")
    scenario = queries.get_scenario_for(viewer, number)
    decisions, sources, decided = queries.decisions_in(scenario)
    funds, proxies = queries.funds_in(scenario), queries.proxies_in(scenario)
    about = (funds, proxies, queries.floors_in(scenario), queries.staff_in(scenario))
    form = DecideForm(decisions, sources, decided, request.POST, *about)
    if not form.is_valid():
        return render(request, "scenarios/not_yet.html", {"form": form})
    wanted = form.decided()
    try:
        found, years = queries.try_out(scenario, wanted)
    except RefusedInput as error:
        return render(request, "scenarios/not_yet.html", {"refused": told(error)})
    compared = queries.compared_beside(viewer, scenario, found)
    return render(
        request, "scenarios/consequence.html", _consequence(request, scenario, wanted, found, years, compared)
    )


@require_POST
def branch_scenario(request: HttpRequest, number: int) -> HttpResponse:
    """Begin a branch and go there."""
    viewer = accounts.viewer_of(request)
    scenario = queries.get_scenario_for(viewer, number)
    form = NameForm(request.POST)
    accounts.check_may(viewer, "write", "finance")
    if not form.is_valid():
        messages.error(request, _("Give the branch a name."))
        return redirect("funding:scenario", number=number)
    made = commands.branch_scenario(by=viewer, at=timezone.now(), scenario=scenario, name=form.cleaned_data["name"])
    return redirect("funding:scenario", number=made.number)


@require_POST
def move_scenario(request: HttpRequest, number: int, act: str) -> HttpResponse:
    """Lock, propose or adopt a scenario."""
    viewer = accounts.viewer_of(request)
    accounts.check_may(viewer, "write", "finance")
    scenario = queries.get_scenario_for(viewer, number)
    form: ExplanationForm | AdoptForm = AdoptForm(request.POST) if act == "adopt" else ExplanationForm(request.POST)
    try:
        if act == "lock":
            commands.lock_scenario(by=viewer, at=timezone.now(), scenario=scenario)
        elif act == "adopt" and form.is_valid():
            run = commands.adopt_scenario(by=viewer, at=timezone.now(), scenario=scenario, **form.cleaned_data)
            messages.success(
                request, _("Adopted. Every school's budget is now run %(number)s.") % {"number": run.number}
            )
            return redirect("funding:run", number=run.number)
        elif act == "propose" and form.is_valid():
            commands.propose_scenario(by=viewer, at=timezone.now(), scenario=scenario, **form.cleaned_data)
        else:
            messages.error(
                request, _("Write the explanation for the public, of at most 4,000 letters in each language.")
            )
    except RefusedInput as refused:
        said = told(refused)
        messages.error(request, f"{said.says} {said.next_step}" if said else "")
    return redirect("funding:scenario", number=number)


@require_safe
def show_sources(request: HttpRequest, number: int) -> HttpResponse:
    """Show which source each school's dollars would come from."""
    viewer = accounts.viewer_of(request)
    scenario = queries.get_scenario_for(viewer, number)
    found = queries.drawn_in(scenario)
    schools, sources = [drawn.school_drawn(*one) for one in found.schools], found.sources
    table = drawn.schools_table(schools, sources, f"scenario-{number}-sources").read(request)
    if table.exporting:
        check_may_export(viewer)
    shown = {
        "title": scenario.name,
        "table": table,
        "sources": drawn.sources_table(sources).read(request),
        "crumbs": [*_crumbs(), (scenario.name, reverse("funding:scenario", args=[number]))],
        "not_covered_cents": found.not_covered_cents,
    }
    return table.export(request) or render(request, "revenues/drawn.html", shown)


@require_safe
def compare_scenarios(request: HttpRequest) -> HttpResponse:
    """Lay scenarios side by side: figures, chart, every school, and each school's place."""
    viewer = accounts.viewer_of(request)
    numbers = [int(number) for number in request.GET.getlist("s") if number.isdigit()]
    try:
        pairs = queries.compared(viewer, numbers)
    except RefusedInput as refused:
        said = told(refused)
        messages.info(request, f"{said.says} {said.next_step}" if said else "")
        return redirect("funding:scenarios")
    table = pictures.compared_table(pairs, queries.sides_shared(viewer, pairs)).read(request)
    ranking = pictures.ranking_table(pairs).read(request)
    if table.exporting or ranking.exporting:
        check_may_export(viewer)
    columns = [
        (
            f"{letter} · {scenario.name}",
            scenario.number,
            words.headline(found),
            [
                words.base_sentence(found.inputs),
                words.counted_sentence(found),
                *words.cost_sentences(found),
                charges.named(found, Decided.of_json(scenario.decisions)),
                *([warned.title] if (warned := only_adds.shown_of(found.checked)) else []),
                *map(short_sentence, queries.compared_beside(viewer, scenario, found)),
            ],
        )
        for letter, (scenario, found) in zip(pictures.LETTERS, pairs, strict=False)
    ]
    shown = {"columns": columns, "table": table, "ranking": ranking, "chart": pictures.compared_strips(pairs)}
    answer = table.export(request) or ranking.export(request)
    return answer or render(request, "scenarios/compare.html", shown | {"crumbs": _crumbs()})


def _consequence(
    request: HttpRequest,
    scenario: Scenario,
    decided: Decided,
    found: Consequence,
    years: list[queries.YearAhead],
    compared: list[Compared],
) -> dict[str, object]:
    gainers, losers = words.moved(found)
    recounted = recounted_by_proxies(scenario.formula, decided, found)
    kept, both = charges.charge_of(found, decided), charges.charged_in(accounts.viewer_of(request), found)
    aims = [discretion_sentence(found.drawn.discretion, Fraction(decided.discretion))] if found.drawn else []
    return {
        "figures": words.headline(found),
        "costs": [*words.cost_sentences(found), *filter(None, aims), *map(short_sentence, compared)],
        "supplement": only_adds.shown_of(found.checked),
        "supplanted": only_adds.offsets_table(found.checked).read(request) if found.supplement.offsets else None,
        "recounted_says": words.recounted_sentence(recounted, queries.proxies_in(scenario, found.inputs), decided)
        if recounted
        else "",
        "recounted": pictures.recounted_table(recounted).read(request) if recounted else None,
        "charge_missing": charges.missing_says(found),
        "charge_says": charges.named(found, decided),
        "charged_says": charges.says_of(both, kept) if both else [],
        "charged": left_table(both, kept.way or AVERAGE).read(request) if both else None,
        "equity": pictures.equity_charts(found),
        "gainers": gainers,
        "losers": losers,
        "chart": pictures.change_strips(found),
        "years": pictures.years_table(years).read(request) if years else None,
        "sources": drawn.sources_table(found.drawn.sources, brief=True).read(request) if found.drawn else None,
    }


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Scenarios"), reverse("funding:scenarios"))]
