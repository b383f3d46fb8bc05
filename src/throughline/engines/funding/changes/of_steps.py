"""Causes of a change under formulas in steps: the earlier formula runs again with one thing after another changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from throughline.engines.funding.changes.hybrids import Hybrids
from throughline.engines.funding.changes.parts import ChangePart, Part, parts_between
from throughline.engines.funding.formula import Rounding
from throughline.engines.funding.steps import SchoolColumns, Step, StepsAllocation, StepsFormula, allocate_steps
from throughline.engines.funding.steps.meeting import schools_meet
from throughline.values.errors import RefusedInput

_TOP_UP = "top up"
_OWN = (Part.ENROLLMENT, Part.NEED_MIX, Part.FIGURES)
_ANY_CENT = Rounding("half-up", 2)


@dataclass
class StepsChange:
    """Two results of formulas in steps, ready to say what changed at any school.

    Where no school's money depends on another, one run for each cause does for all schools; else the runs that
    change a school's own figures are made for each school alone. `way_there` are steps that are told with top-ups.
    """

    before: StepsAllocation
    after: StepsAllocation
    enrolled: str = ""
    way_there: frozenset[str] = frozenset()
    _formula: StepsFormula = field(init=False)
    _hybrids: Hybrids = field(init=False)

    def __post_init__(self) -> None:
        self._formula = forgiving(self.before.formula)
        self._hybrids = Hybrids.of(self.before.formula, self.before.schools, self.after.schools, self.enrolled)

    def parts(self, school_ids: Sequence[str]) -> dict[str, list[ChangePart]]:
        """This function will tell the causes apart for schools that are in both results."""
        alone = {} if schools_meet(self.before.formula) else self._own_values(set(school_ids))
        later = self._hybrids.later()
        revenues = self._brought(self.before) | {
            key: cents for key, cents in self._brought(self.after).items() if key in self._brought(self.before)
        }
        may = self.before.schools.eligible
        with_others = self._dollars(replace(later, revenues_cents=self._brought(self.before), eligible=may))
        with_sources = self._dollars(replace(later, revenues_cents=revenues, eligible=self.after.schools.eligible))
        return {
            school_id: self._of(school_id, (alone or self._own_values({school_id})), with_others, with_sources)
            for school_id in school_ids
        }

    def _of(
        self,
        school_id: str,
        own: Mapping[Part, Mapping[str, Fraction]],
        with_others: Mapping[str, Fraction],
        with_sources: Mapping[str, Fraction],
    ) -> list[ChangePart]:
        was = self.before.schools.school_ids.index(school_id)
        now = self.after.schools.school_ids.index(school_id)
        start, end = self._exact_dollars(self.before, was), self._exact_dollars(self.after, now)
        values: list[tuple[Part, Fraction | None]] = [(part, own[part].get(school_id)) for part in _OWN]
        values.append((Part.OTHER_SCHOOLS, with_others.get(school_id)))
        values.append((Part.SOURCES, with_sources.get(school_id)))
        values.append((Part.RATES, end))
        parts = parts_between(values, start)
        top_ups = self._top_up_cents(self.after, now) - self._top_up_cents(self.before, was)
        change = self.after.totals_cents[now] - self.before.totals_cents[was]
        parts.append(ChangePart(Part.TOP_UPS, top_ups))
        parts.append(ChangePart(Part.ROUNDING, change - sum(part.cents for part in parts)))
        return parts

    def _own_values(self, school_ids: set[str]) -> dict[Part, dict[str, Fraction]]:
        """What those schools would have with their own figures changed, one thing on top of another."""
        values: dict[Part, dict[str, Fraction]] = {}
        revenues = self._brought(self.before)
        last: tuple[SchoolColumns, dict[str, Fraction]] | None = None
        for part in _OWN:
            may = self.before.schools.eligible
            columns = replace(self._hybrids.own(part, school_ids), revenues_cents=revenues, eligible=may)
            if last is None or columns != last[0]:
                last = columns, self._dollars(columns)
            values[part] = last[1]
        return values

    def _dollars(self, columns: SchoolColumns) -> dict[str, Fraction]:
        """What the earlier formula comes to on other figures; nothing where it cannot be run on them."""
        try:
            result = allocate_steps(self._formula, columns)
        except RefusedInput:
            return {}
        return {school_id: self._exact_dollars(result, at) for at, school_id in enumerate(columns.school_ids)}

    def _is_apart(self, step: Step) -> bool:
        return step.does == _TOP_UP or step.key in self.way_there

    def _exact_dollars(self, result: StepsAllocation, at: int) -> Fraction:
        """What a school has before anything paid is rounded, without what is told apart."""
        paid = (one.exact.at(at) for one in result.components if not self._is_apart(one.step))
        return sum(paid, Fraction(0))

    def _top_up_cents(self, result: StepsAllocation, at: int) -> int:
        return sum((one.cents or ())[at] for one in result.components if self._is_apart(one.step))

    def _brought(self, result: StepsAllocation) -> dict[str, int]:
        return {use.key: use.brought_cents for use in result.uses() if use.brought_cents is not None}


def forgiving(formula: StepsFormula) -> StepsFormula:
    """This function will let a formula that refuses a fraction of a cent be run on shares of a student."""
    steps = tuple(
        replace(step, rounding=_ANY_CENT) if step.rounding and step.rounding.mode == "exact" else step
        for step in formula.steps
    )
    return replace(formula, steps=steps)
