"""One calculation at one school, taken apart: count × rate, sum by sum, in the numbers the engine worked with."""

import ast
from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from throughline.engines.funding.steps.columns import Exact
from throughline.engines.funding.steps.evaluate import Known, Value, laid_out
from throughline.engines.funding.steps.expressions import OF_TABLES, OVER_SCHOOLS, Expression, text_of
from throughline.engines.funding.steps.unit_check import Known as Units
from throughline.engines.funding.steps.unit_check import TableUnit, unit_of
from throughline.engines.funding.steps.units import NUMBER, Unit

_CHOOSE = ("min", "max", "clip")


@dataclass(frozen=True, slots=True)
class Named:
    """A figure inside a calculation: its name, or what is asked of all schools, and its value at this school.

    `value` is an exact number, or a word, or "yes" and "no". `unit` is empty where it is no number.
    """

    text: str
    value: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One number of a product, or one side of a choice. `text` has {0}, {1}… where its `named` figures stand.

    A part that `divides` stands below the line.
    """

    text: str
    value: Fraction
    unit: str = ""
    named: tuple[Named, ...] = ()
    divides: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """One product of a sum: its parts multiply to its `value`, which is taken away where it is `minus`."""

    parts: tuple[Part, ...]
    value: Fraction
    minus: bool = False

    @property
    def signed(self) -> Fraction:
        return -self.value if self.minus else self.value


@dataclass(frozen=True, slots=True)
class Choice:
    """The lowest or highest of several numbers, or one kept between two: `how` is "min", "max" or "clip"."""

    how: str
    options: tuple[Part, ...]
    value: Fraction


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that was asked of a school, and whether it holds."""

    part: Part
    holds: bool


@dataclass(frozen=True, slots=True)
class Worked:
    """A calculation taken apart: its terms add up to its `value`, after its conditions and choices were decided."""

    value: Fraction
    unit: str
    terms: tuple[Term, ...]
    choices: tuple[Choice, ...] = ()
    conditions: tuple[Condition, ...] = ()


@dataclass(eq=False)
class Workings:
    """Calculations of one step, for every school. What the engine works out of each part is kept while it lasts.

    `stated` are the units as the formula states them: a share is a share, though it is a number too.
    """

    known: Known
    units: Units
    stated: Mapping[str, str]
    _values: dict[int, Value] = field(default_factory=dict)
    _units: dict[int, Unit] = field(default_factory=dict)

    def of(self, expression: Expression, at: int) -> Worked:
        """This function will take a calculation apart at one school. It comes to a number."""
        one = _AtSchool(self, at)
        terms = tuple(one.terms(expression.tree))
        unit = one.unit(expression.tree)
        return Worked(one.number(expression.tree), unit, terms, tuple(one.choices), tuple(one.conditions))

    def asked(self, expression: Expression, at: int) -> Condition:
        """This function will say whether something holds at one school, with the figures it was asked of."""
        return _AtSchool(self, at).condition(expression.tree)

    def unit(self, node: ast.expr) -> Unit:
        """This function will return the unit of a part; it is the same at every school."""
        found = self._units.get(id(node))
        if found is None:
            found = self._units[id(node)] = unit_of(Expression("", node, ()), self.units)
        return found

    def value(self, node: ast.expr) -> Value:
        """This function will work a part out for every school; where one divides by zero it does not count."""
        found = self._values.get(id(node))
        if found is None:
            nowhere = np.zeros(self.known.n_schools, dtype=np.bool_)
            found = self._values[id(node)] = laid_out(node)(self.known, nowhere)
        return found


@dataclass(eq=False, slots=True)
class _AtSchool:
    """A calculation being taken apart at one school."""

    workings: Workings
    at: int
    choices: list[Choice] = field(default_factory=list)
    conditions: list[Condition] = field(default_factory=list)

    def number(self, node: ast.expr) -> Fraction:
        value = self.workings.value(node)
        if isinstance(value, Exact):
            return value.at(self.at)
        return Fraction(int(bool(value[0 if len(value) == 1 else self.at])))

    def unit(self, node: ast.expr) -> str:
        if isinstance(node, ast.Name):
            return self.workings.stated.get(node.id, "")
        found = self._unit(node)
        is_ratio = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "ratio"
        return "" if found.of != NUMBER else "share" if is_ratio and found.same(Unit()) else found.named()

    def terms(self, node: ast.expr) -> Iterator[Term]:
        node = self._decided(node)
        match node:
            case ast.UnaryOp(op=ast.UAdd()):
                yield from self.terms(node.operand)
            case ast.UnaryOp(op=ast.USub()):
                yield from map(_turned, self.terms(node.operand))
            case ast.BinOp(op=ast.Add()):
                yield from self.terms(node.left)
                yield from self.terms(node.right)
            case ast.BinOp(op=ast.Sub()):
                yield from self.terms(node.left)
                yield from map(_turned, self.terms(node.right))
            case ast.BinOp():
                yield from self._product(node)
            case ast.Call() if _called(node) in _CHOOSE:
                yield from self._chosen(node)
            case _:
                yield Term((self.part(node),), self.number(node))

    def condition(self, node: ast.expr) -> Condition:
        return Condition(self.part(node), bool(self.number(node)))

    def part(self, node: ast.expr, *, divides: bool = False) -> Part:
        """One number with its calculation; a name alone is its own calculation."""
        if isinstance(node, ast.Name):
            return Part(node.id, self.number(node), self.unit(node), divides=divides)
        named: list[Named] = []
        text = text_of(self._marked(node, named))
        return Part(text, self.number(node), self.unit(node), tuple(named), divides)

    def _product(self, node: ast.expr) -> Iterator[Term]:
        """A sum of students in a product is taken apart too, so that each count stands beside its own rate."""
        factors = list(self._factors(node, divides=False))
        spread = next((one for one, below in factors if not below and self._adds_students(one)), None)
        if spread is None:
            yield _term(self.part(one, divides=below) for one, below in factors)
            return
        others = [self.part(one, divides=below) for one, below in factors if one is not spread]
        for term in self.terms(spread):
            yield _term((*term.parts, *others), minus=term.minus)

    def _factors(self, node: ast.expr, *, divides: bool) -> Iterator[tuple[ast.expr, bool]]:
        node = self._decided(node)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult) and not divides:
            yield from self._factors(node.left, divides=False)
            yield from self._factors(node.right, divides=False)
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) and not divides:
            yield from self._factors(node.left, divides=False)
            yield from self._factors(node.right, divides=True)
        else:
            yield node, divides

    def _adds_students(self, node: ast.expr) -> bool:
        if not (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub)):
            return False
        unit = self._unit(node)
        return (unit.dollars, unit.pupils) == (0, 1)

    def _unit(self, node: ast.expr) -> Unit:
        return self.workings.unit(node)

    def _decided(self, node: ast.expr) -> ast.expr:
        """Of a calculation with an if, the side that holds here; why is kept."""
        while isinstance(node, ast.IfExp):
            asked = self.condition(node.test)
            self.conditions.append(asked)
            node = node.body if asked.holds else node.orelse
        return node

    def _chosen(self, node: ast.Call) -> Iterator[Term]:
        value = self.number(node)
        sides = [self._decided(side) for side in node.args]
        self.choices.append(Choice(_called(node), tuple(map(self.part, sides)), value))
        yield from self.terms(next(side for side in sides if self.number(side) == value))

    def _marked(self, node: ast.expr, named: list[Named]) -> ast.expr:
        """The calculation with a mark where each figure stands, so that words and numbers can take its place."""
        node = self._decided(node)
        if isinstance(node, ast.Constant):
            return node
        if isinstance(node, ast.Name) or _called(node) in OVER_SCHOOLS:
            named.append(self._named(node))
            return ast.Name("{" + str(len(named) - 1) + "}")
        if isinstance(node, ast.Call):
            if _called(node) == "ratio":
                left, right = (self._marked(argument, named) for argument in node.args)
                return ast.BinOp(left, ast.Div(), right)
            last = node.args[1:] if _called(node) in OF_TABLES else [self._marked(one, named) for one in node.args[1:]]
            return ast.Call(node.func, [self._marked(node.args[0], named), *last], [])
        again = copy(node)
        for name, inner in ast.iter_fields(node):
            marked = [self._mark(one, named) for one in inner] if isinstance(inner, list) else self._mark(inner, named)
            setattr(again, name, marked)
        return again

    def _mark(self, inner: object, named: list[Named]) -> object:
        return self._marked(inner, named) if isinstance(inner, ast.expr) else inner

    def _named(self, node: ast.expr) -> Named:
        if isinstance(node, ast.Name) and isinstance(self.workings.units.get(node.id), TableUnit):
            raise AssertionError("a table is looked up, and stands beside what is looked up in it")
        value = self.workings.value(node)
        if isinstance(value, Exact):
            return Named(text_of(node), str(value.at(self.at)), self.unit(node))
        entry = value[0 if len(value) == 1 else self.at]
        return Named(text_of(node), entry if isinstance(entry, str) else "yes" if entry else "no")


def _called(node: ast.expr) -> str:
    return node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""


def _term(parts: Iterator[Part] | tuple[Part, ...], *, minus: bool = False) -> Term:
    """Students first, then what each of them brings."""
    ordered = sorted(parts, key=lambda part: part.divides or part.unit != "pupils")
    value = Fraction(1)
    for part in ordered:
        value = value / part.value if part.divides else value * part.value
    return Term(tuple(ordered), value, minus)


def _turned(term: Term) -> Term:
    return Term(term.parts, term.value, not term.minus)
