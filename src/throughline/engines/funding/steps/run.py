"""A formula in steps, turned loose on schools: each step in order, every school at once, cents at the end."""

import operator
from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction

import numpy as np

from throughline.engines.funding import rules as count_rules
from throughline.engines.funding.formula import EXACT
from throughline.engines.funding.steps import rules
from throughline.engines.funding.steps.columns import NOTHING, Exact, number
from throughline.engines.funding.steps.evaluate import Value, laid_out
from throughline.engines.funding.steps.figures import Figures, Names
from throughline.engines.funding.steps.formula import Step, StepsFormula
from throughline.engines.funding.steps.kinds import KINDS
from throughline.engines.funding.steps.ranking import rank_and_serve
from throughline.engines.funding.steps.result import StepsAllocation
from throughline.engines.funding.steps.rounding import rounded, share_pool_out, whole_cents
from throughline.engines.funding.steps.schools import SchoolColumns
from throughline.engines.funding.steps.state import State, StepResult, dollars_of, refused
from throughline.engines.funding.steps.topping import limit, phase_in, top_up
from throughline.engines.funding.steps.units import TEXT, TRUTH, UNITS
from throughline.values.problem import Problem

Suppose = Mapping[str, Fraction | bool]


def allocate_steps(formula: StepsFormula, schools: SchoolColumns, *, suppose: Suppose | None = None) -> StepsAllocation:
    """This function will run a formula's steps on schools' figures and return every school's dollars.

    The order of the schools changes no amount. `suppose` gives a parameter, or a step that calculates, another value
    for the whole district: what schools would receive if the weights were on, or at a slider's figure. The result
    says so, and its digest differs.

    **Raises** `RefusedInput` with every problem of the step that cannot be done, or where a count is withheld (then
    `allocate_between` says the least and the most); nothing is then allocated to anyone. `KeyError` where nothing of
    a supposed name can be supposed.
    """
    supposed = dict(suppose or {})
    if supposed:
        _check_supposed(formula, supposed)
    if schools.withheld:
        _check_withheld(schools)
    values = _first_values(formula, schools)
    if supposed:
        values |= {name: _supposed(value) for name, value in supposed.items()}
    state = State(formula, schools, values, formula.tables)
    for money in formula.sources:
        if money.eligible:
            value = state.worked_out(laid_out(money.eligible.tree), money.eligible, money.key)
            state.eligible[money.key] = state.spread(np.asarray(value, dtype=np.bool_))
        if money.key in schools.eligible:
            may = np.array(
                [school_id in schools.eligible[money.key] for school_id in schools.school_ids], dtype=np.bool_
            )
            state.eligible[money.key] = may & state.eligible.get(money.key, may)
    for step in formula.steps:
        is_on = "when" not in step.expressions or _is_on(state, step)
        result = _DOES[step.does](state, step) if is_on else _off(state, step)
        if step.key in supposed:
            result = replace(result, value=_supposed(supposed[step.key]), exact=_shown(supposed[step.key]))
        state.keep(result)
    if formula.taken_from:
        _check_sources(state)
    return StepsAllocation(
        formula=formula,
        schools=schools,
        results=tuple(state.results),
        known=dict(state.values),
        held_cents=dict(state.held_cents),
        warnings=tuple(state.warnings),
        supposed=supposed,
    )


def _check_supposed(formula: StepsFormula, supposed: Suppose) -> None:
    parameters = {one.key for one in formula.parameters if one.value is not None}
    calculated = {step.key for step in formula.steps if step.does == "calculate"}
    if unknown := sorted(supposed.keys() - parameters - calculated):
        raise KeyError(f"{unknown[0]} is no parameter with one value and no step that calculates")


def _check_withheld(schools: SchoolColumns) -> None:
    problems = [
        Problem(count_rules.COUNT_WITHHELD, column=key, details={"school": school_id})
        for key, cells in schools.withheld.items()
        for school_id in cells
    ]
    if problems:
        raise refused(problems)


def _supposed(value: Fraction | bool) -> Value:
    return np.array([value], dtype=np.bool_) if isinstance(value, bool) else number(value)


def _shown(value: Fraction | bool) -> Exact:
    return number(Fraction(value))


def _is_on(state: State, step: Step) -> bool:
    """A step waits for its `when`: a revenue trigger turns weights on without a line being rewritten."""
    return bool(np.asarray(state.value(step, "when"), dtype=np.bool_).all())


def _off(state: State, step: Step) -> StepResult:
    nothing = Exact.parts(np.zeros(state.n_schools, dtype=np.int64), of=100)
    return StepResult(step, nothing, nothing, KINDS[step.does].pays, is_on=False)


def _first_values(formula: StepsFormula, schools: SchoolColumns) -> dict[str, Value]:
    levels = Names.of(schools.levels)
    values: dict[str, Value] = {**formula.figures}
    if formula.reads_level:
        values["level"] = levels.words
    for column in formula.inputs:
        held, of = Figures.of(schools.columns[column.key]), UNITS[column.unit].of
        values[column.key] = held.truths if of == TRUTH else held.words if of == TEXT else held.exact
    for key, by_level in formula.figures_by_level.items():
        values[key] = levels.figures(by_level)
    for key, cents in schools.revenues_cents.items():
        if key in formula.source_keys:
            values[key] = number(Fraction(cents, 100))
    return values


def _calculate(state: State, step: Step) -> StepResult:
    where = state.mask(step)
    value = state.value(step, "is", where)
    if not isinstance(value, Exact):
        holds = np.asarray(value, dtype=np.bool_)
        holds = holds if where is None else holds & where
        return StepResult(step, Exact.parts(holds.astype(np.int64), of=1), holds, here=where)
    if "where" in step.expressions:
        value = value.spread(state.n_schools).where(where, NOTHING)
    return StepResult(step, value, rounded(value, step.rounding), here=where)


def _pay(state: State, step: Step) -> StepResult:
    where = state.mask(step)
    exact = state.column(step, "is", where)
    if where is not None:
        exact = exact.where(where, NOTHING)
    if exact.signed and not step.may_be_negative:
        _refuse_below_nothing(state, step.key, exact)
    paid = whole_cents(exact, step.rounding or EXACT, state.schools.school_ids)
    if paid is None:
        at = next(at for at, amount in enumerate(exact.fractions()) if (amount * 100).denominator != 1)
        raise refused([state.problem(rules.CENTS_LEFT_OVER, step.key, at)])
    together = step.rounding is not None and step.rounding.closing != "none"
    made = {"of_all": number(exact.total()), "paid_of_all": number(paid.total())} if together else {}
    return StepResult(step, exact, paid, pays=True, made=made, here=where)


def _hold(state: State, step: Step) -> StepResult:
    cents = state.cents_of(step, "is")
    state.held_cents[step.source] = state.held_cents.get(step.source, 0) + cents
    return StepResult(step, state.exact(step, "is"), number(Fraction(cents, 100)))


def _share_pool(state: State, step: Step) -> StepResult:
    pool_cents = state.cents_of(step, "pool")
    where = state.mask(step)
    weights = state.column(step, "by", where).where(where, NOTHING)
    if weights.lies_below_nothing():
        below = weights.holds(operator.lt, NOTHING)
        raise refused([state.problem(rules.WEIGHT_NEGATIVE, step.key, int(np.flatnonzero(below)[0]))])
    total = weights.total()
    if pool_cents and not total:
        raise refused([state.problem(rules.NOBODY_TO_PAY, step.key, 0, dollars_of(Fraction(pool_cents, 100)))])
    paid = share_pool_out(pool_cents, weights, step.rounding or EXACT, state.schools.school_ids)
    exact = weights * number(Fraction(pool_cents, 100) / total) if total else weights
    made = {"pool": number(Fraction(pool_cents, 100)), "weight": weights, "weights": number(total)}
    return StepResult(step, exact, paid, pays=True, made=made, here=where)


def _check_sources(state: State) -> None:
    """No school ends with less than nothing from a source, unless the source itself takes money back."""
    for key in state.formula.taken_from:
        brought = state.values.get(key)
        if not (isinstance(brought, Exact) and brought.at(0) < 0):
            _refuse_below_nothing(state, key, state.paid_from(key))


def _refuse_below_nothing(state: State, key: str, dollars: Exact) -> None:
    if dollars.lies_below_nothing():
        below = dollars.holds(operator.lt, NOTHING)
        raise refused(
            [
                state.problem(rules.PAYS_LESS_THAN_NOTHING, key, int(at), dollars_of(dollars.at(int(at))))
                for at in np.flatnonzero(below)[:20]
            ]
        )


_DOES: Mapping[str, Callable[[State, Step], StepResult]] = {
    "calculate": _calculate,
    "pay": _pay,
    "hold": _hold,
    "share pool": _share_pool,
    "rank and serve": rank_and_serve,
    "top up": top_up,
    "phase in": phase_in,
    "limit": limit,
}
