"""From a file of real staff costs, CSV or workbook, to totals by school and position, and everything wrong with it."""

from collections.abc import Callable, Collection, Mapping
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from throughline.engines.funding.checks import nearest
from throughline.engines.funding.positions import Position, Staff, priced
from throughline.formats.csv.writing import without_escape
from throughline.formats.formula.schools_rows import Row
from throughline.formats.positions import rules, staff_rules
from throughline.formats.positions.reader import read_headings, stopped
from throughline.formats.positions.staff_columns import STAFF_COLUMNS
from throughline.formats.prior.reader import rows_of
from throughline.values.money import cents_from_dollars, dollars_text
from throughline.values.problem import Problem, Rule

MOST_CENTS = 10**12 - 1
MOST_UNITS = 9999
_FAR = 2  # a unit at half the price or at twice the price is looked at again
_MOST_NAMED = 5
_EXAMPLES = {column.name: column.example for column in STAFF_COLUMNS}
_Say = Callable[..., None]  # a rule, the column, the value found there, and words by name


class StaffReading(NamedTuple):
    """What came of reading: staff in the order of the file, unless an error stands in the way."""

    staff: tuple[Staff, ...] | None
    problems: tuple[Problem, ...]


def read_staff(
    content: bytes, file: str, *, catalog: Mapping[str, Position], schools: Mapping[str, str]
) -> StaffReading:
    """This function will read staff by school and position; each problem names its row, the heading being row 1.

    `schools` are the names by id, `catalog` the positions by code: any other is a problem.
    """
    rows, found = rows_of(content, file)
    problems = list(found)
    if not rows:
        return StaffReading(None, tuple(problems or [Problem(staff_rules.NO_ROWS, file)]))
    where = read_headings(rows[0], file, STAFF_COLUMNS, problems)
    read: dict[tuple[str, str], int] = {}
    staff: list[Staff] = []
    if not stopped(problems):
        for row in rows[1:]:
            one = _read_row(file, row, len(rows[0].cells), where, read, problems, catalog, schools)
            staff += [one] if one else []
        if not read and not stopped(problems):
            problems.append(Problem(staff_rules.NO_ROWS, file))
    if stopped(problems):
        return StaffReading(None, tuple(problems))
    return StaffReading(tuple(staff), (*problems, *_left_out(file, {one.school_id for one in staff}, schools)))


def _read_row(
    file: str,
    row: Row,
    width: int,
    where: Mapping[str, int],
    read: dict[tuple[str, str], int],
    problems: list[Problem],
    catalog: Mapping[str, Position],
    schools: Mapping[str, str],
) -> Staff | None:
    """One row as a value, or nothing where it cannot be read; what is wrong with it is added to `problems`."""
    if len(row.cells) != width:
        words = {"headings": str(width)}
        problems.append(Problem(rules.ROW_LENGTH, file, row.number, "", str(len(row.cells)), words))
        return None

    def text(name: str) -> str:
        return without_escape(row.cells[where[name]].strip()) if name in where else ""

    def say(rule: Rule, column: str, value: str = "", **words: str) -> None:
        problems.append(Problem(rule, file, row.number, column, value[:80], words))

    blank = [column.name for column in STAFF_COLUMNS if not text(column.name)]
    for name in blank:
        say(rules.CELL_BLANK, name, example=_EXAMPLES[name])
    school_id, code = text("school_id"), text("position")
    if school_id and school_id not in schools:
        say(staff_rules.SCHOOL_UNKNOWN, "school_id", school_id, nearest=nearest(school_id, sorted(schools)))
    if code and code not in catalog:
        say(staff_rules.POSITION_UNKNOWN, "position", code, nearest=nearest(code, sorted(catalog)))
    if (school_id, code) in read:
        say(staff_rules.ROW_REPEATED, "position", code, school=school_id, first=str(read[school_id, code]))
    read.setdefault((school_id, code), row.number)
    units, cents = _units(text("units"), say), _cost(text("cost"), say)
    if blank or units is None or cents is None or school_id not in schools or code not in catalog:
        return None
    one = Staff(school_id, code, units, cents)
    _check_far(one, catalog[code], schools[school_id], say)
    return one


def _units(text: str, say: _Say) -> Decimal | None:
    try:
        units = Decimal(text.replace(",", "")) if text else Decimal("NaN")
    except InvalidOperation:
        units = Decimal("NaN")
    if units.is_finite() and 0 < units <= MOST_UNITS and units * 10_000 % 1 == 0:
        return units
    if text:
        say(staff_rules.UNITS, "units", text)
    return None


def _cost(text: str, say: _Say) -> int | None:
    if not text:
        return None
    try:
        cents = cents_from_dollars(text)
    except ValueError:
        say(rules.AMOUNT, "cost", text)
        return None
    if 0 <= cents <= MOST_CENTS:
        return cents
    say(staff_rules.COST_RANGE, "cost", text)
    return None


def _check_far(one: Staff, position: Position, school: str, say: _Say) -> None:
    average = priced(position.price_cents, one.units)
    if not average or (average <= one.cost_cents * _FAR and one.cost_cents <= average * _FAR):
        return
    each = dollars_text(round(one.cost_cents / one.units))
    words = {"position": position.name, "school": school, "each": each, "price": dollars_text(position.price_cents)}
    say(staff_rules.FAR_FROM_AVERAGE, "cost", "", **words)


def _left_out(file: str, found: Collection[str], schools: Mapping[str, str]) -> list[Problem]:
    lacking = [name for school_id, name in schools.items() if school_id not in found]
    if not lacking:
        return []
    more = len(lacking) - _MOST_NAMED
    names = ", ".join(lacking[:_MOST_NAMED]) + (f" (+{more})" if more > 0 else "")
    return [Problem(staff_rules.SCHOOL_LEFT_OUT, file, None, "school_id", "", {"schools": names})]
