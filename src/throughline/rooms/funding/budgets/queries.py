"""Read runs and budgets as the viewer may see them."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import get_language

from throughline.engines.funding.prior import PriorBudget
from throughline.rooms.accounts import api as accounts
from throughline.rooms.funding import access
from throughline.rooms.funding.as_steps import as_steps
from throughline.rooms.funding.budgets.reading import (
    in_need_of,
    level_labels,
    line_views,
    never_counted,
    own_days_by_column,
    shown_need,
    walk_of,
)
from throughline.rooms.funding.budgets.replayed import replayed
from throughline.rooms.funding.budgets.values import (
    BudgetPage,
    BudgetsPage,
    Change,
    RunRow,
    RunView,
    SchoolRow,
)
from throughline.rooms.funding.documents import formula_value
from throughline.rooms.funding.filed import counted_words, is_filed, is_projected
from throughline.rooms.funding.floors import GUARANTEED, lines_of_json
from throughline.rooms.funding.formulas.sentences import level_name
from throughline.rooms.funding.models import BudgetDraw, Run, SchoolBudget
from throughline.rooms.funding.own_days import of_json
from throughline.rooms.funding.prior.sides import Compared, Side, compared_with, kept_budgets, sides_for
from throughline.rooms.funding.recount_rule import recount_sentence
from throughline.rooms.funding.revenues.drawing import PaidDraw, SchoolsDrawn, sources_drawn
from throughline.rooms.funding.revenues.funds import Funds
from throughline.values.errors import NotFound, RefusedInput
from throughline.values.money import per_pupil
from throughline.values.school_year import SchoolYear
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop


def language() -> str:
    """This function will return the language the page is read in."""
    return get_language() or "en"


def latest_run_for(viewer: Viewer) -> Run | None:
    """This function will return the newest run, or None before the first. **Raises** `NotAllowed`."""
    return access.get_runs_for(viewer).order_by("-number").first()


def get_run_for(viewer: Viewer, number: int) -> Run:
    """This function will return a run by its number. **Raises** `NotAllowed`, `NotFound`."""
    run = access.get_runs_for(viewer).filter(number=number).first()
    if run is None:
        raise NotFound(gettext_noop("There is no such run."), gettext_noop("Choose one from the list of runs."))
    return run


def find_runs(viewer: Viewer) -> list[RunRow]:
    """This function will list all runs, the newest first, with the whole district's totals.

    **Raises** `NotAllowed` for those who see only some schools' dollars.
    """
    accounts.check_may(viewer, "see", access.CLASS)
    return [
        RunRow(
            run.number,
            formula_value(run.formula).name.text(language()),
            run.count_on,
            run.n_schools,
            run.n_students,
            run.total_cents,
            run.by_name,
            run.at,
            is_projected(run.count_rule),
        )
        for run in access.get_runs_for(viewer).order_by("-number")
    ]


def budgets_page(viewer: Viewer, run: Run) -> BudgetsPage:
    """This function will return every budget of a run that the viewer may see."""
    view = view_of(run)
    share_of = shown_need(view.formula)
    budgets = list(access.get_budgets_for(viewer).filter(run=run).order_by("school_name", "pk"))
    lines = access.get_lines_for(viewer).filter(budget__run=run)
    in_need = in_need_of(view.formula, share_of, budgets, lines)
    labels = level_labels(view.formula)
    rows = [_row(budget, labels, in_need.get(budget.pk)) for budget in budgets]
    newest = access.get_runs_for(viewer).order_by("-number").values_list("number", flat=True)
    numbers = list(newest)
    total, n_students = sum(row.total_cents for row in rows), sum(row.n_students for row in rows)
    return BudgetsPage(
        run=view,
        name=view.formula.name.text(language()),
        rows=rows,
        total_cents=total,
        n_students=n_students,
        per_pupil_cents=per_pupil(total, n_students),
        share_label=share_of.label if share_of else "",
        levels=[(key, label) for key, label in labels.items() if any(row.level == key for row in rows)],
        never_counted=never_counted(view.formula, budgets, lines),
        is_newest=run.number == numbers[0],
        newest_number=numbers[0],
        n_runs=len(numbers),
        may_start=accounts.may(viewer, "write", access.CLASS),
        sees_all=accounts.may(viewer, "see", access.CLASS),
        is_adopted=access.get_adoptions_for(viewer).filter(run=run).exists(),
        compared=_compared(budgets, sides_for(viewer, run.fiscal_year)),
    )


def budget_page(viewer: Viewer, run: Run, school_id: int) -> BudgetPage:
    """This function will return one school's budget. **Raises** `NotAllowed`, `NotFound`."""
    budget = access.get_budgets_for(viewer).filter(run=run, school_id=school_id).first()
    if budget is None:
        raise NotFound(gettext_noop("There is no such budget."), gettext_noop("Go back to School budgets."))
    view = view_of(run)
    lines = access.get_lines_for(viewer).filter(budget=budget).order_by("position")
    newest = access.get_runs_for(viewer).order_by("-number").values_list("number", flat=True).first()
    own_days = own_days_by_column(view.formula, view.own)
    way = replayed(view.formula, budget.steps, own_days, view.counted)
    return BudgetPage(
        run=view,
        school_id=school_id,
        name=budget.school_name,
        level_label=level_labels(view.formula).get(budget.level, level_name(budget.level)),
        n_students=budget.n_students,
        per_pupil_cents=per_pupil(budget.total_cents, budget.n_students),
        total_cents=budget.total_cents,
        lines=line_views(view.formula, lines),
        walk=walk_of(view.formula, budget, way.lines),
        replayed=way,
        change=_change(viewer, budget),
        is_newest=run.number == newest,
        draws=_draws(access.get_draws_for(viewer).filter(budget=budget)).get(budget.pk, []),
        compared=_compared([budget], sides_for(viewer, run.fiscal_year, school_id=school_id)),
        guaranteed=lines_of_json(budget.guaranteed),
        guaranteed_cents=sum(line.amount_cents for line in lines if line.step.startswith(GUARANTEED)),
        charge=charge_in(viewer, run),
    )


def charge_in(viewer: Viewer, run: Run) -> tuple[str, str] | None:
    """This function will return how a run's schools are charged for staff, and why: as it was frozen.

    Of a run that froze nothing it is as its year decides; None where nobody did.
    """
    if run.charge:
        return run.charge["way"], run.charge["reason"]
    return access.get_staff_charges_for(viewer).filter(year=run.fiscal_year).values_list("way", "reason").first()


def drawn_page(viewer: Viewer, run: Run) -> SchoolsDrawn:
    """This function will say which source each school's dollars come from. **Raises** `NotAllowed`, `NotFound`."""
    accounts.check_may(viewer, "see", access.CLASS)
    if not run.funds:
        raise NotFound(
            gettext_noop("This run draws on no revenues."),
            gettext_noop("Count again, and choose the year's revenues."),
        )
    budgets = list(access.get_budgets_for(viewer).filter(run=run).order_by("school_name", "pk"))
    by_budget = _draws(access.get_draws_for(viewer).filter(budget__run=run))
    drawn: dict[str, int] = {}
    for draws in by_budget.values():
        for draw in draws:
            drawn[draw.source] = drawn.get(draw.source, 0) + (0 if draw.beside else draw.cents)
    funds = Funds.of_json(run.funds)
    placed = funds.place(as_steps(formula_value(run.formula)), [budget.school_source_id for budget in budgets])
    schools = [(budget.school_name, by_budget.get(budget.pk, [])) for budget in budgets]
    return SchoolsDrawn(schools, sources_drawn(placed, drawn))


def _compared(budgets: Sequence[SchoolBudget], sides: Sequence[Side]) -> list[Compared]:
    now = [PriorBudget(one.school_source_id, one.total_cents, one.n_students) for one in budgets]
    return compared_with(now, {one.school_source_id: one.school_name for one in budgets}, sides)


def _draws(rows: QuerySet[BudgetDraw]) -> dict[int, list[PaidDraw]]:
    found: dict[int, list[PaidDraw]] = {}
    for row in rows.order_by("pk"):
        one = PaidDraw(row.source, row.name, row.need, row.cents, row.beside)
        found.setdefault(row.budget_id, []).append(one)
    return found


def view_of(run: Run) -> RunView:
    """This function will return a run as pages show it."""
    formula = formula_value(run.formula)
    return RunView(
        id=run.pk,
        number=run.number,
        formula_id=run.formula_id,
        formula=formula,
        formula_number=run.formula.number,
        count_on=run.count_on,
        by_name=run.by_name,
        at=run.at,
        engine_version=run.engine_version,
        inputs_digest=run.inputs_digest,
        result_digest=run.result_digest,
        draws=bool(run.funds),
        recount=recount_sentence(run.recount, run.count_on) if run.recount else "",
        filed=is_filed(run.count_rule),
        projected=is_projected(run.count_rule),
        counted=counted_words(run.count_on, run.count_rule),
        own=of_json(run.count_days),
        year_name=str(SchoolYear(run.fiscal_year)),
    )


def _row(budget: SchoolBudget, labels: dict[str, str], n_in_need: int | None) -> SchoolRow:
    known = n_in_need is not None and budget.n_students > 0
    return SchoolRow(
        school_id=budget.school_id,
        source_id=budget.school_source_id,
        name=budget.school_name,
        level=budget.level,
        level_label=labels.get(budget.level, budget.level),
        n_students=budget.n_students,
        n_in_need=n_in_need,
        need_share=(n_in_need or 0) / budget.n_students if known else None,
        per_pupil_cents=per_pupil(budget.total_cents, budget.n_students),
        total_cents=budget.total_cents,
    )


def _change(viewer: Viewer, budget: SchoolBudget) -> Change | None:
    before = (
        access.get_budgets_for(viewer)
        .filter(school_id=budget.school_id, run__number__lt=budget.run.number)
        .select_related("run")
        .order_by("-run__number")
        .first()
    )
    if before is None:
        return None
    counted = counted_words(before.run.count_on, before.run.count_rule)
    return Change(before.run.number, counted, budget.total_cents - before.total_cents)


def usual_count_day(today: date) -> date:
    """This function will return the newest first of October that has come, else the day itself.

    **Example**

    >>> usual_count_day(date(2026, 11, 20)), usual_count_day(date(2026, 8, 30))
    (datetime.date(2026, 10, 1), datetime.date(2026, 8, 30))
    """
    october = date(SchoolYear.of(today).ends - 1, 10, 1)
    return min(october, today)


class Base(NamedTuple):
    """The budgets that dollars are first compared with and begin from, and whose they are: of a run, or of a year."""

    budgets: dict[str, PriorBudget]
    origin: dict[str, int]


def base_budgets(year: int | None) -> Base:
    """This function will return the budgets kept of a year by school id, or where none is named the newest run's.

    **Raises** `RefusedInput` where none is kept of the year.
    """
    if year is None:
        newest = Run.objects.order_by("-number").first()
        rows = SchoolBudget.objects.filter(run=newest).values_list("school_source_id", "total_cents", "n_students")
        return Base({one[0]: PriorBudget(*one) for one in rows}, {"run": newest.number} if newest else {})
    kept = kept_budgets(year)
    if not kept:
        raise RefusedInput(
            gettext_noop("No budgets are kept of that year."), gettext_noop("Bring them in, or choose another year.")
        )
    return Base({one.school_id: one for one in kept}, {"kept": year})
