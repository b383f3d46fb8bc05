"""A calculation's value for every school at once, exactly: laid out once, and worked out in every run."""

import ast
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce

import numpy as np

from throughline.engines.funding.steps.columns import NOTHING, Exact, Mask, Words, number
from throughline.engines.funding.steps.expressions import OF_TABLES, OVER_SCHOOLS, is_number, number_in
from throughline.engines.funding.steps.over_schools import over_schools
from throughline.engines.funding.steps.tables import Table

Value = Exact | Mask | Words


class DividedByZero(Exception):
    """A division by zero at schools where it counts. `at` are their positions."""

    def __init__(self, text: str, at: Sequence[int]) -> None:
        super().__init__(text)
        self.text, self.at = text, tuple(at)


@dataclass(frozen=True, slots=True)
class Known:
    """What the names of a calculation stand for."""

    n_schools: int
    values: Mapping[str, Value]
    tables: Mapping[str, Table]


Work = Callable[[Known, Mask | None], Value]
NumberWork = Callable[[Known, Mask | None], Exact]


def laid_out(node: ast.expr) -> Work:
    """This function will lay a calculation out, so that each run only works it out.

    What it returns is called with what is known and a mask: the schools that count, or None for all. That **raises**
    `DividedByZero` where a school that counts divides by zero.
    """
    work: Work = _BY_KIND[type(node)](node)
    return work


def _number(node: ast.expr) -> NumberWork:
    """A part that comes to a number."""
    if isinstance(node, ast.BinOp):
        return _binary(node)
    if isinstance(node, ast.Call):
        return _called(node)
    if isinstance(node, ast.Name):
        return _named_number(node.id)
    work = laid_out(node)

    def worked_out(known: Known, active: Mask | None) -> Exact:
        value = work(known, active)
        if not isinstance(value, Exact):
            raise AssertionError("units are checked before a calculation is worked out")
        return value

    return worked_out


def _named_number(name: str) -> NumberWork:
    def named(known: Known, active: Mask | None) -> Exact:
        value = known.values[name]
        if not isinstance(value, Exact):
            raise AssertionError("units are checked before a calculation is worked out")
        return value

    return named


def _truth(node: ast.expr) -> Callable[[Known, Mask | None], Mask]:
    """A part that comes to yes or no."""
    work = laid_out(node)

    def checked(known: Known, active: Mask | None) -> Mask:
        value = work(known, active)
        if isinstance(value, Exact):
            raise AssertionError("units are checked before a calculation is worked out")
        return np.asarray(value, dtype=np.bool_)

    return checked


def _constant(node: ast.Constant) -> Work:
    value: Value = number(number_in(node)) if is_number(node) else np.array([node.value], dtype=object)
    return lambda known, active: value


def _name(node: ast.Name) -> Work:
    name = node.id
    return lambda known, active: known.values[name]


def _unary(node: ast.UnaryOp) -> Work:
    if isinstance(node.op, ast.Not):
        truth = _truth(node.operand)
        return lambda known, active: ~truth(known, active)
    inner = _number(node.operand)
    return (lambda known, active: -inner(known, active)) if isinstance(node.op, ast.USub) else inner


def _joined(node: ast.BoolOp) -> Work:
    both = operator.and_ if isinstance(node.op, ast.And) else operator.or_
    parts = [_truth(part) for part in node.values]
    return lambda known, active: reduce(both, [part(known, active) for part in parts])


def _binary(node: ast.BinOp) -> NumberWork:
    left, right = _number(node.left), _number(node.right)
    if isinstance(node.op, ast.Add):
        return lambda known, active: left(known, active) + right(known, active)
    if isinstance(node.op, ast.Sub):
        return lambda known, active: left(known, active) - right(known, active)
    if isinstance(node.op, ast.Mult):
        return lambda known, active: left(known, active) * right(known, active)

    def divided(known: Known, active: Mask | None) -> Exact:
        above, below = left(known, active), right(known, active)
        zero = below.holds(operator.eq, NOTHING)
        if np.count_nonzero(zero):
            bad = np.broadcast_to(zero if active is None else zero & active, (known.n_schools,))
            if bad.any():
                raise DividedByZero(ast.unparse(node), np.flatnonzero(bad).tolist())
        return above.over(below)

    return divided


_HOLDS: Mapping[type[ast.cmpop], Callable[..., Mask]] = {
    ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge,
    ast.Eq: operator.eq, ast.NotEq: operator.ne,
}  # fmt: skip


def _compared(node: ast.Compare) -> Work:
    left, pairs = node.left, []
    for op, right in zip(node.ops, node.comparators, strict=True):
        pairs.append(_among(op, left, right) if isinstance(right, ast.Tuple) else _pair(type(op), left, right))
        left = right
    if len(pairs) == 1:
        return pairs[0]
    return lambda known, active: reduce(operator.and_, [pair(known, active) for pair in pairs])


def _among(op: ast.cmpop, left: ast.expr, right: ast.Tuple) -> Work:
    items = [_pair(ast.Eq, left, item) for item in right.elts]
    if isinstance(op, ast.In):
        return lambda known, active: reduce(operator.or_, [item(known, active) for item in items])
    return lambda known, active: ~reduce(operator.or_, [item(known, active) for item in items])


def _pair(op: type[ast.cmpop], left: ast.expr, right: ast.expr) -> Callable[[Known, Mask | None], Mask]:
    first, second, holds = laid_out(left), laid_out(right), _HOLDS[op]

    def pair(known: Known, active: Mask | None) -> Mask:
        one, other = first(known, active), second(known, active)
        if isinstance(one, Exact) and isinstance(other, Exact):
            return one.holds(holds, other)
        return np.asarray(holds(one, other), dtype=np.bool_)

    return pair


def _chosen(node: ast.IfExp) -> Work:
    asked, first, second = _truth(node.test), laid_out(node.body), laid_out(node.orelse)

    def chosen(known: Known, active: Mask | None) -> Value:
        test = asked(known, active)
        yes = first(known, test if active is None else active & test)
        no = second(known, ~test if active is None else active & ~test)
        if isinstance(yes, Exact) and isinstance(no, Exact):
            return yes.where(test, no)
        return np.where(test, yes, no)  # type: ignore[arg-type]  # units are checked: neither is a number

    return chosen


def _called(node: ast.Call) -> NumberWork:
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    first = _number(node.args[0])
    if name in OVER_SCHOOLS:
        groups = laid_out(node.args[1]) if len(node.args) == 2 else lambda known, active: None
        return lambda known, active: over_schools(name, first(known, None), known.n_schools, groups(known, None))
    if name in OF_TABLES and isinstance(node.args[1], ast.Name):
        table = node.args[1].id
        return lambda known, active: known.tables[table].look_up(name, first(known, active))
    rest = [_number(argument) for argument in node.args[1:]]
    combined = _COMBINED[name]
    if len(rest) == 1:
        second = rest[0]
        return lambda known, active: combined(first(known, active), second(known, active))
    return lambda known, active: combined(first(known, active), *(part(known, active) for part in rest))


_COMBINED: Mapping[str, Callable[..., Exact]] = {
    "ratio": Exact.over,
    "average": lambda *parts: reduce(operator.add, parts) * number(Fraction(1, len(parts))),
    "clip": lambda value, low, high: value.at_least(low).at_most(high),
    "max": lambda *parts: reduce(Exact.at_least, parts),
    "min": lambda *parts: reduce(Exact.at_most, parts),
}

# Every kind of part that a calculation is let through with.
_BY_KIND: Mapping[type[ast.expr], Callable[..., Work]] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.UnaryOp: _unary,
    ast.BinOp: _binary,
    ast.BoolOp: _joined,
    ast.Compare: _compared,
    ast.IfExp: _chosen,
    ast.Call: _called,
}
