"""From files of students by school, year and grade to histories, with everything that is wrong named by its row."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from throughline.engines.funding.checks import MOST_STUDENTS, nearest
from throughline.engines.projection import Adjustment, History
from throughline.formats.enrollment import rules
from throughline.formats.formula.schools_rows import Row, read_rows
from throughline.values.problem import Problem, Rule

GRADES = ("PK", "KG", *(f"{grade:02d}" for grade in range(1, 13)))
_NAMED_YEAR = re.compile(r"(\d{4})-(\d{2})")
_PLAIN_YEAR = re.compile(r"\d{4}")
_WHOLE = re.compile(r"\d{1,9}")
_SIGNED = re.compile(r"[+-]?\d{1,9}")

Births = Mapping[str, Mapping[int, int]]


class HistoryReading(NamedTuple):
    """What came of reading: each school's history by its id, unless something stands in the way."""

    histories: dict[str, History] | None
    problems: tuple[Problem, ...]


@dataclass
class _File:
    """A file while it is read: its name, and what was found wrong with it."""

    name: str
    problems: list[Problem] = field(default_factory=list)

    def say(self, rule: Rule, row: int | None, column: str = "", value: str = "", **words: str) -> None:
        self.problems.append(Problem(rule, self.name, row, column, value[:80], words))


@dataclass(frozen=True, slots=True)
class _Line:
    """One row by its headings; a cell that cannot be read is said and comes back as None."""

    file: _File
    row: int
    cells: Mapping[str, str]

    def whole(self, column: str, *, signed: bool = False) -> int | None:
        text = self.cells[column].replace(",", "")
        if (_SIGNED if signed else _WHOLE).fullmatch(text) and abs(int(text)) <= MOST_STUDENTS:
            return int(text)
        self.file.say(rules.WHOLE, self.row, column, self.cells[column])
        return None

    def year(self) -> int | None:
        text = self.cells["year"].replace("–", "-")
        if (named := _NAMED_YEAR.fullmatch(text)) and (int(named[1]) + 1) % 100 == int(named[2]):
            return int(named[1]) + 1
        if _PLAIN_YEAR.fullmatch(text):
            return int(text)
        self.file.say(rules.YEAR, self.row, "year", self.cells["year"])
        return None

    def grade(self) -> str | None:
        grade = self.cells["grade"].upper()
        grade = {"K": "KG"}.get(grade, grade.zfill(2))
        if grade in GRADES:
            return grade
        self.file.say(rules.GRADE, self.row, "grade", self.cells["grade"], known=", ".join(GRADES))
        return None


def read_history(
    content: bytes,
    file: str = "counts.csv",
    *,
    schools: Mapping[str, str] | None = None,
    births: Births | None = None,
) -> HistoryReading:
    """This function will read students by school, year and grade: school_id,year,grade,students.

    A year is written as 2026-27, or by the year in which it ends. `schools` are the names by id where they are known;
    any other id is a problem. A school has every grade from its lowest to its highest in every year, and all schools
    have the last one.
    """
    reading = _File(file)
    found: dict[str, dict[tuple[int, str], tuple[int, int]]] = {}
    for line in _lines(content, reading, ("school_id", "year", "grade", "students")):
        school_id, year, grade, students = line.cells["school_id"], line.year(), line.grade(), line.whole("students")
        if schools is not None and school_id not in schools:
            near = nearest(school_id, sorted(schools)) if schools else ""
            reading.say(rules.SCHOOL_UNKNOWN, line.row, "school_id", school_id, nearest=near)
        if year is None or grade is None or students is None:
            continue
        cells = found.setdefault(school_id, {})
        if (year, grade) in cells:
            words = {"grade": grade, "year": str(year), "school": school_id, "first": str(cells[year, grade][1])}
            reading.say(rules.REPEATED, line.row, "grade", grade, **words)
        cells.setdefault((year, grade), (students, line.row))
    if not found and not reading.problems:
        reading.say(rules.NO_ROWS, None)
    if reading.problems:
        return HistoryReading(None, tuple(reading.problems))
    last = max(year for cells in found.values() for year, _grade in cells)
    names = schools or {}
    made = {
        school_id: _history(
            {key: students for key, (students, _row) in cells.items()},
            dict((births or {}).get(school_id, {})),
            names.get(school_id, school_id),
            last,
            reading,
        )
        for school_id, cells in sorted(found.items())
    }
    whole = {school_id: history for school_id, history in made.items() if history is not None}
    return HistoryReading(None if reading.problems else whole, tuple(reading.problems))


def read_births(content: bytes, file: str = "births.csv") -> tuple[dict[str, dict[int, int]], tuple[Problem, ...]]:
    """This function will read births by school and the year in which they enter school: school_id,year,births."""
    reading = _File(file)
    born: dict[str, dict[int, int]] = {}
    for line in _lines(content, reading, ("school_id", "year", "births")):
        year, births = line.year(), line.whole("births")
        if year is not None and births is not None:
            born.setdefault(line.cells["school_id"], {})[year] = births
    return born, tuple(reading.problems)


def read_known(
    content: bytes, file: str, histories: Mapping[str, History]
) -> tuple[dict[str, list[Adjustment]], tuple[Problem, ...]]:
    """This function will read what people know better: school_id,year,grade,students,reason."""
    reading = _File(file)
    known: dict[str, list[Adjustment]] = {}
    for line in _lines(content, reading, ("school_id", "year", "grade", "students", "reason")):
        school_id, reason = line.cells["school_id"], line.cells["reason"]
        year, grade, students = line.year(), line.grade(), line.whole("students", signed=True)
        if school_id not in histories:
            reading.say(rules.NOT_COUNTED, line.row, "school_id", school_id)
        if not reason:
            reading.say(rules.REASON, line.row, "reason")
        elif year is not None and grade is not None and students is not None:
            known.setdefault(school_id, []).append(Adjustment(year, grade, students, reason))
    return known, tuple(reading.problems)


def _lines(content: bytes, reading: _File, needed: Sequence[str]) -> list[_Line]:
    rows, problems = read_rows(content, reading.name)
    reading.problems += problems
    if not rows:
        if not problems:
            reading.say(rules.NO_ROWS, None)
        return []
    headings = [cell.strip().casefold() for cell in rows[0].cells]
    for column in needed:
        if column not in headings:
            reading.say(rules.COLUMN_MISSING, rows[0].number, column, known=", ".join(needed))
    if reading.problems:
        return []
    return [line for row in rows[1:] if (line := _line(row, headings, reading)) is not None]


def _line(row: Row, headings: list[str], reading: _File) -> _Line | None:
    if len(row.cells) != len(headings):
        reading.say(rules.ROW_LENGTH, row.number, "", str(len(row.cells)), headings=str(len(headings)))
        return None
    return _Line(reading, row.number, {name: cell.strip() for name, cell in zip(headings, row.cells, strict=True)})


def _history(
    cells: Mapping[tuple[int, str], int], births: dict[int, int], school: str, last: int, reading: _File
) -> History | None:
    taught = [GRADES.index(grade) for _year, grade in cells]
    grades = GRADES[min(taught) : max(taught) + 1]
    years = range(min(year for year, _grade in cells), max(year for year, _grade in cells) + 1)
    if years[-1] != last:
        reading.say(rules.LAST_YEAR, None, "year", "", school=school, year=str(last))
        return None
    missing = [(year, grade) for year in years for grade in grades if (year, grade) not in cells]
    for year, grade in missing[:5]:
        reading.say(rules.CELL_MISSING, None, "grade", grade, school=school, grade=grade, year=str(year))
    if missing:
        return None
    return History(tuple(years), grades, tuple(tuple(cells[year, grade] for grade in grades) for year in years), births)
