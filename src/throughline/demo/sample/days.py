"""The school year of the invented district: school days, holidays, quarters and seasons."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise

import numpy as np

from throughline.demo.sample.draws import Real
from throughline.values.school_year import SchoolYear

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class SchoolDays:
    """The days on which school is held, from mid August to early June, as far as `until`."""

    year: SchoolYear
    until: date

    @property
    def first(self) -> date:
        """The first school day: the third Monday of August."""
        return _weekday(self.year.ends - 1, 8, 0, 3)

    @property
    def last(self) -> date:
        """The last school day: the first Friday of June."""
        return _weekday(self.year.ends, 6, 4, 1)

    @property
    def count_day(self) -> date:
        """The day on which students are counted for money: 1 October."""
        return date(self.year.ends - 1, 10, 1)

    @cached_property
    def holidays(self) -> frozenset[date]:
        """Every weekday in the year without school: federal holidays and the breaks."""
        return frozenset(_holidays(self.year.ends))

    @cached_property
    def whole_year(self) -> tuple[date, ...]:
        """All school days of the year."""
        span = (self.last - self.first).days + 1
        days = (self.first + _DAY * n for n in range(span))
        return tuple(day for day in days if day.weekday() < 5 and day not in self.holidays)

    @cached_property
    def held(self) -> tuple[date, ...]:
        """The school days up to `until`."""
        return tuple(day for day in self.whole_year if day <= self.until)

    @cached_property
    def pull(self) -> Real:
        """How much likelier an absence is on each day held: Mondays, Fridays, flu season, days beside breaks."""
        weekday = {0: 1.15, 4: 1.25}
        season = {8: 0.8, 9: 0.9, 12: 1.25, 1: 1.25, 2: 1.2, 5: 1.1, 6: 1.3}
        factors = [weekday.get(day.weekday(), 0.95) * season.get(day.month, 1.0) for day in self.held]
        for position, (day, following) in enumerate(pairwise(self.held)):
            if (following - day).days > 3:
                factors[position] *= 1.5
        return np.array(factors, dtype=np.float64)

    @cached_property
    def quarters(self) -> tuple[tuple[date, date], ...]:
        """The first and last day of each of four marking periods."""
        days = self.whole_year
        edges = [len(days) * quarter // 4 for quarter in range(5)]
        return tuple((days[begin], days[end - 1]) for begin, end in pairwise(edges))


def _holidays(ends: int) -> list[date]:
    starts = ends - 1
    thanksgiving = _weekday(starts, 11, 3, 4)
    spring = _weekday(ends, 4, 0, 1)
    single = [
        _weekday(starts, 9, 0, 1),  # Labor Day
        _weekday(starts, 10, 0, 2),  # Indigenous Peoples' Day
        _observed(date(starts, 11, 11)),  # Veterans Day
        _weekday(ends, 1, 0, 3),  # Martin Luther King Jr. Day
        _weekday(ends, 2, 0, 3),  # Presidents' Day
        _last_monday_of_may(ends),  # Memorial Day
        *(_weekday(starts, month, 4, 2) for month in (10, 12)),  # days on which only staff work
        *(_weekday(ends, month, 4, 2) for month in (2, 3, 5)),
    ]
    breaks = [
        (thanksgiving - _DAY, thanksgiving + _DAY),
        (date(starts, 12, 21), date(ends, 1, 3)),
        (spring, spring + 4 * _DAY),
    ]
    return single + [first + _DAY * n for first, last in breaks for n in range((last - first).days + 1)]


def _weekday(year: int, month: int, weekday: int, nth: int) -> date:
    first = date(year, month, 1)
    return first + _DAY * ((weekday - first.weekday()) % 7 + 7 * (nth - 1))


def _last_monday_of_may(year: int) -> date:
    last = date(year, 5, 31)
    return last - _DAY * last.weekday()


def _observed(day: date) -> date:
    if day.weekday() == 5:
        return day - _DAY
    return day + _DAY if day.weekday() == 6 else day
