"""From a calculation of a formula to the text of a spreadsheet's formula, row by row."""

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from throughline.engines.funding.steps import Expression
from throughline.engines.funding.steps.columns import Exact
from throughline.engines.funding.steps.evaluate import DividedByZero, Known, laid_out
from throughline.engines.funding.steps.expressions import OVER_SCHOOLS, is_number, number_in
from throughline.engines.funding.steps.tables import Table
from throughline.formats.xlsx.steps.layout import Column, Value, Working

Reference = Callable[[int], str]
_SIGNS: Mapping[type[ast.AST], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/",
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "=", ast.NotEq: "<>",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PointCells:
    """Where a table of points stands: the cells of its starts and of what they give."""

    starts: tuple[str, ...]
    gives: tuple[str, ...]
    starts_range: str
    gives_range: str


@dataclass
class Compiler:
    """What names stand for, in cells and in exact values, as far as the steps have come."""

    working: Working
    order: Sequence[int]  # of the result's schools, sorted by id
    values: dict[str, object]
    tables: Mapping[str, Table]
    points: Mapping[str, PointCells]
    names: dict[str, Reference] = field(default_factory=dict)
    columns: dict[str, Column] = field(default_factory=dict)
    _over: dict[int, Column] = field(default_factory=dict)
    _text_at: dict[int, bool] = field(default_factory=dict)

    def text(self, expression: Expression, row: int) -> str:
        """This function will write a calculation for the school in a row."""
        return self._text(expression.tree, row)

    def exact(self, node: ast.expr) -> list[Value]:
        """This function will work a calculation out for every school, in the order of the rows."""
        known = Known(len(self.order), self.values, self.tables)  # type: ignore[arg-type]  # the run's own values
        work = laid_out(node)
        try:
            found = work(known, None)
        except DividedByZero as error:  # at schools where the step does not apply
            found = work(known, ~np.isin(np.arange(len(self.order)), error.at))
        if isinstance(found, Exact):
            return [found.at(at) for at in self.order]
        return [_plain(found[0 if len(found) == 1 else at]) for at in self.order]

    def column(self, node: ast.expr, heading: str) -> Column:
        """This function will return the column that holds a calculation, and write it where there is none."""
        if isinstance(node, ast.Name) and node.id in self.columns:
            return self.columns[node.id]
        if id(node) not in self._over:
            self._over[id(node)] = self.working.add(heading, lambda row: self._text(node, row), self.exact(node))
        return self._over[id(node)]

    def _text(self, node: ast.expr, row: int) -> str:
        match node:
            case ast.Constant():
                return _number(number_in(node)) if is_number(node) else _quoted(str(node.value))
            case ast.Name():
                return self.names[node.id](row)
            case ast.UnaryOp(op=ast.Not()):
                return f"NOT({self._text(node.operand, row)})"
            case ast.UnaryOp():
                sign = "-" if isinstance(node.op, ast.USub) else ""
                return f"({sign}{self._text(node.operand, row)})"
            case ast.BinOp():
                sign = _SIGNS[type(node.op)]
                return f"({self._text(node.left, row)}{sign}{self._text(node.right, row)})"
            case ast.BoolOp():
                joined = "AND" if isinstance(node.op, ast.And) else "OR"
                return f"{joined}({','.join(self._text(part, row) for part in node.values)})"
            case ast.IfExp():
                parts = (node.test, node.body, node.orelse)
                return f"IF({','.join(self._text(part, row) for part in parts)})"
            case ast.Compare():
                return self._compared(node, row)
            case ast.Call():
                return self._called(node, row)
        raise AssertionError("a calculation is let through part by part before it is compiled")

    def _compared(self, node: ast.Compare, row: int) -> str:
        parts, left = [], node.left
        for op, right in zip(node.ops, node.comparators, strict=True):
            if isinstance(right, ast.Tuple):
                found = f"OR({','.join(self._pair(ast.Eq(), left, item, row) for item in right.elts)})"
                parts.append(found if isinstance(op, ast.In) else f"NOT({found})")
            else:
                parts.append(self._pair(op, left, right, row))
            left = right
        return parts[0] if len(parts) == 1 else f"AND({','.join(parts)})"

    def _pair(self, op: ast.cmpop, left: ast.expr, right: ast.expr, row: int) -> str:
        one, other = self._text(left, row), self._text(right, row)
        if self._is_text(left) or self._is_text(right):
            return f"({one}{_SIGNS[type(op)]}{other})"
        return f"(ROUND({one},9){_SIGNS[type(op)]}ROUND({other},9))"  # without the dust of binary arithmetic

    def _is_text(self, node: ast.expr) -> bool:
        if id(node) not in self._text_at:  # the same for every row, and a column is long
            self._text_at[id(node)] = any(isinstance(value, str) for value in self.exact(node)[:1])
        return self._text_at[id(node)]

    def _called(self, node: ast.Call, row: int) -> str:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name in OVER_SCHOOLS:
            return self._over_schools(name, node, row)
        if name in ("step", "ramp", "tiers") and isinstance(node.args[1], ast.Name):
            return _looked_up(name, self._text(node.args[0], row), self.points[node.args[1].id])
        parts = [self._text(part, row) for part in node.args]
        if name == "ratio":
            return f"IF({parts[1]}=0,0,{parts[0]}/{parts[1]})"
        if name == "average":
            return f"(({'+'.join(parts)})/{len(parts)})"
        if name == "clip":
            return f"MIN(MAX({parts[0]},{parts[1]}),{parts[2]})"
        return f"{name.upper()}({','.join(parts)})"

    def _over_schools(self, name: str, node: ast.Call, row: int) -> str:
        column = self.column(node.args[0], f"for {name}: {ast.unparse(node.args[0])}"[:200])
        group = self.column(node.args[1], f"group: {ast.unparse(node.args[1])}"[:200]) if len(node.args) == 2 else None
        mine = "1" if group is None else f"({group.all}={group.cell(row)})"
        if name == "rank":
            return f"(1+SUMPRODUCT({mine}*(ROUND({column.all},9)>ROUND({column.cell(row)},9))))"
        if name == "total":
            return f"SUM({column.all})" if group is None else f"SUMPRODUCT({mine}*{column.all})"
        found = "MAX" if name == "highest" else "MIN"
        if group is None:
            return f"{found}({column.all})"
        # Others of the group count; the rest are moved out of the way by more than any amount here.
        away = "-" if name == "highest" else "+"
        return f"SUMPRODUCT({found}({column.all}{away}(1-{mine})*1000000000000))"


def _looked_up(name: str, x: str, points: PointCells) -> str:
    starts, gives = points.starts, points.gives
    if name == "step":
        at = f"INDEX({points.gives_range},MATCH(ROUND({x},9),{points.starts_range},1))"
        return f"IF(ROUND({x},9)<{starts[0]},0,{at})"
    if name == "tiers":
        below = zip(starts, gives, starts[1:], strict=False)
        slices = [f"MAX(0,MIN({x},{end})-{start})*{rate}" for start, rate, end in below]
        slices.append(f"MAX(0,{x}-{starts[-1]})*{gives[-1]}")
        return f"({'+'.join(slices)})"
    text = gives[-1]
    for n in range(len(starts) - 1, 0, -1):
        slope = f"({gives[n]}-{gives[n - 1]})*({x}-{starts[n - 1]})/({starts[n]}-{starts[n - 1]})"
        text = f"IF({x}<={starts[n]},{gives[n - 1]}+{slope},{text})"
    return f"IF({x}<={starts[0]},{gives[0]},{text})"


def _number(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else repr(float(value))


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _plain(value: object) -> Value:
    return value if isinstance(value, str) else bool(value)
