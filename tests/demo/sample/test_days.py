"""The school year: about 180 days, none on a weekend or holiday."""

from datetime import date

import pytest

from throughline.demo.sample.days import SchoolDays
from throughline.values.school_year import SchoolYear


@pytest.mark.parametrize("ends", range(2020, 2041))
def test_every_year_has_a_school_year(ends: int) -> None:
    year = SchoolYear(ends)
    days = SchoolDays(year, year.last_day)
    assert 174 <= len(days.held) <= 184
    assert all(day.weekday() < 5 and day not in days.holidays for day in days.held)
    assert days.first.month == 8
    assert days.last.month == 6
    assert [SchoolYear.of(day) for day in (days.first, days.last, days.count_day)] == [year] * 3


def test_holidays_of_2026_27() -> None:
    days = SchoolDays(SchoolYear(2027), date(2027, 6, 30))
    labor, veterans, thanksgiving, king = date(2026, 9, 7), date(2026, 11, 11), date(2026, 11, 26), date(2027, 1, 18)
    assert {labor, veterans, thanksgiving, king, date(2026, 12, 25), date(2027, 5, 31)} <= days.holidays
    assert days.first == date(2026, 8, 17)


def test_knows_nothing_after_until() -> None:
    days = SchoolDays(SchoolYear(2027), date(2026, 11, 20))
    assert days.held[-1] == date(2026, 11, 20)
    assert len(days.pull) == len(days.held) < len(days.whole_year)
