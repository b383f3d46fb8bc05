"""The files that a formula in steps is turned loose on: schools, last year's figures, and revenues."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from throughline.engines.funding import rules as count_rules
from throughline.engines.funding.checks import nearest
from throughline.engines.funding.steps import Cell, SchoolColumns, StepsFormula
from throughline.formats.formula import schools_rules as rules
from throughline.formats.formula.schools_days import CountDays, of_their_days
from throughline.formats.formula.schools_rows import Row, read_rows
from throughline.formats.formula.steps_cells import hidden_between, read_cell
from throughline.values.errors import RefusedInput
from throughline.values.problem import Problem, Rule, Severity
from throughline.values.words import gettext_noop

Bounds = tuple[Fraction, Fraction]
ONE_DAY = CountDays()


class _Table(NamedTuple):
    """A file by its columns: ids and every wanted column, with each school's row."""

    ids: tuple[str, ...]
    rows: tuple[int, ...]
    columns: dict[str, list[Cell]]
    withheld: dict[str, dict[str, Bounds]]
    counted_on: dict[str, str]


class _Days(NamedTuple):
    """What the formula says of each count's day, and what was decided."""

    stated: Mapping[str, str]
    decided: CountDays


def load_columns(
    formula: StepsFormula,
    schools: tuple[str, bytes],
    prior: tuple[str, bytes] | None = None,
    revenues: tuple[str, bytes] | None = None,
    days: CountDays = ONE_DAY,
) -> SchoolColumns:
    """This function will read the files a formula needs, each by its name and bytes.

    **Raises** `RefusedInput` with every problem found; a withheld count is never read as zero. Where the formula says
    what a column's hidden counts may be, they are kept as the least and the most. Where a column `counted_on` says of
    which day a row is, each count is taken as of its own among `days`, or as the formula states it.
    """
    problems: list[Problem] = []
    stated = {column.key: column.withheld for column in formula.inputs if column.withheld}
    wanted = {column.key: column.unit for column in formula.inputs if not column.prior}
    if formula.levels or _uses_level(formula):
        wanted["level"] = "text"
    counted = {one.key: one.counted_on for one in formula.inputs if one.unit == "pupils" and not one.prior}
    table, names = _read(schools, wanted, problems, stated, _Days(counted, days))
    columns = dict(table.columns)
    levels = tuple(str(cell) for cell in columns.pop("level", [""] * len(table.ids)))
    problems += _unknown_levels(formula, levels, table, schools[0])
    columns |= _prior(formula, table, prior, problems)
    cents = {} if revenues is None else _revenues(formula, revenues, problems)
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise RefusedInput(
            gettext_noop("The files cannot be used as they are, and nothing was allocated."),
            gettext_noop("Mend what is listed and try again."),
            tuple(problems),
        )
    return SchoolColumns(table.ids, levels, columns, names, cents, table.withheld, counted_on=table.counted_on)


def with_recount(formula: StepsFormula, first: SchoolColumns, later: tuple[str, bytes]) -> SchoolColumns:
    """This function will read a later count of the columns that are counted again; the engine merges the two.

    **Raises** `RefusedInput` where it cannot be read.
    """
    problems: list[Problem] = []
    again = {column.key: column.unit for column in formula.inputs if column.recount in ("both", "increases only")}
    stated = {column.key: column.withheld for column in formula.inputs if column.withheld}
    table, _ = _read(later, again, problems, stated)
    if problems:
        raise RefusedInput(
            gettext_noop("The files cannot be used as they are, and nothing was allocated."),
            gettext_noop("Mend what is listed and try again."),
            tuple(problems),
        )
    levels = ("",) * len(table.ids)
    columns, hidden = table.columns, table.withheld
    return replace(first, school_ids=table.ids, levels=levels, columns=columns, school_names=(), withheld=hidden)


def _uses_level(formula: StepsFormula) -> bool:
    used = {name for step in formula.steps for part in step.expressions.values() for name in part.names}
    return "level" in used or any(parameter.by_level for parameter in formula.parameters)


def _read(
    named: tuple[str, bytes],
    wanted: Mapping[str, str],
    problems: list[Problem],
    stated: Mapping[str, Bounds] | None = None,
    days: _Days | None = None,
) -> tuple[_Table, tuple[str, ...]]:
    file, content = named
    rows, found = read_rows(content, file)
    problems += found
    if not rows:
        if not found:
            problems.append(Problem(rules.EMPTY, file, details={"headings": ", ".join(["school_id", *wanted])}))
        return _Table((), (), {}, {}, {}), ()
    shown = [cell.strip() for cell in rows[0].cells]
    where = {name.casefold(): at for at, name in reversed(list(enumerate(shown)))}
    for name in ("school_id", *wanted):
        if name not in where:
            words = {"known": ", ".join(shown)[:300], "nearest": nearest(name, shown)}
            problems.append(Problem(rules.HEADING_MISSING, file, 1, name, "", words))
    if any(name not in where for name in ("school_id", *wanted)):
        return _Table((), (), {}, {}, {}), ()
    body, counted_on = rows[1:], {}
    if days is not None:
        places = {name: where[name] for name in wanted if name in days.stated}
        merged = of_their_days(rows, places, days.stated, days.decided, file)
        problems += merged.problems
        body, counted_on = merged.rows, merged.counted_on
    table, names = _body(file, body, where, wanted, len(shown), problems, stated or {})
    return table._replace(counted_on=counted_on), names


def _body(
    file: str,
    rows: list[Row],
    where: Mapping[str, int],
    wanted: Mapping[str, str],
    n_cells: int,
    problems: list[Problem],
    stated: Mapping[str, Bounds],
) -> tuple[_Table, tuple[str, ...]]:
    columns: dict[str, list[Cell]] = {name: [] for name in wanted}
    hidden: dict[str, dict[str, Bounds]] = {}
    first: dict[str, int] = {}
    names = []
    for row in rows:
        if len(row.cells) != n_cells:
            words = {"headings": str(n_cells)}
            problems.append(Problem(rules.ROW_LENGTH, file, row.number, "", str(len(row.cells)), words))
            continue
        school_id = row.cells[where["school_id"]].strip()
        if not school_id:
            problems.append(Problem(count_rules.SCHOOL_ID_MISSING, file, row.number, "school_id"))
        elif school_id in first:
            words = {"first": str(first[school_id])}
            problems.append(Problem(count_rules.SCHOOL_REPEATED, file, row.number, "school_id", school_id, words))
        first.setdefault(school_id, row.number)
        names.append(row.cells[where.get("school_name", where["school_id"])].strip() or school_id)
        for name, unit in wanted.items():
            cell = read_cell(row.cells[where[name]], unit)
            if cell is count_rules.COUNT_WITHHELD and name in stated:
                bounds = hidden_between(row.cells[where[name]], stated[name])
                hidden.setdefault(name, {})[school_id] = bounds
                cell = bounds[0]
            if isinstance(cell, Rule):
                written = row.cells[where[name]].strip()[:80]
                problems.append(Problem(cell, file, row.number_of(where[name]), name, written))
                cell = Fraction(0)
            columns[name].append(cell)
    return _Table(tuple(first), tuple(first.values()), columns, hidden, {}), tuple(names)


def _unknown_levels(formula: StepsFormula, levels: tuple[str, ...], table: _Table, file: str) -> list[Problem]:
    known = list(formula.levels)
    return [
        Problem(
            count_rules.LEVEL_UNKNOWN,
            file,
            row,
            "level",
            level,
            {"known": ", ".join(known), "nearest": nearest(level.lower(), known)},
        )
        for level, row in zip(levels, table.rows, strict=False)
        if known and level not in known
    ]


def _prior(
    formula: StepsFormula, table: _Table, prior: tuple[str, bytes] | None, problems: list[Problem]
) -> dict[str, list[Cell]]:
    wanted = {column.key: column.unit for column in formula.inputs if column.prior}
    if not wanted:
        return {}
    if prior is None:
        problems.append(Problem(rules.PRIOR_NEEDED, details={"headings": ", ".join(["school_id", *wanted])}))
        return {}
    found, _ = _read(prior, wanted, problems)
    where = {school_id: at for at, school_id in enumerate(found.ids)}
    missing = [school_id for school_id in table.ids if school_id not in where]
    if found.ids:
        problems += [Problem(rules.PRIOR_MISSING, prior[0], None, "school_id", school_id) for school_id in missing[:20]]
    if missing:
        return {}
    return {key: [found.columns[key][where[school_id]] for school_id in table.ids] for key in wanted}


def _revenues(formula: StepsFormula, named: tuple[str, bytes], problems: list[Problem]) -> dict[str, int]:
    known = [money.key for money in formula.sources]
    table, _ = _read((named[0], _as_schools(named[1])), {"amount": "dollars"}, problems)
    cents: dict[str, int] = {}
    for key, row, amount in zip(table.ids, table.rows, table.columns.get("amount", []), strict=True):
        if key not in known:
            words = {"known": ", ".join(known), "nearest": nearest(key, known)}
            problems.append(Problem(rules.SOURCE_UNKNOWN, named[0], row, "source", key, words))
        cents[key] = _whole(Fraction(amount))
    return cents


def _as_schools(content: bytes) -> bytes:
    """A file of revenues is read as one of schools, with the source in the place of the school."""
    head, line, rest = content.partition(b"\n")
    return head.lower().replace(b"source", b"school_id") + line + rest


def _whole(dollars: Fraction) -> int:
    return int(dollars * 100)
