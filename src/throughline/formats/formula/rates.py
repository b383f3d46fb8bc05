"""The figures of the matrix: each one dollars and cents, none missing, none for a level or need not listed."""

from decimal import Decimal
from typing import Any

from throughline.engines.funding.checks import nearest
from throughline.engines.funding.formula import MOST_RATE_CENTS
from throughline.formats.formula import rules
from throughline.formats.formula.document import FormulaDocument
from throughline.formats.formula.lines import Lines
from throughline.values.problem import Problem, Rule

_TABLE = "dollars_per_pupil"


def read_rates(document: FormulaDocument, lines: Lines, file: str) -> tuple[tuple[tuple[int, ...], ...], list[Problem]]:
    """This function will return the cents by level and need, and what is wrong with any of them.

    **Shapes** rates[level][need]. **Units** cents. Where there are problems the rates are not to be used.
    """
    levels = [level.key for level in document.levels]
    needs = [need.key for need in document.needs]
    problems = _unknown_names(document, levels, needs, lines, file)
    rates = []
    for level in levels:
        if level not in document.dollars_per_pupil:
            row = lines.of((_TABLE,))
            problems.append(Problem(rules.MISSING_LEVEL, file, row, _TABLE, details={"level": level}))
            continue
        figures = document.dollars_per_pupil[level]
        rates.append(tuple(_rate(figures, level, need, lines, file, problems) for need in needs))
    return tuple(rates), sorted(problems, key=lambda problem: problem.row or 0)


def _unknown_names(
    document: FormulaDocument, levels: list[str], needs: list[str], lines: Lines, file: str
) -> list[Problem]:
    problems = []

    def refuse(rule: Rule, path: tuple[str, ...], known: list[str]) -> None:
        words = {"known": ", ".join(known), "nearest": nearest(path[-1], known)}
        problems.append(Problem(rule, file, lines.of(path), ".".join(path), path[-1], words))

    for level, figures in document.dollars_per_pupil.items():
        if level not in levels:
            refuse(rules.UNKNOWN_LEVEL, (_TABLE, level), levels)
            continue
        for need in figures:
            if need not in needs:
                refuse(rules.UNKNOWN_NEED, (_TABLE, level, need), needs)
    return problems


def _rate(figures: dict[str, Any], level: str, need: str, lines: Lines, file: str, problems: list[Problem]) -> int:
    words = {"level": level, "need": need}
    path = (_TABLE, level, need)
    if need not in figures:
        problems.append(Problem(rules.MISSING_RATE, file, lines.of(path[:2]), ".".join(path), "", words))
        return 0
    cents = cents_of(figures[need])
    if isinstance(cents, Rule):
        value = repr(figures[need]) if isinstance(figures[need], str) else str(figures[need])
        problems.append(Problem(cents, file, lines.of(path), ".".join(path), value[:80], words))
        return 0
    return cents


def cents_of(dollars: object) -> int | Rule:
    """This function will return a TOML number of dollars as cents, or the rule that it breaks.

    **Example**

    >>> cents_of(3741), cents_of(Decimal("3741.5"))
    (374100, 374150)
    """
    if isinstance(dollars, bool) or not isinstance(dollars, int | Decimal):
        return rules.AMOUNT_NEEDED
    amount = Decimal(dollars)
    if not amount.is_finite():
        return rules.AMOUNT_NEEDED
    if amount < 0:
        return rules.AMOUNT_NEGATIVE
    if amount > MOST_RATE_CENTS // 100:
        return rules.AMOUNT_TOO_LARGE
    # Scaling by shifting the exponent is exact however many digits were written.
    _, digits, exponent = amount.as_tuple()
    if isinstance(exponent, int) and exponent < -2 and any(digits[exponent + 2 :]):
        return rules.AMOUNT_TOO_FINE
    return int(amount * 100)
