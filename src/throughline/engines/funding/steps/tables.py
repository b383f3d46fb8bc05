"""Tables of points: a value that steps up at thresholds, runs straight between them, or is paid slice by slice."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

import numpy as np

from throughline.engines.funding.steps.columns import Exact, number

Points = Sequence[tuple[Fraction, Fraction]]
_ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class _Line:
    """`plus + times × x` on every stretch between starts; the first stretch lies below them all."""

    plus: Exact
    times: Exact

    @classmethod
    def of(cls, stretches: Sequence[tuple[Fraction, Fraction]]) -> "_Line":
        plus, times = zip(*stretches, strict=True)
        return cls(Exact.of(plus), Exact.of(times))


@dataclass(frozen=True, eq=False)
class Table:
    """Points, and the straight lines they stand for in each of the three ways a table can be read."""

    points: Points

    @cached_property
    def starts(self) -> tuple[Exact, ...]:
        """Where each stretch but the first begins."""
        return tuple(number(start) for start, _ in self.points)

    @cached_property
    def step(self) -> _Line:
        """The value of the last point at or below; nothing below the first."""
        return _Line.of([(_ZERO, _ZERO), *((gives, _ZERO) for _, gives in self.points)])

    @cached_property
    def ramp(self) -> _Line:
        """Straight from point to point, level outside them."""
        between = []
        for (left, low), (right, high) in pairwise(self.points):
            slope = (high - low) / (right - left)
            between.append((low - slope * left, slope))
        return _Line.of([(self.points[0][1], _ZERO), *between, (self.points[-1][1], _ZERO)])

    @cached_property
    def tiers(self) -> _Line:
        """Each slice of a count at its own rate; nothing below the first point."""
        stretches, paid, before = [(_ZERO, _ZERO)], _ZERO, (_ZERO, _ZERO)
        for start, rate in self.points:
            paid += (start - before[0]) * before[1]
            stretches.append((paid - rate * start, rate))
            before = (start, rate)
        return _Line.of(stretches)

    def look_up(self, how: str, column: Exact) -> Exact:
        """This function will look every school up: by "step", "ramp" or "tiers".

        **Example**

        >>> positions = Table([(Fraction(0), Fraction(1, 2)), (Fraction(300), Fraction(1))])
        >>> positions.look_up("step", Exact.of([299, 300])).fractions()
        [Fraction(1, 2), Fraction(1, 1)]
        """
        line: _Line = getattr(self, how)
        # How many starts each entry has reached; a start itself belongs to the stretch it begins.
        stretch = np.zeros(len(column), dtype=np.int64)
        for start in self.starts:
            stretch += column.holds(np.greater_equal, start)
        plus = line.plus.taken(stretch)
        found = plus if line.times.most == 0 else plus + line.times.taken(stretch) * column
        if self.is_above_nothing:
            found = found.unsigned()
        return number(found.at(0)) if isinstance(column.n, int) else found

    @cached_property
    def is_above_nothing(self) -> bool:
        """Whether no figure lies below zero, so that nothing that is looked up does: it lies between or adds them."""
        return all(gives >= 0 for _, gives in self.points)
