"""From a file of counts, CSV or workbook, to each school's numbers on each day and everything that is wrong with it."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from throughline.engines.funding.checks import nearest
from throughline.engines.funding.rules import COUNT_WITHHELD
from throughline.formats.counts import rules
from throughline.formats.csv.writing import without_escape
from throughline.formats.formula.schools_cells import read_count
from throughline.formats.formula.schools_days import COUNTED_ON, rows_by_day
from throughline.formats.formula.schools_rows import Row
from throughline.formats.formula.steps_cells import hidden_between
from throughline.formats.prior.reader import rows_of
from throughline.values.problem import Problem, Rule, Severity

ALL = "all"
_SCHOOL = "school_id"
_MOST_NAMED = 5
_IGNORED = ("school_name", "level")  # the terminal's file of schools says both


@dataclass(frozen=True, slots=True)
class FiledCounts:
    """One school's counts by code. A withheld one has the least and the most it may be, and no number."""

    school_id: str
    counts: Mapping[str, int]
    withheld: Mapping[str, tuple[int, int]] = field(default_factory=dict)


class CountsReading(NamedTuple):
    """What came of reading: each day's schools in the order of the file, unless an error stands in the way."""

    days: Mapping[date, tuple[FiledCounts, ...]] | None
    problems: tuple[Problem, ...]


def read_counts(
    content: bytes,
    file: str,
    *,
    columns: Mapping[str, str],
    schools: Callable[[date], Mapping[str, str]],
    on: date | None = None,
) -> CountsReading:
    """This function will read counts; each problem names its row, the heading being row 1.

    `columns` gives the code that each known heading counts, in small letters; one must be "all". `schools` returns the
    names by id of a day: any other id is a problem, and so is one that is left out. A withheld count ("<10", "*") is
    kept as the least and the most it may be, never as zero.

    A column "counted_on" says of which day each row is, as in the terminal's file of schools; what no row of a day
    counts is not counted on it. Without that column every row is of the day `on`.
    """
    rows, found = rows_of(content, file)
    if not rows:
        return CountsReading(None, tuple(found) or (Problem(rules.NO_ROWS, file),))
    problems = list(found)
    where = _headings(rows[0], file, columns, problems)
    if _stopped(problems):
        return CountsReading(None, tuple(problems))
    by_day = _by_day(rows, file, where, on, problems)
    places = {code: at for code, at in where.items() if code not in (_SCHOOL, COUNTED_ON)}
    dated = COUNTED_ON in where
    read = {
        day: _Day(file, rows[0], places | {_SCHOOL: where[_SCHOOL]}, day if dated else None, schools(day)).read(
            of_day, problems
        )
        for day, of_day in by_day.items()
    }
    if not any(read.values()) and not _stopped(problems):
        problems.append(Problem(rules.NO_ROWS, file))
    problems += _withheld(file, rows[0], places, [one for of_day in read.values() for one in of_day])
    return CountsReading(None if _stopped(problems) else read, tuple(problems))


def _headings(head: Row, file: str, columns: Mapping[str, str], problems: list[Problem]) -> dict[str, int]:
    """Where each code stands in a row; the school's id and the day stand under their own names."""
    where: dict[str, int] = {}
    shown = [cell.strip() for cell in head.cells]
    own = {name: name for name in (_SCHOOL, COUNTED_ON)}
    known = [*own, *_IGNORED, *columns]
    for at, name in enumerate(shown):
        plain = name.casefold()
        code = own.get(plain) or columns.get(plain, "")
        if code and code in where:
            problems.append(Problem(rules.COLUMN_REPEATED, file, head.number, name[:80]))
        elif code:
            where[code] = at
        elif name and plain not in _IGNORED:
            words = {"nearest": nearest(plain, known)}
            problems.append(Problem(rules.COLUMN_UNKNOWN, file, head.number, name[:80], "", words))
    for needed in (_SCHOOL, ALL):
        if needed not in where:
            words = {"known": ", ".join(filter(None, shown))[:300]}
            problems.append(Problem(rules.COLUMN_MISSING, file, head.number, needed, "", words))
    return where


def _by_day(
    rows: Sequence[Row], file: str, where: Mapping[str, int], on: date | None, problems: list[Problem]
) -> dict[date, list[Row]]:
    if COUNTED_ON in where:
        found, wrong = rows_by_day(rows[1:], where[_SCHOOL], where[COUNTED_ON], len(rows[0].cells), file)
        problems += wrong
        return {day: list(found[day].values()) for day in sorted(found)}
    if on is None:
        problems.append(Problem(rules.DAY_NOT_SAID, file, rows[0].number, COUNTED_ON))
        return {}
    return {on: list(rows[1:])}


@dataclass(frozen=True, slots=True)
class _Day:
    """One day of a file: where each code stands, and the schools there are by id. `day` is None where none is said."""

    file: str
    head: Row
    where: Mapping[str, int]
    day: date | None
    schools: Mapping[str, str]

    def read(self, rows: Sequence[Row], problems: list[Problem]) -> tuple[FiledCounts, ...]:
        counted = self._counted(rows)
        if ALL not in counted:
            words = {"day": f"{self.day}"}
            problems.append(Problem(rules.ALL_NOT_SAID, self.file, None, ALL, "", words))
            return ()
        seen: dict[str, int] = {}
        found = [self._row(row, counted, seen, problems) for row in rows]
        problems += self._left_out(seen)
        return tuple({one.school_id: one for one in found if one}.values())

    def _counted(self, rows: Sequence[Row]) -> dict[str, int]:
        """What the day counts: of several days each may count something else, and a column that is blank nothing."""
        places = {code: at for code, at in self.where.items() if code != _SCHOOL}
        if self.day is None:
            return places
        return {code: at for code, at in places.items() if any(row.cells[at].strip() for row in rows)}

    def _row(
        self, row: Row, counted: Mapping[str, int], seen: dict[str, int], problems: list[Problem]
    ) -> FiledCounts | None:
        def say(rule: Rule, column: str, value: str = "", **words: str) -> None:
            problems.append(Problem(rule, self.file, row.number, column, value[:80], words))

        if len(row.cells) != len(self.head.cells):
            say(rules.ROW_LENGTH, "", str(len(row.cells)), headings=str(len(self.head.cells)))
            return None
        school_id = without_escape(row.cells[self.where[_SCHOOL]].strip())
        if not school_id:
            say(rules.SCHOOL_BLANK, _SCHOOL)
        elif school_id not in self.schools:
            say(rules.SCHOOL_UNKNOWN, _SCHOOL, school_id, nearest=nearest(school_id, sorted(self.schools)))
        elif school_id in seen:
            say(rules.SCHOOL_REPEATED, _SCHOOL, school_id, first=str(seen[school_id]))
        seen.setdefault(school_id, row.number)
        return _read_cells(school_id, {code: row.cells[at].strip() for code, at in counted.items()}, say)

    def _left_out(self, seen: Collection[str]) -> list[Problem]:
        lacking = [name for school_id, name in self.schools.items() if school_id not in seen]
        if not (seen and lacking):
            return []
        more = len(lacking) - _MOST_NAMED
        names = ", ".join(lacking[:_MOST_NAMED]) + (f" (+{more})" if more > 0 else "")
        rule = rules.SCHOOL_LEFT_OUT if self.day is None else rules.SCHOOL_NOT_ON_DAY
        return [Problem(rule, self.file, None, _SCHOOL, "", {"schools": names, "day": f"{self.day}"})]


def _read_cells(school_id: str, cells: Mapping[str, str], say: Callable[..., None]) -> FiledCounts:
    counts: dict[str, int] = {}
    withheld: dict[str, tuple[int, int]] = {}
    enrolled = _number(cells[ALL])
    for code, text in cells.items():
        if isinstance(number := _number(text), int):
            counts[code] = number
            if isinstance(enrolled, int) and number > enrolled:
                say(rules.NEED_ABOVE_ALL, code, text, enrolled=str(enrolled))
        elif number is not None:
            say(number, code, text)
        elif code == ALL:
            say(rules.ALL_WITHHELD, code, text)
        else:
            withheld[code] = _between(text, enrolled if isinstance(enrolled, int) else 0)
    return FiledCounts(school_id, counts, withheld)


def _number(text: str) -> int | Rule | None:
    """The count, the rule that it breaks, or None where it is withheld."""
    if not text:
        return rules.COUNT_BLANK
    read = read_count(text.replace(",", ""))
    if isinstance(read, int):
        return read
    return None if read is COUNT_WITHHELD else rules.COUNT


def _between(text: str, enrolled: int) -> tuple[int, int]:
    least, most = hidden_between(text, (Fraction(0), Fraction(enrolled)))
    return min(int(least), enrolled), min(int(most), enrolled)


def _withheld(file: str, head: Row, where: Mapping[str, int], read: Iterable[FiledCounts]) -> list[Problem]:
    found, rows = [], list(read)
    for code, at in where.items():
        if n := sum(code in one.withheld for one in rows):
            heading = head.cells[at].strip()[:80]
            found.append(Problem(rules.WITHHELD, file, head.number, heading, "", {"n": str(n)}))
    return found


def _stopped(problems: Sequence[Problem]) -> bool:
    return any(problem.severity is Severity.ERROR for problem in problems)
