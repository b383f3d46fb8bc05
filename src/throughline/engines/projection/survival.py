"""Cohort survival: of those in a grade, how many are in the next grade a year later, carried forward."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from throughline.engines.projection.history import Adjustment, History

# Raise the number whenever the same history could give another projection.
METHOD = "cohort survival 1"


@dataclass(frozen=True, slots=True)
class ProjectedCount:
    """One grade in one year: how many students, what they are carried from, and between what bounds."""

    year: int
    grade: str
    students: int
    exact: Fraction
    came_from: int | None  # the year before's count of the grade below, None for entry
    rate: Fraction | None
    adjusted_by: int = 0
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Projection:
    """One school's projected students, in the order of years and grades."""

    history: History
    counts: tuple[ProjectedCount, ...]
    adjustments: tuple[Adjustment, ...] = ()
    method: str = METHOD

    def total(self, year: int) -> int:
        """This function will add a year's grades up."""
        return sum(count.students for count in self.counts if count.year == year)

    def count(self, year: int, grade: str) -> ProjectedCount:
        """This function will return one grade of one year. **Raises** `KeyError` for none."""
        for count in self.counts:
            if (count.year, count.grade) == (year, grade):
                return count
        raise KeyError((year, grade))


def survival_rates(
    history: History, *, over_years: int = 3, fallback: Mapping[str, Fraction] | None = None
) -> tuple[Fraction, ...]:
    """This function will return the rate from each grade to the next, over the latest changes of year.

    Students are added up before they are divided, so a year of many counts for more than a year of few. A grade
    that had nobody takes its rate from `fallback` (by the grade that is left: the district's rates), or 1.

    **Example**

    >>> survival_rates(History((2024, 2025), ("1", "2"), ((50, 40), (60, 45))))
    (Fraction(9, 10),)
    """
    rates = []
    changes = range(max(1, len(history.years) - over_years), len(history.years))
    for grade in range(len(history.grades) - 1):
        before = sum(history.counts[at - 1][grade] for at in changes)
        after = sum(history.counts[at][grade + 1] for at in changes)
        spare = (fallback or {}).get(history.grades[grade], Fraction(1))
        rates.append(Fraction(after, before) if before else spare)
    return tuple(rates)


def district_rates(histories: Sequence[History], *, over_years: int = 3) -> dict[str, Fraction]:
    """This function will return the rate out of each grade over all schools together, by the grade that is left."""
    before: dict[str, int] = {}
    after: dict[str, int] = {}
    for history in histories:
        for at in range(max(1, len(history.years) - over_years), len(history.years)):
            for position, grade in enumerate(history.grades[:-1]):
                before[grade] = before.get(grade, 0) + history.counts[at - 1][position]
                after[grade] = after.get(grade, 0) + history.counts[at][position + 1]
    return {grade: Fraction(after[grade], n) for grade, n in before.items() if n}


def project(
    history: History,
    n_years: int,
    *,
    over_years: int = 3,
    fallback: Mapping[str, Fraction] | None = None,
    adjustments: Sequence[Adjustment] = (),
    steady: bool = False,
) -> Projection:
    """This function will carry every cohort forward, grade by grade, and bring a new one in each year.

    A `steady` school keeps each grade at the average of its latest `over_years`: those whom special and alternative
    schools teach come and go by placement, and no cohort survives there.

    A cohort enters in proportion to births where they are known for the year, else at the average of the latest
    `over_years` entries. Cohorts are carried as exact fractions and rounded half up only to be shown, so that
    rounding never grows. **Source** the grade progression ratio in common use by state demographers.
    """
    rates = survival_rates(history, over_years=over_years, fallback=fallback)
    changed = {(one.year, one.grade): 0 for one in adjustments}
    for one in adjustments:
        changed[one.year, one.grade] += one.students
    before = [Fraction(count) for count in history.counts[-1]]
    counts = []
    for year in range(history.years[-1] + 1, history.years[-1] + 1 + n_years):
        after = []
        for at, grade in enumerate(history.grades):
            if steady:
                carried = _average(history, at, over_years)
            else:
                carried = before[at - 1] * rates[at - 1] if at else _entry(history, year, over_years)
            more = changed.get((year, grade), 0)
            exact = max(Fraction(0), carried + more)
            after.append(exact)
            came_from = _shown(before[at - 1]) if at and not steady else None
            rate = rates[at - 1] if at and not steady else None
            counts.append(ProjectedCount(year, grade, _shown(exact), exact, came_from, rate, more))
        before = after
    return Projection(history, tuple(counts), tuple(adjustments))


def _entry(history: History, year: int, over_years: int) -> Fraction:
    entered = {known: row[0] for known, row in zip(history.years, history.counts, strict=True)}
    latest = list(history.years)[-over_years:]
    born = sum(history.births.get(known, 0) for known in latest)
    if year in history.births and born and all(known in history.births for known in latest):
        return Fraction(sum(entered[known] for known in latest), born) * history.births[year]
    return _average(history, 0, over_years)


def _average(history: History, at: int, over_years: int) -> Fraction:
    latest = history.counts[-over_years:]
    return Fraction(sum(row[at] for row in latest), len(latest))


def _shown(students: Fraction) -> int:
    return int(students + Fraction(1, 2))
