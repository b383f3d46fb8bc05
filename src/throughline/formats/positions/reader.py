"""From a file of positions, CSV or workbook, to a catalog and everything that is wrong with it."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from throughline.engines.funding.checks import nearest
from throughline.engines.funding.positions import Position
from throughline.formats.csv.writing import without_escape
from throughline.formats.formula.schools_rows import Row
from throughline.formats.positions import rules
from throughline.formats.positions.columns import CODE, MOST_NAME, MOST_SOURCE, POSITION_COLUMNS
from throughline.formats.prior.reader import rows_of
from throughline.formats.revenues.columns import RevenueColumn
from throughline.values.money import cents_from_dollars
from throughline.values.problem import Problem, Rule, Severity

MOST_CENTS = 9_999_999_99
MOST_PERCENT = 200
_EXAMPLES = {column.name: column.example for column in POSITION_COLUMNS}
_Say = Callable[..., None]  # a rule, the column, the value found there, and words by name


class PositionsReading(NamedTuple):
    """What came of reading: each position in the order of the file, unless an error stands in the way."""

    positions: tuple[Position, ...] | None
    problems: tuple[Problem, ...]


def read_positions(content: bytes, file: str = "positions.csv") -> PositionsReading:
    """This function will read a catalog, one row a position; each problem names its row, the heading being row 1."""
    rows, found = rows_of(content, file)
    problems = list(found)
    if not rows:
        return PositionsReading(None, tuple(problems or [Problem(rules.NO_ROWS, file)]))
    where = read_headings(rows[0], file, POSITION_COLUMNS, problems)
    read: dict[str, tuple[Position, int]] = {}
    if not stopped(problems):
        for row in rows[1:]:
            _read_row(file, row, len(rows[0].cells), where, read, problems)
        if not read and not stopped(problems):
            problems.append(Problem(rules.NO_ROWS, file))
    positions = tuple(position for position, _row in read.values())
    return PositionsReading(None if stopped(problems) else positions, tuple(problems))


def read_headings(head: Row, file: str, columns: Sequence[RevenueColumn], problems: list[Problem]) -> dict[str, int]:
    """This function will say where each column stands; what is wrong with the headings is added to `problems`."""
    names = [column.name for column in columns]
    where: dict[str, int] = {}
    shown = [cell.strip() for cell in head.cells]
    for at, name in enumerate(shown):
        key = name.casefold()
        if key in where:
            problems.append(Problem(rules.COLUMN_REPEATED, file, head.number, name))
        elif key in names:
            where[key] = at
        elif name:
            words = {"nearest": nearest(key, names)}
            problems.append(Problem(rules.COLUMN_UNKNOWN, file, head.number, name[:80], "", words))
    for column in columns:
        if column.required and column.name not in where:
            words = {"known": ", ".join(filter(None, shown))[:300], "example": column.example}
            problems.append(Problem(rules.COLUMN_MISSING, file, head.number, column.name, "", words))
    return where


def _read_row(
    file: str,
    row: Row,
    width: int,
    where: Mapping[str, int],
    read: dict[str, tuple[Position, int]],
    problems: list[Problem],
) -> None:
    """Take one row into the catalog; what is wrong with it is added to `problems`."""
    if len(row.cells) != width:
        words = {"headings": str(width)}
        problems.append(Problem(rules.ROW_LENGTH, file, row.number, "", str(len(row.cells)), words))
        return

    def text(name: str) -> str:
        return without_escape(row.cells[where[name]].strip()) if name in where else ""

    def say(rule: Rule, column: str, value: str = "", **words: str) -> None:
        problems.append(Problem(rule, file, row.number, column, value[:80], words))

    code = text("code")
    for column in POSITION_COLUMNS:
        if column.required and not text(column.name):
            say(rules.CELL_BLANK, column.name, example=_EXAMPLES[column.name])
    if code and not CODE.fullmatch(code):
        say(rules.CODE, "code", code)
    elif code in read:
        say(rules.CODE_REPEATED, "code", code, first=str(read[code][1]))
    for name, most in (("name", MOST_NAME), ("source", MOST_SOURCE)):
        if len(text(name)) > most:
            say(rules.TOO_LONG, name, text(name), length=str(len(text(name))), most=str(most))
    salary, benefits = (_amount(name, text(name), say) for name in ("salary", "benefits_amount"))
    share = _share(text("benefits_percent"), say)
    read.setdefault(code, (Position(code, text("name"), salary, share, benefits, text("source")), row.number))


def _amount(column: str, text: str, say: _Say) -> int:
    if not text:
        return 0
    try:
        cents = cents_from_dollars(text)
    except ValueError:
        say(rules.AMOUNT, column, text)
        return 0
    if 0 <= cents <= MOST_CENTS:
        return cents
    say(rules.AMOUNT_RANGE, column, text)
    return 0


def _share(text: str, say: _Say) -> Decimal:
    """A share of one from percent, exactly."""
    if not text:
        return Decimal(0)
    try:
        percent = Decimal(text.removesuffix("%").strip())
    except InvalidOperation:
        percent = Decimal("NaN")
    if percent.is_finite() and 0 <= percent <= MOST_PERCENT and percent * 10_000 % 1 == 0:
        if 0 < percent < 1:
            say(rules.LOW_PERCENT, "benefits_percent", text)
        return percent / 100
    say(rules.PERCENT, "benefits_percent", text)
    return Decimal(0)


def stopped(problems: Sequence[Problem]) -> bool:
    """This function will say whether anything found keeps the file out."""
    return any(problem.severity is Severity.ERROR for problem in problems)
