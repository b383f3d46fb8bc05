"""Calculations as people write them, read by Python's own parser and let through only where we know each part."""

import ast
import re
from dataclasses import dataclass
from fractions import Fraction

from throughline.engines.funding.steps import rules
from throughline.engines.funding.steps.faults import CalculationFault

_LONGEST = 1000
_MOST_PARTS = 400
_PLAIN_NUMBER = re.compile(r"[0-9][0-9_]*(\.[0-9]+)?|\.[0-9]+")


@dataclass(frozen=True, slots=True)
class Function:
    """What a function takes, fewest and most values, what it gives, and an example to copy."""

    fewest: int
    most: int
    example: str
    says: str


FUNCTIONS = {
    "min": Function(2, 12, "min(poverty, 0.9 * enrolled)", "The lowest of its values."),
    "max": Function(2, 12, "max(0, minimum - paid)", "The highest of its values."),
    "clip": Function(3, 3, "clip(share, 0, 1)", "The first value, not below the second nor above the third."),
    "average": Function(2, 12, "average(count_2024, count_2025, count_2026)", "The mean of its values."),
    "ratio": Function(2, 2, "ratio(poverty, enrolled)", "One over the other; 0 where the other is 0."),
    "total": Function(1, 2, "total(poverty, level)", "The sum over all schools, or over those of one level."),
    "highest": Function(1, 2, "highest(share)", "The highest of all schools, or of those of one level."),
    "lowest": Function(1, 2, "lowest(share)", "The lowest of all schools, or of those of one level."),
    "rank": Function(
        1, 2, "rank(share, level)", "The place among all schools, or those of one level; 1 is the highest."
    ),
    "step": Function(
        2, 2, "step(enrolled, positions_by_size)", "The figure of the last point reached; 0 below the first."
    ),
    "ramp": Function(
        2, 2, "ramp(share, rate_by_share)", "The figure on the straight line between two points; level outside them."
    ),
    "tiers": Function(
        2, 2, "tiers(poverty, rate_by_count)", "Each slice of a count at the rate of its point, added up."
    ),
}
OF_TABLES = ("step", "ramp", "tiers")
OVER_SCHOOLS = ("total", "highest", "lowest", "rank")  # a second value groups schools

_ALLOWED = (
    ast.Expression, ast.BinOp, ast.Add, ast.Sub, ast.Mult, ast.Div, ast.UnaryOp, ast.USub, ast.UAdd, ast.Not,
    ast.BoolOp, ast.And, ast.Or, ast.Compare, ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.In,
    ast.NotIn, ast.IfExp, ast.Call, ast.Name, ast.Load, ast.Constant, ast.Tuple,
)  # fmt: skip
_INSTEAD: dict[type[ast.AST], str] = {
    ast.Mod: "a share such as 0.2 for 20 percent",
    ast.Pow: "the product out, such as a * a",
    ast.FloorDiv: "a table of points and step(count, table)",
    ast.Attribute: "the name alone, without a dot",
    ast.Subscript: "a parameter with by_level, or a table with points",
    ast.NamedExpr: "a step of its own for it",
    ast.Lambda: "a step of its own for it",
    ast.Is: "==",
}


@dataclass(frozen=True, slots=True)
class Expression:
    """A calculation that was read: its text, and the names it draws on in the order they appear."""

    text: str
    tree: ast.expr
    names: tuple[str, ...]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Expression) and other.text == self.text

    def __hash__(self) -> int:
        return hash(self.text)


def read_expression(text: str) -> Expression:
    """This function will read a calculation. **Raises** `CalculationFault` naming the part that cannot stand.

    **Example**

    >>> read_expression("poverty * weight * base").names
    ('poverty', 'weight', 'base')
    """
    if len(text) > _LONGEST:
        raise CalculationFault(rules.NOT_ALLOWED, text[:40] + "…", at="1000", instead="it in several steps")
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        at = getattr(error, "offset", None) or 1
        raise CalculationFault(rules.CALCULATION, text, at=str(at)) from None
    parts = list(ast.walk(tree))
    if len(parts) > _MOST_PARTS:
        raise CalculationFault(rules.NOT_ALLOWED, text[:40] + "…", at="1", instead="it in several steps")
    for part in parts:
        _let_through(part, text.strip())
    called = {id(part.func) for part in parts if isinstance(part, ast.Call)}
    named = [part for part in parts if isinstance(part, ast.Name) and id(part) not in called]
    named.sort(key=lambda part: part.col_offset)
    return Expression(text.strip(), tree, tuple(dict.fromkeys(part.id for part in named)))


def number_in(node: ast.Constant) -> Fraction:
    """This function will return the number a calculation states, as it was written and never by way of a float."""
    return Fraction(str(node.value))


def text_of(node: ast.AST) -> str:
    """This function will write a part of a calculation back as text, for a message."""
    return ast.unparse(node)


def _let_through(part: ast.AST, text: str) -> None:
    at = str(getattr(part, "col_offset", 0) + 1)
    if isinstance(part, ast.Constant):
        _constant(part, text, at)
    elif isinstance(part, ast.Call):
        _call(part)
    elif not isinstance(part, _ALLOWED):
        shown = text_of(part) if isinstance(part, ast.expr) else _sign(part)
        instead = next((words for kind, words in _INSTEAD.items() if isinstance(part, kind)), "names and + - * / only")
        raise CalculationFault(rules.NOT_ALLOWED, shown, at=at, instead=instead)


def _constant(part: ast.Constant, text: str, at: str) -> None:
    if isinstance(part.value, str):
        return
    written = (ast.get_source_segment(text, part) or "").strip()
    if isinstance(part.value, bool | complex | bytes) or part.value is None or not _PLAIN_NUMBER.fullmatch(written):
        raise CalculationFault(rules.NOT_ALLOWED, written, at=at, instead="a plain number such as 0.25 or 1200")
    # A float would lose the digits that were written; the text of the number takes its place in the tree.
    part.value = _Written(written.replace("_", ""))


class _Written(str):
    """A number by its digits; written back it has no quotes."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def is_number(node: ast.Constant) -> bool:
    """This function will say whether a constant is a number and not a word in quotes."""
    return isinstance(node.value, _Written)


def _call(part: ast.Call) -> None:
    if not isinstance(part.func, ast.Name) or part.func.id not in FUNCTIONS:
        known = ", ".join(f"{name}()" for name in FUNCTIONS)
        raise CalculationFault(rules.FUNCTION_USE, text_of(part), example=f"one of {known}")
    function = FUNCTIONS[part.func.id]
    if part.keywords or not function.fewest <= len(part.args) <= function.most:
        raise CalculationFault(rules.FUNCTION_USE, text_of(part), example=function.example)
    if part.func.id in OF_TABLES and not isinstance(part.args[1], ast.Name):
        raise CalculationFault(rules.FUNCTION_USE, text_of(part), example=function.example)


def _sign(part: ast.AST) -> str:
    signs = {ast.Mod: "%", ast.Pow: "**", ast.FloorDiv: "//", ast.Is: "is", ast.IsNot: "is not"}
    return next((sign for kind, sign in signs.items() if isinstance(part, kind)), type(part).__name__)
