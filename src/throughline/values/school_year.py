"""School years are named by the calendar year in which they end: 2026 is 2025-26."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, order=True)
class SchoolYear:
    """A school year, from 1 July to 30 June."""

    ends: int

    @classmethod
    def of(cls, day: date) -> "SchoolYear":
        """This function will return the school year that `day` lies in.

        **Example**

        >>> str(SchoolYear.of(date(2025, 9, 1)))
        '2025-26'
        """
        return cls(day.year + 1 if day.month >= 7 else day.year)

    @property
    def first_day(self) -> date:
        return date(self.ends - 1, 7, 1)

    @property
    def last_day(self) -> date:
        return date(self.ends, 6, 30)

    def __str__(self) -> str:
        return f"{self.ends - 1}-{self.ends % 100:02d}"
