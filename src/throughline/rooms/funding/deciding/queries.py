"""What follows from other figures of a formula: its newest run, done again with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from throughline.engines.funding.steps import StepsFormula
from throughline.rooms.funding import access
from throughline.rooms.funding.as_steps import as_steps
from throughline.rooms.funding.budgets.ground import Ground, ground_of
from throughline.rooms.funding.budgets.roster_columns import asked_by
from throughline.rooms.funding.documents import AnyFormula
from throughline.rooms.funding.filed import is_projected
from throughline.rooms.funding.formulas.sentences import level_name, names_of
from throughline.rooms.funding.models import Formula, Run
from throughline.rooms.funding.own_days import count_own_days
from throughline.rooms.funding.scenarios.consequences import Consequence, Decided, consequence_for
from throughline.rooms.funding.scenarios.inputs import inputs_of
from throughline.values.errors import RefusedInput
from throughline.values.problem import Problem, Rule, Severity
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

LEVEL_UNPAID = Rule(
    "level-unpaid",
    Severity.ERROR,
    gettext_noop("Run {run} has schools of the level “{level}”, and these figures pay none."),
    gettext_noop("Add the level, or give those schools another and count again."),
)


@dataclass(frozen=True, slots=True)
class Tried:
    """Figures tried on a run: the run as it stands, and what follows from them for each of its schools.

    `counted` are the needs that the run itself did not read, and that were counted now for its day.
    """

    run: Run
    found: Consequence
    counted: Sequence[str] = ()


def try_figures(viewer: Viewer, formula: Formula, changes: Mapping[str, Decimal], drafted: AnyFormula) -> Tried | None:
    """This function will do the newest run of any version of a formula again, with figures changed by their names.

    `drafted` is the formula with the needs and levels that it is to have; what it pays for and the run did not read is
    counted for the run's day. None where there is no run of it, or it asks what no roster counts. Nothing is kept.

    **Raises** `NotAllowed`; `RefusedInput` where the formula cannot be run with these figures.
    """
    run = access.get_runs_for(viewer).filter(formula__key=formula.key).order_by("-number").first()
    if run is None:
        return None
    ground, asked = ground_of(viewer, run), as_steps(drafted)
    _check_levels(ground, asked)
    inputs, missing = inputs_of(ground), [one.key for one in asked.inputs if one.key not in ground.columns.columns]
    if missing:
        counted = _counted(ground, asked, missing)
        if counted is None:
            return None
        inputs = replace(inputs, columns={**inputs.columns, **counted})
    figures = {name: format(figure.normalize(), "f") for name, figure in changes.items()}
    found = consequence_for(drafted, inputs, Decided(figures=figures, revenues_cents=run.revenues_cents))
    return Tried(run, found, [names_of(asked)[key] for key in missing])


def _check_levels(ground: Ground, asked: StepsFormula) -> None:
    unpaid = set(ground.columns.levels) - set(asked.levels) if asked.levels else set()
    if unpaid:
        raise RefusedInput(
            gettext_noop("What follows cannot be said yet."),
            "",
            tuple(
                Problem(LEVEL_UNPAID, details={"run": str(ground.run.number), "level": level_name(level)})
                for level in sorted(unpaid)
            ),
        )


def _counted(ground: Ground, asked: StepsFormula, missing: Sequence[str]) -> dict[str, list[str]] | None:
    """What the run did not read, counted for its own day; None where nobody can count it for its schools."""
    needs, run = asked_by(asked).needs, ground.run
    if not needs.keys() >= set(missing) or is_projected(run.count_rule):
        return None
    day = count_own_days(run.count_on, [needs[key] for key in missing], {})
    labels = names_of(asked)
    if problems := tuple(day.problems({needs[key]: labels[key] for key in missing})):
        raise RefusedInput(gettext_noop("What follows cannot be said yet."), "", problems)
    rows = {row.school.id: row for row in day.counted.schools}
    if not all(one.school_id in rows for one in ground.budgets):
        return None
    return {key: [str(rows[one.school_id].count(needs[key])) for one in ground.budgets] for key in missing}
