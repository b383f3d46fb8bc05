"""From a file of counts, CSV or workbook, to each school's numbers and everything that is wrong with it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from throughline.engines.funding.checks import nearest
from throughline.engines.funding.rules import COUNT_WITHHELD
from throughline.formats.counts import rules
from throughline.formats.csv.writing import without_escape
from throughline.formats.formula.schools_cells import read_count
from throughline.formats.formula.schools_rows import Row
from throughline.formats.formula.steps_cells import hidden_between
from throughline.formats.prior.reader import rows_of
from throughline.values.problem import Problem, Rule, Severity

ALL = "all"
_MOST_NAMED = 5
_IGNORED = ("school_name",)


@dataclass(frozen=True, slots=True)
class FiledCounts:
    """One school's counts by code. A withheld one has the least and the most it may be, and no number."""

    school_id: str
    counts: Mapping[str, int]
    withheld: Mapping[str, tuple[int, int]] = field(default_factory=dict)


class CountsReading(NamedTuple):
    """What came of reading: each school in the order of the file, unless an error stands in the way."""

    schools: tuple[FiledCounts, ...] | None
    problems: tuple[Problem, ...]


def read_counts(content: bytes, file: str, *, columns: Mapping[str, str], schools: Mapping[str, str]) -> CountsReading:
    """This function will read counts; each problem names its row, the heading being row 1.

    `columns` gives the code that each known heading counts, in small letters; one must be "all". `schools` are the
    names by id: any other id is a problem, and so is one that is left out. A withheld count ("<10", "*") is kept as
    the least and the most it may be, never as zero.
    """
    rows, found = rows_of(content, file)
    problems = list(found)
    if not rows:
        return CountsReading(None, tuple(problems or [Problem(rules.NO_ROWS, file)]))
    where = _headings(rows[0], file, columns, problems)
    read: dict[str, FiledCounts] = {}
    if not _stopped(problems):
        seen: dict[str, int] = {}
        for row in rows[1:]:
            _read_row(file, row, len(rows[0].cells), where, seen, read, problems, schools)
        problems += _left_out(file, seen, schools)
        problems += _withheld(file, rows[0], where, read.values())
    return CountsReading(None if _stopped(problems) else tuple(read.values()), tuple(problems))


def _headings(head: Row, file: str, columns: Mapping[str, str], problems: list[Problem]) -> dict[str, int]:
    """Where each code stands in a row, and the school's id under its own name."""
    where: dict[str, int] = {}
    shown = [cell.strip() for cell in head.cells]
    known = ["school_id", *_IGNORED, *columns]
    for at, name in enumerate(shown):
        plain = name.casefold()
        code = "school_id" if plain == "school_id" else columns.get(plain, "")
        if code and code in where:
            problems.append(Problem(rules.COLUMN_REPEATED, file, head.number, name[:80]))
        elif code:
            where[code] = at
        elif name and plain not in _IGNORED:
            words = {"nearest": nearest(plain, known)}
            problems.append(Problem(rules.COLUMN_UNKNOWN, file, head.number, name[:80], "", words))
    for needed in ("school_id", ALL):
        if needed not in where:
            words = {"known": ", ".join(filter(None, shown))[:300]}
            problems.append(Problem(rules.COLUMN_MISSING, file, head.number, needed, "", words))
    return where


def _read_row(
    file: str,
    row: Row,
    width: int,
    where: Mapping[str, int],
    seen: dict[str, int],
    read: dict[str, FiledCounts],
    problems: list[Problem],
    schools: Mapping[str, str],
) -> None:
    def say(rule: Rule, column: str, value: str = "", **words: str) -> None:
        problems.append(Problem(rule, file, row.number, column, value[:80], words))

    if len(row.cells) != width:
        say(rules.ROW_LENGTH, "", str(len(row.cells)), headings=str(width))
        return
    school_id = without_escape(row.cells[where["school_id"]].strip())
    if not school_id:
        say(rules.SCHOOL_BLANK, "school_id")
    elif school_id not in schools:
        say(rules.SCHOOL_UNKNOWN, "school_id", school_id, nearest=nearest(school_id, sorted(schools)))
    elif school_id in seen:
        say(rules.SCHOOL_REPEATED, "school_id", school_id, first=str(seen[school_id]))
    seen.setdefault(school_id, row.number)
    counts: dict[str, int] = {}
    withheld: dict[str, tuple[int, int]] = {}
    cells = {code: row.cells[at].strip() for code, at in where.items() if code != "school_id"}
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
    read[school_id] = FiledCounts(school_id, counts, withheld)


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


def _left_out(file: str, seen: Collection[str], schools: Mapping[str, str]) -> list[Problem]:
    if not seen:
        return [Problem(rules.NO_ROWS, file)]
    lacking = [name for school_id, name in schools.items() if school_id not in seen]
    if not lacking:
        return []
    more = len(lacking) - _MOST_NAMED
    names = ", ".join(lacking[:_MOST_NAMED]) + (f" (+{more})" if more > 0 else "")
    return [Problem(rules.SCHOOL_LEFT_OUT, file, None, "school_id", "", {"schools": names})]


def _withheld(file: str, head: Row, where: Mapping[str, int], read: Collection[FiledCounts]) -> list[Problem]:
    found = []
    for code, at in where.items():
        if n := sum(code in one.withheld for one in read):
            heading = head.cells[at].strip()[:80]
            found.append(Problem(rules.WITHHELD, file, head.number, heading, "", {"n": str(n)}))
    return found


def _stopped(problems: Sequence[Problem]) -> bool:
    return any(problem.severity is Severity.ERROR for problem in problems)
