"""Turn a formula loose on a day's counts and keep the result for good."""

from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Max

from throughline.engines import funding as engine
from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit
from throughline.rooms.funding.budgets.counting import count_for
from throughline.rooms.funding.documents import formula_value
from throughline.rooms.funding.models import BudgetLine, Formula, Run, SchoolBudget
from throughline.rooms.funding.ordering import one_at_a_time
from throughline.rooms.students import api as students
from throughline.values.viewer import Viewer


class StartedRun(NamedTuple):
    """The run that holds the result, and whether it is new: the same inputs give the run that stands already."""

    run: Run
    is_new: bool


def start_run(*, by: Viewer, at: datetime, formula: Formula, count_on: date) -> StartedRun:
    """This function will count, allocate and store every school's budget, all of it or nothing.

    A district of a thousand schools takes seconds, so it happens at once. Where a run with the same formula, counts,
    day and engine stands already, that run is returned and nothing is stored.

    **Raises** `NotAllowed` for those who may not write finance; `RefusedInput` with each school that cannot be paid.
    """
    accounts.check_may(by, "write", "finance")
    value = formula_value(formula)
    with accounts.acting_as(by), one_at_a_time("funding.run"):
        counted, counts = count_for(value, count_on)
        allocation = engine.allocate(value, counts)
        same = Run.objects.filter(
            formula_digest=value.digest,
            inputs_digest=allocation.inputs_digest,
            engine_version=allocation.engine_version,
            count_on=count_on,
            count_rule=counted.rule,
        ).first()
        if same is not None:
            return StartedRun(same, is_new=False)
        run = _store_run(by, at, formula, counted, allocation)
        _store_budgets(run, counted, allocation)
        words = {"number": run.number, "total_cents": run.total_cents, "result_digest": run.result_digest}
        audit.record_act(by=by, at=at, act="start", noun="run", object_id=run.pk, details=words)
    return StartedRun(run, is_new=True)


def _store_run(
    by: Viewer, at: datetime, formula: Formula, counted: students.NeedCounts, allocation: engine.Allocation
) -> Run:
    highest = Run.objects.aggregate(highest=Max("number"))["highest"] or 0
    return Run.objects.create(
        number=highest + 1,
        formula=formula,
        count_on=counted.on,
        count_rule=counted.rule,
        engine_version=allocation.engine_version,
        formula_digest=allocation.formula.digest,
        inputs_digest=allocation.inputs_digest,
        result_digest=allocation.digest,
        n_schools=allocation.n_schools,
        n_students=sum(row.count(students.ALL_STUDENTS) for row in counted.schools),
        total_cents=allocation.district_cents,
        by_user_id=by.user_id,
        by_name=str(by),
        at=at,
    )


def _store_budgets(run: Run, counted: students.NeedCounts, allocation: engine.Allocation) -> None:
    schools = [allocation.school_at(position) for position in range(allocation.n_schools)]
    budgets = SchoolBudget.objects.bulk_create(
        SchoolBudget(
            run=run,
            school_id=row.school.id,
            school_source_id=school.school_id,
            school_name=school.school_name,
            level=school.level.key,
            n_students=row.count(students.ALL_STUDENTS),
            total_cents=school.total_cents,
        )
        for row, school in zip(counted.schools, schools, strict=True)
    )
    lines = [
        BudgetLine(
            budget=budget,
            school_id=budget.school_id,
            position=position,
            need=line.need.key,
            counts=line.need.counts,
            n_students=line.count,
            rate_cents=line.rate_cents,
            amount_cents=line.amount_cents,
        )
        for budget, school in zip(budgets, schools, strict=True)
        for position, line in enumerate(school.lines)
    ]
    BudgetLine.objects.bulk_create(lines, batch_size=5000)
    _check_sums(run, budgets, lines)


def _check_sums(run: Run, budgets: list[SchoolBudget], lines: list[BudgetLine]) -> None:
    """Every cent is in a line, every line in a budget, every budget in the run; else nothing is stored."""
    of_lines = dict.fromkeys((budget.pk for budget in budgets), 0)
    for line in lines:
        of_lines[line.budget_id] += line.amount_cents
    if any(of_lines[budget.pk] != budget.total_cents for budget in budgets):
        raise ArithmeticError("A school's lines do not add up to its budget; report this, nothing was stored")
    if sum(of_lines.values()) != run.total_cents:
        raise ArithmeticError("The schools do not add up to the district; report this, nothing was stored")
