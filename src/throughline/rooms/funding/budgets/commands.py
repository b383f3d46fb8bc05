"""Turn a formula loose on a day's counts and keep the result for good."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from django.db.models import Max

from throughline.engines.funding.steps import StepsFormula
from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit
from throughline.rooms.funding.budgets.causes import Kept, causes_since_each
from throughline.rooms.funding.budgets.figures import Brought, with_last_year
from throughline.rooms.funding.budgets.queries import base_budgets
from throughline.rooms.funding.budgets.results import Outcome, outcome_of
from throughline.rooms.funding.charged import freeze_decided
from throughline.rooms.funding.documents import formula_value
from throughline.rooms.funding.floors import Floors, floors_of, lines_as_json, reads_program
from throughline.rooms.funding.models import BudgetDraw, BudgetLine, Formula, Run, SchoolBudget
from throughline.rooms.funding.ordering import one_at_a_time
from throughline.rooms.funding.own_days import as_json, decided_days
from throughline.values.school_year import SchoolYear
from throughline.values.viewer import Viewer

NOTHING = Brought()


class StartedRun(NamedTuple):
    """The run that holds the result, and whether it is new: the same inputs give the run that stands already."""

    run: Run
    is_new: bool


def start_run(
    *,
    by: Viewer,
    at: datetime,
    formula: Formula,
    count_on: date,
    brought: Brought = NOTHING,
    year: int | None = None,
    days: Mapping[str, date] | None = None,
) -> StartedRun:
    """This function will count, allocate and store every school's budget, all of it or nothing.

    A district of a thousand schools takes seconds, so it happens at once. Where a run with the same formula, counts,
    day and engine stands already, that run is returned and nothing is stored. `brought` is what a formula in steps
    asks for besides the roster. `year` is the fiscal year these budgets are of; left out, it is that of the count.
    `days` holds the day of each need that is counted on a day of its own; left out, they are as that year decided
    them.

    **Raises** `NotAllowed` for those who may not write finance; `RefusedInput` with each school that cannot be paid.
    """
    accounts.check_may(by, "write", "finance")
    value, floors, of = formula_value(formula), Floors(), year or SchoolYear.of(count_on).ends
    with accounts.acting_as(by), one_at_a_time("funding.run"):
        days = decided_days(of) if days is None else days
        if isinstance(value, StepsFormula):
            floors = floors_of(of, count_on, days)
            brought = with_last_year(value, count_on, brought, base_budgets(brought.base).budgets, floors)
        outcome = replace(outcome_of(value, count_on, brought, days), charge=freeze_decided(by, of))
        if isinstance(value, StepsFormula) and reads_program(value):
            floors.check_known({one.source_id: one.name for one in outcome.schools})
            outcome = replace(outcome, guaranteed=floors.guaranteed)
        return keep_outcome(by=by, at=at, formula=formula, outcome=outcome, year=year)


def keep_outcome(
    *,
    by: Viewer,
    at: datetime,
    formula: Formula,
    outcome: Outcome,
    year: int | None = None,
    recount: Mapping[str, Any] = MappingProxyType({}),
) -> StartedRun:
    """This function will store a result as a run, all of it or nothing, or return the run that holds it already.

    `recount` says whose students were counted again and by what rule, where the run is one.

    **Raises** `NotAllowed` for those who may not write finance.
    """
    accounts.check_may(by, "write", "finance")
    with accounts.acting_as(by), one_at_a_time("funding.run"):
        same = Run.objects.filter(
            formula_digest=outcome.formula_digest,
            inputs_digest=outcome.inputs_digest,
            funds_digest=outcome.funds.digest if outcome.funds else "",
            charge_digest=outcome.charge.digest,
            engine_version=outcome.engine_version,
            count_on=outcome.on,
            count_rule=outcome.rule,
            year=_year_kept(outcome, year),
        ).first()
        if same is not None:
            return StartedRun(same, is_new=False)
        why = causes_since_each(by, outcome.allocation) if outcome.allocation else {}
        run = _store_run(by, at, formula, outcome, {"year": _year_kept(outcome, year), "recount": dict(recount)})
        _store_budgets(run, outcome, why)
        words = {"number": run.number, "total_cents": run.total_cents, "result_digest": run.result_digest}
        audit.record_act(by=by, at=at, act="start", noun="run", object_id=run.pk, details=words)
    return StartedRun(run, is_new=True)


def _year_kept(outcome: Outcome, year: int | None) -> int | None:
    """A run of its count's own year says no other, as runs did before years were named."""
    return None if year == SchoolYear.of(outcome.on).ends else year


def _store_run(by: Viewer, at: datetime, formula: Formula, outcome: Outcome, about: Mapping[str, Any]) -> Run:
    highest = Run.objects.aggregate(highest=Max("number"))["highest"] or 0
    return Run.objects.create(
        number=highest + 1,
        formula=formula,
        count_on=outcome.on,
        count_rule=outcome.rule,
        count_days=as_json(outcome.own),
        revenues_cents=dict(outcome.revenues_cents),
        funds=outcome.funds.as_json() if outcome.funds else {},
        funds_digest=outcome.funds.digest if outcome.funds else "",
        charge=outcome.charge.as_json() if outcome.charge.way else {},
        charge_digest=outcome.charge.digest,
        engine_version=outcome.engine_version,
        formula_digest=outcome.formula_digest,
        inputs_digest=outcome.inputs_digest,
        result_digest=outcome.result_digest,
        n_schools=len(outcome.schools),
        n_students=sum(school.n_students for school in outcome.schools),
        total_cents=outcome.total_cents,
        by_user_id=by.user_id,
        by_name=str(by),
        at=at,
        **about,
    )


def _store_budgets(run: Run, outcome: Outcome, why: Mapping[str, Kept]) -> None:
    budgets = SchoolBudget.objects.bulk_create(
        SchoolBudget(
            run=run,
            school_id=school.id,
            school_source_id=school.source_id,
            school_name=school.name,
            level=school.level,
            n_students=school.n_students,
            total_cents=school.total_cents,
            figures=dict(school.figures),
            steps=list(school.steps),
            guaranteed=lines_as_json(outcome.guaranteed.get(school.source_id, ())),
            why=why.get(school.source_id, {}),
        )
        for school in outcome.schools
    )
    lines = [
        BudgetLine(
            budget=budget,
            school_id=budget.school_id,
            position=position,
            need=line.need,
            step=line.step,
            source=line.source,
            counts=line.counts,
            n_students=line.n_students,
            rate_cents=line.rate_cents,
            amount_cents=line.amount_cents,
        )
        for budget, school in zip(budgets, outcome.schools, strict=True)
        for position, line in enumerate(school.lines)
    ]
    BudgetLine.objects.bulk_create(lines, batch_size=5000)
    draws = [
        BudgetDraw(
            budget=budget,
            school_id=budget.school_id,
            source=draw.source,
            name=draw.name,
            need=draw.need,
            cents=draw.cents,
            beside=draw.beside,
        )
        for budget, school in zip(budgets, outcome.schools, strict=True)
        for draw in school.draws
    ]
    BudgetDraw.objects.bulk_create(draws, batch_size=5000)
    _check_sums(run, budgets, lines)
    _check_draws(run, budgets, draws)


def _check_sums(run: Run, budgets: list[SchoolBudget], lines: list[BudgetLine]) -> None:
    """Every cent is in a line, every line in a budget, every budget in the run; else nothing is stored."""
    of_lines = dict.fromkeys((budget.pk for budget in budgets), 0)
    for line in lines:
        of_lines[line.budget_id] += line.amount_cents
    if any(of_lines[budget.pk] != budget.total_cents for budget in budgets):
        raise ArithmeticError("A school's lines do not add up to its budget; report this, nothing was stored")
    if sum(of_lines.values()) != run.total_cents:
        raise ArithmeticError("The schools do not add up to the district; report this, nothing was stored")


def _check_draws(run: Run, budgets: list[SchoolBudget], draws: list[BudgetDraw]) -> None:
    """What a school has from its sources by the formula is its budget, wherever a run draws on any."""
    drawn = dict.fromkeys((budget.pk for budget in budgets), 0)
    for draw in draws:
        drawn[draw.budget_id] += 0 if draw.beside else draw.cents
    if run.funds and any(drawn[budget.pk] != budget.total_cents for budget in budgets):
        raise ArithmeticError("A school's sources do not add up to its budget; report this, nothing was stored")
