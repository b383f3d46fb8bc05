"""Begin a recount: a scenario that begins from a run, on a later day's counts, by a rule."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from throughline.engines.funding.steps import Taken, recount
from throughline.rooms.accounts import api as accounts
from throughline.rooms.funding.budgets.figures import cell_text
from throughline.rooms.funding.budgets.ground import Ground, ground_of
from throughline.rooms.funding.models import Run, Scenario
from throughline.rooms.funding.recount_rule import YearRule
from throughline.rooms.funding.recounts.ground import (
    LaterDay,
    Opened,
    can_join,
    count_again,
    newest_runs,
)
from throughline.rooms.funding.scenarios.commands import begin_from
from throughline.rooms.funding.scenarios.consequences import Decided
from throughline.rooms.funding.scenarios.inputs import Inputs, SchoolHere, inputs_of
from throughline.rooms.funding.scenarios.net import OPEN, SafetyNet
from throughline.values.errors import RefusedInput
from throughline.values.school_year import SchoolYear
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop


def begin_recount(*, by: Viewer, at: datetime, name: str, run: Run, count_on: date, rule: YearRule) -> Scenario:
    """This function will count a later day, take it by the rule, and keep both as the ground of a recount.

    What comes of it is a scenario: it is locked, told, proposed and adopted by a second person like any other.

    **Raises** `NotAllowed`; `RefusedInput` where the run is not the year's newest, or the day cannot be counted.
    """
    accounts.check_may(by, "write", "finance")
    with accounts.acting_as(by):
        newest = newest_runs(by).get(run.fiscal_year)
        if newest is None or newest.pk != run.pk:
            raise RefusedInput(
                gettext_noop("Another run has taken the place of this one."),
                gettext_noop("Begin from the year's newest run."),
            )
        _check_day(run, count_on, rule)
        ground = ground_of(by, run)
        later = count_again(ground, count_on)
        inputs, kept = _taken(ground, later, rule)
        net = SafetyNet(hold_share=rule.kept_share, hold_paid=OPEN)
        decided = Decided(revenues_cents={} if ground.funds else dict(run.revenues_cents), net=net)
        year = run.fiscal_year
        return begin_from(
            by=by, at=at, name=name, formula=run.formula, inputs=inputs, decided=decided, year=year, recount=kept
        )


def _check_day(run: Run, on: date, rule: YearRule) -> None:
    if SchoolYear.of(on).ends != run.fiscal_year or on <= run.count_on:
        raise RefusedInput(
            gettext_noop("A recount is of a later day in the same fiscal year."),
            gettext_noop("Choose a day after the one that was counted, before the year is over."),
        )
    if rule.last_day and on > rule.last_day:
        raise RefusedInput(
            gettext_noop("By the rule no day is counted again as late as that."),
            gettext_noop("Choose an earlier day, or another last day for recounts."),
        )


def _taken(ground: Ground, later: LaterDay, rule: YearRule) -> tuple[Inputs, dict[str, object]]:
    found = recount(ground.formula, ground.columns, later.columns, rule.of_counts)
    first = inputs_of(ground)
    schools = [replace(one, n_students=later.enrolled.get(one.source_id, one.n_students)) for one in first.schools]
    joined = [one for one in later.opened if can_join(ground.formula, one)]
    schools += [SchoolHere(one.id, one.source_id, one.name, one.level, one.n_students, 0) for one in joined]
    texts = {
        key: [*map(cell_text, column), *_first_counts(later, joined, key)]
        for key, column in found.columns.columns.items()
    }
    inputs = replace(first, on=later.on, rule=later.rule, schools=schools, columns=texts, own=later.own)
    changes = [
        [
            one.school_id,
            one.column,
            cell_text(one.first),
            None if one.later is None else cell_text(one.later),
            cell_text(one.used),
            one.taken.value,
        ]
        for one in found.changes
        if one.taken is not Taken.SAME
    ]
    kept: dict[str, object] = {
        "run": ground.run.number,
        "first_on": ground.run.count_on.isoformat(),
        "first_rule": ground.run.count_rule,
        "rule": rule.as_json(),
        "changes": changes,
        "opened": [one.name for one in later.opened if one not in joined],
        "joined": [one.name for one in joined],
    }
    return inputs, kept


def _first_counts(later: LaterDay, joined: Sequence[Opened], key: str) -> list[str]:
    """What a school that opened is counted for: it has no first count, so that no rule keeps any of the later one."""
    at = {school_id: row for row, school_id in enumerate(later.first.school_ids)}
    column = later.first.columns.get(key)
    return ["0" if column is None else cell_text(column[at[one.source_id]]) for one in joined]
