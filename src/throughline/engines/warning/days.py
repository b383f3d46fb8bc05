"""School days somebody was enrolled: on the calendar of the school they were at, not by the rows that were sent."""

from dataclasses import dataclass

import numpy as np

from throughline.engines.warning.records import Bools, Ints, SchoolDays, Stints

_FAR = 1 << 32  # beyond any day, so that one number orders by student and then by day


@dataclass(frozen=True, slots=True)
class Calendar:
    """Each school's days in session. **Shapes** `held` (schools + 1, days + 1): how many before each day.

    The last row is for a school that was never in session: row -1 of the others is there.
    """

    schools: Ints
    first: int
    held: Ints

    def place(self, school: Ints) -> Ints:
        """This function will return the row of each school, or -1 for one that was never in session."""
        if not len(self.schools):
            return np.full(len(school), -1, dtype=np.int64)
        at = np.minimum(np.searchsorted(self.schools, school), len(self.schools) - 1)
        return np.where(self.schools[at] == school, at, -1)

    def before(self, row: Ints, day: Ints) -> Ints:
        """This function will count a school's days in session before a day."""
        at = np.clip(day - self.first, 0, self.held.shape[1] - 1)
        return self.held[row, at]

    def nth_last(self, n: int) -> Ints:
        """This function will return, for each school, the day on which its last `n` days in session began."""
        begins = np.maximum(self.held[:, -1] - n, 0)
        return np.asarray(np.argmax(self.held > begins[:, None], axis=1) + self.first - 1, dtype=np.int64)


def calendar_until(days: SchoolDays, until: int) -> Calendar:
    """This function will put the days in session up to `until`, that day included, in order by school."""
    keep = days.day <= until
    school, day = days.school[keep].astype(np.int64), days.day[keep].astype(np.int64)
    schools, row = np.unique(school, return_inverse=True)
    first = int(day.min()) if len(day) else until
    held = np.zeros((len(schools) + 1, until - first + 2), dtype=np.int64)
    held[row, day - first + 1] = 1
    return Calendar(schools, first, np.cumsum(held, axis=1))


@dataclass(frozen=True, slots=True)
class Enrolled:
    """Stints of which no two of a student share a day, in order by student and day, and each student's first one.

    **Shapes** `starts` (students + 1); the others (stints).
    """

    student: Ints
    school: Ints
    row: Ints
    first: Ints
    last: Ints
    starts: Ints

    def days(self, calendar: Calendar, since: Ints | None = None) -> Ints:
        """This function will count each student's days enrolled and in session, from a day of their own on."""
        first = self.first if since is None else np.maximum(self.first, since[self.student])
        n = calendar.before(self.row, self.last + 1) - calendar.before(self.row, first)
        return _sum(self.student, np.maximum(n, 0), len(self.starts) - 1)

    def latest(self) -> Ints:
        """This function will return the place of each student's latest stint, or -1."""
        return np.where(self.starts[1:] > self.starts[:-1], self.starts[1:] - 1, -1)

    def at(self, student: Ints, day: Ints) -> Ints:
        """This function will return the stint in which each student was on a day, or -1."""
        if not len(self.student):
            return np.full(len(student), -1, dtype=np.int64)
        place = self.starts[student]
        several = np.flatnonzero(self.starts[student + 1] - place > 1)
        if len(several):
            keys = self.student * _FAR + self.first
            wanted = student[several] * _FAR + day[several]
            place[several] = np.maximum(np.searchsorted(keys, wanted, side="right") - 1, place[several])
        place = np.minimum(place, len(self.student) - 1)
        there = (self.student[place] == student) & (self.first[place] <= day) & (day <= self.last[place])
        return np.where(there, place, -1)


def untangle(stints: Stints, calendar: Calendar, n: int, until: int) -> Enrolled:
    """This function will cut stints that share days, so that every day is at one school: the one that began first.

    Stints end with `until` at the latest; those that began after it are left out.
    """
    student, school = stints.student.astype(np.int64), stints.school.astype(np.int64)
    first, last = stints.first.astype(np.int64), np.minimum(stints.last, until).astype(np.int64)
    order = np.lexsort((school, stints.last, first, student))
    order = order[first[order] <= last[order]]
    student, school, first, last = student[order], school[order], first[order], last[order]
    reach = np.maximum.accumulate(student * _FAR + last)
    same = np.zeros(len(student), dtype=np.bool_)
    same[1:] = student[1:] == student[:-1]
    first[1:] = np.where(same[1:], np.maximum(first[1:], reach[:-1] - student[:-1] * _FAR + 1), first[1:])
    keep = first <= last
    student, school, first, last = student[keep], school[keep], first[keep], last[keep]
    starts = np.searchsorted(student, np.arange(n + 1))
    return Enrolled(student, school, calendar.place(school), first, last, starts)


def _sum(where: Ints, what: Ints, n: int) -> Ints:
    found = np.zeros(n, dtype=np.int64)
    np.add.at(found, where, what)
    return found


def in_session(calendar: Calendar, row: Ints, day: Ints) -> Bools:
    """This function will tell whether a school was in session on a day."""
    return calendar.before(row, day + 1) > calendar.before(row, day)
