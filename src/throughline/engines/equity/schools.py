"""Equity beside a scenario: the spread of dollars per student, and a line for each need."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from throughline.engines.equity import rules
from throughline.engines.equity.fit import Fit, fit
from throughline.engines.equity.groups import Quarter, quarters_by_share
from throughline.engines.equity.spread import Spread, spread
from throughline.values.problem import Problem

FEWEST_SCHOOLS = 10  # a line through fewer says more than it knows


@dataclass(frozen=True, slots=True)
class NeedLine:
    """Dollars per student against the share of students with one need.

    The slope is the difference between a school where everybody has the need and one where nobody has, as the line
    sees it. `quarters` go from the lowest share to the highest.
    """

    need: str
    line: Fit | Problem
    quarters: tuple[Quarter, ...]

    @property
    def high_to_low(self) -> float | None:
        """Dollars per student in the quarter with the highest share, over those in the lowest; None for one group."""
        if len(self.quarters) < 2 or not self.quarters[0].dollars_per_student:
            return None
        return self.quarters[-1].dollars_per_student / self.quarters[0].dollars_per_student


@dataclass(frozen=True, slots=True)
class Equity:
    """How fair one result is. `spread` is None where no school has students."""

    spread: Spread | None
    needs: tuple[NeedLine, ...]
    n_schools: int

    def need(self, key: str) -> NeedLine:
        """This function will return one need's line. **Raises** `KeyError` for none."""
        for line in self.needs:
            if line.need == key:
                return line
        raise KeyError(key)


def equity_of(totals_cents: ArrayLike, enrolled: ArrayLike, needs: Mapping[str, ArrayLike]) -> Equity:
    """This function will measure a result: dollars per student, school by school, each weighted by its students.

    **Shapes** all (schools,). **Units** cents, and students. Schools without students are left out. A line is fitted
    for ten schools or more; under that, and where a need's share is the same everywhere, it says why there is none.
    """
    students = np.asarray(enrolled, dtype=np.float64)
    open_schools = students > 0
    students = students[open_schools]
    dollars = np.asarray(totals_cents, dtype=np.float64)[open_schools] / 100 / students
    lines = []
    for need, counts in needs.items():
        share = np.asarray(counts, dtype=np.float64)[open_schools] / students
        quarters = quarters_by_share(dollars, students, share)
        lines.append(NeedLine(need, _line(dollars, students, need, share), quarters))
    return Equity(spread(dollars, students), tuple(lines), len(students))


def _line(dollars: ArrayLike, students: ArrayLike, need: str, share: ArrayLike) -> Fit | Problem:
    n = len(np.asarray(dollars))
    if not n:
        return Problem(rules.NOTHING_COUNTED)
    if n < FEWEST_SCHOOLS:
        return Problem(rules.TOO_FEW, value=str(n), details={"needed": str(FEWEST_SCHOOLS)})
    return fit(dollars, {need: share}, students)
