"""Dollars for each student, read out of a formula in steps as far as it pays by the head."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from throughline.engines.funding.steps.columns import number
from throughline.engines.funding.steps.expressions import is_number, number_in
from throughline.engines.funding.steps.formula import Step, StepsFormula
from throughline.engines.funding.steps.rounding import rounded

Form = Mapping[str, Fraction]  # dollars by count, and under "" what does not depend on any
_FIXED = ""


@dataclass(frozen=True, slots=True)
class StepsMatrix:
    """A formula in steps as dollars for each student, and what of it no such table can say.

    **Shapes** `dollars[level][count]`, `fixed[level]`. `beyond` are the steps that pay otherwise: pools, rankings,
    top-ups, and payments by shares, sizes or last year's figures.
    """

    levels: tuple[str, ...]
    counts: tuple[str, ...]
    dollars: tuple[tuple[Fraction, ...], ...]
    fixed: tuple[Fraction, ...]
    beyond: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """True where the table says everything that the formula pays."""
        return not self.beyond and not any(self.fixed)

    def weights(self, everybody: str, base_level: str = "") -> tuple[tuple[Fraction, ...], ...]:
        """This function will return the same table as multiples of a base: each level's own, or one level's.

        **Raises** `ValueError` where the base is zero, so that there are no weights on it. Multiplying back by the base
        gives the dollars exactly: nothing is rounded.
        """
        at = self.counts.index(everybody)
        bases = [row[at] for row in self.dollars]
        if base_level:
            bases = [bases[self.levels.index(base_level)]] * len(bases)
        if not all(bases):
            raise ValueError("A base of zero dollars has no weights; choose another count or level")
        return tuple(tuple(each / base for each in row) for row, base in zip(self.dollars, bases, strict=True))


def matrix_of_steps(formula: StepsFormula) -> StepsMatrix:
    """This function will read the dollars for each student out of a formula in steps, by level and count.

    A payment belongs where it is a sum of counts times figures that somebody decided, with no condition but the level.
    """
    levels = formula.levels or ("",)
    counts = tuple(column.key for column in formula.inputs if column.unit == "pupils" and not column.prior)
    tables, beyond = [], set[str]()
    for level in levels:
        total: dict[str, Fraction] = {}
        known = _first(formula, level, counts)
        for step in formula.steps:
            form = _of_step(step, known, level)
            if step.does == "calculate":
                if form is not None:
                    known[step.key] = form
            elif form is None:
                beyond.add(step.key)
            else:
                total = _sum(total, form, 1)
        tables.append(total)
    return StepsMatrix(
        levels=levels,
        counts=counts,
        dollars=tuple(tuple(table.get(key, Fraction(0)) for key in counts) for table in tables),
        fixed=tuple(table.get(_FIXED, Fraction(0)) for table in tables),
        beyond=tuple(step.key for step in formula.steps if step.key in beyond),
    )


def _first(formula: StepsFormula, level: str, counts: tuple[str, ...]) -> dict[str, Form]:
    known: dict[str, Form] = {key: {key: Fraction(1)} for key in counts}
    for one in formula.parameters:
        if one.value is not None:
            known[one.key] = {_FIXED: one.value}
        elif one.by_level and level in dict(one.by_level):
            known[one.key] = {_FIXED: dict(one.by_level)[level]}
    return known


def _of_step(step: Step, known: Mapping[str, Form], level: str) -> Form | None:
    """What a step comes to, as dollars by count; None where it is not such a sum."""
    if step.does not in ("calculate", "pay") or {"where", "when"} & step.expressions.keys():
        return None
    form = _form(step.expressions["is"].tree, known, level)
    if form is None or step.does == "pay" or step.rounding is None:
        return form
    if set(form) - {_FIXED}:
        return None  # a count times a rate, rounded, is no rate any more
    return {_FIXED: rounded(number(form.get(_FIXED, Fraction(0))), step.rounding).at(0)}


def _form(node: ast.expr, known: Mapping[str, Form], level: str) -> Form | None:
    match node:
        case ast.Constant():
            return {_FIXED: number_in(node)} if is_number(node) else None
        case ast.Name():
            return known.get(node.id)
        case ast.UnaryOp(op=ast.USub() | ast.UAdd()):
            inner = _form(node.operand, known, level)
            sign = -1 if isinstance(node.op, ast.USub) else 1
            return None if inner is None else _sum({}, inner, sign)
        case ast.BinOp():
            return _binary(node, known, level)
        case ast.IfExp():
            holds = _about_level(node.test, level)
            return None if holds is None else _form(node.body if holds else node.orelse, known, level)
    return None


def _binary(node: ast.BinOp, known: Mapping[str, Form], level: str) -> Form | None:
    left, right = _form(node.left, known, level), _form(node.right, known, level)
    if left is None or right is None:
        return None
    if isinstance(node.op, ast.Add | ast.Sub):
        return _sum(left, right, 1 if isinstance(node.op, ast.Add) else -1)
    if isinstance(node.op, ast.Mult) and not set(left) - {_FIXED}:
        left, right = right, left
    if set(right) - {_FIXED}:
        return None
    factor = right.get(_FIXED, Fraction(0))
    if isinstance(node.op, ast.Div):
        if not factor:
            return None
        factor = 1 / factor
    return {key: amount * factor for key, amount in left.items()}


def _about_level(node: ast.expr, level: str) -> bool | None:
    """Whether a condition on the level alone holds; None where it asks for anything else."""
    if not isinstance(node, ast.Compare) or len(node.ops) != 1 or not isinstance(node.left, ast.Name):
        return None
    right = node.comparators[0]
    words = [
        part.value
        for part in (right.elts if isinstance(right, ast.Tuple) else [right])
        if isinstance(part, ast.Constant)
    ]
    if node.left.id != "level" or not words or not isinstance(node.ops[0], ast.Eq | ast.NotEq | ast.In | ast.NotIn):
        return None
    found = level in words
    return found if isinstance(node.ops[0], ast.Eq | ast.In) else not found


def _sum(one: Form, other: Form, sign: int) -> dict[str, Fraction]:
    added = dict(one)
    for key, amount in other.items():
        added[key] = added.get(key, Fraction(0)) + sign * amount
    return added
