"""Whole cents out of a fixed amount: by largest remainder, ties to the school whose id comes first."""

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

import numpy as np

from throughline.engines.funding.steps.columns import SAFE, Exact, whole_sum
from throughline.engines.funding.steps.figures import Names


def distribute(total: int, weights: Sequence[Fraction], ids: Sequence[str]) -> list[int]:
    """This function will split `total` in proportion to `weights`, adding up exactly; a claw-back mirrors a payment.

    **Raises** `ValueError` where weights are negative, or all zero while there is something to split.

    **Example**

    >>> distribute(10000, [Fraction(1)] * 3, ["a", "b", "c"]), distribute(-5, [Fraction(1)] * 2, ["a", "b"])
    ([3334, 3333, 3333], [-3, -2])
    """
    common = lcm(*(weight.denominator for weight in weights)) if weights else 1
    return _distributed(total, [weight.numerator * (common // weight.denominator) for weight in weights], ids)


def _distributed(total: int, whole: Sequence[int], ids: Sequence[str]) -> list[int]:
    everything = sum(whole)
    if any(weight < 0 for weight in whole) or (total and not everything):
        raise ValueError("weights are zero or more, and not all zero")
    if not total:
        return [0] * len(whole)
    parts = [divmod(abs(total) * weight, everything) for weight in whole]
    left = abs(total) - sum(floor for floor, _ in parts)
    given = [floor for floor, _ in parts]
    for at in sorted(range(len(parts)), key=lambda at: (-parts[at][1], ids[at]))[:left] if left else ():
        given[at] += 1
    return given if total > 0 else [-amount for amount in given]


def share_out(total: int, weights: Exact, ids: Sequence[str]) -> Exact:
    """This function will split `total` as `distribute` does, for a whole column at once.

    **Raises** `ValueError` where weights are negative, or all zero while there is something to split.
    """
    weights = weights.lowest()
    n, everything = np.asarray(weights.n), 0
    if weights.by is None and n.dtype == np.int64:
        everything = whole_sum(n, weights.most)
    if not everything or max(1, abs(total)) * weights.most >= SAFE or everything >= SAFE or n.min() < 0:
        given = _distributed(total, n.tolist(), ids) if weights.by is None else None
        return Exact.parts(given or distribute(total, weights.fractions(), ids), of=1)
    share = abs(total) * n
    floors = share // everything
    left = abs(total) - int(floors.sum())
    if left:
        order = np.lexsort((Names.of(ids).order, floors * everything - share))
        floors[order[:left]] += 1
    return Exact(floors if total > 0 else -floors, 1, abs(total))
