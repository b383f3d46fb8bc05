"""From a year's attendance to each student's days: enrolled, recorded, absent, and absent of late."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from throughline.engines.warning.days import Calendar, Enrolled, in_session
from throughline.engines.warning.records import ABSENT_EXCUSED, ABSENT_UNEXCUSED, Attendance, Bools, Ints

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
    for student, day, missed in _rows_that_count(rows, calendar, enrolled):
        for place, from_day in enumerate(since):
            late = np.ones(len(day), dtype=np.bool_) if from_day is None else day >= from_day[student]
            recorded[place] += np.bincount(student[late], minlength=n)
            absent[place] += np.bincount(student[missed & late], minlength=n)
    return [Attended(enrolled.days(calendar, day), recorded[at], absent[at]) for at, day in enumerate(since)]


def days_missed(rows: Attendance, calendar: Calendar, enrolled: Enrolled, after: int) -> tuple[Ints, Ints]:
    """This function will return each absence after a day, as student and day, in order by both."""
    found = [
        (student[kept], day[kept])
        for student, day, missed in _rows_that_count(rows, calendar, enrolled)
        for kept in [missed & (day > after)]
    ]
    empty = np.zeros(0, dtype=np.int64)
    student = np.concatenate([empty, *(one for one, _day in found)])
    day = np.concatenate([empty, *(one for _student, one in found)])
    order = np.lexsort((day, student))
    return student[order], day[order]


def _rows_that_count(rows: Attendance, calendar: Calendar, enrolled: Enrolled) -> Iterator[tuple[Ints, Ints, Bools]]:
    """Student, day, and whether they were absent, a part of the rows at a time."""
    for begin in range(0, len(rows.student), _AT_ONCE):
        some = slice(begin, begin + _AT_ONCE)
        student, day = rows.student[some].astype(np.int64), rows.day[some].astype(np.int64)
        stint = enrolled.at(student, day)
        counts = (stint >= 0) & (enrolled.school[stint] == rows.school[some]) if len(enrolled.school) else stint >= 0
        counts[counts] = in_session(calendar, enrolled.row[stint[counts]], day[counts])
        missed = np.isin(rows.status[some], (ABSENT_EXCUSED, ABSENT_UNEXCUSED))
        yield student[counts], day[counts], missed[counts]
