"""The matrix of dollars and the table of weights are two spellings of one decision."""

from dataclasses import dataclass
from fractions import Fraction

from throughline.engines.funding.formula import ALL_STUDENTS, EXACT, Formula, Rounding

OWN_LEVEL = "own level"
_MODES = ("half-up", "half-even", "down")


@dataclass(frozen=True, slots=True)
class Weights:
    """Rates as multiples of a base: exact fractions, so that nothing is lost on the way back.

    **Shapes** `base_cents` has one entry for each level, `weights[level][need]`. `base` names the
    convention: "own level" (each level's own rate for all students) or the key of the one level whose rate
    for all students is everybody's base.
    """

    base: str
    base_cents: tuple[int, ...]
    weights: tuple[tuple[Fraction, ...], ...]


def rates_equivalent(formula: Formula, *, base: str = OWN_LEVEL) -> Weights:
    """This function will return the weights equivalent to a formula's dollars, in either convention.

    **Raises** `ValueError` where the formula has no line for all students, its base is zero, or it has no
    level called `base`. Both conventions are in use, so name the one taken beside any weight shown.
    """
    base_cents = _base_cents(formula, base)
    rows = zip(formula.rates_cents, base_cents, strict=True)
    return Weights(base, base_cents, tuple(tuple(Fraction(rate, own) for rate in row) for row, own in rows))


def rates_from_weights(weights: Weights, *, rounding: Rounding = EXACT) -> tuple[tuple[int, ...], ...]:
    """This function will return the cents for a student that weights come to, rounded as stated.

    **Raises** `ValueError` in the exact mode where a weight does not come to whole cents: rounding is a
    decision and is never made silently.

    **Example**

    >>> half = Weights(OWN_LEVEL, (374100,), ((Fraction(1), Fraction(34, 100)),))
    >>> rates_from_weights(half), rates_from_weights(half, rounding=Rounding("half-up", places=0))
    (((374100, 127194),), ((374100, 127200),))
    """
    rows = zip(weights.weights, weights.base_cents, strict=True)
    return tuple(tuple(_rounded(weight * own, rounding) for weight in row) for row, own in rows)


def _base_cents(formula: Formula, base: str) -> tuple[int, ...]:
    codes = [need.counts for need in formula.needs]
    if ALL_STUDENTS not in codes:
        raise ValueError("Weights need a base: add a need that counts all students")
    per_level = [row[codes.index(ALL_STUDENTS)] for row in formula.rates_cents]
    if base != OWN_LEVEL:
        keys = [level.key for level in formula.levels]
        if base not in keys:
            raise ValueError(f"The formula has no level {base!r} to take as base; it has {', '.join(keys)}")
        per_level = [per_level[keys.index(base)]] * len(keys)
    if 0 in per_level:
        raise ValueError("A base of zero dollars has no weights; give all students a rate, or choose another base")
    return tuple(per_level)


def _rounded(cents: Fraction, rounding: Rounding) -> int:
    if rounding.mode == "exact":
        if cents.denominator != 1:
            raise ValueError(f"{cents} cents is not a whole number of cents; say how a rate rounds")
        return int(cents)
    if not 0 <= rounding.places <= 2 or rounding.mode not in _MODES:
        raise ValueError(f"Rates round to 0, 1 or 2 places of a dollar, by {', '.join(_MODES)}")
    step = (100, 10, 1)[rounding.places]
    return _whole(cents / step, rounding.mode) * step


def _whole(value: Fraction, mode: str) -> int:
    """Round a fraction of zero or more without a detour through floats."""
    floor, rest = divmod(value.numerator, value.denominator)
    if mode == "down":
        return floor
    past_half = (2 * rest > value.denominator) - (2 * rest < value.denominator)
    tie_goes_up = mode == "half-up" or floor % 2 == 1
    return floor + int(past_half > 0 or (past_half == 0 and tie_goes_up))
