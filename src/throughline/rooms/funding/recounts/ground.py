"""What a recount begins from: the year's newest run with the figures it froze, and the later day's counts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from throughline.engines.funding.steps import SchoolColumns, StepsFormula
from throughline.rooms.accounts import api as accounts
from throughline.rooms.funding import access
from throughline.rooms.funding.budgets import rules
from throughline.rooms.funding.budgets.figures import can_come_from_budgets, counted_columns, labels_of
from throughline.rooms.funding.budgets.ground import Ground
from throughline.rooms.funding.budgets.roster_columns import asked_by
from throughline.rooms.funding.filed import OwnDays, is_projected
from throughline.rooms.funding.models import Run
from throughline.rooms.funding.own_days import count_own_days, of_json
from throughline.rooms.students import api as students
from throughline.values.errors import RefusedInput
from throughline.values.problem import Problem
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop
from throughline.web.components import figures


@dataclass(frozen=True, slots=True)
class Opened:
    """A school with students on the later day of which the run knows nothing, and what it is paid by."""

    id: int
    source_id: str
    name: str
    level: str
    n_students: int


@dataclass(frozen=True)
class LaterDay:
    """A later day's counts as columns of a formula, everybody enrolled by school, and who the run knows nothing of.

    `columns` are those that are counted again; `first` holds for every column what a school counts that opened. `own`
    are the days of needs that stay as they were counted on a day of their own.
    """

    on: date
    rule: str
    columns: SchoolColumns
    enrolled: dict[str, int]
    opened: Sequence["Opened"]
    first: SchoolColumns
    own: OwnDays


def newest_runs(viewer: Viewer) -> dict[int, Run]:
    """This function will return the newest run of each fiscal year. **Raises** `NotAllowed`."""
    found: dict[int, Run] = {}
    for run in access.get_runs_for(viewer).order_by("number"):
        found[run.fiscal_year] = run
    return found


def count_again(ground: Ground, on: date) -> LaterDay:
    """This function will count a later day for the formula of a run.

    A need that the run counted on a day of its own is counted again where this day is later than that; one that the
    formula fixes keeps its day.

    **Raises** `RefusedInput` where the day is still to come, or its file lacks or hides what the formula reads.
    """
    formula, asked = ground.formula, asked_by(ground.formula)
    own = of_json(ground.run.count_days)
    later = {code: one.on for code, one in own.items() if one.on >= on}
    found = count_own_days(on, (students.ALL_STUDENTS, *asked.needs.values()), later, grades=bool(asked.spans))
    if is_projected(found.counted.rule):
        raise RefusedInput(
            gettext_noop("The students of that day are projected, not counted."),
            gettext_noop("Choose a day that has been counted, or bring its counts in first."),
        )
    problems = list(found.problems(labels_of(formula), asked.spans.values()))
    if on > accounts.today() and not found.filed:
        problems = [Problem(rules.DAY_TO_COME, details={"day": figures.day(on)})]
    if problems:
        raise RefusedInput(
            gettext_noop("The day cannot be counted, and nothing was saved."),
            gettext_noop("Mend what is listed and count again."),
            tuple(problems),
        )
    rows = found.counted.schools
    counted = counted_columns(formula, found)
    known = set(ground.columns.school_ids)
    fixed = {
        asked.needs.get(column.key) for column in formula.inputs if column.recount not in ("both", "increases only")
    }
    stays = {key for key, code in asked.needs.items() if code in later}
    first = SchoolColumns(tuple(row.school.source_id for row in rows), ("",) * len(rows), counted)
    return LaterDay(
        on,
        found.counted.rule,
        replace(first, columns={key: column for key, column in first.columns.items() if key not in stays}),
        {row.school.source_id: row.count(students.ALL_STUDENTS) for row in rows},
        [
            Opened(row.school.id, row.school.source_id, row.school.name, row.school.level, n)
            for row in rows
            if row.school.source_id not in known and (n := row.count(students.ALL_STUDENTS))
        ],
        first,
        {code: one for code, one in own.items() if code in later or code in fixed},
    )


def can_join(formula: StepsFormula, opened: Opened) -> bool:
    """This function will say whether a formula can pay a school of which only the counts and the level are known.

    Last year it had no dollars and no students, and no minimum is kept of it; whatever else the formula reads of it,
    somebody has to say.
    """
    if formula.levels and opened.level not in formula.levels:
        return False
    return all(map(can_come_from_budgets, asked_by(formula).facts))
