"""The way to every amount of a run: what it was made of at one school, so that anybody can do it again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from throughline.engines.funding.steps.check import known_units
from throughline.engines.funding.steps.evaluate import Known
from throughline.engines.funding.steps.formula import Step
from throughline.engines.funding.steps.result import StepsAllocation
from throughline.engines.funding.steps.state import StepResult, paid_by
from throughline.engines.funding.steps.units import NUMBER, UNITS
from throughline.engines.funding.steps.worked import Condition, Worked, Workings

OFF, NOT_HERE, NOT_ITS_SOURCE = "when", "where", "source"
_ASKED = ("when", "where", "eligible", "skip")


@dataclass(frozen=True, slots=True)
class Way:
    """One step at one school. `exact` is what it comes to before rounding, `result` after.

    `worked` are its calculations by name, `asked` what decided whether it applies, and `made` what the step itself
    put together, by name. `off` says why nothing came of it, empty where it applies. `amount_cents` is None where
    nothing is paid, `rank` 0 where no place was given.
    """

    key: str
    exact: Fraction
    result: Fraction
    amount_cents: int | None = None
    rank: int = 0
    off: str = ""
    worked: Mapping[str, Worked] = field(default_factory=dict)
    asked: Mapping[str, Condition] = field(default_factory=dict)
    made: Mapping[str, Fraction] = field(default_factory=dict)


class Ways:
    """The ways of a run, school by school. What is worked out for one school does for all."""

    def __init__(self, result: StepsAllocation) -> None:
        self.result = result
        formula = result.formula
        units = known_units(formula)
        stated = {one.key: one.unit for parts in (formula.inputs, formula.parameters) for one in parts}
        stated |= {step.key: step.unit for step in formula.steps}
        stated |= dict.fromkeys(["paid", *(money.key for money in formula.sources)], "dollars")
        stated = {key: unit if UNITS[unit].of == NUMBER else "" for key, unit in stated.items()}
        n = result.schools.n_schools
        self._workings = []
        for at, one in enumerate(result.results):
            values = {**result.known, "paid": paid_by(result.results[:at], n)}
            self._workings.append((one, Workings(Known(n, values, formula.tables), units, stated)))

    def of(self, at: int) -> tuple[Way, ...]:
        """This function will return the way of each step at one school, in order: what is paid adds up to its total."""
        return tuple(self._way(result, workings, at) for result, workings in self._workings)

    def _way(self, result: StepResult, workings: Workings, at: int) -> Way:
        step = result.step
        asked = {
            name: workings.asked(part, at)
            for name, part in step.expressions.items()
            if name in _ASKED or (step.does == "calculate" and UNITS[step.unit].of != NUMBER)
        }
        off = _off(step, result, asked, at)
        worked = {
            name: workings.of(part, at)
            for name, part in step.expressions.items()
            if name not in asked and name != "span" and not (off and step.does != "rank and serve")
        }
        return Way(
            key=step.key,
            exact=result.exact.at(at),
            result=_number(result, at),
            amount_cents=None if result.cents is None else result.cents[at],
            rank=result.ranks[at] if result.ranks else 0,
            off=off,
            worked=worked,
            asked=asked,
            made={name: column.at(at) for name, column in result.made.items()},
        )


def _off(step: Step, result: StepResult, asked: Mapping[str, Condition], at: int) -> str:
    if not result.is_on:
        return OFF
    if result.here is None or result.here[at]:
        return ""
    if "where" in asked and not asked["where"].holds:
        return NOT_HERE
    if step.does == "rank and serve" and not asked["eligible"].holds:
        return "eligible"
    if "skip" in asked and asked["skip"].holds:
        return "skip"
    return NOT_ITS_SOURCE


def _number(result: StepResult, at: int) -> Fraction:
    value = result.value
    if isinstance(value, np.ndarray):
        return Fraction(int(bool(value[0 if len(value) == 1 else at])))
    return value.at(at)
