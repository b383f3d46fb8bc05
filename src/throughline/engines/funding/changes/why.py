"""The door to both kinds of result: the matrix, and steps."""

from collections.abc import Iterable, Sequence

from throughline.engines.funding.allocation import Allocation
from throughline.engines.funding.changes.of_matrix import MatrixChange
from throughline.engines.funding.changes.of_steps import StepsChange
from throughline.engines.funding.changes.parts import ORDER, ChangePart, LineChange, Part, SchoolChange
from throughline.engines.funding.formula import Label
from throughline.engines.funding.steps import StepsAllocation

Result = Allocation | StepsAllocation
_BY_CHANGES = (Part.ENROLLMENT, Part.NEED_MIX, Part.FIGURES, Part.OTHER_SCHOOLS, Part.SOURCES)


def why_changed(
    before: Result,
    after: Result,
    *,
    school_ids: Sequence[str] | None = None,
    enrolled: str = "",
    way_there: Iterable[str] = (),
) -> tuple[SchoolChange, ...]:
    """This function will say for each school, or those named, why its dollars differ between two results.

    `enrolled` names the column that counts everybody in a formula in steps; left out, it is the one called
    "enrolled" or, where none is, the count that is highest over all schools. `way_there` names steps that are told
    together with top-ups, such as a phase-in, and not as a part of the formula. Where one result is of a matrix and the
    other of a formula in steps, the causes cannot be told apart, and the part for rates says so.

    **Raises** `KeyError` for a school that is in neither result. The parts of each school add up to its change.
    """
    was, now = _by_id(before), _by_id(after)
    chosen = list(dict.fromkeys([*was, *now])) if school_ids is None else list(school_ids)
    if missing := [school_id for school_id in chosen if school_id not in was and school_id not in now]:
        raise KeyError(missing[0])
    both = [school_id for school_id in chosen if school_id in was and school_id in now]
    told = _parts(before, after, both, enrolled, frozenset(way_there))
    changes = []
    for school_id in chosen:
        lines = _lines(before, was.get(school_id), after, now.get(school_id))
        first = None if school_id not in was else _total(before, was[school_id])
        last = None if school_id not in now else _total(after, now[school_id])
        parts = told.get(school_id, [ChangePart(Part.OPENED, (last or 0) - (first or 0))])
        name = after.schools.school_names if school_id in now else before.schools.school_names
        at = now.get(school_id, was.get(school_id, 0))
        shown = name[at] if name else school_id
        changes.append(SchoolChange(school_id, shown, first, last, _in_order(parts), lines))
    return tuple(changes)


def _parts(
    before: Result, after: Result, both: Sequence[str], enrolled: str, way_there: frozenset[str]
) -> dict[str, list[ChangePart]]:
    if isinstance(before, Allocation) and isinstance(after, Allocation):
        return MatrixChange(before, after).parts(both)
    if isinstance(before, StepsAllocation) and isinstance(after, StepsAllocation):
        return StepsChange(before, after, enrolled, way_there).parts(both)
    was, now = _by_id(before), _by_id(after)
    return {
        one: [ChangePart(Part.RATES, _total(after, now[one]) - _total(before, was[one]), _BY_CHANGES)] for one in both
    }


def _in_order(parts: Iterable[ChangePart]) -> tuple[ChangePart, ...]:
    return tuple(sorted(parts, key=lambda part: ORDER.index(part.part)))


def _by_id(result: Result) -> dict[str, int]:
    return {school_id: at for at, school_id in enumerate(result.schools.school_ids)}


def _total(result: Result, at: int) -> int:
    return int(result.totals_cents[at])


def _lines(before: Result, was: int | None, after: Result, now: int | None) -> tuple[LineChange, ...]:
    first = {} if was is None else _amounts(before, was)
    last = {} if now is None else _amounts(after, now)
    lines = []
    for key in dict.fromkeys([*last, *first]):
        label = (last.get(key) or first[key])[0]
        lines.append(LineChange(key, label, first[key][1] if key in first else 0, last[key][1] if key in last else 0))
    return tuple(lines)


def _amounts(result: Result, at: int) -> dict[str, tuple[Label, int]]:
    if isinstance(result, Allocation):
        amounts = result.amounts_cents[at].tolist()
        return {need.key: (need.label, cents) for need, cents in zip(result.formula.needs, amounts, strict=True)}
    return {one.step.key: (one.step.label, (one.cents or ())[at]) for one in result.components}
