"""A projection worked out: every school's students in the years ahead, and how wrong the way has been."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import ceil
from typing import Any

from throughline.engines import projection as engine
from throughline.rooms.funding.models import Projection
from throughline.rooms.students import api as students

_FEWEST_PAST = 3  # fewer past years say nothing about how far off the district's total can be


@dataclass(frozen=True, slots=True)
class SchoolHistory:
    """One school's earlier counts; students of no known grade stay as many as they are."""

    source_id: str
    name: str
    history: engine.History
    ungraded: int = 0

    def as_json(self) -> dict[str, Any]:
        """This function will return the counts as a projection keeps them."""
        return {
            "source_id": self.source_id,
            "name": self.name,
            "years": list(self.history.years),
            "grades": list(self.history.grades),
            "counts": [list(row) for row in self.history.counts],
            "births": {str(year): n for year, n in self.history.births.items()},
            "ungraded": self.ungraded,
        }

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> "SchoolHistory":
        """This function will read the counts that a projection keeps."""
        history = engine.History(
            tuple(kept["years"]),
            tuple(kept["grades"]),
            tuple(tuple(row) for row in kept["counts"]),
            {int(year): n for year, n in kept["births"].items()},
        )
        return cls(kept["source_id"], kept["name"], history, kept["ungraded"])


@dataclass(frozen=True, slots=True)
class YearAhead:
    """Students in one year; `low` and `high` where past years say how far off it may be."""

    year: int
    students: int
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True)
class SchoolAhead:
    """One school in the years ahead."""

    known: SchoolHistory
    projection: engine.Projection
    bands: engine.Bands
    steady: bool
    needs: Mapping[str, int]

    @property
    def source_id(self) -> str:
        return self.known.source_id

    @property
    def name(self) -> str:
        return self.known.name

    @property
    def now(self) -> int:
        """Students in the last year that was counted."""
        return sum(self.known.history.counts[-1]) + self.known.ungraded

    def total(self, year: int) -> int:
        """This function will add a year's students up."""
        return self.projection.total(year) + self.known.ungraded

    def in_year(self, year: int) -> YearAhead:
        """This function will return a year's students with how far off they may be."""
        n, ahead = self.total(year), year - self.known.history.years[-1]
        return _between(year, n, self.bands.error_share.get(ahead))

    def counts(self, year: int) -> dict[str, int]:
        """This function will return a year's students in all, by need as now, and by grade."""
        counted = self.needs.get(students.ALL_STUDENTS, 0)
        by_need = {code: n for code, n in self.needs.items() if code != students.ALL_STUDENTS}
        grades = {f"grade:{grade}": self.projection.count(year, grade).students for grade in self.known.history.grades}
        everybody = self.total(year)
        return {students.ALL_STUDENTS: everybody, **engine.need_counts(everybody, counted, by_need), **grades}


@dataclass(frozen=True)
class Ahead:
    """All schools in the years ahead, and the past years as they would have been projected."""

    row: Projection
    schools: Sequence[SchoolAhead]
    past: Sequence[engine.PastYear]
    errors: Mapping[int, Fraction]

    @property
    def base_year(self) -> int:
        return self.schools[0].known.history.years[-1]

    @property
    def years(self) -> range:
        return range(self.base_year + 1, self.base_year + 1 + self.row.n_years)

    @cached_property
    def now(self) -> int:
        """Students in the last year that was counted."""
        return sum(one.now for one in self.schools)

    def in_year(self, year: int) -> YearAhead:
        """This function will return the district's students in a year."""
        n = sum(one.total(year) for one in self.schools)
        return _between(year, n, self.errors.get(year - self.base_year))

    def before(self) -> list[YearAhead]:
        """This function will return the years that were counted, as far as every school was."""
        first = max(one.known.history.years[0] for one in self.schools)
        return [
            YearAhead(year, sum(_counted(one.known, year) for one in self.schools))
            for year in range(first, self.base_year + 1)
        ]

    def school(self, source_id: str) -> SchoolAhead | None:
        """This function will return one school by its id in the roster."""
        return next((one for one in self.schools if one.source_id == source_id), None)

    def needs(self, year: int) -> dict[str, tuple[int, int]]:
        """This function will return, for each need somebody has, how many have it now and in a year."""
        found: dict[str, tuple[int, int]] = {}
        for one in self.schools:
            ahead = one.counts(year)
            for code, n in one.needs.items():
                if code != students.ALL_STUDENTS:
                    now, then = found.get(code, (0, 0))
                    found[code] = now + n, then + ahead[code]
        return {code: both for code, both in found.items() if any(both)}


def ahead_of(row: Projection) -> Ahead:
    """This function will work a projection out as it stands, adjustments and steady schools in it."""
    known = [SchoolHistory.of_json(one) for one in row.history["schools"]]
    steady = set(row.steady)
    histories = [one.history for one in known]
    graded = [one.history for one in known if one.source_id not in steady]
    rates = engine.district_rates(graded, over_years=row.over_years)
    grades = engine.back_test(graded, row.n_years, over_years=row.over_years)
    totals = engine.back_test(graded, row.n_years, over_years=row.over_years, totals=True)
    is_steady = [one.source_id in steady for one in known]
    schools = [
        SchoolAhead(
            one,
            engine.with_bands(_project(row, one, rates), grades),
            totals,
            still,
            row.needs.get(one.source_id, {}),
        )
        for one, still in zip(known, is_steady, strict=True)
    ]
    past = {
        ahead: engine.look_back(histories, ahead=ahead, over_years=row.over_years, steady=is_steady)
        for ahead in range(1, row.n_years + 1)
    }
    errors = {
        ahead: max(abs(one.error_share or Fraction(0)) for one in found)
        for ahead, found in past.items()
        if len(found) >= _FEWEST_PAST
    }
    return Ahead(row, schools, past.get(1, []), errors)


def grades_ahead(row: Projection, year: int) -> dict[str, dict[str, int]]:
    """This function will return a year's students by the school's id in the roster and by grade.

    Nothing where the projection does not reach the year. It looks at no past year, so it is quick for many schools.
    """
    known = [SchoolHistory.of_json(one) for one in row.history["schools"]]
    known = [one for one in known if 0 < year - one.history.years[-1] <= row.n_years]
    graded = [one.history for one in known if one.source_id not in set(row.steady)]
    rates = engine.district_rates(graded, over_years=row.over_years)
    found = {}
    for one in known:
        ahead = _project(row, one, rates)
        found[one.source_id] = {grade: ahead.count(year, grade).students for grade in one.history.grades}
    return found


def _project(row: Projection, one: SchoolHistory, rates: Mapping[str, Fraction]) -> engine.Projection:
    return engine.project(
        one.history,
        row.n_years,
        over_years=row.over_years,
        fallback=rates,
        adjustments=adjustments_of(row, one.source_id),
        steady=one.source_id in row.steady,
    )


def adjustments_of(row: Projection, source_id: str) -> list[engine.Adjustment]:
    """This function will return what people know better of one school."""
    return [
        engine.Adjustment(one["year"], one["grade"], one["students"], one["reason"])
        for one in row.adjustments
        if one["school"] == source_id
    ]


def _between(year: int, n: int, error: Fraction | None) -> YearAhead:
    if error is None:
        return YearAhead(year, n)
    return YearAhead(year, n, int(n * max(Fraction(0), 1 - error)), ceil(n * (1 + error)))


def _counted(known: SchoolHistory, year: int) -> int:
    row = known.history.counts[known.history.years.index(year)]
    return sum(row) + known.ungraded
