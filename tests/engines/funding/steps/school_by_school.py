"""The plainest way to run calculations and payments: one school after another, in Python's own fractions."""

import ast
from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise
from math import floor
from typing import Any

from throughline.engines.funding import Rounding
from throughline.engines.funding.steps import Expression, SchoolColumns, Step, StepsFormula

Row = dict[str, Any]


class ByZero(Exception):
    """A division by zero."""


def run_plainly(formula: StepsFormula, schools: SchoolColumns) -> list[Row]:
    """This function will return, for each school, what each step came to after rounding."""
    rows = [_first(formula, schools, at) for at in range(schools.n_schools)]
    tables = {one.key: one.points for one in formula.parameters if one.points}
    for step in formula.steps:
        came = [_of_step(formula, step, at, rows, tables) for at in range(len(rows))]
        for row, value in zip(rows, came, strict=True):
            row[step.key] = value
            row["paid"] += value if step.does == "pay" else 0
    return rows


def _first(formula: StepsFormula, schools: SchoolColumns, at: int) -> Row:
    level = schools.levels[at]
    row: Row = {key: column[at] for key, column in schools.columns.items()} | {"level": level, "paid": Fraction(0)}
    for one in formula.parameters:
        if not one.points:
            row[one.key] = one.value if one.value is not None else dict(one.by_level)[level]
    return row


def _of_step(formula: StepsFormula, step: Step, at: int, rows: list[Row], tables: Mapping[str, Any]) -> Fraction:
    money = next((one for one in formula.sources if one.key == step.source), None)
    wheres = [money.eligible if money else None, step.expressions.get("where")]
    if not all(_value(one.tree, at, rows, tables) for one in wheres if one is not None):
        return Fraction(0)
    expression: Expression = step.expressions["is"]
    return _rounded(_value(expression.tree, at, rows, tables), step.rounding)


def _rounded(value: Fraction, rounding: Rounding | None) -> Fraction:
    assert rounding is not None
    size, unit = abs(value) * 10**rounding.places, 10**rounding.places
    down = floor(size)
    more = size - down
    up = {
        "down": False,
        "up": more > 0,
        "half-up": more >= Fraction(1, 2),
        "half-even": more > Fraction(1, 2) or (more == Fraction(1, 2) and down % 2 == 1),
    }[rounding.mode]
    return Fraction(down + up, unit) * (-1 if value < 0 else 1)


def _value(node: ast.expr, at: int, rows: list[Row], tables: Mapping[str, Any]) -> Any:
    def of(part: ast.expr, school: int = at) -> Any:
        return _value(part, school, rows, tables)

    match node:
        case ast.Constant():
            return str(node.value) if type(node.value) is str else Fraction(str(node.value))
        case ast.Name():
            return rows[at][node.id]
        case ast.UnaryOp(op=ast.Not()):
            return not of(node.operand)
        case ast.UnaryOp():
            return -of(node.operand)
        case ast.BoolOp():
            return (all if isinstance(node.op, ast.And) else any)([of(part) for part in node.values])
        case ast.IfExp():
            return of(node.body) if of(node.test) else of(node.orelse)
        case ast.BinOp():
            return _binary(node.op, of(node.left), of(node.right))
        case ast.Compare():
            parts = [node.left, *node.comparators]
            return all(_holds(op, of, parts[i], parts[i + 1]) for i, op in enumerate(node.ops))
        case ast.Call(func=ast.Name(id=name)):
            if name in ("step", "ramp", "tiers"):
                return _looked_up(name, of(node.args[0]), tables[node.args[1].id])  # type: ignore[attr-defined]
            if name in ("total", "highest", "lowest", "rank"):
                groups = [of(node.args[1], school) if len(node.args) == 2 else "" for school in range(len(rows))]
                here = [of(node.args[0], school) for school in range(len(rows)) if groups[school] == groups[at]]
                return _over(name, here, of(node.args[0]))
            return _called(name, [of(part) for part in node.args])
    raise AssertionError(ast.dump(node))


def _binary(op: ast.operator, left: Fraction, right: Fraction) -> Fraction:
    if isinstance(op, ast.Div):
        if not right:
            raise ByZero
        return left / right
    return left + right if isinstance(op, ast.Add) else left - right if isinstance(op, ast.Sub) else left * right


def _holds(op: ast.cmpop, of: Any, left: ast.expr, right: ast.expr) -> bool:
    if isinstance(right, ast.Tuple):
        return (of(left) in [of(part) for part in right.elts]) == isinstance(op, ast.In)
    one, two = of(left), of(right)
    order = {ast.Lt: one < two, ast.LtE: one <= two, ast.Gt: one > two, ast.GtE: one >= two}
    return bool((order | {ast.Eq: one == two, ast.NotEq: one != two})[type(op)])


def _looked_up(how: str, x: Fraction, points: list[tuple[Fraction, Fraction]]) -> Fraction:
    if how == "step":
        return next((gives for start, gives in reversed(points) if start <= x), Fraction(0))
    if how == "tiers":
        ends = [start for start, _ in points[1:]]
        tops = [min(x, end) for end in ends] + [x]
        return sum(
            (max(Fraction(0), top - start) * rate for top, (start, rate) in zip(tops, points, strict=True)), 0 * x
        )
    for (left, low), (right, high) in pairwise(points):
        if left < x <= right:
            return low + (high - low) * (x - left) / (right - left)
    return points[0][1] if x <= points[0][0] else points[-1][1]


def _over(name: str, everybody: list[Fraction], mine: Fraction) -> Fraction:
    if name == "rank":
        return Fraction(1 + sum(one > mine for one in everybody))
    return {"total": sum, "highest": max, "lowest": min}[name](everybody)  # type: ignore[operator,no-any-return]


def _called(name: str, values: list[Fraction]) -> Fraction:
    if name == "ratio":
        return values[0] / values[1] if values[1] else Fraction(0)
    if name == "average":
        return sum(values, Fraction(0)) / len(values)
    if name == "clip":
        return min(max(values[0], values[1]), values[2])
    return max(values) if name == "max" else min(values)
