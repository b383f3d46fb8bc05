"""From exact dollars to whole cents, as a step says."""

from collections.abc import Sequence
from fractions import Fraction

from throughline.engines.funding.formula import Rounding
from throughline.engines.funding.steps.columns import Exact, number
from throughline.engines.funding.steps.pools import share_out

LARGEST_REMAINDER = "largest remainder"


def whole_cents(exact: Exact, rounding: Rounding, ids: Sequence[str]) -> Exact | None:
    """This function will round each school's dollars to cents; None where "exact" meets a fraction of a cent.

    With a closing largest-remainder step the parts add up to the rounded total, however each would have rounded.
    **Units** dollars, in parts of a hundred: the numerators are cents.
    """
    if rounding.mode == "exact":
        return exact.in_parts(100)
    if rounding.closing == LARGEST_REMAINDER:
        total = number(exact.total()).rounded(rounding.places, rounding.mode).at(0)
        unit = 10**rounding.places
        return (share_out(int(total * unit), exact, ids) * number(Fraction(1, unit))).in_parts(100)
    cents = exact.rounded(rounding.places, rounding.mode)
    return cents if rounding.places == 2 else cents.in_parts(100)


def rounded(exact: Exact, rounding: Rounding | None) -> Exact:
    """This function will round a number that is not paid, or leave it exact where nothing is said."""
    if rounding is None or rounding.mode == "exact":
        return exact
    return exact.rounded(rounding.places, rounding.mode)


def share_pool_out(cents: int, weights: Exact, rounding: Rounding, ids: Sequence[str]) -> Exact:
    """This function will share a pool in the units that rounding says; cents that make no whole unit are left.

    **Units** dollars, in parts of a hundred.
    """
    size = 10 ** (2 - (2 if rounding.mode == "exact" else rounding.places))
    units = (-1 if cents < 0 else 1) * (abs(cents) // size)
    given = (share_out(units, weights, ids) * number(Fraction(size, 100))).in_parts(100)
    assert given is not None  # noqa: S101 - a unit is a whole number of cents
    return given
