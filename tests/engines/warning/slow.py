"""The same question asked slowly: one student after another, one day after another, nothing but dictionaries."""

from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise

from throughline.engines.warning import Indicator, Measure, Rules, Standing


@dataclass
class Child:
    """One student as plain rows."""

    grade: str = "09"
    stints: list[tuple[int, int, int]] = field(default_factory=list)  # school, first, last
    attendance: list[tuple[int, int, int]] = field(default_factory=list)  # school, day, status
    marks: list[tuple[int, int, int, str, int]] = field(default_factory=list)  # period, posted, percent, mark, credits
    incidents: list[tuple[int, int]] = field(default_factory=list)  # day, tenths suspended
    results: list[tuple[int, int, str]] = field(default_factory=list)  # subject, day, level


def level_of(child: Child, calendar: dict[int, set[int]], rules: Rules, until: int) -> tuple[int, list[int]]:
    """The level and the standing on each indicator."""
    standings = [stand_of(child, calendar, rules, one, until) for one in rules.indicators]
    points = 0
    for one, standing in zip(rules.indicators, standings, strict=True):
        points += {Standing.OFF_TRACK: one.points, Standing.FAR_OFF: one.far_points}.get(Standing(standing), 0)
    level = sum(points >= one.at_least for one in rules.levels)
    known = sum(standing != Standing.NO_DATA for standing in standings)
    return (-1 if level == 0 and known < rules.least_known else level), standings


def stand_of(child: Child, calendar: dict[int, set[int]], rules: Rules, one: Indicator, until: int) -> int:
    if one.grades and child.grade not in one.grades:
        return Standing.NO_DATA
    value, enough = _value(child, calendar, rules, one, until)
    if value is None:
        return Standing.NO_DATA
    if one.far_at is not None and value >= one.far_at:
        return Standing.FAR_OFF
    if value >= one.off_at:
        return Standing.OFF_TRACK
    if not enough:
        return Standing.NO_DATA
    return Standing.THRIVING if one.thriving_at is not None and value <= one.thriving_at else Standing.ON_TRACK


def _where(child: Child, until: int) -> dict[int, int]:
    """At which school the student was on each day: the stint that began first keeps a day."""
    where: dict[int, int] = {}
    for first, last, school in sorted((first, last, school) for school, first, last in child.stints):
        for day in range(first, min(last, until) + 1):
            where.setdefault(day, school)
    return where


def _value(
    child: Child, calendar: dict[int, set[int]], rules: Rules, one: Indicator, until: int
) -> tuple[Fraction | None, bool]:
    where = _where(child, until)
    held = {school: {day for day in days if day <= until} for school, days in calendar.items()}
    there = {day for day, school in where.items() if day in held.get(school, ())}
    is_judged = len(there) >= rules.least_days
    window: set[int] | None = None
    if one.window and where:
        latest = sorted(held.get(where[max(where)], ()))[-one.window :]
        window = set(range(latest[0], until + 1)) if latest else None
    if one.measure in (Measure.ABSENCE, Measure.RECENT_ABSENCE):
        days = there if window is None else there & window
        if not is_judged or not days:
            return None, False
        rows = {day: status for school, day, status in child.attendance if day in days and where[day] == school}
        absent = sum(status in (1, 2) for status in rows.values())
        known = rules.absences_only or Fraction(len(days) - len(rows), len(days)) < rules.most_unrecorded
        return Fraction(absent, len(days)), known
    if one.measure in (Measure.COURSES_FAILED, Measure.COURSES_NOT_PASSED, Measure.CREDITS_NOT_EARNED):
        return _marks(child, rules, one, until)
    if one.measure in (Measure.INCIDENTS, Measure.DAYS_SUSPENDED):
        if not is_judged:
            return None, False
        since = min(window) if window else 0 if one.window else -1000
        rows_of = [row for row in child.incidents if since <= row[0] <= until]
        if one.measure == Measure.INCIDENTS:
            return Fraction(len(rows_of)), True
        return Fraction(sum(tenths for _day, tenths in rows_of), 10), True
    if one.measure == Measure.SCHOOL_MOVES:
        return (_moves(where, held, rules), True) if is_judged else (None, False)
    latest_results: dict[int, tuple[int, bool]] = {}
    for subject, day, level in child.results:
        if day <= until and level:
            latest_results[subject] = max(latest_results.get(subject, (-1000, False)), (day, level in rules.low_levels))
    if not latest_results:
        return None, False
    return Fraction(sum(low for _day, low in latest_results.values())), True


def _marks(child: Child, rules: Rules, one: Indicator, until: int) -> tuple[Fraction | None, bool]:
    known = []
    for period, posted, hundredths, mark, credits in child.marks:
        if posted <= until and (hundredths >= 0 or mark):
            fails = Fraction(hundredths, 100) < rules.pass_percent if hundredths >= 0 else mark in rules.failing_marks
            known.append((period, fails, credits))
    if one.measure == Measure.CREDITS_NOT_EARNED:
        offered = sum(credits for _period, _fails, credits in known)
        lost = sum(credits for _period, fails, credits in known if fails)
        return (Fraction(lost, offered), True) if offered else (None, False)
    if not known:
        return None, False
    if one.measure == Measure.COURSES_NOT_PASSED:
        return Fraction(sum(fails for _period, fails, _credits in known), len(known)), True
    newest = max(period for period, _fails, _credits in known)
    return Fraction(sum(fails for period, fails, _credits in known if period == newest)), True


def _moves(where: dict[int, int], held: dict[int, set[int]], rules: Rules) -> Fraction:
    """Changes of school, and a beginning after the year was under way."""
    days = sorted(where)
    begins = min(day for days_of in held.values() for day in days_of)
    moves = 0
    first = days[0]
    moves += sum(day < first for day in held.get(where[first], ())) >= rules.least_days
    for before, day in pairwise(days):
        moves += where[before] != where[day] and day > begins
    return Fraction(moves)
