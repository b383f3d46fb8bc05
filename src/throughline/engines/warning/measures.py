"""What each indicator measures of each student: an exact number over another, and whether enough is known."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from throughline.engines.warning.counting import Attended, count_days
from throughline.engines.warning.days import Calendar, Enrolled, calendar_until, untangle
from throughline.engines.warning.records import UNKNOWN, Bools, Ints, Marks, Records, Results
from throughline.engines.warning.rules import Indicator, Measure, Rules

_NO_DAY = np.iinfo(np.int64).min


@dataclass(frozen=True, slots=True)
class Measured:
    """One indicator of every student. **Shapes** (students,).

    `numerator` over `denominator` is what is seen so far, and it can only grow with what is still unknown; `enough`
    says that little enough is unknown to call a student on track.
    """

    numerator: Ints
    denominator: Ints
    enough: Bools


def measure(records: Records, rules: Rules, until: int) -> dict[str, Measured]:
    """This function will measure every indicator by its code, from what was known on the day `until`."""
    calendar = calendar_until(records.days, until)
    enrolled = untangle(records.stints, calendar, records.n, until)
    windows = sorted({one.window for one in rules.indicators if one.window})
    since = {window: _since(calendar, enrolled, window) for window in windows}
    counted = sorted({one.window for one in rules.indicators if one.measure == Measure.RECENT_ABSENCE})
    days = count_days(records.attendance, calendar, enrolled, [None, *(since[window] for window in counted)])
    by_window = dict(zip([0, *counted], days, strict=True))
    return {one.code: _of(one, records, rules, until, calendar, enrolled, by_window, since) for one in rules.indicators}


def _of(
    one: Indicator,
    records: Records,
    rules: Rules,
    until: int,
    calendar: Calendar,
    enrolled: Enrolled,
    days: dict[int, Attended],
    since: dict[int, Ints],
) -> Measured:
    there = days[0].enrolled >= rules.least_days
    match one.measure:
        case Measure.ABSENCE | Measure.RECENT_ABSENCE:
            found = _absence(days[one.window], rules, there)
        case Measure.COURSES_FAILED | Measure.COURSES_NOT_PASSED:
            found = _courses(records, rules, until, latest_only=one.measure == Measure.COURSES_FAILED)
        case Measure.CREDITS_NOT_EARNED:
            found = _credits(records, rules, until)
        case Measure.INCIDENTS | Measure.DAYS_SUSPENDED:
            from_day = since.get(one.window)
            suspended = one.measure == Measure.DAYS_SUSPENDED
            found = _behavior(records, until, from_day, there & records.has_incidents, suspended=suspended)
        case Measure.SCHOOL_MOVES:
            found = _moves(calendar, enrolled, rules, there)
        case Measure.LOW_RESULTS:
            found = _results(records.results, rules, records.n, until)
    return _in_grades(found, records, one)


def _in_grades(found: Measured, records: Records, one: Indicator) -> Measured:
    if not one.grades:
        return found
    watched = np.isin(records.grade, sorted(one.grades))
    return Measured(
        np.where(watched, found.numerator, 0), np.where(watched, found.denominator, 0), found.enough & watched
    )


def _since(calendar: Calendar, enrolled: Enrolled, window: int) -> Ints:
    """The day each student's last `window` school days began, on the calendar of the school they were at last."""
    latest = enrolled.latest()
    if not len(calendar.schools) or not len(enrolled.row):
        return np.zeros(len(latest), dtype=np.int64)
    row = np.where(latest >= 0, enrolled.row[latest], UNKNOWN)
    return np.where(row >= 0, calendar.nth_last(window)[row], 0)


def _absence(days: Attended, rules: Rules, there: Bools) -> Measured:
    """Days absent over days enrolled and in session: what was not recorded may have been absent or not."""
    unrecorded, most = days.enrolled - days.recorded, rules.most_unrecorded
    known = np.ones(len(there), dtype=np.bool_)
    if not rules.absences_only:
        known = unrecorded * most.denominator < most.numerator * days.enrolled
    return Measured(days.absent, np.where(there, days.enrolled, 0), there & known)


def failing(marks: Marks, rules: Rules) -> Ints:
    """This function will say of each mark whether it fails (1), passes (0) or is not known (-1).

    The percent decides where there is one: exactly the passing one passes.
    """
    passes: Fraction = rules.pass_percent * 100
    by_percent = marks.percent.astype(np.int64) * passes.denominator < passes.numerator
    found = by_percent.astype(np.int64)
    lettered = np.flatnonzero(marks.percent < 0)
    mark = marks.mark[lettered]
    found[lettered] = np.where(np.isin(mark, sorted(rules.failing_marks)), 1, np.where(mark == "", UNKNOWN, 0))
    return found


def _courses(records: Records, rules: Rules, until: int, *, latest_only: bool) -> Measured:
    marks, n = records.marks, records.n
    fails = failing(marks, rules)
    keep = (marks.posted <= until) & (fails != UNKNOWN)
    student, period = marks.student[keep].astype(np.int64), marks.period[keep].astype(np.int64)
    fails = fails[keep]
    if latest_only:
        newest = np.full(n, _NO_DAY, dtype=np.int64)
        np.maximum.at(newest, student, period)
        of_newest = period == newest[student]
        student, fails = student[of_newest], fails[of_newest]
    n_failed = np.bincount(student[fails == 1], minlength=n)
    n_marked = np.bincount(student, minlength=n)
    denominator = np.minimum(n_marked, 1) if latest_only else n_marked
    return Measured(n_failed, denominator, n_marked > 0)


def _credits(records: Records, rules: Rules, until: int) -> Measured:
    """Hundredths of credits that failed marks would have given, of those that all marks so far could give."""
    marks, n = records.marks, records.n
    fails = failing(marks, rules)
    keep = (marks.posted <= until) & (fails != UNKNOWN) & (marks.credits > 0)
    student, fails = marks.student[keep], fails[keep]
    offered, lost = np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.int64)
    np.add.at(offered, student, marks.credits[keep])
    np.add.at(lost, student[fails == 1], marks.credits[keep][fails == 1])
    return Measured(lost, offered, offered > 0)


def _behavior(records: Records, until: int, since: Ints | None, known: Bools, *, suspended: bool) -> Measured:
    rows, n = records.incidents, records.n
    keep = rows.day <= until
    if since is not None:
        keep &= rows.day >= since[rows.student]
    student = rows.student[keep]
    if not suspended:
        return Measured(np.bincount(student, minlength=n), known.astype(np.int64), known)
    tenths = np.zeros(n, dtype=np.int64)
    np.add.at(tenths, student, rows.suspended[keep])
    return Measured(tenths, known * np.int64(10), known)


def _moves(calendar: Calendar, enrolled: Enrolled, rules: Rules, there: Bools) -> Measured:
    """Changes of school since the year began, a beginning in the middle of the year among them."""
    n = len(enrolled.starts) - 1
    is_first = np.ones(len(enrolled.student), dtype=np.bool_)
    is_first[1:] = enrolled.student[1:] != enrolled.student[:-1]
    late = calendar.before(enrolled.row, enrolled.first) >= rules.least_days
    moved = is_first & late
    moved[1:] |= ~is_first[1:] & (enrolled.school[1:] != enrolled.school[:-1]) & (enrolled.first[1:] > calendar.first)
    return Measured(np.bincount(enrolled.student[moved], minlength=n), there.astype(np.int64), there)


def _results(rows: Results, rules: Rules, n: int, until: int) -> Measured:
    """Subjects whose latest result is at a low level. Of two on one day the lower one counts."""
    low = np.isin(rows.level, sorted(rules.low_levels)).astype(np.int64)
    keep = (rows.day <= until) & (rows.level != "")
    student, subject, day, low = rows.student[keep], rows.subject[keep], rows.day[keep], low[keep]
    order = np.lexsort((low, day, subject, student))
    student, subject, low = student[order], subject[order], low[order]
    is_last = np.ones(len(student), dtype=np.bool_)
    is_last[:-1] = (student[1:] != student[:-1]) | (subject[1:] != subject[:-1])
    known = np.bincount(student[is_last], minlength=n) > 0
    return Measured(np.bincount(student[is_last & (low == 1)], minlength=n), known.astype(np.int64), known)
