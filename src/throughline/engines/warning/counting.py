"""From a year's attendance to each student's days: enrolled, recorded, absent, and absent of late."""

from dataclasses import dataclass

import numpy as np

from throughline.engines.warning.days import Calendar, Enrolled, in_session
from throughline.engines.warning.records import ABSENT_EXCUSED, ABSENT_UNEXCUSED, Attendance, Ints

_AT_ONCE = 1 << 21  # rows taken at a time, so that a state's year needs little memory


@dataclass(frozen=True, slots=True)
class Attended:
    """Days of each student over some time. **Shapes** (students,)."""

    enrolled: Ints
    recorded: Ints
    absent: Ints


def count_days(rows: Attendance, calendar: Calendar, enrolled: Enrolled, since: list[Ints | None]) -> list[Attended]:
    """This function will count days over the year (`None`) and from a day of each student's own on.

    A row counts where the student was enrolled at that school that day and the school was in session: another school's
    row, or one for a holiday, does not. Whoever was there twice that day is counted once.
    """
    n = len(enrolled.starts) - 1
    recorded = [np.zeros(n, dtype=np.int64) for _ in since]
    absent = [np.zeros(n, dtype=np.int64) for _ in since]
    for begin in range(0, len(rows.student), _AT_ONCE):
        some = slice(begin, begin + _AT_ONCE)
        student, day = rows.student[some].astype(np.int64), rows.day[some].astype(np.int64)
        stint = enrolled.at(student, day)
        counts = (stint >= 0) & (enrolled.school[stint] == rows.school[some]) if len(enrolled.school) else stint >= 0
        counts[counts] = in_session(calendar, enrolled.row[stint[counts]], day[counts])
        missed = np.isin(rows.status[some], (ABSENT_EXCUSED, ABSENT_UNEXCUSED)) & counts
        for place, from_day in enumerate(since):
            late = counts if from_day is None else counts & (day >= from_day[student])
            recorded[place] += np.bincount(student[late], minlength=n)
            absent[place] += np.bincount(student[missed & late], minlength=n)
    return [Attended(enrolled.days(calendar, day), recorded[at], absent[at]) for at, day in enumerate(since)]
