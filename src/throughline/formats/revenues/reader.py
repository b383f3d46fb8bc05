"""From a file of revenues, or of amounts by school, to values and everything that is wrong with it."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from throughline.engines.funding.checks import nearest
from throughline.engines.funding.revenues import Grant, Revenue
from throughline.formats.formula.schools_rows import Row, read_rows
from throughline.formats.revenues import rules
from throughline.formats.revenues.cells import Cells
from throughline.formats.revenues.columns import COLUMNS, GRANT_COLUMNS, RevenueColumn
from throughline.values.errors import RefusedInput
from throughline.values.problem import Problem, Severity
from throughline.values.words import gettext_noop


class RevenuesReading(NamedTuple):
    """What came of reading: the revenues, unless an error stands in the way."""

    revenues: tuple[Revenue, ...] | None
    problems: tuple[Problem, ...]


class GrantsReading(NamedTuple):
    """What came of reading amounts by school."""

    grants: tuple[Grant, ...] | None
    problems: tuple[Problem, ...]


def read_revenues(
    content: bytes, file: str = "revenues.csv", *, schools: Collection[str] | None = None
) -> RevenuesReading:
    """This function will read a file of revenues; each problem names its row, the heading being row 1.

    `schools` are the ids there are, where they are known: any other is a problem.
    """
    rows, where, problems = _table(content, file, COLUMNS)
    found: dict[str, Revenue] = {}
    first: dict[str, int] = {}
    for row in rows:
        cells = Cells(file, row, where, problems, schools)
        revenue = cells.revenue()
        if revenue.key in first:
            words = {"first": str(first[revenue.key])}
            problems.append(Problem(rules.CODE_REPEATED, file, row.number, "source", revenue.key, words))
        first.setdefault(revenue.key, row.number)
        found.setdefault(revenue.key, revenue)
    return RevenuesReading(None if _stopped(problems) else tuple(found.values()), tuple(problems))


def read_grants(
    content: bytes,
    file: str = "school_revenues.csv",
    *,
    schools: Collection[str] | None = None,
    sources: Collection[str] | None = None,
) -> GrantsReading:
    """This function will read what schools are named for: one row for each school and source.

    `schools` and `sources` are those there are, where they are known: any other is a problem.
    """
    rows, where, problems = _table(content, file, GRANT_COLUMNS)
    found: dict[tuple[str, str], Grant] = {}
    first: dict[tuple[str, str], int] = {}
    for row in rows:
        cells = Cells(file, row, where, problems, schools)
        grant = Grant(cells.needed("school_id"), cells.code("source"), cells.money("amount", needed=True))
        cells.schools("school_id")
        if sources is not None:
            cells.known("source", grant.revenue, sources, rules.SOURCE_UNKNOWN)
        one = (grant.school_id, grant.revenue)
        if one in first:
            words = {"first": str(first[one]), "school": grant.school_id}
            problems.append(Problem(rules.AMOUNT_REPEATED, file, row.number, "amount", grant.revenue, words))
        first.setdefault(one, row.number)
        found.setdefault(one, grant)
    return GrantsReading(None if _stopped(problems) else tuple(found.values()), tuple(problems))


def load_revenues(
    revenues: tuple[str, bytes], grants: tuple[str, bytes] | None = None
) -> tuple[tuple[Revenue, ...], tuple[Grant, ...]]:
    """This function will read both files, each by its name and bytes. **Raises** `RefusedInput` with the problems."""
    found, problems = read_revenues(revenues[1], revenues[0])
    named: tuple[Grant, ...] = ()
    more: tuple[Problem, ...] = ()
    if grants is not None:
        reading = read_grants(grants[1], grants[0])
        named, more = reading.grants or (), reading.problems
    if found is None or _stopped(more):
        raise RefusedInput(
            gettext_noop("The revenues cannot be used as they are, and nothing was allocated."),
            gettext_noop("Mend what is listed and try again."),
            (*problems, *more),
        )
    return found, named


def _table(
    content: bytes, file: str, columns: Sequence[RevenueColumn]
) -> tuple[list[Row], Mapping[str, int], list[Problem]]:
    rows, problems = read_rows(content, file)
    if not rows:
        return [], {}, problems or [Problem(rules.NO_ROWS, file)]
    shown = [cell.strip() for cell in rows[0].cells]
    where = {name.casefold(): at for at, name in reversed(list(enumerate(shown)))}
    names = [column.name for column in columns]
    for column in columns:
        if column.required and column.name not in where:
            words = {"known": ", ".join(shown)[:300], "example": column.example}
            problems.append(Problem(rules.COLUMN_MISSING, file, 1, column.name, "", words))
    for name in shown:
        if name.casefold() not in names:
            problems.append(Problem(rules.COLUMN_UNKNOWN, file, 1, name, "", {"nearest": nearest(name, names)}))
    if _stopped(problems):
        return [], {}, problems
    body = []
    for row in rows[1:]:
        if len(row.cells) == len(shown):
            body.append(row)
            continue
        words = {"headings": str(len(shown))}
        problems.append(Problem(rules.ROW_LENGTH, file, row.number, "", str(len(row.cells)), words))
    if not body and not _stopped(problems):
        problems.append(Problem(rules.NO_ROWS, file))
    return body, where, problems


def _stopped(problems: Sequence[Problem]) -> bool:
    return any(problem.severity is Severity.ERROR for problem in problems)
