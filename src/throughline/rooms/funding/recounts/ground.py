"""What a recount begins from: the year's newest run with the figures it froze, and the later day's counts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from throughline.engines.funding.steps import (
    Cell,
    SchoolColumns,
    StepsAllocation,
    StepsFormula,
    allocate_steps,
)
from throughline.rooms.accounts import api as accounts
from throughline.rooms.funding import access
from throughline.rooms.funding.as_steps import as_steps
from throughline.rooms.funding.budgets import rules
from throughline.rooms.funding.budgets.figures import can_come_from_budgets, cell_of, counted_columns, funded, labels_of
from throughline.rooms.funding.budgets.roster_columns import asked_by
from throughline.rooms.funding.documents import formula_value
from throughline.rooms.funding.filed import OwnDays, is_projected
from throughline.rooms.funding.models import Run, SchoolBudget
from throughline.rooms.funding.own_days import by_column, count_own_days, of_json
from throughline.rooms.funding.revenues.funds import Funds
from throughline.rooms.students import api as students
from throughline.values.errors import NotFound, RefusedInput
from throughline.values.problem import Problem
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop
from throughline.web.components import figures


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


@dataclass(frozen=True, slots=True)
class Opened:
    """A school with students on the later day of which the run knows nothing, and what it is paid by."""

    id: int
    source_id: str
    name: str
    level: str
    n_students: int


@dataclass(frozen=True)
class LaterDay:
    """A later day's counts as columns of a formula, everybody enrolled by school, and who the run knows nothing of.

    `columns` are those that are counted again; `first` holds for every column what a school counts that opened. `own`
    are the days of needs that stay as they were counted on a day of their own.
    """

    on: date
    rule: str
    columns: SchoolColumns
    enrolled: dict[str, int]
    opened: Sequence["Opened"]
    first: SchoolColumns
    own: OwnDays


def newest_runs(viewer: Viewer) -> dict[int, Run]:
    """This function will return the newest run of each fiscal year. **Raises** `NotAllowed`."""
    found: dict[int, Run] = {}
    for run in access.get_runs_for(viewer).order_by("number"):
        found[run.fiscal_year] = run
    return found


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


def count_again(ground: Ground, on: date) -> LaterDay:
    """This function will count a later day for the formula of a run.

    A need that the run counted on a day of its own is counted again where this day is later than that; one that the
    formula fixes keeps its day.

    **Raises** `RefusedInput` where the day is still to come, or its file lacks or hides what the formula reads.
    """
    formula, asked = ground.formula, asked_by(ground.formula)
    own = of_json(ground.run.count_days)
    later = {code: one.on for code, one in own.items() if one.on >= on}
    found = count_own_days(on, (students.ALL_STUDENTS, *asked.needs.values()), later, grades=bool(asked.spans))
    if is_projected(found.counted.rule):
        raise RefusedInput(
            gettext_noop("The students of that day are projected, not counted."),
            gettext_noop("Choose a day that has been counted, or bring its counts in first."),
        )
    problems = list(found.problems(labels_of(formula), asked.spans.values()))
    if on > accounts.today() and not found.filed:
        problems = [Problem(rules.DAY_TO_COME, details={"day": figures.day(on)})]
    if problems:
        raise RefusedInput(
            gettext_noop("The day cannot be counted, and nothing was saved."),
            gettext_noop("Mend what is listed and count again."),
            tuple(problems),
        )
    rows = found.counted.schools
    counted = counted_columns(formula, found)
    known = set(ground.columns.school_ids)
    fixed = {
        asked.needs.get(column.key) for column in formula.inputs if column.recount not in ("both", "increases only")
    }
    stays = {key for key, code in asked.needs.items() if code in later}
    first = SchoolColumns(tuple(row.school.source_id for row in rows), ("",) * len(rows), counted)
    return LaterDay(
        on,
        found.counted.rule,
        replace(first, columns={key: column for key, column in first.columns.items() if key not in stays}),
        {row.school.source_id: row.count(students.ALL_STUDENTS) for row in rows},
        [
            Opened(row.school.id, row.school.source_id, row.school.name, row.school.level, n)
            for row in rows
            if row.school.source_id not in known and (n := row.count(students.ALL_STUDENTS))
        ],
        first,
        {code: one for code, one in own.items() if code in later or code in fixed},
    )


def can_join(formula: StepsFormula, opened: Opened) -> bool:
    """This function will say whether a formula can pay a school of which only the counts and the level are known.

    Last year it had no dollars and no students, and no minimum is kept of it; whatever else the formula reads of it,
    somebody has to say.
    """
    if formula.levels and opened.level not in formula.levels:
        return False
    return all(map(can_come_from_budgets, asked_by(formula).facts))


def _of_matrix(
    viewer: Viewer, run: Run, formula: StepsFormula, budgets: Sequence[SchoolBudget]
) -> dict[str, list[Cell]]:
    """A matrix keeps its counts in the lines of each budget."""
    by_budget: dict[int, dict[str, int]] = {}
    lines = access.get_lines_for(viewer).filter(budget__run=run)
    for budget_id, counts, n in lines.values_list("budget_id", "counts", "n_students"):
        by_budget.setdefault(budget_id, {})[counts] = n or 0
    return {column.key: [Fraction(by_budget[one.pk][column.key]) for one in budgets] for column in formula.inputs}
