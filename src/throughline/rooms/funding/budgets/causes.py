"""Why schools have more or less than in the run before, told apart while every school can be seen, and kept with each.

A principal sees one school, and where schools share money no cause can be told apart from one school's rows alone. So
it is done when a run is kept, or schools are told of a scenario, by those who see them all.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext

from throughline.engines.funding import Allocation
from throughline.engines.funding.changes import Part, SchoolChange, why_changed
from throughline.engines.funding.steps import StepsAllocation, StepsFormula
from throughline.engines.funding.steps.meeting import schools_meet
from throughline.rooms.funding import access
from throughline.rooms.funding.budgets.ground import ground_of
from throughline.rooms.funding.budgets.replaying import replay_steps
from throughline.rooms.funding.documents import formula_value
from throughline.rooms.funding.floors import PHASE
from throughline.rooms.funding.models import Run
from throughline.values.viewer import Viewer

Kept = Mapping[str, Any]
MOST_SCHOOLS = 300  # each school's own figures are changed in a run of their own: beyond it, finance asks for one


def causes_since(viewer: Viewer, run: Run, after: StepsAllocation, school_ids: Iterable[str]) -> dict[str, Kept]:
    """This function will say why schools have other dollars than in `run`, by school, as it is kept with each.

    Nothing is told of more than 300 schools that share money, nor of a run that no longer does its own sums.

    **Raises** `NotAllowed` for those who see some schools only.
    """
    try:
        before = result_of(viewer, run)
    except ArithmeticError:
        return {}
    if schools_meet(before.formula) and after.schools.n_schools > MOST_SCHOOLS:
        return {}
    here = {*before.schools.school_ids} & {*after.schools.school_ids}
    found = changes_between(before, after, [one for one in school_ids if one in here])
    return {one.school_id: as_kept(run, one) for one in found}


def causes_since_each(viewer: Viewer, after: StepsAllocation) -> dict[str, Kept]:
    """This function will say why each school has other dollars than in the newest run that pays it, as it is kept."""
    budgets = access.get_budgets_for(viewer).order_by("school_source_id", "-run__number")
    newest = budgets.distinct("school_source_id").values_list("school_source_id", "run_id")
    by_run: dict[int, list[str]] = {}
    for school_id, run_id in newest:
        by_run.setdefault(run_id, []).append(school_id)
    found: dict[str, Kept] = {}
    for run in access.get_runs_for(viewer).filter(pk__in=by_run):
        found |= causes_since(viewer, run, after, by_run[run.pk])
    return found


def result_of(viewer: Viewer, run: Run) -> StepsAllocation:
    """This function will do a run again in steps, whatever its formula. **Raises** `NotAllowed`, `ArithmeticError`."""
    in_steps = isinstance(formula_value(run.formula), StepsFormula)
    return replay_steps(viewer, run) if in_steps else ground_of(viewer, run).again()


def changes_between(
    before: Allocation | StepsAllocation, after: Allocation | StepsAllocation, school_ids: list[str]
) -> tuple[SchoolChange, ...]:
    """This function will tell the causes of a change apart; a phase-in is told with what protects from losses."""
    formulas = [one.formula for one in (before, after) if isinstance(one, StepsAllocation)]
    phases = [step.key for formula in formulas for step in formula.steps if step.key.startswith(PHASE)]
    return why_changed(before, after, school_ids=school_ids, way_there=phases)


def as_kept(run: Run, change: SchoolChange) -> Kept:
    """This function will write a change since `run` in plain values: its number, and each cause with its cents."""
    return {"before": run.number, "parts": [[str(part.part), part.cents] for part in change.parts]}


def kept_parts(kept: Kept) -> list[tuple[str, int]]:
    """This function will return the causes that were kept, in words, with their cents."""
    return [(gettext(Part(part).says), cents) for part, cents in kept.get("parts", []) if cents]
