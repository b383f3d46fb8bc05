"""Tables of points: a value that steps up at thresholds, runs straight between them, or is paid slice by slice."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from throughline.engines.funding.steps.columns import Exact, number

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
    return {"step": _step, "ramp": _ramp, "tiers": _tiers}[how](column, points)


def _step(column: Exact, points: Points) -> Exact:
    found = number(0).spread(len(column))
    for start, gives in points:
        found = number(gives).where(column.compared(number(start)) >= 0, found)
    return found


def _ramp(column: Exact, points: Points) -> Exact:
    found = number(points[0][1]).spread(len(column))
    for (left, low), (right, high) in pairwise(points):
        along = number(low) + number((high - low) / (right - left)) * (column - number(left))
        found = along.where(column.compared(number(left)) > 0, found)
    last, gives = points[-1]
    return number(gives).where(column.compared(number(last)) > 0, found)


def _tiers(column: Exact, points: Points) -> Exact:
    paid = number(0).spread(len(column))
    ends: list[Fraction | None] = [*(start for start, _ in points[1:]), None]
    for (start, rate), end in zip(points, ends, strict=True):
        top = column if end is None else column.where(column.compared(number(end)) <= 0, number(end))
        above = top - number(start)
        paid = paid + above.where(above.sign() > 0, number(0)) * number(rate)
    return paid
