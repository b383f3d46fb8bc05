"""Where a value stands along an axis, and which round values to name there."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from throughline.web.components import figures

Kind = Literal["number", "money", "percent"]
MOST_DECIMALS = 6
_STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True, slots=True)
class Axis:
    """What an axis measures. Money is in cents, a percent is a share from 0 to 1. `from_zero` starts it at nothing."""

    label: str
    kind: Kind = "number"
    decimals: int = 0
    from_zero: bool = False

    def words(self, value: float) -> str:
        """This function will write a value of this axis for reading."""
        match self.kind:
            case "money":
                return figures.money_whole(round(value))
            case "percent":
                return figures.percent(value, self.decimals)
        return figures.number(value, self.decimals)

    def over(self, values: Iterable[float]) -> "Scale":
        """This function will return the scale of some values on this axis. What is counted whole has whole steps."""
        return scale_over(
            values, from_zero=self.from_zero, least=1 if self.kind == "number" and not self.decimals else 0
        )

    def told_apart_by(self, scale: "Scale") -> "Axis":
        """This function will return the axis with the decimals that a scale's steps need, so that no two read alike."""
        step = scale.step * 100 if self.kind == "percent" else scale.step
        needed = next((n for n in range(MOST_DECIMALS) if math.isclose(step, round(step, n))), MOST_DECIMALS)
        return replace(self, decimals=max(self.decimals, needed))


@dataclass(frozen=True, slots=True)
class Scale:
    """A stretch of round values, and where each value lies on it: 0 at its start, 1 at its end."""

    low: float
    high: float
    step: float

    def at(self, value: float) -> float:
        """This function will return how far along the scale `value` lies."""
        return (value - self.low) / (self.high - self.low)

    @property
    def ticks(self) -> list[float]:
        n = round((self.high - self.low) / self.step)
        return [self.low + self.step * number for number in range(n + 1)]


def scale_over(values: Iterable[float], *, from_zero: bool = False, n_ticks: int = 5, least: float = 0) -> Scale:
    """This function will return a scale of round steps, multiples of the `least`, that holds every value.

    **Example**

    >>> scale_over([3, 96]).ticks
    [0, 20, 40, 60, 80, 100]
    """
    held = list(values) or [0.0]
    low, high = min(held), max(held)
    if from_zero:
        low, high = min(low, 0), max(high, 0)
    if low == high:
        low, high = low - (abs(low) or 1), high + (abs(high) or 1)
    raw = (high - low) / n_ticks
    power = 10.0 ** math.floor(math.log10(raw))
    steps = (power * factor for factor in _STEPS if power * factor >= raw * 0.999)
    step = next(step for step in (*steps, least) if not least or step % least == 0)
    step = int(step) if step == int(step) else step
    return Scale(math.floor(low / step) * step, math.ceil(high / step) * step, step)
