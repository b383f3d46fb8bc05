"""Raising schools to a minimum, and keeping amounts between limits, with who pays for it stated."""

from collections.abc import Mapping
from fractions import Fraction

from throughline.engines.funding.formula import EXACT
from throughline.engines.funding.steps import rules
from throughline.engines.funding.steps.columns import NOTHING, Exact, Mask, number
from throughline.engines.funding.steps.formula import OPEN, RESERVE, Step
from throughline.engines.funding.steps.pools import share_out
from throughline.engines.funding.steps.rounding import rounded, whole_cents
from throughline.engines.funding.steps.state import State, StepResult, dollars_of, refused
from throughline.values.problem import Problem


def top_up(state: State, step: Step) -> StepResult:
    """This function will raise schools to their minimum.

    "open" pays whatever is short; "reserve" shares what there is in proportion to what is short; "gainers" takes it
    from schools above their minimum in proportion to their excess, never below it and never more than the source
    gave them. `most` caps what one school is raised by, `most_given` what one gainer gives.
    """
    where = state.mask(step)
    minimum = state.exact(step, "to", where)
    so_far = state.paid if "of" not in step.expressions else state.exact(step, "of", where)
    gap = (minimum - so_far).spread(state.n_schools).where(where, NOTHING)
    short = gap.at_least(NOTHING)
    if "most" in step.expressions:
        short = short.at_most(state.column(step, "most", where)).at_least(NOTHING)
    wanted = whole_cents(short, step.rounding or EXACT, state.schools.school_ids)
    if wanted is None:
        raise refused([state.problem(rules.CENTS_LEFT_OVER, step.key, 0)])
    made = {"minimum": minimum, "so_far": so_far, "asked": wanted}
    if step.paid == OPEN:
        return StepResult(step, short, wanted, pays=True, made=made, here=where)
    paid, also = _financed(state, step, wanted, gap, where)
    made |= {"asked_of_all": number(wanted.total()), **also}
    return StepResult(step, short, paid, pays=True, made=made, here=where)


def _financed(
    state: State, step: Step, wanted: Exact, gap: Exact, where: Mask | None
) -> tuple[Exact, Mapping[str, Exact]]:
    """What each school is paid, or gives, and the numbers on the way there."""
    if step.paid == RESERVE:
        reserve_cents = state.cents_of(step, "reserve")
        return _as_far_as(state, step, wanted, reserve_cents), {"there_is": number(Fraction(reserve_cents, 100))}
    excess = (-gap).at_least(NOTHING)
    if "most_given" in step.expressions:
        most = state.column(step, "most_given", where).where(where, NOTHING)
        excess = excess.at_most(most).at_least(NOTHING)
    room = excess.rounded(2, "down").at_most(state.paid_from(step.source)).at_least(NOTHING)
    there_is, raised = room.total(), _as_far_as(state, step, wanted, _in_cents(room.total()))
    made = {"there_is": number(there_is), "room": room, "raised": raised, "raised_of_all": number(raised.total())}
    if not wanted.total():
        return raised, made
    return _whole(raised - _shared(state, _in_cents(raised.total()), room)), made


def _as_far_as(state: State, step: Step, wanted: Exact, most: int) -> Exact:
    """All that is wanted, or as much as there is in proportion to it. **Units** `most` in cents."""
    asked = _in_cents(wanted.total())
    if asked <= most:
        return wanted
    short = dollars_of(Fraction(asked - most, 100))
    state.warnings.append(Problem(rules.TOP_UP_SHORT, column=step.key, value=short))
    return _shared(state, max(0, most), wanted)


def _shared(state: State, cents: int, weights: Exact) -> Exact:
    return _whole(share_out(cents, weights, state.schools.school_ids) * number(Fraction(1, 100)))


def _whole(dollars: Exact) -> Exact:
    found = dollars.in_parts(100)
    assert found is not None  # noqa: S101 - sums of cents are cents
    return found


def _in_cents(dollars: Fraction) -> int:
    return int(dollars * 100)


def phase_in(state: State, step: Step) -> StepResult:
    """This function will go a share of the way from `start` to `of`: 0 is all as it was, 1 is the formula whole."""
    start, share = state.column(step, "start"), state.column(step, "share")
    of = state.column(step, "of")
    value = start + share * (of - start)
    return StepResult(step, value, rounded(value, step.rounding), made={"of": of, "start": start, "share": share})


def limit(state: State, step: Step) -> StepResult:
    """This function will keep an amount within limits; with `keep_total` what that takes or leaves goes to the rest.

    The rest take their part in proportion to the room they have left, so one pass never breaks a limit.
    """
    amount, low, high = (state.column(step, name) for name in ("of", "low", "high"))
    kept = amount.at_least(low).at_most(high)
    made = {"of": amount, "low": low, "high": high, "within": kept}
    if step.keep_total:
        residual = amount.total() - kept.total()
        room = (high - kept) if residual > 0 else (low - kept)
        room_total = room.total()
        part = min(Fraction(1), residual / room_total) if room_total else Fraction(0)
        kept = kept + room * number(part)
        made |= {"room": room, "part": number(part)}
        if left := residual - room_total * part:
            state.warnings.append(Problem(rules.LIMITS_TOO_TIGHT, column=step.key, value=dollars_of(left)))
    return StepResult(step, kept, rounded(kept, step.rounding), made=made)
