"""What a run of a formula in steps came to: every school's cents by component, source and need, and the way there."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

import numpy as np

from throughline.engines.funding.canonical import Plain, digest_of
from throughline.engines.funding.steps.columns import Exact
from throughline.engines.funding.steps.evaluate import Value
from throughline.engines.funding.steps.formula import Step, StepsFormula
from throughline.engines.funding.steps.schools import SchoolColumns
from throughline.engines.funding.steps.state import StepResult, paid_by
from throughline.values.problem import Problem

# Raise the number whenever the same formula and figures could give other cents, or another digest.
STEPS_VERSION = "funding steps 1"


@dataclass(frozen=True, slots=True)
class Drawn:
    """One figure that a step drew on: what it is, where it is from, and its value at this school."""

    name: str
    kind: str  # "input", "parameter", "source", "step", "table"
    value: str
    unit: str = ""
    year: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class TraceStep:
    """One step of one school's arithmetic, in the order it was done. `amount_cents` is None where nothing is paid."""

    school_id: str
    step: Step
    drawn: tuple[Drawn, ...]
    exact: Fraction
    result: Fraction
    amount_cents: int | None
    rank: int


@dataclass(frozen=True)
class SourceUse:
    """What became of one source: brought, held at the district, paid to schools, and left (a gap where below zero)."""

    key: str
    brought_cents: int | None
    held_cents: int
    paid_cents: int

    @property
    def left_cents(self) -> int | None:
        return None if self.brought_cents is None else self.brought_cents - self.held_cents - self.paid_cents


@dataclass(frozen=True, eq=False)
class StepsAllocation:
    """Every school's dollars under a formula in steps."""

    formula: StepsFormula
    schools: SchoolColumns
    results: tuple[StepResult, ...]
    known: Mapping[str, Value]
    held_cents: Mapping[str, int]
    warnings: tuple[Problem, ...] = ()
    engine_version: str = STEPS_VERSION
    supposed: Mapping[str, Fraction | bool] = field(default_factory=dict)

    @property
    def components(self) -> tuple[StepResult, ...]:
        """The steps that pay, in order."""
        return tuple([result for result in self.results if result.pays])

    @cached_property
    def totals_cents(self) -> tuple[int, ...]:
        """Each school's cents, in the order of its schools."""
        return self._added(lambda step: True)

    @property
    def district_cents(self) -> int:
        return sum(self.totals_cents)

    def by_component_cents(self) -> dict[str, int]:
        """This function will return the district's cents for each component; they add up to `district_cents`."""
        return {result.step.key: int(result.dollars.total() * 100) for result in self.components}

    def by_need_cents(self) -> dict[str, int]:
        """This function will return the district's cents for each need; they add up to `district_cents`."""
        return self._by(lambda step: step.need)

    def by_source_cents(self) -> dict[str, int]:
        """This function will return the district's cents from each source; they add up to `district_cents`."""
        return self._by(lambda step: step.source)

    def school_by_source_cents(self, source: str) -> tuple[int, ...]:
        """This function will return what each school has from one source."""
        return self._added(lambda step: step.source == source)

    def uses(self) -> tuple[SourceUse, ...]:
        """This function will say what became of every source."""
        paid = self.by_source_cents()
        uses = []
        for money in self.formula.sources:
            brought = self.known.get(money.key)
            cents = int(brought.at(0) * 100) if isinstance(brought, Exact) else None
            uses.append(SourceUse(money.key, cents, self.held_cents.get(money.key, 0), paid.get(money.key, 0)))
        return tuple(uses)

    def value(self, key: str) -> Exact:
        """This function will return what a step came to, for every school. **Raises** `KeyError` for none."""
        result = next((result for result in self.results if result.step.key == key), None)
        if result is None or not isinstance(result.value, Exact):
            raise KeyError(key)
        return result.value.spread(self.schools.n_schools)

    def trace(self, position: int) -> Iterator[TraceStep]:
        """This function will walk one school's arithmetic step by step; what is paid adds up to its total."""
        paid = 0
        for result in self.results:
            drawn = tuple(self._drawn(result.step, position, Fraction(paid, 100)))
            paid += 0 if result.cents is None else result.cents[position]
            yield TraceStep(
                school_id=self.schools.school_ids[position],
                step=result.step,
                drawn=drawn,
                exact=result.exact.at(position),
                result=_number_at(result.value, position),
                amount_cents=None if result.cents is None else result.cents[position],
                rank=result.ranks[position] if result.ranks else 0,
            )

    def _drawn(self, step: Step, position: int, paid: Fraction) -> Iterator[Drawn]:
        inputs = {column.key: column for column in self.formula.inputs}
        parameters = {parameter.key: parameter for parameter in self.formula.parameters}
        results = {result.step.key: result for result in self.results}
        for name in dict.fromkeys(name for part in step.expressions.values() for name in part.names):
            value = _text_at(results[name].value if name in results else self.known.get(name), position)
            if name in parameters:
                about = parameters[name]
                kind = "table" if about.points else "parameter"
                if about.points:
                    value = ", ".join(f"{number_text(start)}: {number_text(gives)}" for start, gives in about.points)
                yield Drawn(name, kind, value, about.unit, about.year, about.source)
            elif name in inputs:
                day = self.schools.counted_on.get(name) or inputs[name].counted_on
                yield Drawn(name, "input", value, inputs[name].unit, day)
            elif name in results:
                yield Drawn(name, "step", value, results[name].step.unit)
            elif name == "paid":
                yield Drawn(name, "step", number_text(paid), "dollars")
            else:
                yield Drawn(name, "input" if name == "level" else "source", value)

    @cached_property
    def inputs_digest(self) -> str:
        """The SHA-256 of all that the sum depends on but the formula, whatever the order of the schools."""
        keys = [column.key for column in self.formula.inputs]
        columns = (map(str, self.schools.columns[key]) for key in keys)
        rows = list(zip(self.schools.levels, *columns, strict=True))
        eligible: dict[str, Plain] = {key: sorted(ids) for key, ids in self.schools.eligible.items()}
        days: dict[str, Plain] = {key: self.schools.counted_on[key] for key in keys if key in self.schools.counted_on}
        return digest_of(
            ({"eligible": eligible} if eligible else {})
            | ({"counted_on": days} if days else {})
            | {
                "columns": keys,
                "schools": self._by_id(rows),
                "revenues_cents": dict(self.schools.revenues_cents),
            }
        )

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the whole run: engine, formula, inputs and every cent of the result."""
        rows = [[(result.cents or ())[at] for result in self.components] for at in range(self.schools.n_schools)]
        supposed: dict[str, Plain] = {name: str(value) for name, value in self.supposed.items()}
        return digest_of(
            ({"supposed": supposed} if supposed else {})
            | {
                "engine": self.engine_version,
                "formula": self.formula.digest,
                "inputs": self.inputs_digest,
                "components": [result.step.key for result in self.components],
                "amounts_cents": self._by_id(rows),
            }
        )

    def summary(self) -> dict[str, Plain]:
        """This function will return the run in plain values: what went in, what came out, and the digests."""
        formula = self.formula
        return {
            "engine_version": self.engine_version,
            "formula": {
                "key": formula.key,
                "name": formula.name.text(),
                "kind": formula.kind,
                "version": formula.version,
                "year": formula.year,
                "currency": formula.currency,
                "illustrative": formula.illustrative,
                "source": {name: getattr(formula.source, name) for name in ("title", "publisher", "place", "url")},
                "digest": formula.digest,
            },
            "inputs_digest": self.inputs_digest,
            "result_digest": self.digest,
            "n_schools": self.schools.n_schools,
            **({"counted_on": dict(self.schools.counted_on)} if self.schools.counted_on else {}),
            "total_cents": self.district_cents,
            "by_component_cents": self.by_component_cents(),
            "by_need_cents": self.by_need_cents(),
            "sources": [
                {
                    "key": use.key,
                    "brought_cents": use.brought_cents,
                    "held_cents": use.held_cents,
                    "paid_cents": use.paid_cents,
                    "left_cents": use.left_cents,
                }
                for use in self.uses()
            ],
            "supposed": {name: str(value) for name, value in self.supposed.items()},
            "warnings": [problem.as_json() for problem in self.warnings],
        }

    def _by(self, name_of: Callable[[Step], str]) -> dict[str, int]:
        sums: dict[str, int] = {}
        for result in self.components:
            name = name_of(result.step)
            sums[name] = sums.get(name, 0) + int(result.dollars.total() * 100)
        return sums

    def _added(self, counts: Callable[[Step], bool]) -> tuple[int, ...]:
        chosen = (result for result in self.components if counts(result.step))
        dollars = paid_by(chosen, self.schools.n_schools)
        return tuple(np.asarray(dollars.n).tolist())

    def _by_id(self, rows: Sequence[Sequence[Plain]]) -> list[Plain]:
        listed = zip(self.schools.school_ids, rows, strict=True)
        return [[school_id, *row] for school_id, row in sorted(listed, key=lambda entry: entry[0])]


def number_text(value: Fraction) -> str:
    """This function will write an exact number: its decimals where they end soon, else a fraction and nine of them.

    **Example**

    >>> number_text(Fraction(5, 4)), number_text(Fraction(1, 3))
    ('1.25', '1/3 (0.333333333…)')
    """
    if value.denominator == 1:
        return str(value.numerator)
    scaled = value * 10**9
    if scaled.denominator == 1:
        sign, digits = "-" if value < 0 else "", str(abs(scaled.numerator)).rjust(10, "0")
        return f"{sign}{digits[:-9]}.{digits[-9:].rstrip('0')}"
    near = f"{float(value):.9f}…"
    return f"{value.numerator}/{value.denominator} ({near})" if value.denominator < 10**12 else near


def _number_at(value: Value, position: int) -> Fraction:
    if isinstance(value, Exact):
        return value.at(position)
    return Fraction(int(bool(value[0 if len(value) == 1 else position])))


def _text_at(value: Value | None, position: int) -> str:
    if value is None:
        return ""
    if isinstance(value, Exact):
        return number_text(value.at(position))
    entry = value[0 if len(value) == 1 else position]
    return entry if isinstance(entry, str) else ("yes" if entry else "no")
