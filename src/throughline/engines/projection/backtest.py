"""How wrong the method has been: project from each earlier year, and compare with what came."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil

from throughline.engines.projection.history import History
from throughline.engines.projection.survival import Projection, project

_FEWEST_TESTS = 3  # fewer say nothing about how wrong it can be


@dataclass(frozen=True, slots=True)
class Bands:
    """The error that `covering` of the back-tests stayed within, by years ahead, as a share of the projection.

    A horizon with fewer than three tests has no band: none is better than a false one.
    """

    covering: Fraction
    error_share: Mapping[int, Fraction]
    n_tests: Mapping[int, int]


def back_test(
    histories: Sequence[History],
    n_years: int,
    *,
    over_years: int = 3,
    covering: Fraction = Fraction(4, 5),
    totals: bool = False,
) -> Bands:
    """This function will measure errors of grade counts, or of schools' totals, for each number of years ahead.

    The error of one test is |came - projected| / projected, for every grade with students projected. The band is
    the smallest error that at least `covering` of the tests stayed within.
    """
    errors: dict[int, list[Fraction]] = {ahead: [] for ahead in range(1, n_years + 1)}
    for history in histories:
        for at in range(2, len(history.years)):
            year = history.years[at - 1]
            (_test_totals_from if totals else _test_from)(history, year, n_years, over_years, errors)
    shares = {ahead: _within(found, covering) for ahead, found in errors.items() if len(found) >= _FEWEST_TESTS}
    return Bands(covering, shares, {ahead: len(found) for ahead, found in errors.items()})


@dataclass(frozen=True, slots=True)
class PastYear:
    """One past year as it would have been projected from the years before it, and as it came."""

    year: int
    projected: int
    came: int

    @property
    def error_share(self) -> Fraction | None:
        """How far what came was from the projection, as a share of it."""
        return Fraction(self.came - self.projected, self.projected) if self.projected else None


def look_back(
    histories: Sequence[History], *, ahead: int = 1, over_years: int = 3, steady: Sequence[bool] = ()
) -> list[PastYear]:
    """This function will project each past year from `ahead` years before, and set all schools' totals beside it.

    Only schools whose counts reach one year further back are in both totals.
    """
    found: dict[int, tuple[int, int]] = {}
    for number, history in enumerate(histories):
        for at in range(ahead + 1, len(history.years)):
            year = history.years[at]
            known = history.until(history.years[at - ahead])
            is_steady = bool(steady) and steady[number]
            projected = project(known, ahead, over_years=over_years, steady=is_steady).total(year)
            before = found.get(year, (0, 0))
            found[year] = before[0] + projected, before[1] + sum(history.counts[at])
    return [PastYear(year, *sums) for year, sums in sorted(found.items())]


def with_bands(projection: Projection, bands: Bands) -> Projection:
    """This function will put the lowest and highest likely count beside each projected one, whole students outward."""
    last = projection.history.years[-1]
    counts = []
    for count in projection.counts:
        error = bands.error_share.get(count.year - last)
        if error is not None:
            low, high = count.exact * max(Fraction(0), 1 - error), count.exact * (1 + error)
            count = replace(count, low=min(count.students, int(low)), high=max(count.students, ceil(high)))
        counts.append(count)
    return replace(projection, counts=tuple(counts))


def _test_from(history: History, year: int, n_years: int, over_years: int, errors: dict[int, list[Fraction]]) -> None:
    known = history.until(year)
    ahead_at_most = min(n_years, history.years[-1] - year)
    for count in project(known, ahead_at_most, over_years=over_years).counts:
        came = history.counts[history.years.index(count.year)][history.grades.index(count.grade)]
        if count.exact:
            errors[count.year - year].append(abs(came - count.exact) / count.exact)


def _test_totals_from(
    history: History, year: int, n_years: int, over_years: int, errors: dict[int, list[Fraction]]
) -> None:
    ahead_at_most = min(n_years, history.years[-1] - year)
    made = project(history.until(year), ahead_at_most, over_years=over_years)
    for ahead in range(1, ahead_at_most + 1):
        projected, came = made.total(year + ahead), sum(history.counts[history.years.index(year + ahead)])
        if projected:
            errors[ahead].append(Fraction(abs(came - projected), projected))


def _within(found: list[Fraction], covering: Fraction) -> Fraction:
    return sorted(found)[ceil(covering * len(found)) - 1]
