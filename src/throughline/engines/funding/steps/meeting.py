"""Whether schools meet in a formula: whether one school's figures can change another school's money."""

import ast

from throughline.engines.funding.steps.expressions import OVER_SCHOOLS
from throughline.engines.funding.steps.formula import StepsFormula


def schools_meet(formula: StepsFormula) -> bool:
    """This function will say whether one school's figures can change what the formula gives another.

    Top-ups that schools pay or share are left out, unless a later calculation looks at what was paid.
    """
    expressions = [part for step in formula.steps for part in step.expressions.values()]
    expressions += [money.eligible for money in formula.sources if money.eligible]
    for expression in expressions:
        for node in ast.walk(expression.tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in OVER_SCHOOLS:
                return True
    shared = any(step.does in ("share pool", "rank and serve") or step.keep_total for step in formula.steps)
    return shared or (top_ups_meet(formula) and any("paid" in expression.names for expression in expressions))


def top_ups_meet(formula: StepsFormula) -> bool:
    """This function will say whether schools pay for or share a top-up."""
    return any(step.does == "top up" and step.paid != "open" for step in formula.steps)
