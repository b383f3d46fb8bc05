"""Read runs and budgets as the viewer may see them."""

from datetime import date

from django.db.models import QuerySet
from django.utils.translation import get_language

from throughline.engines import funding as engine
from throughline.rooms.accounts import api as accounts
from throughline.rooms.funding import access
from throughline.rooms.funding.budgets.values import (
    BudgetPage,
    BudgetsPage,
    Change,
    LineView,
    RunRow,
    RunView,
    SchoolRow,
)
from throughline.rooms.funding.documents import formula_value
from throughline.rooms.funding.models import BudgetLine, Run, SchoolBudget
from throughline.values.errors import NotFound
from throughline.values.money import per_pupil
from throughline.values.school_year import SchoolYear
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

POVERTY = "economically_disadvantaged"  # the need that dollars are first looked at against, where it is paid for


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
        )
        for run in access.get_runs_for(viewer).order_by("-number")
    ]


def budgets_page(viewer: Viewer, run: Run) -> BudgetsPage:
    """This function will return every budget of a run that the viewer may see."""
    view = view_of(run)
    share_of = _share_need(view.formula)
    budgets = list(access.get_budgets_for(viewer).filter(run=run).order_by("school_name", "pk"))
    lines = access.get_lines_for(viewer).filter(budget__run=run)
    in_need = dict(lines.filter(need=share_of.key).values_list("budget_id", "n_students")) if share_of else {}
    labels = {level.key: level.label.text(language()) for level in view.formula.levels}
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
        share_label=share_of.label.text(language()) if share_of else "",
        levels=[(key, label) for key, label in labels.items() if any(row.level == key for row in rows)],
        never_counted=_never_counted(view.formula, lines),
        is_newest=run.number == numbers[0],
        newest_number=numbers[0],
        n_runs=len(numbers),
        may_start=accounts.may(viewer, "write", access.CLASS),
        sees_all=accounts.may(viewer, "see", access.CLASS),
    )


def budget_page(viewer: Viewer, run: Run, school_id: int) -> BudgetPage:
    """This function will return one school's budget. **Raises** `NotAllowed`, `NotFound`."""
    budget = access.get_budgets_for(viewer).filter(run=run, school_id=school_id).first()
    if budget is None:
        raise NotFound(gettext_noop("There is no such budget."), gettext_noop("Go back to School budgets."))
    view = view_of(run)
    labels = {need.key: need.label.text(language()) for need in view.formula.needs}
    lines = access.get_lines_for(viewer).filter(budget=budget).order_by("position")
    level = next(level for level in view.formula.levels if level.key == budget.level)
    newest = access.get_runs_for(viewer).order_by("-number").values_list("number", flat=True).first()
    return BudgetPage(
        run=view,
        school_id=school_id,
        name=budget.school_name,
        level_label=level.label.text(language()),
        n_students=budget.n_students,
        per_pupil_cents=per_pupil(budget.total_cents, budget.n_students),
        total_cents=budget.total_cents,
        lines=[
            LineView(labels[line.need], line.counts, line.n_students, line.rate_cents, line.amount_cents)
            for line in lines
        ],
        change=_change(viewer, budget),
        is_newest=run.number == newest,
    )


def view_of(run: Run) -> RunView:
    """This function will return a run as pages show it."""
    return RunView(
        id=run.pk,
        number=run.number,
        formula_id=run.formula_id,
        formula=formula_value(run.formula),
        formula_number=run.formula.number,
        count_on=run.count_on,
        by_name=run.by_name,
        at=run.at,
        engine_version=run.engine_version,
        inputs_digest=run.inputs_digest,
        result_digest=run.result_digest,
    )


def _row(budget: SchoolBudget, labels: dict[str, str], n_in_need: int | None) -> SchoolRow:
    known = n_in_need is not None and budget.n_students > 0
    return SchoolRow(
        school_id=budget.school_id,
        name=budget.school_name,
        level=budget.level,
        level_label=labels.get(budget.level, budget.level),
        n_students=budget.n_students,
        n_in_need=n_in_need,
        need_share=(n_in_need or 0) / budget.n_students if known else None,
        per_pupil_cents=per_pupil(budget.total_cents, budget.n_students),
        total_cents=budget.total_cents,
    )


def _share_need(formula: engine.Formula) -> engine.Need | None:
    paid = [need for need in formula.needs if need.counts != engine.ALL_STUDENTS]
    return next((need for need in paid if need.counts == POVERTY), paid[0] if paid else None)


def _never_counted(formula: engine.Formula, lines: QuerySet[BudgetLine]) -> list[str]:
    """Needs the formula pays for and nobody was counted in: more often a file not yet brought in than the truth."""
    counted = set(lines.filter(n_students__gt=0).values_list("need", flat=True).distinct())
    return [need.label.text(language()) for need in formula.needs if need.key not in counted]


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
    return Change(before.run.number, before.run.count_on, budget.total_cents - before.total_cents)


def usual_count_day(today: date) -> date:
    """This function will return the newest first of October that has come, else the day itself.

    **Example**

    >>> usual_count_day(date(2026, 11, 20)), usual_count_day(date(2026, 8, 30))
    (datetime.date(2026, 10, 1), datetime.date(2026, 8, 30))
    """
    october = date(SchoolYear.of(today).ends - 1, 10, 1)
    return min(october, today)
