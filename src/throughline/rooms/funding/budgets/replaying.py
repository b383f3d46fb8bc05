"""Do a run's sums again from its own rows, which is how a run is proved years later."""

from collections.abc import Mapping, Sequence

from throughline.engines import funding as engine
from throughline.engines.funding.steps import SchoolColumns, StepsAllocation, StepsFormula, allocate_steps
from throughline.rooms.accounts import api as accounts
from throughline.rooms.funding import access
from throughline.rooms.funding.budgets.figures import cell_of, funded
from throughline.rooms.funding.budgets.roster_columns import asked_by
from throughline.rooms.funding.documents import formula_value
from throughline.rooms.funding.models import BudgetLine, Run, SchoolBudget
from throughline.rooms.funding.own_days import by_column, of_json
from throughline.rooms.funding.revenues.funds import Funds
from throughline.values.errors import NotFound
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop


def replay_run(viewer: Viewer, run: Run, school_id: int | None = None) -> engine.Allocation:
    """This function will allocate again from the counts a run of a matrix froze: all schools in sight, or one.

    **Raises** `NotFound` where the viewer sees no such school; `ArithmeticError` where a cent differs from what
    was stored, since then neither may be used.
    """
    found = access.get_budgets_for(viewer).filter(run=run)
    budgets = list((found if school_id is None else found.filter(school_id=school_id)).order_by("school_name", "pk"))
    if not budgets:
        raise NotFound(gettext_noop("There is no such budget."), gettext_noop("Go back to School budgets."))
    lines = access.get_lines_for(viewer).filter(budget__in=[budget.pk for budget in budgets]).order_by("position")
    by_budget: dict[int, list[BudgetLine]] = {budget.pk: [] for budget in budgets}
    for line in lines:
        by_budget[line.budget_id].append(line)
    formula = formula_value(run.formula)
    if isinstance(formula, StepsFormula):
        raise TypeError("A run in steps is replayed whole: schools may share money")
    allocation = engine.allocate(formula, _counts(run, budgets, by_budget))
    stored = [[line.amount_cents for line in by_budget[budget.pk]] for budget in budgets]
    if allocation.amounts_cents.tolist() != stored or allocation.totals_cents.tolist() != [
        budget.total_cents for budget in budgets
    ]:
        raise ArithmeticError(f"Run {run.number} does not replay to its own cents; report this")
    return allocation


def replay_steps(viewer: Viewer, run: Run) -> StepsAllocation:
    """This function will do the sums of a run in steps again, for all schools, from the figures it froze.

    **Raises** `NotAllowed` for those who see some schools only, since schools may share money; `ArithmeticError`
    where a cent or a digest differs from what was stored.
    """
    accounts.check_may(viewer, "see", access.CLASS)
    formula = formula_value(run.formula)
    if not isinstance(formula, StepsFormula):
        raise TypeError("A run of a matrix is replayed school by school")
    budgets = list(access.get_budgets_for(viewer).filter(run=run).order_by("school_source_id"))
    result = allocate_steps(formula, frozen_columns(formula, run, budgets))
    stored = tuple(budget.total_cents for budget in budgets)
    if (result.totals_cents, result.digest, result.inputs_digest) != (stored, run.result_digest, run.inputs_digest):
        raise ArithmeticError(f"Run {run.number} does not replay to its own cents; report this")
    return result


def frozen_columns(formula: StepsFormula, run: Run, budgets: Sequence[SchoolBudget]) -> SchoolColumns:
    """This function will read the figures that a run of a formula in steps froze."""
    columns = SchoolColumns(
        tuple(budget.school_source_id for budget in budgets),
        tuple(budget.level for budget in budgets),
        {
            column.key: [cell_of(budget.figures[column.key], column.unit) for budget in budgets]
            for column in formula.inputs
        },
        tuple(budget.school_name for budget in budgets),
        dict(run.revenues_cents),
        counted_on=by_column(of_json(run.count_days), asked_by(formula).needs),
    )
    return funded(formula, columns, Funds.of_json(run.funds) if run.funds else None)


def _counts(
    run: Run, budgets: Sequence[SchoolBudget], lines: Mapping[int, Sequence[BudgetLine]]
) -> engine.SchoolCounts:
    codes = [line.counts for line in lines[budgets[0].pk]]
    counted = [{line.counts: line.n_students for line in lines[budget.pk]} for budget in budgets]
    return engine.SchoolCounts.of(
        [budget.school_source_id for budget in budgets],
        [budget.level for budget in budgets],
        {code: [counts[code] or 0 for counts in counted] for code in dict.fromkeys(codes)},
        school_names=[budget.school_name for budget in budgets],
        counted_on=by_column(of_json(run.count_days), {code: code for code in codes}),
    )
