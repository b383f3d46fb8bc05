"""From a year's attendance to each student's days: enrolled, recorded, absent, and absent of late."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from throughline.engines.warning.days import Calendar, Enrolled, in_session
from throughline.engines.warning.records import ABSENT_EXCUSED, ABSENT_UNEXCUSED, Attendance, Bools, Ints

_AT_ONCE = 1 << 21  # rows counted at a time, so that a state's year needs little memory
_NEAR = 1 << 16  # rows looked at together, so few that they stay near the processor
_NO_DAY = np.iinfo(np.int64).max


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
    begins = [None if from_day is None else np.append(from_day, _NO_DAY) for from_day in since]
    for student, day, missed in _rows_that_count(rows, calendar, enrolled):
        for place, from_day in enumerate(begins):
            late: Bools | slice = slice(None)
            if from_day is not None:
                if day.max() < from_day.min():
                    continue
                late = day >= from_day[student]
            some = student[late]
            recorded[place] += np.bincount(some, minlength=n + 1)[:n]
            absent[place] += np.bincount(some[missed[late]], minlength=n + 1)[:n]
    return [Attended(enrolled.days(calendar, day), recorded[at], absent[at]) for at, day in enumerate(since)]


def days_missed(rows: Attendance, calendar: Calendar, enrolled: Enrolled, after: int) -> tuple[Ints, Ints]:
    """This function will return each absence after a day, as student and day, in order by both."""
    n = len(enrolled.starts) - 1
    found = [
        (student[kept], day[kept].astype(np.int64))
        for student, day, missed in _rows_that_count(rows, calendar, enrolled)
        for kept in [missed & (day > after) & (student < n)]
    ]
    empty = np.zeros(0, dtype=np.int64)
    student = np.concatenate([empty, *(one for one, _day in found)])
    day = np.concatenate([empty, *(one for _student, one in found)])
    order = np.lexsort((day, student))
    return student[order], day[order]


def _rows_that_count(
    rows: Attendance, calendar: Calendar, enrolled: Enrolled
) -> Iterator[tuple[Ints, NDArray[np.integer], Bools]]:
    """Student, day, and whether they were absent, a part of the rows at a time.

    The student of a row that does not count is one more than the last.
    """
    settled = _settled(calendar, enrolled)
    for begin in range(0, len(rows.student), _AT_ONCE):
        part = slice(begin, min(begin + _AT_ONCE, len(rows.student)))
        student: Ints = np.empty(part.stop - part.start, dtype=np.int64)
        for near in range(part.start, part.stop, _NEAR):
            some = slice(near, min(near + _NEAR, part.stop))
            student[some.start - begin : some.stop - begin] = _who_counts(rows, some, calendar, enrolled, settled)
        status = rows.status[part]
        missed: Bools = (status == ABSENT_EXCUSED) | (status == ABSENT_UNEXCUSED)
        yield student, rows.day[part], missed


@dataclass(frozen=True, slots=True)
class _Settled:
    """Students who were at one school all the time it was in session: of most rows no more than this is looked at.

    **Shapes** `school`, `begins` and `is_other` (students,): where the days of the school begin in `held`, which is
    false on the days before and after the calendar. Of all other students nothing is held, so that no row counts.
    """

    school: Ints
    begins: Ints
    is_other: Bools
    held: Bools
    n_days: int


def _settled(calendar: Calendar, enrolled: Enrolled) -> _Settled:
    n, n_days = len(enrolled.starts) - 1, calendar.held.shape[1] - 1
    held = np.zeros((len(calendar.held), n_days + 2), dtype=np.bool_)
    held[:, 1:-1] = np.diff(calendar.held, axis=1) > 0
    row = np.full(n, len(calendar.held) - 1, dtype=np.int64)
    school = np.zeros(n, dtype=np.int64)
    alone = np.flatnonzero(np.diff(enrolled.starts) == 1)
    stint = enrolled.starts[alone]
    first = calendar.first + np.argmax(held, axis=1) - 1
    last = calendar.first + n_days - np.argmax(held[:, ::-1], axis=1)
    at = enrolled.row[stint]
    whole = (enrolled.first[stint] <= first[at]) & (enrolled.last[stint] >= last[at])
    alone, stint = alone[whole], stint[whole]
    row[alone], school[alone] = at[whole], enrolled.school[stint]
    is_other = np.ones(n, dtype=np.bool_)
    is_other[alone] = False
    return _Settled(_narrow(school), _narrow(row * (n_days + 2) + 1), is_other, held.ravel(), n_days)


def _narrow(numbers: Ints) -> Ints:
    """The same numbers in half the room, where they fit."""
    fits = not len(numbers) or max(int(numbers.max()), -int(numbers.min())) < 1 << 31
    return numbers.astype(np.int32) if fits else numbers


def _who_counts(rows: Attendance, some: slice, calendar: Calendar, enrolled: Enrolled, settled: _Settled) -> Ints:
    student, school = rows.student[some].astype(np.int64), rows.school[some]
    day = rows.day[some].astype(np.int64)
    place = settled.begins[student] + np.clip(day - calendar.first, -1, settled.n_days)
    counts: Bools = settled.held[place] & (settled.school[student] == school)
    other = np.flatnonzero(settled.is_other[student])
    if len(other):
        counts[other] = _was_there(student[other], day[other], school[other], calendar, enrolled)
    return np.where(counts, student, len(enrolled.starts) - 1)


def _was_there(student: Ints, day: Ints, school: NDArray[np.integer], calendar: Calendar, enrolled: Enrolled) -> Bools:
    stint = enrolled.at(student, day)
    if not len(enrolled.school):
        return stint >= 0
    there: Bools = (stint >= 0) & (enrolled.school[stint] == school)
    there[there] = in_session(calendar, enrolled.row[stint[there]], day[there])
    return there
