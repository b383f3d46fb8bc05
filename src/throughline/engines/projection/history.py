"""What is known before a projection: counts by year and grade, births, and what people know better."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class History:
    """One school's students by year and grade. **Shapes** `counts[year][grade]`, years without a gap, oldest first.

    `births` are children born, by the school year in which they enter the first grade here.
    **Raises** `ValueError` where a year is missing, a count is below zero, or a count was withheld (None): a withheld
    count is not zero, and no projection stands on one.
    """

    years: tuple[int, ...]
    grades: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    births: Mapping[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.years or not self.grades:
            raise ValueError("A history needs at least one year and one grade")
        if list(self.years) != list(range(self.years[0], self.years[0] + len(self.years))):
            raise ValueError("A history has every year from its first to its last")
        if [len(row) for row in self.counts] != [len(self.grades)] * len(self.years):
            raise ValueError("A history has one count for each year and grade")
        for row in self.counts:
            if any(not isinstance(count, int) or count < 0 for count in row):
                raise ValueError("A count is a whole number of zero or more; a withheld count has to be asked for")

    def until(self, year: int) -> "History":
        """This function will return what was known at the end of `year`; births of later entries were known by then."""
        keep = self.years.index(year) + 1
        return History(self.years[:keep], self.grades, self.counts[:keep], self.births)


@dataclass(frozen=True, slots=True)
class Adjustment:
    """What people know better: so many students more or fewer in one year and grade, and why.

    It stays with its cohort: those who come with new homes in grade 2 are in grade 3 the year after.
    """

    year: int
    grade: str
    students: int
    reason: str

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise ValueError("An adjustment needs its reason")
