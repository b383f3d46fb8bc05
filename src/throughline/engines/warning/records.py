"""What is known of students, as columns: one row a stint, a day, a mark. A student is a number from 0 to `n` - 1.

Days are whole numbers that count on by one (`date.toordinal()`), schools and subjects any whole numbers.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Texts = NDArray[np.str_]

PRESENT, ABSENT_EXCUSED, ABSENT_UNEXCUSED, TARDY = range(4)
UNKNOWN = -1


@dataclass(frozen=True, slots=True)
class Stints:
    """Where a student was enrolled, from `first` to `last`, both inclusive."""

    student: NDArray[np.integer]
    school: NDArray[np.integer]
    first: NDArray[np.integer]
    last: NDArray[np.integer]


@dataclass(frozen=True, slots=True)
class SchoolDays:
    """The days on which a school was in session: its real calendar."""

    school: NDArray[np.integer]
    day: NDArray[np.integer]


@dataclass(frozen=True, slots=True)
class Attendance:
    """One row for each student, school and day that was recorded. Tardy is there."""

    student: NDArray[np.integer]
    school: NDArray[np.integer]
    day: NDArray[np.integer]
    status: NDArray[np.integer]


@dataclass(frozen=True, slots=True)
class Marks:
    """A mark in a class for a marking period that ended on `period`, known from `posted` on.

    **Units** hundredths of a percent, -1 where only the letter is known; hundredths of a credit that passing gives.
    """

    student: NDArray[np.integer]
    period: NDArray[np.integer]
    posted: NDArray[np.integer]
    percent: NDArray[np.integer]
    mark: Texts
    credits: NDArray[np.integer]


@dataclass(frozen=True, slots=True)
class Incidents:
    """Something that happened. **Units** tenths of a school day suspended."""

    student: NDArray[np.integer]
    day: NDArray[np.integer]
    suspended: NDArray[np.integer]


@dataclass(frozen=True, slots=True)
class Results:
    """A result in an assessment of a subject, by the name of its level, blank where it has none."""

    student: NDArray[np.integer]
    subject: NDArray[np.integer]
    day: NDArray[np.integer]
    level: Texts


@dataclass(frozen=True, slots=True)
class Records:
    """Everything known of `n` students, whose grades stand in `grade`.

    `has_incidents`: the district sends behavior at all. Where it does, a student without incidents had none.
    """

    grade: Texts
    stints: Stints
    days: SchoolDays
    attendance: Attendance
    marks: Marks
    incidents: Incidents
    results: Results
    has_incidents: bool = True

    @property
    def n(self) -> int:
        return len(self.grade)
