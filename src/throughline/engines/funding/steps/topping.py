"""Raising schools to a minimum, and keeping amounts between limits, with who pays for it stated."""

from fractions import Fraction

from throughline.engines.funding.formula import EXACT
from throughline.engines.funding.steps import rules
from throughline.engines.funding.steps.columns import Exact, number
from throughline.engines.funding.steps.formula import Step
from throughline.engines.funding.steps.pools import distribute
from throughline.engines.funding.steps.rounding import rounded, whole_cents
from throughline.engines.funding.steps.state import State, StepResult, dollars, dollars_of, refused
from throughline.values.problem import Problem

OPEN, RESERVE, GAINERS = "open", "reserve", "gainers"


def top_up(state: State, step: Step) -> StepResult:
    """This function will raise schools to their minimum.

    "open" pays whatever is short; "reserve" shares what there is in proportion to what is short; "gainers" takes it
    from schools above their minimum in proportion to their excess, never below it and never more than the source
    gave them. `most` caps what one school is raised by, `most_given` what one gainer gives.
    """
    where = state.mask(step)
    minimum = state.column(step, "to", where)
    so_far = dollars(state.paid_cents()) if "of" not in step.expressions else state.column(step, "of", where)
    nothing = Exact.of([0])
    gap = (minimum - so_far).where(where, nothing)
    short = gap.where(gap.sign() > 0, nothing)
    if "most" in step.expressions:
        short = _at_most(short, state.column(step, "most", where))
    wanted = whole_cents(short, step.rounding or EXACT, state.schools.school_ids)
    if wanted is None:
        raise refused([state.problem(rules.CENTS_LEFT_OVER, step.key, 0)])
    excess = gap.where(gap.sign() < 0, nothing)
    if "most_given" in step.expressions:
        excess = -_at_most(-excess, state.column(step, "most_given", where).where(where, nothing))
    over = (-excess * number(100)).rounded(0, "down").times_whole(1) or [0] * state.n_schools
    cents = _financed(state, step, wanted, over)
    return StepResult(step, short, dollars(cents), tuple(cents))


def _at_most(amount: Exact, most: Exact) -> Exact:
    capped = amount.where(amount.compared(most) <= 0, most)
    return capped.where(capped.sign() >= 0, Exact.of([0]))


def _financed(state: State, step: Step, wanted: list[int], excess: list[int]) -> list[int]:
    ids = state.schools.school_ids
    if step.paid == OPEN:
        return wanted
    if step.paid == RESERVE:
        return _as_far_as(state, step, wanted, state.cents_of(step, "reserve"))
    from_source = state.paid_cents(step.source)
    room = [max(0, min(above, paid)) for above, paid in zip(excess, from_source, strict=True)]
    raised = _as_far_as(state, step, wanted, sum(room))
    cuts = distribute(sum(raised), [Fraction(amount) for amount in room], ids) if any(wanted) else [0] * len(ids)
    return [more - less for more, less in zip(raised, cuts, strict=True)]


def _as_far_as(state: State, step: Step, wanted: list[int], most: int) -> list[int]:
    if sum(wanted) <= most:
        return wanted
    short = dollars_of(Fraction(sum(wanted) - most, 100))
    state.warnings.append(Problem(rules.TOP_UP_SHORT, column=step.key, value=short))
    return distribute(max(0, most), [Fraction(amount) for amount in wanted], state.schools.school_ids)


def phase_in(state: State, step: Step) -> StepResult:
    """This function will go a share of the way from `start` to `of`: 0 is all as it was, 1 is the formula whole."""
    start, share = state.column(step, "start"), state.column(step, "share")
    value = start + share * (state.column(step, "of") - start)
    return StepResult(step, value, rounded(value, step.rounding))


def limit(state: State, step: Step) -> StepResult:
    """This function will keep an amount within limits; with `keep_total` what that takes or leaves goes to the rest.

    The rest take their part in proportion to the room they have left, so one pass never breaks a limit.
    """
    amount, low, high = (state.column(step, name) for name in ("of", "low", "high"))
    kept = amount.where(amount.compared(low) >= 0, low)
    kept = kept.where(kept.compared(high) <= 0, high)
    if step.keep_total:
        residual = amount.total() - kept.total()
        room = (high - kept) if residual > 0 else (low - kept)
        room_total = room.total()
        part = min(Fraction(1), residual / room_total) if room_total else Fraction(0)
        kept = kept + room * Exact.of([part])
        if left := residual - room_total * part:
            state.warnings.append(Problem(rules.LIMITS_TOO_TIGHT, column=step.key, value=dollars_of(left)))
    return StepResult(step, kept, rounded(kept, step.rounding))
