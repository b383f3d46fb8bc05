"""How well rules foresaw what came: whom they pointed out by a day, to whom it came after it, and how long before."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from throughline.engines.warning.counting import count_days, days_missed
from throughline.engines.warning.days import Calendar, Enrolled, calendar_until, untangle
from throughline.engines.warning.measures import failing
from throughline.engines.warning.records import Bools, Ints, Records
from throughline.engines.warning.rules import Rules
from throughline.engines.warning.suggest import suggest

NEVER = 1 << 31  # after any day
# Fewer to whom it came, or who were pointed out, say little of how well rules do.
FEWEST_TO_SAY = 10
_MUCH_LESS = Fraction(1, 10)
_DEVIATIONS = 3  # a difference that chance makes about once in seven hundred times


@dataclass(frozen=True, slots=True)
class Outcome:
    """What rules are meant to foresee: any of these, in the days that follow.

    **Units** `absent_at` a share of the school days that followed; `courses_failed` in one marking period, by marks
    posted later; `days_suspended` in school days.
    """

    absent_at: Fraction
    courses_failed: int
    days_suspended: Fraction


@dataclass(frozen=True, slots=True)
class Came:
    """To whom it came, and when. **Shapes** (students,).

    `on` is the day on which it could not be otherwise any more, `NEVER` where it did not come. `known`: enrolled on the
    day itself and long enough after it, and enough was recorded to say either.
    """

    on: Ints
    known: Bools


@dataclass(frozen=True, slots=True)
class Score:
    """How well it went with some students, of whom `n` are known.

    At least half of those who were pointed out and to whom it came had been pointed out `half_ahead` days before or
    more; None where there is nobody.
    """

    n: int
    n_pointed: int
    n_came: int
    n_both: int
    half_ahead: int | None

    @property
    def precision(self) -> Fraction | None:
        return Fraction(self.n_both, self.n_pointed) if self.n_pointed else None

    @property
    def recall(self) -> Fraction | None:
        return Fraction(self.n_both, self.n_came) if self.n_came else None


def pointed_out(records: Records, rules: Rules, from_level: int, days: Iterable[int]) -> Ints:
    """This function will return the first of some days on which rules flag each student, `NEVER` where on none.

    `from_level` is the place of the level, from 1. What was known on each day counts. **Shapes** (students,).
    """
    found = np.full(records.n, NEVER, dtype=np.int64)
    for day in sorted(days, reverse=True):
        found = np.where(suggest(records, rules, day).level >= from_level, np.int64(day), found)
    return found


def came(records: Records, rules: Rules, outcome: Outcome, after: int, until: int) -> Came:
    """This function will say to whom the outcome came after one day, up to another."""
    calendar = calendar_until(records.days, until)
    enrolled = untangle(records.stints, calendar, records.n, until)
    since = np.full(records.n, after + 1, dtype=np.int64)
    followed = count_days(records.attendance, calendar, enrolled, [since])[0]
    long_enough = followed.enrolled >= rules.least_days
    absent = _absent_on(records, calendar, enrolled, outcome.absent_at, followed.enrolled, after)
    absent = np.where(long_enough, absent, np.int64(NEVER))
    failed = _failed_on(records, rules, outcome.courses_failed, after, until)
    suspended = _suspended_on(records, outcome.days_suspended, after, until)
    on = np.minimum(np.minimum(absent, failed), suspended)
    there = enrolled.at(np.arange(records.n, dtype=np.int64), np.full(records.n, after, dtype=np.int64)) >= 0
    most, unrecorded = rules.most_unrecorded, followed.enrolled - followed.recorded
    enough = unrecorded * most.denominator < most.numerator * followed.enrolled
    if rules.absences_only:
        enough = np.ones(records.n, dtype=np.bool_)
    return Came(on, there & long_enough & (enough | (on < NEVER)))


def score(pointed: Ints, what_came: Came, of: Bools) -> Score:
    """This function will count how well it went with some students. **Shapes** all (students,)."""
    known = what_came.known & of
    is_pointed, has_come = known & (pointed < NEVER), known & (what_came.on < NEVER)
    both = is_pointed & has_come
    ahead = np.sort(what_came.on[both] - pointed[both])[::-1]
    half = int(ahead[(len(ahead) + 1) // 2 - 1]) if len(ahead) else None
    return Score(int(known.sum()), int(is_pointed.sum()), int(has_come.sum()), int(both.sum()), half)


def is_missed_more(part: Score, whole: Score) -> bool:
    """This function will tell whether those of a part to whom it came were missed much more often than all others.

    By a tenth of them or more, and by more than three standard deviations of two shares that were the same, with ten of
    either at least. Exact.
    """
    n, n_others = part.n_came, whole.n_came - part.n_came
    if min(n, n_others) < FEWEST_TO_SAY:
        return False
    less = Fraction(whole.n_both - part.n_both, n_others) - Fraction(part.n_both, n)
    found = Fraction(whole.n_both, whole.n_came)
    spread = found * (1 - found) * (Fraction(1, n) + Fraction(1, n_others))
    return less >= _MUCH_LESS and less * less > _DEVIATIONS**2 * spread


def _absent_on(
    records: Records, calendar: Calendar, enrolled: Enrolled, share: Fraction, days: Ints, after: int
) -> Ints:
    """The day of the absence that makes the share of all days that followed."""
    student, day = days_missed(records.attendance, calendar, enrolled, after)
    needed = -(-days * share.numerator // share.denominator)
    return _nth_on(student, day, np.ones(len(day), dtype=np.int64), np.maximum(needed, 1))


def _failed_on(records: Records, rules: Rules, least: int, after: int, until: int) -> Ints:
    """The day of the mark that makes so many failed courses in one marking period."""
    marks = records.marks
    keep = (failing(marks, rules) == 1) & (marks.posted > after) & (marks.posted <= until)
    student, posted = marks.student[keep].astype(np.int64), marks.posted[keep].astype(np.int64)
    periods, period = np.unique(marks.period[keep], return_inverse=True)
    n_periods = max(len(periods), 1)
    found = np.full(records.n * n_periods, NEVER, dtype=np.int64)
    where = student * n_periods + period
    order = np.lexsort((posted, where))
    found = _nth_on(where[order], posted[order], np.ones(len(order), dtype=np.int64), np.full_like(found, least))
    first: Ints = found.reshape(records.n, n_periods).min(axis=1)
    return first


def _suspended_on(records: Records, least: Fraction, after: int, until: int) -> Ints:
    """The day of the incident that makes so many days suspended. The sums are in tenths."""
    rows = records.incidents
    keep = (rows.day > after) & (rows.day <= until) & (rows.suspended > 0)
    student, day = rows.student[keep].astype(np.int64), rows.day[keep].astype(np.int64)
    order = np.lexsort((day, student))
    tenths = rows.suspended[keep].astype(np.int64)[order] * least.denominator
    needed = np.full(records.n, 10 * least.numerator, dtype=np.int64)
    return _nth_on(student[order], day[order], tenths, needed)


def _nth_on(where: Ints, day: Ints, weight: Ints, needed: Ints) -> Ints:
    """The day on which the weights of each place first come to what it needs; rows stand by place and day."""
    found = np.full(len(needed), NEVER, dtype=np.int64)
    sums = np.cumsum(weight)
    begins = np.searchsorted(where, where)
    held = sums - (sums[begins] - weight[begins])
    reached = held >= needed[where]
    np.minimum.at(found, where[reached], day[reached])
    return found
