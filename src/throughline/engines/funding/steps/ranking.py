"""Ranking schools by a share and serving them in order: Title I, Part A, within a district."""

from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from throughline.engines.funding.formula import EXACT
from throughline.engines.funding.steps import rules
from throughline.engines.funding.steps.columns import NOTHING, Exact, Mask, number
from throughline.engines.funding.steps.formula import Step
from throughline.engines.funding.steps.rounding import share_pool_out, whole_cents
from throughline.engines.funding.steps.state import State, StepResult, dollars_of, refused


@dataclass(frozen=True, slots=True)
class _Place:
    """One school in the ranking. `first` stands above the line that is served before any span is looked at."""

    at: int
    share: Fraction
    first: bool
    span: str


def rank_and_serve(state: State, step: Step) -> StepResult:
    """This function will rank, serve in order and check the rates.

    Schools above `first_above` come first, whatever their span; then each share in order, ties by school id. Where
    no rate is stated, the pool is spread evenly over the pupils served. A stated rate is paid down the ranking
    until a school no longer fits in what is left; that school and those below it are not served.

    **Raises** `RefusedInput` where a rate rises down the ranking or is under the least allowed. **Source** 20 U.S.C.
    6313; 34 CFR 200.78.
    """
    places = _places(state, step)
    pool_cents = state.cents_of(step, "pool")
    counts = state.column(step, "count")
    chosen = np.zeros(state.n_schools, dtype=np.bool_)
    chosen[[place.at for place in places]] = True
    made = {"pool": number(Fraction(pool_cents, 100)), "count": counts}
    if "rate" in step.expressions:
        exact = counts * state.column(step, "rate")
        paid = _paid_in_order(state, step, places, exact, pool_cents)
    else:
        pupils = counts.where(chosen, NOTHING)
        exact, paid = _spread_evenly(state, step, pupils, pool_cents)
        made["counts"] = number(pupils.total())
    cents = np.asarray(paid.n).tolist()
    served = [place for place in places if cents[place.at]]
    _check_rates(state, step, served, exact.over(counts).fractions())
    ranks = [0] * state.n_schools
    for rank, place in enumerate(served, start=1):
        ranks[place.at] = rank
    is_served = np.array([rank > 0 for rank in ranks], dtype=np.bool_)
    exact = exact.where(is_served, NOTHING)
    return StepResult(step, exact, paid, pays=True, ranks=tuple(ranks), made=made, here=chosen)


def _places(state: State, step: Step) -> list[_Place]:
    shares = state.column(step, "share").fractions()
    eligible: Mask = np.ones(state.n_schools, dtype=np.bool_)
    if (where := state.mask(step, "eligible")) is not None:
        eligible = eligible & where
    if "skip" in step.expressions:
        skipped = np.asarray(state.value(step, "skip"), dtype=np.bool_)
        eligible = eligible & ~skipped
    spans = [""] * state.n_schools
    if "span" in step.expressions:
        words = np.asarray(state.value(step, "span"), dtype=object)
        spans = [str(word) for word in np.broadcast_to(words, (state.n_schools,))]
    above = state.exact(step, "first_above").at(0) if "first_above" in step.expressions else None
    ids = state.schools.school_ids
    places = [
        _Place(at, shares[at], above is not None and shares[at] > above, spans[at])
        for at in range(state.n_schools)
        if eligible[at]
    ]
    return sorted(places, key=lambda place: (not place.first, -place.share, ids[place.at]))


def _paid_in_order(state: State, step: Step, places: list[_Place], exact: Exact, pool_cents: int) -> Exact:
    """Down the ranking until a school no longer fits; nobody below it is paid before it."""
    rounding = replace(step.rounding or EXACT, closing="none")  # a closing step would pay for those not served
    wanted = whole_cents(exact, rounding, state.schools.school_ids)
    if wanted is None:
        raise refused([state.problem(rules.CENTS_LEFT_OVER, step.key, 0)])
    asked, left = np.asarray(wanted.n).tolist(), pool_cents
    cents = [0] * state.n_schools
    for place in places:
        if asked[place.at] > left:
            break
        cents[place.at] = asked[place.at]
        left -= asked[place.at]
    return Exact.parts(cents, of=100)


def _spread_evenly(state: State, step: Step, pupils: Exact, pool_cents: int) -> tuple[Exact, Exact]:
    """One rate for everybody served: what there is over the pupils there are."""
    everybody = pupils.total()
    if pool_cents and not everybody:
        raise refused([state.problem(rules.NOBODY_TO_PAY, step.key, 0, dollars_of(Fraction(pool_cents, 100)))])
    paid = share_pool_out(pool_cents, pupils, step.rounding or EXACT, state.schools.school_ids)
    rate = Fraction(pool_cents, 100) / everybody if everybody else Fraction(0)
    return pupils * number(rate), paid


def _check_rates(state: State, step: Step, served: list[_Place], rates: list[Fraction]) -> None:
    lowest: dict[str, Fraction] = {}
    problems = []
    for place in served:
        span = "" if place.first else place.span
        before = [lowest[key] for key in ("", span) if key in lowest]
        if before and rates[place.at] > min(before):
            problems.append(state.problem(rules.RATE_RISES, step.key, place.at))
        lowest[span] = min([rates[place.at], *before])
    if "least_rate" in step.expressions:
        line = state.exact(step, "least_rate_below").at(0) if "least_rate_below" in step.expressions else Fraction(1)
        least = state.column(step, "least_rate").fractions()
        if any(place.share < line for place in served):
            problems += [
                state.problem(rules.RATE_TOO_LOW, step.key, place.at, dollars_of(least[place.at]))
                for place in served
                if rates[place.at] < least[place.at]
            ]
    if problems:
        raise refused(problems)
