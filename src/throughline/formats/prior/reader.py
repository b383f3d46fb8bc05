"""From a file of earlier budgets, CSV or workbook, to each school's dollars and everything that is wrong with it."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from throughline.engines.funding.checks import nearest
from throughline.engines.funding.prior import PriorBudget
from throughline.formats.formula.schools_rows import Row, read_rows
from throughline.formats.prior import rules
from throughline.formats.prior.columns import PRIOR_COLUMNS
from throughline.formats.prior.rows import School, read_row
from throughline.formats.xlsx.reading import NotAWorkbook, is_workbook, read_first_sheet
from throughline.values.errors import RefusedInput
from throughline.values.problem import Problem, Severity
from throughline.values.words import gettext_noop

_NAMES = [column.name for column in PRIOR_COLUMNS]
_MOST_NAMED = 5


class PriorReading(NamedTuple):
    """What came of reading: each school's budget in the order of the file, unless an error stands in the way."""

    budgets: tuple[PriorBudget, ...] | None
    problems: tuple[Problem, ...]


def read_prior(
    content: bytes,
    file: str = "prior.csv",
    *,
    schools: Mapping[str, str] | None = None,
    called: Mapping[str, str] | None = None,
) -> PriorReading:
    """This function will read earlier budgets; each problem names its row, the heading being row 1.

    One row for each school, or one for each school and source; where a school has both, they add up or are refused.
    `schools` are the names by id, where they are known: any other id is a problem, and one that is left out is told.
    `called` gives other headings for columns, as a formula names them: `{"last_dollars": "amount"}`.
    """
    rows, problems = rows_of(content, file)
    if not rows:
        return PriorReading(None, tuple(problems or [Problem(rules.NO_ROWS, file)]))
    where = _headings(rows[0], file, called or {}, problems)
    found: dict[str, School] = {}
    if not _stopped(problems):
        for row in _body(rows, file, problems):
            read_row(file, row, where, found, problems, schools)
        if not found and not _stopped(problems):
            problems.append(Problem(rules.NO_ROWS, file))
    budgets = [school.budget(file, problems) for school in found.values()]
    if not _stopped(problems):
        problems += _left_out(file, found, schools)
    return PriorReading(None if _stopped(problems) else tuple(budgets), tuple(problems))


def load_prior(named: tuple[str, bytes], *, called: Mapping[str, str] | None = None) -> tuple[PriorBudget, ...]:
    """This function will read a file by its name and bytes. **Raises** `RefusedInput` with the problems."""
    budgets, problems = read_prior(named[1], named[0], called=called)
    if budgets is None:
        raise RefusedInput(
            gettext_noop("The earlier budgets cannot be used as they are, and nothing was allocated."),
            gettext_noop("Mend what is listed and try again."),
            problems,
        )
    return budgets


def headings_of(content: bytes, file: str) -> list[str]:
    """This function will return a file's headings in small letters, or none where it cannot be read."""
    rows, _problems = rows_of(content, file)
    return [cell.strip().casefold() for cell in rows[0].cells] if rows else []


def rows_of(content: bytes, file: str) -> tuple[list[Row], list[Problem]]:
    """This function will split a CSV file, or the first sheet of a workbook, into rows, or say why it cannot."""
    if not is_workbook(content):
        return read_rows(content, file)
    try:
        return [Row(row.number, row.cells) for row in read_first_sheet(content)], []
    except NotAWorkbook:
        return [], [Problem(rules.NOT_A_WORKBOOK, file)]


def _headings(head: Row, file: str, called: Mapping[str, str], problems: list[Problem]) -> dict[str, int]:
    where: dict[str, int] = {}
    shown = [cell.strip() for cell in head.cells]
    for at, name in enumerate(shown):
        key = called.get(name.casefold(), name.casefold())
        if key in where:
            problems.append(Problem(rules.COLUMN_REPEATED, file, head.number, name))
        elif key in _NAMES:
            where[key] = at
        elif name:
            words = {"nearest": nearest(key, _NAMES)}
            problems.append(Problem(rules.COLUMN_UNKNOWN, file, head.number, name[:80], "", words))
    for column in PRIOR_COLUMNS:
        if column.required and column.name not in where:
            words = {"known": ", ".join(filter(None, shown))[:300], "example": column.example}
            problems.append(Problem(rules.COLUMN_MISSING, file, head.number, column.name, "", words))
    return where


def _body(rows: Sequence[Row], file: str, problems: list[Problem]) -> list[Row]:
    width = len(rows[0].cells)
    body = []
    for row in rows[1:]:
        if len(row.cells) == width:
            body.append(row)
        else:
            words = {"headings": str(width)}
            problems.append(Problem(rules.ROW_LENGTH, file, row.number, "", str(len(row.cells)), words))
    return body


def _left_out(file: str, found: Collection[str], schools: Mapping[str, str] | None) -> list[Problem]:
    lacking = [name for school_id, name in (schools or {}).items() if school_id not in found]
    if not lacking or not found:
        return []
    more = len(lacking) - _MOST_NAMED
    names = ", ".join(lacking[:_MOST_NAMED]) + (f" (+{more})" if more > 0 else "")
    return [Problem(rules.SCHOOL_LEFT_OUT, file, None, "school_id", "", {"schools": names})]


def _stopped(problems: Sequence[Problem]) -> bool:
    return any(problem.severity is Severity.ERROR for problem in problems)
