"""A calculation's value for every school at once, exactly."""

import ast
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce

import numpy as np

from throughline.engines.funding.steps.columns import Exact, Mask, Words, number
from throughline.engines.funding.steps.expressions import OVER_SCHOOLS, Expression, is_number, number_in
from throughline.engines.funding.steps.tables import Points, look_up

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
    tables: Mapping[str, Points]


def evaluate(expression: Expression, known: Known, where: Mask | None = None) -> Value:
    """This function will work a calculation out for all schools, or for those `where` says.

    **Raises** `DividedByZero` where a school that counts divides by zero.
    """
    active = np.ones(known.n_schools, dtype=np.bool_) if where is None else where
    return _value(expression.tree, known, active)


def _value(node: ast.expr, known: Known, active: Mask) -> Value:
    match node:
        case ast.Constant():
            return number(number_in(node)) if is_number(node) else np.array([node.value], dtype=object)
        case ast.Name():
            return known.values[node.id]
        case ast.UnaryOp(op=ast.Not()):
            return ~_truth(node.operand, known, active)
        case ast.UnaryOp():
            inner = _exact(node.operand, known, active)
            return -inner if isinstance(node.op, ast.USub) else inner
        case ast.BinOp():
            return _binary(node, known, active)
        case ast.BoolOp():
            joined = operator.and_ if isinstance(node.op, ast.And) else operator.or_
            return reduce(joined, [_truth(part, known, active) for part in node.values])
        case ast.Compare():
            return _compared(node, known, active)
        case ast.IfExp():
            return _chosen(node, known, active)
        case ast.Call():
            return _called(node, known, active)
    raise AssertionError("a calculation is let through part by part before it is worked out")


def _exact(node: ast.expr, known: Known, active: Mask) -> Exact:
    value = _value(node, known, active)
    if not isinstance(value, Exact):
        raise AssertionError("units are checked before a calculation is worked out")
    return value


def _truth(node: ast.expr, known: Known, active: Mask) -> Mask:
    value = _value(node, known, active)
    if isinstance(value, Exact):
        raise AssertionError("units are checked before a calculation is worked out")
    return np.asarray(value, dtype=np.bool_)


def _binary(node: ast.BinOp, known: Known, active: Mask) -> Exact:
    left, right = _exact(node.left, known, active), _exact(node.right, known, active)
    if isinstance(node.op, ast.Add):
        return left + right
    if isinstance(node.op, ast.Sub):
        return left - right
    if isinstance(node.op, ast.Mult):
        return left * right
    if (bad := np.broadcast_to(right.n == 0, (known.n_schools,)) & active).any():
        raise DividedByZero(ast.unparse(node), np.flatnonzero(bad).tolist())
    return left.over(right)


_HOLDS: Mapping[type[ast.cmpop], Callable[..., Mask]] = {
    ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge,
    ast.Eq: operator.eq, ast.NotEq: operator.ne,
}  # fmt: skip


def _compared(node: ast.Compare, known: Known, active: Mask) -> Mask:
    left, holds = node.left, np.ones(1, dtype=np.bool_)
    for op, right in zip(node.ops, node.comparators, strict=True):
        if isinstance(right, ast.Tuple):
            found = reduce(operator.or_, [_pair(ast.Eq(), left, item, known, active) for item in right.elts])
            holds = holds & (found if isinstance(op, ast.In) else ~found)
        else:
            holds = holds & _pair(op, left, right, known, active)
        left = right
    return holds


def _pair(op: ast.cmpop, left: ast.expr, right: ast.expr, known: Known, active: Mask) -> Mask:
    one, other = _value(left, known, active), _value(right, known, active)
    if isinstance(one, Exact) and isinstance(other, Exact):
        return np.asarray(_HOLDS[type(op)](one.compared(other), 0), dtype=np.bool_)
    return np.asarray(_HOLDS[type(op)](one, other), dtype=np.bool_)


def _chosen(node: ast.IfExp, known: Known, active: Mask) -> Value:
    test = _truth(node.test, known, active)
    yes = _value(node.body, known, active & test)
    no = _value(node.orelse, known, active & ~test)
    if isinstance(yes, Exact) and isinstance(no, Exact):
        return yes.where(test, no)
    return np.where(test, yes, no)  # type: ignore[arg-type]  # units are checked: neither is a number


def _called(node: ast.Call, known: Known, active: Mask) -> Exact:
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    everybody = np.ones(known.n_schools, dtype=np.bool_)
    if name in OVER_SCHOOLS:
        column = _exact(node.args[0], known, everybody).spread(known.n_schools)
        groups = _groups(node, known, everybody)
        if name == "rank":
            return _ranked(column, groups)
        return _within(name, column, groups) if len(node.args) == 2 else number(_over_all(name, column))
    first = _exact(node.args[0], known, active)
    if name in ("step", "ramp", "tiers") and isinstance(node.args[1], ast.Name):
        return look_up(name, first, known.tables[node.args[1].id])
    rest = [_exact(argument, known, active) for argument in node.args[1:]]
    return _combined(name, first, rest)


def _combined(name: str, first: Exact, rest: list[Exact]) -> Exact:
    if name == "ratio":
        return first.over(rest[0])
    if name == "average":
        return reduce(operator.add, rest, first) * number(Fraction(1, len(rest) + 1))
    if name == "clip":
        return _extreme(_extreme(first, rest[0], 1), rest[1], -1)
    sign = 1 if name == "max" else -1
    return reduce(lambda one, other: _extreme(one, other, sign), rest, first)


def _extreme(one: Exact, other: Exact, sign: int) -> Exact:
    return one.where(one.compared(other) * sign >= 0, other)


def _over_all(name: str, column: Exact) -> Fraction:
    if name == "total":
        return column.total() if len(column) else Fraction(0)
    pick = max if name == "highest" else min
    return pick(column.fractions(), default=Fraction(0))


def _groups(node: ast.Call, known: Known, everybody: Mask) -> list[str]:
    if len(node.args) == 1:
        return [""] * known.n_schools
    words = np.asarray(_value(node.args[1], known, everybody), dtype=object)
    return [str(word) for word in np.broadcast_to(words, (known.n_schools,))]


def _within(name: str, column: Exact, groups: list[str]) -> Exact:
    members: dict[str, list[Fraction]] = {}
    for group, value in zip(groups, column.fractions(), strict=True):
        members.setdefault(group, []).append(value)
    found = {group: _over_all(name, Exact.of(values)) for group, values in members.items()}
    return Exact.of([found[group] for group in groups])


def _ranked(column: Exact, groups: list[str]) -> Exact:
    """1 for the highest; schools that are equal share a rank, so that no order of rows can matter."""
    entries = list(zip(groups, column.fractions(), strict=True))
    ranks: dict[tuple[str, Fraction], int] = {}
    seen: dict[str, int] = {}
    for group, value in sorted(entries, key=lambda entry: -entry[1]):
        seen[group] = seen.get(group, 0) + 1
        ranks.setdefault((group, value), seen[group])
    return Exact.of([ranks[entry] for entry in entries])
