"""From a file of guaranteed staff, CSV or workbook, to guarantees and everything that is wrong with it."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from throughline.engines.funding.checks import nearest
from throughline.engines.funding.positions import NEAREST, Group, Guarantee, Position
from throughline.formats.csv.writing import without_escape
from throughline.formats.formula.schools_rows import Row
from throughline.formats.positions import program_rules, rules, staff_rules
from throughline.formats.positions.program_columns import GRADES, GRADES_WRITTEN, PROGRAM_COLUMNS
from throughline.formats.positions.reader import read_headings, stopped
from throughline.formats.prior.reader import rows_of
from throughline.values.problem import Problem, Rule

MOST_UNITS, MOST_PER = 9999, 100_000
_EXAMPLES = {column.name: column.example for column in PROGRAM_COLUMNS}
_ROUNDING = re.compile(r"(nearest|up|down)(?:\s+to)?\s+([0-9]{1,3}(?:\.[0-9]{1,4})?)", re.IGNORECASE)
_FINEST = (Decimal("0.01"), NEAREST)
_Say = Callable[..., None]  # a rule, the column, the value found there, and words by name


class ProgramReading(NamedTuple):
    """What came of reading: guarantees in the order of the file, unless an error stands in the way."""

    guarantees: tuple[Guarantee, ...] | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What a file may name: positions of the catalog, needs by each way they are written in small letters, levels."""

    catalog: Mapping[str, Position]
    needs: Mapping[str, str]
    levels: Collection[str]


def read_program(content: bytes, file: str, known: Known) -> ProgramReading:
    """This function will read guarantees, one a row; each problem names its row, the heading being row 1."""
    rows, found = rows_of(content, file)
    problems = list(found)
    if not rows:
        return ProgramReading(None, tuple(problems or [Problem(program_rules.NO_ROWS, file)]))
    where = read_headings(rows[0], file, PROGRAM_COLUMNS, problems)
    guarantees: dict[int, Guarantee] = {}
    if not stopped(problems):
        for row in rows[1:]:
            one = _read_row(file, row, len(rows[0].cells), where, problems, known)
            if one:
                first = next((number for number, other in guarantees.items() if other == one), 0)
                if first:
                    words = {"first": str(first)}
                    problems.append(Problem(program_rules.ROW_TWICE, file, row.number, "position", one.position, words))
                guarantees[row.number] = one
        if not guarantees and not stopped(problems):
            problems.append(Problem(program_rules.NO_ROWS, file))
    return ProgramReading(None if stopped(problems) else tuple(guarantees.values()), tuple(problems))


def _read_row(
    file: str, row: Row, width: int, where: Mapping[str, int], problems: list[Problem], known: Known
) -> Guarantee | None:
    """One row as a value, or nothing where it cannot be read; what is wrong with it is added to `problems`."""
    if len(row.cells) != width:
        words = {"headings": str(width)}
        problems.append(Problem(rules.ROW_LENGTH, file, row.number, "", str(len(row.cells)), words))
        return None
    n_before = sum(stopped([one]) for one in problems)

    def text(name: str) -> str:
        return without_escape(row.cells[where[name]].strip()) if name in where else ""

    def say(rule: Rule, column: str, value: str = "", **words: str) -> None:
        problems.append(Problem(rule, file, row.number, column, value[:80], words))

    position = text("position")
    for name in ("position", "units"):
        if not text(name):
            say(rules.CELL_BLANK, name, example=_EXAMPLES[name])
    if position and position not in known.catalog:
        near = nearest(position, sorted(known.catalog)) if known.catalog else ""
        say(staff_rules.POSITION_UNKNOWN, "position", position, nearest=near)
    units, per = _units("units", text("units"), say), _per(text("per_students"), say)
    group = _group(text, say, known)
    level = text("level").casefold()
    if level and level not in known.levels:
        say(program_rules.LEVEL, "level", text("level"), known=", ".join(sorted(known.levels)))
    step, mode = _rounding(text("rounding"), say)
    least = _units("at_least", text("at_least"), say)
    if not text("per_students"):
        for name in ("rounding", "at_least"):
            if text(name):
                say(program_rules.FIXED, name, text(name))
        (step, mode), least = _FINEST, Decimal(0)
    if sum(stopped([one]) for one in problems) > n_before:
        return None
    return Guarantee(position, units, per, step, mode, least, level, group)


def _units(column: str, text: str, say: _Say) -> Decimal:
    if not text:
        return Decimal(0)
    try:
        units = Decimal(text.replace(",", ""))
    except InvalidOperation:
        units = Decimal("NaN")
    if units.is_finite() and 0 <= units <= MOST_UNITS and units * 10_000 % 1 == 0:
        return units
    say(program_rules.UNITS, column, text)
    return Decimal(0)


def _per(text: str, say: _Say) -> int | None:
    plain = text.replace(",", "")
    if not plain:
        return None
    if plain.isdecimal() and len(plain) < 9 and 1 <= int(plain) <= MOST_PER:
        return int(plain)
    say(program_rules.PER, "per_students", text)
    return None


def _group(text: Callable[[str], str], say: _Say, known: Known) -> Group:
    written = text("need")
    need = known.needs.get(written.casefold(), "") if written else ""
    if written and written.casefold() not in known.needs:
        say(program_rules.NEED_UNKNOWN, "need", written, nearest=nearest(written.casefold(), sorted(known.needs)))
    span = [_grade(name, text(name), say) for name in ("first_grade", "last_grade")]
    for name, other in (("first_grade", "last_grade"), ("last_grade", "first_grade")):
        if text(other) and not text(name):
            say(program_rules.GRADE_MISSING, name)
    first, last = span
    if first is None or last is None:
        return Group(need)
    if first > last:
        words = {"first": GRADES_WRITTEN[first]}
        say(program_rules.GRADES_TURNED, "last_grade", text("last_grade"), **words)
        return Group(need)
    return Group(need, first, last)


def _grade(column: str, text: str, say: _Say) -> int | None:
    """A grade's number, kindergarten being 0; a spreadsheet writes 3 as 03 or as 3.0."""
    if not text:
        return None
    plain = text.casefold().removesuffix(".0").lstrip("0")
    if plain in GRADES:
        return GRADES[plain]
    say(program_rules.GRADE, column, text)
    return None


def _rounding(text: str, say: _Say) -> tuple[Decimal, str]:
    if not text:
        return _FINEST
    found = _ROUNDING.fullmatch(" ".join(text.split()))
    step = Decimal(found[2]) if found else Decimal(0)
    if found and 0 < step < 10:
        return step, found[1].casefold()
    say(program_rules.ROUNDING, "rounding", text)
    return _FINEST
