"""From the roster's counts to what the engine takes, with everything that stands in the way named."""

from collections.abc import Iterator, Mapping
from datetime import date

from django.utils.translation import get_language

from throughline.engines import funding as engine
from throughline.rooms.accounts import api as accounts
from throughline.rooms.district import api as district
from throughline.rooms.funding.budgets import rules
from throughline.rooms.funding.filed import DayCounts
from throughline.rooms.funding.own_days import by_column, count_own_days
from throughline.rooms.students import api as students
from throughline.values.errors import RefusedInput
from throughline.values.problem import Problem
from throughline.values.words import gettext_noop
from throughline.web.components import figures


def count_for(formula: engine.Formula, on: date, days: Mapping[str, date]) -> tuple[DayCounts, engine.SchoolCounts]:
    """This function will count every school's students by the needs a formula pays for.

    `days` holds the day of each need that is not counted `on` the day of everybody's enrollment.

    **Raises** `RefusedInput` with each school that cannot be paid and why: none is left out in silence.
    """
    codes = [need.counts for need in formula.needs]
    found = count_own_days(on, codes, days)
    if on > accounts.today() and not found.filed:
        raise _refused([Problem(rules.DAY_TO_COME, details={"day": figures.day(on)})])
    counted, language = found.counted, get_language() or "en"
    labels = {need.counts: need.label.text(language) for need in reversed(formula.needs)}
    problems = [*_find_problems(formula, counted), *found.problems(labels)]
    if problems:
        raise _refused(problems)
    rows = counted.schools
    columns = {code: [row.count(code) for row in rows] for code in dict.fromkeys(codes)}
    counts = engine.SchoolCounts.of(
        [row.school.source_id for row in rows],
        [row.school.level for row in rows],
        columns,
        school_names=[row.school.name for row in rows],
        counted_on=by_column(found.own, {code: code for code in codes}),
    )
    return found, counts


def _find_problems(formula: engine.Formula, counted: students.NeedCounts) -> Iterator[Problem]:
    known = {level.key: level.label.text(get_language() or "en") for level in formula.levels}
    day = {"day": figures.day(counted.on)}
    if not counted.schools:
        yield Problem(rules.NO_SCHOOLS, details=day)
    elif not any(row.count(students.ALL_STUDENTS) for row in counted.schools):
        yield Problem(rules.NO_STUDENTS, details=day)
    for row in counted.schools:
        if not row.school.level:
            yield Problem(rules.SCHOOL_WITHOUT_LEVEL, details={"school": row.school.name})
        elif row.school.level not in known:
            words = {
                "school": row.school.name,
                "level": str(district.Level(row.school.level).label),
                "known": ", ".join(known.values()),
            }
            yield Problem(rules.LEVEL_WITHOUT_RATES, details=words)


def _refused(problems: list[Problem]) -> RefusedInput:
    return RefusedInput(
        gettext_noop("The schools cannot all be paid yet, and nothing was saved."),
        gettext_noop("Mend what is listed and count again."),
        tuple(problems),
    )
