"""A run as it stands, in steps whatever its formula: what it read of each school, and its sums done again."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from throughline.engines.funding.steps import Cell, SchoolColumns, StepsAllocation, StepsFormula, allocate_steps
from throughline.rooms.accounts import api as accounts
from throughline.rooms.funding import access
from throughline.rooms.funding.as_steps import as_steps
from throughline.rooms.funding.budgets.figures import cell_of, funded
from throughline.rooms.funding.budgets.roster_columns import asked_by
from throughline.rooms.funding.documents import formula_value
from throughline.rooms.funding.models import Run, SchoolBudget
from throughline.rooms.funding.own_days import by_column, of_json
from throughline.rooms.funding.revenues.funds import Funds
from throughline.values.errors import NotFound
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop


@dataclass(frozen=True)
class Ground:
    """A run as it stands: its formula in steps, its budgets by the names of schools, and what it read of each."""

    run: Run
    formula: StepsFormula
    budgets: Sequence[SchoolBudget]
    columns: SchoolColumns
    funds: Funds | None

    def again(self) -> StepsAllocation:
        """This function will do the run's sums again. **Raises** `ArithmeticError` where a cent differs."""
        result = allocate_steps(self.formula, funded(self.formula, self.columns, self.funds))
        if result.totals_cents != tuple(budget.total_cents for budget in self.budgets):
            raise ArithmeticError(f"Run {self.run.number} does not replay to its own cents; report this")
        return result


def ground_of(viewer: Viewer, run: Run) -> Ground:
    """This function will read what a run froze, for those who see all of it. **Raises** `NotAllowed`, `NotFound`."""
    accounts.check_may(viewer, "see", access.CLASS)
    value = formula_value(run.formula)
    formula = as_steps(value)
    budgets = list(access.get_budgets_for(viewer).filter(run=run).order_by("school_name", "pk"))
    if not budgets:
        raise NotFound(gettext_noop("There is no such run."), gettext_noop("Choose one from the list of runs."))
    if isinstance(value, StepsFormula):
        units = {column.key: column.unit for column in formula.inputs}
        columns = {key: [cell_of(budget.figures[key], unit) for budget in budgets] for key, unit in units.items()}
    else:
        columns = _of_matrix(viewer, run, formula, budgets)
    held = SchoolColumns(
        tuple(budget.school_source_id for budget in budgets),
        tuple(budget.level for budget in budgets),
        columns,
        tuple(budget.school_name for budget in budgets),
        dict(run.revenues_cents),
        counted_on=by_column(of_json(run.count_days), asked_by(formula).needs),
    )
    return Ground(run, formula, budgets, held, Funds.of_json(run.funds) if run.funds else None)


def _of_matrix(
    viewer: Viewer, run: Run, formula: StepsFormula, budgets: Sequence[SchoolBudget]
) -> dict[str, list[Cell]]:
    """A matrix keeps its counts in the lines of each budget."""
    by_budget: dict[int, dict[str, int]] = {}
    lines = access.get_lines_for(viewer).filter(budget__run=run)
    for budget_id, counts, n in lines.values_list("budget_id", "counts", "n_students"):
        by_budget.setdefault(budget_id, {})[counts] = n or 0
    return {column.key: [Fraction(by_budget[one.pk][column.key]) for one in budgets] for column in formula.inputs}
