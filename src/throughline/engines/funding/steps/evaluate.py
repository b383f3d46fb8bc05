"""A calculation's value for every school at once, exactly."""

import ast
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache, reduce

import numpy as np

from throughline.engines.funding.steps.columns import Exact, Mask, Words, number
from throughline.engines.funding.steps.expressions import OF_TABLES, OVER_SCHOOLS, Expression, is_number
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


def evaluate(expression: Expression, known: Known, where: Mask | None = None) -> Value:
    """This function will work a calculation out for all schools, or for those `where` says.

    **Raises** `DividedByZero` where a school that counts divides by zero.
    """
    return _value(expression.tree, known, where)


def _value(node: ast.expr, known: Known, active: Mask | None) -> Value:
    return _BY_KIND[type(node)](node, known, active)


def _constant(node: ast.Constant, known: Known, active: Mask | None) -> Value:
    return _number(str(node.value)) if is_number(node) else np.array([node.value], dtype=object)


@lru_cache(maxsize=1024)
def _number(written: str) -> Exact:
    return number(Fraction(written))


def _name(node: ast.Name, known: Known, active: Mask | None) -> Value:
    return known.values[node.id]


def _unary(node: ast.UnaryOp, known: Known, active: Mask | None) -> Value:
    if isinstance(node.op, ast.Not):
        return ~_truth(node.operand, known, active)
    inner = _exact(node.operand, known, active)
    return -inner if isinstance(node.op, ast.USub) else inner


def _joined(node: ast.BoolOp, known: Known, active: Mask | None) -> Value:
    both = operator.and_ if isinstance(node.op, ast.And) else operator.or_
    return reduce(both, [_truth(part, known, active) for part in node.values])


def _exact(node: ast.expr, known: Known, active: Mask | None) -> Exact:
    value = _value(node, known, active)
    if not isinstance(value, Exact):
        raise AssertionError("units are checked before a calculation is worked out")
    return value


def _truth(node: ast.expr, known: Known, active: Mask | None) -> Mask:
    value = _value(node, known, active)
    if isinstance(value, Exact):
        raise AssertionError("units are checked before a calculation is worked out")
    return np.asarray(value, dtype=np.bool_)


def _binary(node: ast.BinOp, known: Known, active: Mask | None) -> Exact:
    left, right = _exact(node.left, known, active), _exact(node.right, known, active)
    if isinstance(node.op, ast.Add):
        return left + right
    if isinstance(node.op, ast.Sub):
        return left - right
    if isinstance(node.op, ast.Mult):
        return left * right
    zero = right.holds(operator.eq, _number("0"))
    if np.count_nonzero(zero):
        bad = np.broadcast_to(zero if active is None else zero & active, (known.n_schools,))
        if bad.any():
            raise DividedByZero(ast.unparse(node), np.flatnonzero(bad).tolist())
    return left.over(right)


_HOLDS: Mapping[type[ast.cmpop], Callable[..., Mask]] = {
    ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge,
    ast.Eq: operator.eq, ast.NotEq: operator.ne,
}  # fmt: skip


def _compared(node: ast.Compare, known: Known, active: Mask | None) -> Mask:
    left, holds = node.left, []
    for op, right in zip(node.ops, node.comparators, strict=True):
        if isinstance(right, ast.Tuple):
            found = reduce(operator.or_, [_pair(ast.Eq, left, item, known, active) for item in right.elts])
            holds.append(found if isinstance(op, ast.In) else ~found)
        else:
            holds.append(_pair(type(op), left, right, known, active))
        left = right
    return reduce(operator.and_, holds)


def _pair(op: type[ast.cmpop], left: ast.expr, right: ast.expr, known: Known, active: Mask | None) -> Mask:
    one, other = _value(left, known, active), _value(right, known, active)
    if isinstance(one, Exact) and isinstance(other, Exact):
        return one.holds(_HOLDS[op], other)
    return np.asarray(_HOLDS[op](one, other), dtype=np.bool_)


def _chosen(node: ast.IfExp, known: Known, active: Mask | None) -> Value:
    test = _truth(node.test, known, active)
    yes = _value(node.body, known, test if active is None else active & test)
    no = _value(node.orelse, known, ~test if active is None else active & ~test)
    if isinstance(yes, Exact) and isinstance(no, Exact):
        return yes.where(test, no)
    return np.where(test, yes, no)  # type: ignore[arg-type]  # units are checked: neither is a number


def _called(node: ast.Call, known: Known, active: Mask | None) -> Exact:
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    if name in OVER_SCHOOLS:
        groups = None if len(node.args) == 1 else _value(node.args[1], known, None)
        return over_schools(name, _exact(node.args[0], known, None), known.n_schools, groups)
    first = _exact(node.args[0], known, active)
    if name in OF_TABLES and isinstance(node.args[1], ast.Name):
        return known.tables[node.args[1].id].look_up(name, first)
    rest = [_exact(argument, known, active) for argument in node.args[1:]]
    return _combined(name, first, rest)


def _combined(name: str, first: Exact, rest: list[Exact]) -> Exact:
    if name == "ratio":
        return first.over(rest[0])
    if name == "average":
        return reduce(operator.add, rest, first) * number(Fraction(1, len(rest) + 1))
    if name == "clip":
        return first.at_least(rest[0]).at_most(rest[1])
    return reduce(Exact.at_least if name == "max" else Exact.at_most, rest, first)


# Every kind of part that a calculation is let through with.
_BY_KIND: Mapping[type[ast.expr], Callable[..., Value]] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.UnaryOp: _unary,
    ast.BinOp: _binary,
    ast.BoolOp: _joined,
    ast.Compare: _compared,
    ast.IfExp: _chosen,
    ast.Call: _called,
}
