"""What a dashboard is asked for. Answers come from an address, so any text is taken without a fault."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from throughline.values.school_year import SchoolYear

PERIODS = ("year", "weeks", "last")
DIMENSIONS = ("school", "grade", "class", "weekday", "place", "what", "group")
WEEKS = 4


@dataclass(frozen=True, slots=True)
class Asked:
    """Which students and days: a school (0: all), a grade (blank: all), a period, and by what they are parted."""

    school_id: int
    grade: str
    period: str
    by: str
    since: date
    until: date


def read_asked(given: Mapping[str, str], today: date) -> Asked:
    """This function will read what an address asks for; what is not offered counts as not asked."""
    school, period, by = given.get("school", ""), given.get("period", ""), given.get("by", "")
    period = period if period in PERIODS else "year"
    since, until = _days(period, today)
    return Asked(
        int(school) if school.isascii() and school.isdecimal() and len(school) < 16 else 0,
        given.get("grade", "").replace("\x00", "")[:20],
        period,
        by if by in DIMENSIONS else "",
        since,
        until,
    )


def _days(period: str, today: date) -> tuple[date, date]:
    year = SchoolYear.of(today)
    if period == "weeks":
        return max(year.first_day, today - timedelta(weeks=WEEKS) + timedelta(days=1)), today
    if period == "last":
        before = SchoolYear(year.ends - 1)
        return before.first_day, before.last_day
    return year.first_day, today
