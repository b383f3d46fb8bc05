"""The unit of a calculation, worked out before any school is looked at."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass, replace

from throughline.engines.funding.checks import nearest
from throughline.engines.funding.steps import rules
from throughline.engines.funding.steps.expressions import (
    OF_TABLES,
    OVER_SCHOOLS,
    Expression,
    is_number,
    number_in,
    text_of,
)
from throughline.engines.funding.steps.faults import CalculationFault
from throughline.engines.funding.steps.units import NUMBER, TABLE, TEXT, TRUTH, Unit


@dataclass(frozen=True, slots=True)
class TableUnit:
    """A table of points: what is looked up in it, and what it gives."""

    of: Unit
    gives: Unit


Known = Mapping[str, Unit | TableUnit]


def unit_of(expression: Expression, known: Known) -> Unit:
    """This function will work out a calculation's unit. **Raises** `CalculationFault` where units do not fit."""
    return _unit(expression.tree, known)


def _unit(node: ast.expr, known: Known) -> Unit:
    match node:
        case ast.Constant():
            return Unit(any=number_in(node) == 0) if is_number(node) else Unit(of=TEXT)
        case ast.Name():
            return _named(node, known)
        case ast.UnaryOp(op=ast.Not()):
            return _needs(node.operand, TRUTH, known)
        case ast.UnaryOp():
            return _needs(node.operand, NUMBER, known)
        case ast.BinOp():
            return _binary(node, known)
        case ast.BoolOp():
            parts = [_needs(value, TRUTH, known) for value in node.values]
            return Unit(of=TRUTH, per_school=any(part.per_school for part in parts))
        case ast.Compare():
            return _compared(node, known)
        case ast.IfExp():
            test = _needs(node.test, TRUTH, known)
            both = _together(node, [_unit(node.body, known), _unit(node.orelse, known)])
            return replace(both, per_school=both.per_school or test.per_school)
        case ast.Call():
            return _called(node, known)
    raise CalculationFault(rules.NOT_ALLOWED, text_of(node), at=str(node.col_offset + 1), instead="names and numbers")


def _named(node: ast.Name, known: Known) -> Unit:
    found = known.get(node.id)
    if found is None and node.id.casefold() in ("yes", "no", "true", "false"):
        instead = "the fact alone, such as: is_small or not is_small"
        raise CalculationFault(rules.NOT_ALLOWED, node.id, at=str(node.col_offset + 1), instead=instead)
    if found is None:
        raise CalculationFault(rules.NAME_UNKNOWN, node.id, nearest=nearest(node.id, sorted(known)))
    if isinstance(found, TableUnit):
        raise CalculationFault(rules.FUNCTION_USE, node.id, example=f"step(pupils, {node.id})")
    return found


def _needs(node: ast.expr, of: str, known: Known) -> Unit:
    unit = _unit(node, known)
    if unit.of != of:
        raise CalculationFault(rules.UNITS_DIFFER, text_of(node), left=unit.named(), right=of)
    return unit


def _binary(node: ast.BinOp, known: Known) -> Unit:
    left, right = _needs(node.left, NUMBER, known), _needs(node.right, NUMBER, known)
    if isinstance(node.op, ast.Add | ast.Sub):
        return _together(node, [left, right])
    sign = 1 if isinstance(node.op, ast.Mult) else -1
    return Unit(
        dollars=left.dollars + sign * right.dollars,
        pupils=left.pupils + sign * right.pupils,
        per_school=left.per_school or right.per_school,
        any=left.any or (right.any and sign == 1),
    )


def _together(node: ast.expr, units: list[Unit]) -> Unit:
    """All parts have one unit; a bare zero takes the others'."""
    first = next((unit for unit in units if not unit.any), units[0])
    for unit in units:
        if not unit.same(first):
            raise CalculationFault(rules.UNITS_DIFFER, text_of(node), left=first.named(), right=unit.named())
    return replace(first, per_school=any(unit.per_school for unit in units))


def _compared(node: ast.Compare, known: Known) -> Unit:
    units = []
    for part in (node.left, *node.comparators):
        inner = part.elts if isinstance(part, ast.Tuple) else [part]
        units += [_threshold(item, known) for item in inner]
    _together(node, units)
    order = any(not isinstance(op, ast.Eq | ast.NotEq | ast.In | ast.NotIn) for op in node.ops)
    if order and units[0].of != NUMBER:
        raise CalculationFault(rules.UNITS_DIFFER, text_of(node), left=units[0].named(), right=NUMBER)
    for op, part in zip(node.ops, node.comparators, strict=True):
        if isinstance(op, ast.In | ast.NotIn) != isinstance(part, ast.Tuple):
            raise CalculationFault(rules.FUNCTION_USE, text_of(node), example='level in ("middle", "high")')
    return Unit(of=TRUTH, per_school=any(unit.per_school for unit in units))


def _threshold(node: ast.expr, known: Known) -> Unit:
    """A bare number that something is compared with takes its unit: enrolled < 300 can only mean pupils."""
    unit = _unit(node, known)
    return replace(unit, any=True) if isinstance(node, ast.Constant) and is_number(node) else unit


def _called(node: ast.Call, known: Known) -> Unit:
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    if name in OF_TABLES:
        return _looked_up(node, name, known)
    if name in OVER_SCHOOLS:
        unit = _needs(node.args[0], NUMBER, known)
        if len(node.args) == 2:
            _needs(node.args[1], TEXT, known)
        return Unit(per_school=True) if name == "rank" else replace(unit, per_school=len(node.args) == 2)
    units = [_needs(argument, NUMBER, known) for argument in node.args]
    if name == "ratio":
        left, right = units
        per_school = left.per_school or right.per_school
        return Unit(left.dollars - right.dollars, left.pupils - right.pupils, per_school=per_school)
    return _together(node, units)


def _looked_up(node: ast.Call, name: str, known: Known) -> Unit:
    table = node.args[1]
    found = known.get(table.id) if isinstance(table, ast.Name) else None
    if not isinstance(found, TableUnit):
        raise CalculationFault(rules.FUNCTION_USE, text_of(node), example=f"{name}(count, a_parameter_with_points)")
    unit = _needs(node.args[0], NUMBER, known)
    if not unit.same(found.of):
        raise CalculationFault(rules.UNITS_DIFFER, text_of(node), left=unit.named(), right=found.of.named())
    gives = found.gives
    if name == "tiers":
        gives = Unit(gives.dollars + found.of.dollars, gives.pupils + found.of.pupils)
    return gives.for_schools(unit.per_school)


__all__ = ["TABLE", "Known", "TableUnit", "unit_of"]
