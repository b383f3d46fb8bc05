"""A schools file that holds several days: each column is taken as it was counted on its own day, or that is told."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from throughline.engines.funding import rules as count_rules
from throughline.engines.funding.checks import nearest
from throughline.formats.formula import schools_rules as rules
from throughline.formats.formula.schools_rows import Row
from throughline.formats.formula.stated_day import stated_day
from throughline.values.problem import Problem
from throughline.values.school_year import SchoolYear

COUNTED_ON = "counted_on"  # the column that says of which day a row is
_DAY_NUMBER, _FIRST_DAY = re.compile("[3-7][0-9]{4}"), date(1899, 12, 30)  # the days of this century, and some before


@dataclass(frozen=True, slots=True)
class CountDays:
    """What is decided about days: that of enrollment and of whatever has no day of its own, and of needs by name."""

    on: date | None = None
    own: Mapping[str, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OfTheirDays:
    """One row for each school, each cell of its column's day; `counted_on` holds the days that are not the first."""

    rows: list[Row]
    counted_on: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def of_their_days(
    rows: Sequence[Row], columns: Mapping[str, int], stated: Mapping[str, str], days: CountDays, file: str
) -> OfTheirDays:
    """This function will bring the rows of several days together, the heading being the first of `rows`.

    `columns` are the places of what is counted, by name; `stated` is what the formula says of a column's day. A day
    that was decided comes first, then one that the formula states and no word but a day of the calendar, then `on`.
    A file without a column of days is taken as it is.
    """
    where = [cell.strip().casefold() for cell in rows[0].cells]
    if COUNTED_ON not in where:
        if days.on is None and not days.own:
            return OfTheirDays(list(rows[1:]))
        return OfTheirDays([], problems=[Problem(rules.DAYS_NOT_SAID, file, rows[0].number, COUNTED_ON)])
    by_day, problems = rows_by_day(rows[1:], where.index("school_id"), where.index(COUNTED_ON), len(where), file)
    problems += [
        Problem(
            rules.NO_SUCH_NEED,
            file,
            None,
            name,
            "",
            {"known": ", ".join(columns), "nearest": nearest(name, list(columns))},
        )
        for name in days.own
        if name not in columns
    ]
    known = ", ".join(day.isoformat() for day in sorted(by_day))
    on = days.on or (next(iter(by_day)) if len(by_day) == 1 else None)
    if on is None or on not in by_day:
        if on is not None:
            problems.append(Problem(rules.DAY_MISSING, file, None, COUNTED_ON, on.isoformat(), {"days": known}))
        elif by_day:
            problems.append(Problem(rules.DAY_UNDECIDED, file, None, COUNTED_ON, "", {"days": known}))
        return OfTheirDays([], problems=problems)
    own: dict[str, date] = {}
    for name in columns:
        said = stated_day(stated.get(name, ""), SchoolYear.of(on).ends) if len(by_day) > 1 else None
        day = days.own.get(name) or said or on
        if day not in by_day:
            problems.append(Problem(rules.NEED_DAY_MISSING, file, None, name, day.isoformat(), {"days": known}))
        elif day != on:
            own[name] = day
    made = [_of_days(row, school, {columns[name]: (name, day) for name, day in own.items()}, by_day, problems, file)
            for school, row in by_day[on].items()]  # fmt: skip
    return OfTheirDays(made, {name: day.isoformat() for name, day in own.items()}, problems)


def rows_by_day(
    rows: Sequence[Row], id_at: int, day_at: int, n_cells: int, file: str
) -> tuple[dict[date, dict[str, Row]], list[Problem]]:
    """This function will sort rows by the day they say, and by their school's id; one school stands once on a day.

    `id_at` and `day_at` are the places of both in a row of `n_cells`. A row of another length, of no day of the
    calendar, or of a school that is on the day already is told.
    """
    found: dict[date, dict[str, Row]] = {}
    problems = []
    for row in rows:
        while len(row.cells) > n_cells and not row.cells[-1].strip():
            row.cells.pop()  # spreadsheets leave empty cells behind the last column
        if len(row.cells) != n_cells:
            words = {"headings": str(n_cells)}
            problems.append(Problem(rules.ROW_LENGTH, file, row.number, "", str(len(row.cells)), words))
            continue
        written, school = row.cells[day_at].strip(), row.cells[id_at].strip()
        day = _day(written)
        if day is None:
            problems.append(Problem(rules.DAY_UNREADABLE, file, row.number, COUNTED_ON, written[:80]))
            continue
        of_day = found.setdefault(day, {})
        if school in of_day:
            words = {"first": str(of_day[school].number)}
            problems.append(Problem(count_rules.SCHOOL_REPEATED, file, row.number, "school_id", school, words))
        of_day.setdefault(school, row)
    return found, problems


def _day(written: str) -> date | None:
    """A day such as 2026-10-01; a workbook keeps it as the number of days since 1900, as 46296."""
    if _DAY_NUMBER.fullmatch(written):
        return _FIRST_DAY + timedelta(days=int(written))
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _of_days(
    row: Row,
    school: str,
    own: Mapping[int, tuple[str, date]],
    by_day: Mapping[date, Mapping[str, Row]],
    problems: list[Problem],
    file: str,
) -> Row:
    cells, numbers = list(row.cells), {}
    for at, (name, day) in own.items():
        other = by_day[day].get(school)
        if other is None:
            words = {"school": school, "day": day.isoformat()}
            problems.append(Problem(rules.SCHOOL_NOT_ON_DAY, file, row.number, name, "", words))
            continue
        cells[at], numbers[at] = other.cells[at], other.number
    return Row(row.number, cells, numbers)
