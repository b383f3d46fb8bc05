"""A formula in steps as a value: what it counts, what it knows, whose money it pays and how, in order."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from throughline.engines.funding.canonical import Plain, digest_of
from throughline.engines.funding.formula import Label, Rounding, Source
from throughline.engines.funding.steps.columns import Exact, number
from throughline.engines.funding.steps.evaluate import Work, laid_out
from throughline.engines.funding.steps.expressions import Expression
from throughline.engines.funding.steps.figures import ByName
from throughline.engines.funding.steps.kinds import KINDS
from throughline.engines.funding.steps.tables import Table

STEPS = "steps"

FIXED, BOTH, INCREASES_ONLY = "fixed", "both", "increases only"
OPEN, RESERVE, GAINERS = "open", "reserve", "gainers"


@dataclass(frozen=True, slots=True)
class Input:
    """A column that the formula reads for each school: a count on its day, a share, an amount, a word."""

    key: str
    label: Label
    unit: str
    counted_on: str = ""
    recount: str = ""
    prior: bool = False  # from the file of last year's figures
    recount_over: Fraction | None = None  # a later count is taken where it differs by more than this share
    recount_at_most: Fraction | None = None  # and changes the first by no more than this share of it
    recount_part: Fraction | None = None  # and this part of the change is paid: half, where half the year is left
    withheld: tuple[Fraction, Fraction] | None = None  # what a count that is hidden may be
    tells_of: str = ""  # the key of the revenue source it tells of, "none" for none; empty where nobody said


@dataclass(frozen=True, slots=True)
class Parameter:
    """A figure somebody decided: one number, one for each level, or points; with its year and where it is written."""

    key: str
    label: Label
    unit: str
    year: str
    source: str
    value: Fraction | None = None
    by_level: tuple[tuple[str, Fraction], ...] = ()
    points: tuple[tuple[Fraction, Fraction], ...] = ()
    of: str = "pupils"


@dataclass(frozen=True, slots=True)
class Money:
    """A revenue source that steps draw on. Where `open` it has no amount to keep to, and what is paid is told."""

    key: str
    label: Label
    restricted: bool = False
    eligible: Expression | None = None
    amount: Fraction | None = None


@dataclass(frozen=True)
class Step:
    """One step: what it does, the calculations it does it with, and how its result rounds."""

    key: str
    label: Label
    does: str
    unit: str = "dollars"
    source: str = ""
    need: str = "all"
    rounding: Rounding | None = None
    expressions: Mapping[str, Expression] = field(default_factory=dict)
    paid: str = ""
    may_be_negative: bool = False
    keep_total: bool = False
    note: Label | None = None

    @cached_property
    def works(self) -> Mapping[str, Work]:
        """Its calculations laid out, ready to be worked out in every run."""
        return {name: laid_out(expression.tree) for name, expression in self.expressions.items()}

    @property
    def takes(self) -> bool:
        """True where it can take money from a school; what any other step pays is zero or more."""
        return self.may_be_negative or self.does in ("share pool", "rank and serve") or self.paid == GAINERS


@dataclass(frozen=True)
class StepsFormula:
    """A formula in steps, whole and frozen. `document` is what was written, in plain values; its digest names it."""

    key: str
    name: Label
    version: str
    year: str
    source: Source
    levels: tuple[str, ...]
    inputs: tuple[Input, ...]
    parameters: tuple[Parameter, ...]
    sources: tuple[Money, ...]
    steps: tuple[Step, ...]
    document: Mapping[str, Plain]
    currency: str = "USD"
    illustrative: bool = False
    notes: Label | None = None
    kind: str = STEPS

    def canonical(self) -> Mapping[str, Plain]:
        """This function will return the formula as plain values, in the form that its digest is taken of."""
        return self.document

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the whole formula: one changed figure, word or citation gives another."""
        return digest_of(self.document)

    @cached_property
    def figures(self) -> Mapping[str, Exact]:
        """The figures that hold for the whole district, and what sources bring where the formula says it, by name."""
        stated = {one.key: one.value for one in self.parameters if one.value is not None}
        brought = {money.key: money.amount for money in self.sources if money.amount is not None}
        return {key: number(value) for key, value in (stated | brought).items()}

    @cached_property
    def figures_by_level(self) -> Mapping[str, ByName]:
        """The figures that differ by level, by name."""
        several = [one for one in self.parameters if one.value is None and not one.points]
        return {one.key: ByName.of(one.by_level) for one in several}

    @cached_property
    def tables(self) -> Mapping[str, Table]:
        """The tables of points, by name."""
        return {one.key: Table(one.points) for one in self.parameters if one.points}

    @cached_property
    def reads_level(self) -> bool:
        """True where a calculation asks for a school's level."""
        expressions = [expression for step in self.steps for expression in step.expressions.values()]
        expressions += [money.eligible for money in self.sources if money.eligible]
        return any("level" in expression.names for expression in expressions)

    @cached_property
    def source_keys(self) -> frozenset[str]:
        """The sources that its steps draw on."""
        return frozenset(money.key for money in self.sources)

    @cached_property
    def taken_from(self) -> tuple[str, ...]:
        """The sources out of which a step can take money back from a school."""
        taking = {step.source for step in self.steps if KINDS[step.does].pays and step.takes}
        return tuple(money.key for money in self.sources if money.key in taking)

    @property
    def needs_prior(self) -> bool:
        """True where a column of last year's figures is read."""
        return any(column.prior for column in self.inputs)
