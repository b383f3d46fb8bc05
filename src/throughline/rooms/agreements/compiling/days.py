"""Days on which something holds: from the first to the last, both in; either may be open."""

from dataclasses import dataclass
from datetime import date, timedelta

ADULT_AT = 18


@dataclass(frozen=True, slots=True)
class Days:
    """A stretch of days. `last` before `first` is none at all."""

    first: date | None = None
    last: date | None = None

    def __bool__(self) -> bool:
        return self.first is None or self.last is None or self.first <= self.last

    def within(self, other: "Days") -> "Days":
        """This function will return the days that lie in both.

        **Example**

        >>> Days(date(2026, 8, 1), None).within(Days(None, date(2026, 8, 9)))
        Days(first=datetime.date(2026, 8, 1), last=datetime.date(2026, 8, 9))
        """
        firsts = [day for day in (self.first, other.first) if day]
        lasts = [day for day in (self.last, other.last) if day]
        return Days(max(firsts, default=None), min(lasts, default=None))

    def without(self, other: "Days") -> list["Days"]:
        """This function will return what is left of these days outside of others: none, one or two stretches."""
        if not self or not other:
            return [self] if self else []
        has_before, has_after = other.first not in {None, date.min}, other.last not in {None, date.max}
        before = self.within(Days(None, other.first - timedelta(1))) if other.first and has_before else None
        after = self.within(Days(other.last + timedelta(1), None)) if other.last and has_after else None
        return [days for days in (before, after) if days]


def eighteenth_birthday(born_on: date) -> date:
    """This function will return the day on which somebody turns 18; for those born on February 29, March 1.

    **Example**

    >>> eighteenth_birthday(date(2008, 2, 29))
    datetime.date(2026, 3, 1)
    """
    try:
        return born_on.replace(year=born_on.year + ADULT_AT)
    except ValueError:
        return date(born_on.year + ADULT_AT, 3, 1)
