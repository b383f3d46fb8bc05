"""What a formula in steps reads of each school: counted from the roster, brought in a file, or last year's dollars."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from throughline.engines.funding.prior import PriorBudget
from throughline.engines.funding.revenues import with_revenues
from throughline.engines.funding.steps import Cell, Figures, Input, Money, SchoolColumns, StepsFormula, number_text
from throughline.formats import formula as documents
from throughline.formats.prior import is_enrollment
from throughline.rooms.accounts import api as accounts
from throughline.rooms.district import api as district
from throughline.rooms.funding.budgets import rules
from throughline.rooms.funding.budgets.roster_columns import asked_by
from throughline.rooms.funding.filed import GRADES, DayCounts
from throughline.rooms.funding.floors import Floors, is_program
from throughline.rooms.funding.grade_spans import in_span
from throughline.rooms.funding.own_days import by_column, count_own_days
from throughline.rooms.funding.revenues.funds import Funds
from throughline.rooms.students import api as students
from throughline.values.errors import RefusedInput
from throughline.values.problem import Problem
from throughline.values.words import gettext_noop
from throughline.web.components import figures as words

KEPT_MINIMUM = "kept_minimum"  # a column of the minimum that is kept of each school


@dataclass(frozen=True)
class Brought:
    """What somebody brings to a run besides the roster: facts of schools by column, and what each source brings.

    Where `funds` are drawn on, they say what each source brings. `base` is the year whose kept budgets are last year's
    dollars; without it they are those of the newest run.
    """

    facts: Mapping[str, Mapping[str, Cell]] = field(default_factory=dict)
    revenues_cents: Mapping[str, int] = field(default_factory=dict)
    funds: Funds | None = None
    base: int | None = None


def read_facts(formula: StepsFormula, file: tuple[str, bytes]) -> dict[str, dict[str, Cell]]:
    """This function will read the columns the roster does not hold from a CSV file, by column and school.

    **Raises** `RefusedInput` with each row and column that cannot be read.
    """
    head = file[1].split(b"\n", 1)[0].decode("utf-8-sig", errors="replace").casefold()
    wanted = [column for column in asked_by(formula).facts if column.key in head or not can_come_from_budgets(column)]
    only = replace(
        formula, inputs=tuple(replace(column, prior=False) for column in wanted), levels=(), parameters=(), steps=()
    )
    read = documents.load_columns(only, file)
    return {column.key: dict(zip(read.school_ids, read.columns[column.key], strict=True)) for column in wanted}


def with_last_year(
    formula: StepsFormula,
    on: date,
    brought: Brought,
    budgets: Mapping[str, PriorBudget],
    floors: Floors,
) -> Brought:
    """This function will take last year's dollars and students from budgets by school id, where nobody brought them.

    A school that had no budget had no dollars and no students; how many one had that nobody knows stays unknown. One
    without a kept minimum has none to reach, and one that is guaranteed nothing needs nothing for it.
    """
    facts = dict(brought.facts)
    for column in asked_by(formula).facts:
        if column.key not in facts and is_floor(column):
            here = [school.source_id for school in district.schools_on(min(on, accounts.today()))]
            floor = floors.minimum if _is_minimum(column) else floors.program
            facts[column.key] = {key: floor(key) for key in here}
        if column.key in facts or not budgets:
            continue
        if _is_last_year(column):
            facts[column.key] = {school: Fraction(one.cents, 100) for school, one in budgets.items()}
        elif is_enrollment(column):
            new = {
                school.source_id: Fraction(0) for school in district.schools_on(on) if school.source_id not in budgets
            }
            known = {school: one.n_students for school, one in budgets.items()}
            facts[column.key] = new | {school: Fraction(n) for school, n in known.items() if n is not None}
    return replace(brought, facts=facts)


def begins_from_last_year(formula: StepsFormula) -> bool:
    """This function will say whether a formula reads anything that earlier budgets can tell."""
    return any(_is_last_year(column) or is_enrollment(column) for column in asked_by(formula).facts)


def can_come_from_budgets(column: Input) -> bool:
    """This function will say whether what is kept can tell a column: last year's dollars or students, a floor."""
    return _is_last_year(column) or is_enrollment(column) or is_floor(column)


def _is_last_year(column: Input) -> bool:
    return column.prior and column.unit == "dollars"


def is_floor(column: Input) -> bool:
    """This function will say whether a column is a floor: a minimum kept of a school, or its guaranteed staff."""
    return _is_minimum(column) or is_program(column.key, column.unit)


def _is_minimum(column: Input) -> bool:
    return column.key.startswith(KEPT_MINIMUM) and column.unit == "dollars"


def columns_for(
    formula: StepsFormula, on: date, brought: Brought, days: Mapping[str, date], also: Iterable[str] = ()
) -> tuple[DayCounts, SchoolColumns]:
    """This function will gather every school's figures for a formula in steps; `also` names more needs to count.

    `days` holds the day of each need that is not counted `on` the day of everybody's enrollment.

    **Raises** `RefusedInput` with each school that lacks something: none is left out in silence.
    """
    asked = asked_by(formula)
    found = count_own_days(on, (*asked.needs.values(), *also), days, grades=bool(asked.spans))
    if on > accounts.today() and not found.filed:
        raise _refused([Problem(rules.DAY_TO_COME, details={"day": words.day(on)})])
    counted = found.counted
    problems = [*_find_problems(formula, counted), *found.problems(labels_of(formula), asked.spans.values())]
    problems += _missing(asked.facts, counted, brought)
    problems += [
        Problem(rules.REVENUE_NEEDED, details={"source": str(money.label)})
        for money in sources_asked(formula)
        if brought.funds is None and money.key not in brought.revenues_cents
    ]
    if problems:
        raise _refused(problems)
    rows = counted.schools
    columns = counted_columns(formula, found)
    for column in asked.facts:
        columns[column.key] = [brought.facts[column.key].get(row.school.source_id, Fraction(0)) for row in rows]
    made = SchoolColumns(
        tuple(row.school.source_id for row in rows),
        tuple(row.school.level for row in rows),
        {column.key: columns[column.key] for column in formula.inputs},
        tuple(row.school.name for row in rows),
        dict(brought.revenues_cents),
        counted_on=by_column(found.own, asked.needs),
    )
    return found, funded(formula, made, brought.funds)


def counted_columns(formula: StepsFormula, found: DayCounts) -> dict[str, Sequence[Cell]]:
    """This function will return the columns of a formula that are counted, in the order of the day's schools."""
    asked, rows = asked_by(formula), found.counted.schools
    columns: dict[str, Sequence[Cell]] = {
        key: Figures.counted([row.count(code) for row in rows]) for key, code in asked.needs.items()
    }
    for key, (first, last) in asked.spans.items():
        columns[key] = [
            Fraction(
                in_span(found.grades.get(row.school.id, {}), first, last) if row.count(students.ALL_STUDENTS) else 0
            )
            for row in rows
        ]
    return columns


def labels_of(formula: StepsFormula) -> dict[str, str]:
    """This function will name what a formula counts, by the roster's code; its spans of grades under one."""
    asked = asked_by(formula)
    named = {column.key: str(column.label) for column in formula.inputs}
    spans = ", ".join(named[key] for key in asked.spans)
    return {code: named[key] for key, code in asked.needs.items()} | ({GRADES: spans} if spans else {})


def funded(formula: StepsFormula, columns: SchoolColumns, funds: Funds | None) -> SchoolColumns:
    """This function will let a formula draw on a year's revenues, where there are any to draw on.

    **Raises** `RefusedInput` where it cannot take them, or a source that it shares out has none.
    """
    if funds is None:
        return columns
    found = with_revenues(columns, funds.place(formula, columns.school_ids))
    lacking = [money for money in sources_asked(formula) if money.key not in found.revenues_cents]
    if lacking:
        raise _refused([Problem(rules.REVENUE_NEEDED, details={"source": str(money.label)}) for money in lacking])
    return found


def sources_asked(formula: StepsFormula) -> list[Money]:
    """This function will name the sources whose amount the steps use and the document does not say."""
    used = {name for step in formula.steps for part in step.expressions.values() for name in part.names}
    return [money for money in formula.sources if money.key in used and money.amount is None]


def cell_text(cell: Cell) -> str:
    """This function will write a figure so that `cell_of` reads the very same."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return str(cell) if isinstance(cell, Fraction) else cell


def cell_of(text: str, unit: str) -> Cell:
    """This function will read a figure that was kept."""
    if unit == "yes or no":
        return text == "yes"
    if unit == "text":
        return text
    return Fraction(int(text)) if text.isdecimal() else Fraction(text)  # reading a fraction costs five times as much


def shown(cell: Cell) -> str:
    """This function will write a figure for a person."""
    return number_text(cell) if isinstance(cell, Fraction) else cell_text(cell)


def _missing(facts: tuple[Input, ...], counted: students.NeedCounts, brought: Brought) -> Iterator[Problem]:
    for column in facts:
        if _is_last_year(column) and brought.facts.get(column.key):
            continue  # a school that was not there last year had nothing
        lacking = [
            row.school.name for row in counted.schools if row.school.source_id not in brought.facts.get(column.key, {})
        ]
        if lacking:
            names = ", ".join(lacking[:3]) + ("…" if len(lacking) > 3 else "")
            details = {"column": column.key, "what": str(column.label), "schools": names}
            yield Problem(rules.FACT_MISSING, details=details)


def _find_problems(formula: StepsFormula, counted: students.NeedCounts) -> Iterator[Problem]:
    if not counted.schools:
        yield Problem(rules.NO_SCHOOLS, details={"day": words.day(counted.on)})
    elif not any(row.count(students.ALL_STUDENTS) for row in counted.schools):
        yield Problem(rules.NO_STUDENTS, details={"day": words.day(counted.on)})
    for row in counted.schools:
        if formula.levels and not row.school.level:
            yield Problem(rules.SCHOOL_WITHOUT_LEVEL, details={"school": row.school.name})
        elif formula.levels and row.school.level not in formula.levels:
            level = str(district.Level(row.school.level).label)
            known = ", ".join(formula.levels)
            yield Problem(
                rules.LEVEL_WITHOUT_RATES, details={"school": row.school.name, "level": level, "known": known}
            )


def _refused(problems: list[Problem]) -> RefusedInput:
    return RefusedInput(
        gettext_noop("The schools cannot all be paid yet, and nothing was saved."),
        gettext_noop("Mend what is listed and count again."),
        tuple(problems),
    )
