"""Where a run stands between two steps: what the names mean so far, who was paid what, and what was noticed."""

import operator
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property, reduce

import numpy as np

from throughline.engines.funding.steps import rules
from throughline.engines.funding.steps.columns import NOTHING, Exact, Mask, number
from throughline.engines.funding.steps.evaluate import DividedByZero, Known, Value, Work
from throughline.engines.funding.steps.expressions import Expression
from throughline.engines.funding.steps.formula import Step, StepsFormula
from throughline.engines.funding.steps.schools import SchoolColumns
from throughline.engines.funding.steps.tables import Table
from throughline.values.errors import RefusedInput
from throughline.values.money import dollars_text
from throughline.values.problem import Problem, Rule
from throughline.values.words import gettext_noop


@dataclass(eq=False)  # not frozen, as columns are not: a run makes one a step, and nothing changes it then
class StepResult:
    """What one step came to: before rounding, and after it. Where it `pays`, what it pays are hundredths of a dollar.

    `ranks` are the places of a ranking, 0 where a school is not served. `made` are the numbers on the way there, by
    name; `here` says at which schools the step applies, None for all, and `is_on` whether its `when` holds.
    """

    step: Step
    exact: Exact
    value: Value
    pays: bool = False
    ranks: tuple[int, ...] = ()
    made: Mapping[str, Exact] = field(default_factory=dict)
    here: Mask | None = None
    is_on: bool = True

    @property
    def dollars(self) -> Exact:
        """What each school is paid."""
        if not self.pays or not isinstance(self.value, Exact):
            raise AssertionError("only a step that pays comes to dollars")
        return self.value

    @cached_property
    def cents(self) -> tuple[int, ...] | None:
        """What each school is paid, and None where nothing is; made when somebody asks."""
        return tuple(np.asarray(self.dollars.n).tolist()) if self.pays else None


@dataclass(slots=True, eq=False)
class State:
    """A run under way."""

    formula: StepsFormula
    schools: SchoolColumns
    values: dict[str, Value]
    tables: Mapping[str, Table]
    eligible: dict[str, Mask] = field(default_factory=dict)
    results: list[StepResult] = field(default_factory=list)
    held_cents: dict[str, int] = field(default_factory=dict)
    warnings: list[Problem] = field(default_factory=list)
    paid_before: Exact = NOTHING
    paid_since: list[Exact] = field(default_factory=list)
    n_schools: int = field(init=False)
    known: Known = field(init=False, repr=False)
    brought_nothing: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self.n_schools = self.schools.n_schools
        self.known = Known(self.n_schools, self.values, self.tables)  # follows what is kept: the values are the same
        self.brought_nothing = self.formula.source_keys - self.values.keys()

    def worked_out(self, work: Work, expression: Expression, key: str, where: Mask | None = None) -> Value:
        """This function will work a calculation out as things stand.

        **Raises** `RefusedInput` where it divides by zero, or draws on a source that nobody said the amount of.
        """
        if "paid" in expression.names:
            self.values["paid"] = self.paid
        if self.brought_nothing:
            for name in expression.names:
                if name in self.brought_nothing:
                    raise refused([Problem(rules.REVENUE_MISSING, column=key, value=name)])
        try:
            return work(self.known, where)
        except DividedByZero as error:
            raise refused([self.problem(rules.DIVIDED_BY_ZERO, key, at, error.text) for at in error.at[:20]]) from None

    def value(self, step: Step, name: str, where: Mask | None = None) -> Value:
        """This function will work out what a step asks for: a number, yes or no, or a word."""
        return self.worked_out(step.works[name], step.expressions[name], step.key, where)

    def exact(self, step: Step, name: str, where: Mask | None = None) -> Exact:
        """This function will work out a step's number, one for each school or one for the district."""
        value = self.worked_out(step.works[name], step.expressions[name], step.key, where)
        if not isinstance(value, Exact):
            raise AssertionError("units are checked before a step is run")
        return value

    def column(self, step: Step, name: str, where: Mask | None = None) -> Exact:
        """This function will work out a step's number for every school."""
        value = self.exact(step, name, where)
        return value.spread(self.n_schools) if value.n.__class__ is int else value

    def mask(self, step: Step, name: str = "where") -> Mask | None:
        """This function will say at which schools a step applies: where it says, and where its source may pay.

        None is everywhere.
        """
        may = self.eligible.get(step.source)
        if name not in step.expressions:
            return may
        here = self.spread(np.asarray(self.value(step, name), dtype=np.bool_))
        return here if may is None else may & here

    def spread(self, mask: Mask) -> Mask:
        """This function will repeat one answer for the district for each school."""
        return mask if len(mask) == self.n_schools else np.broadcast_to(mask, (self.n_schools,))

    def cents_of(self, step: Step, name: str) -> int:
        """This function will work out a district's amount in whole cents, half a cent going up."""
        return int((self.exact(step, name) * number(100)).rounded(0, "half-up").at(0))

    @property
    def paid(self) -> Exact:
        """What each school has been paid so far, in dollars."""
        self.paid_before = reduce(operator.add, self.paid_since, self.paid_before)
        self.paid_since.clear()
        return self.paid_before

    def paid_from(self, source: str) -> Exact:
        """This function will add up what each school has been paid so far from one source, in dollars."""
        return paid_by((one for one in self.results if one.step.source == source), self.n_schools)

    def keep(self, result: StepResult) -> None:
        """This function will take a step's result into what is known, and its cents into what is paid so far."""
        self.results.append(result)
        self.values[result.step.key] = result.value
        if result.pays:
            self.paid_since.append(result.dollars)

    def problem(self, rule: Rule, key: str, position: int, value: str = "", **details: str) -> Problem:
        """This function will point at a step and a school."""
        words: Mapping[str, str] = {"school": self.schools.name_at(position), **details}
        return Problem(rule, column=key, value=value, details=words)


def paid_by(results: Iterable[StepResult], n_schools: int) -> Exact:
    """This function will add up what steps pay each school, in hundredths of a dollar."""
    nothing = Exact(np.zeros(n_schools, dtype=np.int64), 100, 0, signed=False)
    paid = reduce(operator.add, (one.dollars for one in results if one.pays), nothing).in_parts(100)
    assert paid is not None  # noqa: S101 - sums of cents are cents
    return paid


def dollars_of(amount: Fraction) -> str:
    """This function will write an exact amount of dollars for a message."""
    return dollars_text(round(amount * 100))


def refused(problems: list[Problem]) -> RefusedInput:
    """This function will say that nothing was allocated, and why."""
    return RefusedInput(
        gettext_noop("The formula cannot be run on these figures, and nothing was allocated."),
        gettext_noop("Mend what is listed and try again."),
        tuple(problems),
    )
