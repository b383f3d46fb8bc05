"""How many students each school has on the count day, in all and by need."""

import numpy as np

from throughline.demo.sample.days import SchoolDays
from throughline.demo.sample.draws import Flags
from throughline.demo.sample.needs import Need
from throughline.demo.sample.plan import Plan
from throughline.demo.sample.students import NEVER, Students

COUNTED = ("economically_disadvantaged", "english_learner", "special_education", "homeless")
HEADER = ("school_id", "school_name", "level", "all", *COUNTED)


class SchoolCounts:
    """Adds up the count day zone by zone. A student counts where enrolled on that date, a need where held on it."""

    def __init__(self, plan: Plan, days: SchoolDays) -> None:
        self._plan = plan
        self._day = np.datetime64(days.count_day)
        whole = np.array(days.whole_year, dtype="datetime64[D]")
        self._begun = int(np.searchsorted(whole, self._day, side="right")) - 1
        self._going = int(np.searchsorted(whole, self._day, side="left"))
        self._n = np.zeros((len(plan.schools) + 1, 1 + len(COUNTED)), dtype=np.int64)

    def add(self, students: Students) -> None:
        """This function will count the students of a zone."""
        moved = students.moved_on != NEVER
        in_district = (students.first_day <= self._begun) & (~students.left | (students.last_day >= self._going))
        before = in_district & (~moved | (students.moved_on - 1 >= self._going))
        after = in_district & moved & (students.moved_on <= self._begun)
        for here, school in ((before, students.school), (after, students.moved_to)):
            np.add.at(self._n[:, 0], school[here], 1)
            for column, category in enumerate(COUNTED, start=1):
                np.add.at(self._n[:, column], school[here & self._holds(students.needs[category])], 1)

    def rows(self) -> list[tuple[str, ...]]:
        """This function will return the rows of schools.csv."""
        return [
            (school.id, school.name, school.level, *(str(n) for n in self._n[school.number].tolist()))
            for school in self._plan.schools
        ]

    def _holds(self, need: Need) -> Flags:
        ended = ~np.isnat(need.ends) & (need.ends < self._day)
        return np.asarray(need.held & (need.starts <= self._day) & ~ended, dtype=np.bool_)
