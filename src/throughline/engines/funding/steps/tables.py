"""Tables of points: a value that steps up at thresholds, runs straight between them, or is paid slice by slice."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

import numpy as np

from throughline.engines.funding.steps.columns import Exact

Points = Sequence[tuple[Fraction, Fraction]]


def look_up(how: str, column: Exact, points: Points) -> Exact:
    """This function will look every school up in a table.

    "step" gives the value of the last point at or below; "ramp" runs straight from point to point and is level
    outside them; "tiers" pays each slice of a count at its own rate. Below the first point "step" and "tiers" give 0.

    **Example**

    >>> positions = [(Fraction(0), Fraction(1, 2)), (Fraction(300), Fraction(1))]
    >>> look_up("step", Exact.of([299, 300]), positions).fractions()
    [Fraction(1, 2), Fraction(1, 1)]
    """
    given, where = np.unique(np.array(column.fractions(), dtype=object), return_inverse=True)
    one = {"step": _step, "ramp": _ramp, "tiers": _tiers}[how]
    answers = [one(value, points) for value in given]
    return Exact.of([answers[at] for at in where])


def _step(value: Fraction, points: Points) -> Fraction:
    return next((gives for start, gives in reversed(points) if value >= start), Fraction(0))


def _ramp(value: Fraction, points: Points) -> Fraction:
    if value <= points[0][0]:
        return points[0][1]
    for (left, low), (right, high) in pairwise(points):
        if value <= right:
            return low + (high - low) * (value - left) / (right - left)
    return points[-1][1]


def _tiers(value: Fraction, points: Points) -> Fraction:
    ends: list[Fraction | None] = [*(start for start, _ in points[1:]), None]
    paid = Fraction(0)
    for (start, rate), end in zip(points, ends, strict=True):
        top = value if end is None else min(value, end)
        paid += max(Fraction(0), top - start) * rate
    return paid
