"""What follows from other figures of a formula: its newest run, done again with them."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from throughline.rooms.funding import access
from throughline.rooms.funding.as_steps import as_steps
from throughline.rooms.funding.budgets.ground import ground_of
from throughline.rooms.funding.documents import formula_value
from throughline.rooms.funding.models import Formula, Run
from throughline.rooms.funding.scenarios.consequences import Consequence, Decided, consequence_of
from throughline.rooms.funding.scenarios.inputs import inputs_of
from throughline.values.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Tried:
    """Figures tried on a run: the run as it stands, and what follows from them for each of its schools."""

    run: Run
    found: Consequence


def try_figures(viewer: Viewer, formula: Formula, changes: Mapping[str, Decimal]) -> Tried | None:
    """This function will do the newest run of any version of a formula again, with figures changed by their names.

    None where no run of it has what this version reads of a school, or a level it does not pay. Nothing is kept.

    **Raises** `NotAllowed`; `RefusedInput` where the formula cannot be run with these figures.
    """
    run = access.get_runs_for(viewer).filter(formula__key=formula.key).order_by("-number").first()
    if run is None:
        return None
    ground, asked = ground_of(viewer, run), as_steps(formula_value(formula))
    is_there = {column.key for column in asked.inputs} <= ground.columns.columns.keys()
    if not is_there or not (set(ground.columns.levels) <= set(asked.levels) or not asked.levels):
        return None
    figures = {name: format(figure.normalize(), "f") for name, figure in changes.items()}
    decided = Decided(figures=figures, revenues_cents=run.revenues_cents)
    return Tried(run, consequence_of(formula, inputs_of(ground), decided))
