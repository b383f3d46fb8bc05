"""From exact dollars to whole cents, as a step says."""

from collections.abc import Sequence

from throughline.engines.funding.formula import Rounding
from throughline.engines.funding.steps.columns import Exact
from throughline.engines.funding.steps.pools import distribute

LARGEST_REMAINDER = "largest remainder"


def whole_cents(exact: Exact, rounding: Rounding, ids: Sequence[str]) -> list[int] | None:
    """This function will round each school's dollars to cents; None where "exact" meets a fraction of a cent.

    With a closing largest-remainder step the parts add up to the rounded total, however each would have rounded.
    """
    if rounding.mode == "exact":
        return exact.times_whole(100)
    if rounding.closing == LARGEST_REMAINDER:
        total = Exact.of([exact.total()]).rounded(rounding.places, rounding.mode).at(0)
        unit = 10**rounding.places
        parts = distribute(int(total * unit), exact.fractions(), ids)
        return [part * (100 // unit) for part in parts]
    return exact.rounded(rounding.places, rounding.mode).times_whole(100)


def rounded(exact: Exact, rounding: Rounding | None) -> Exact:
    """This function will round a number that is not paid, or leave it exact where nothing is said."""
    if rounding is None or rounding.mode == "exact":
        return exact
    return exact.rounded(rounding.places, rounding.mode)


def pool_in_units(cents: int, rounding: Rounding) -> tuple[int, int]:
    """This function will split a pool into the units it is shared in, and the cents that make no whole unit."""
    size = 10 ** (2 - (2 if rounding.mode == "exact" else rounding.places))
    sign = -1 if cents < 0 else 1
    return sign * (abs(cents) // size), size
