"""A matrix of dollars said in steps: the same cents, so that scenarios have one way of running."""

from functools import lru_cache
from typing import Any

from throughline.engines import funding as engine
from throughline.engines.funding.formula import Label
from throughline.engines.funding.steps import StepsFormula
from throughline.formats import formula as documents
from throughline.rooms.funding.documents import AnyFormula

GENERAL = "general"
_GENERAL = {"en": "Funds the formula distributes", "es": "Fondos que la fórmula distribuye"}


def as_steps(formula: AnyFormula) -> StepsFormula:
    """This function will return a formula in steps that pays every school the same cents as `formula`."""
    return formula if isinstance(formula, StepsFormula) else _said_in_steps(formula)


# One answer to a typed figure asks for the steps of one formula five times, and reading them takes 6 ms each.
@lru_cache(maxsize=64)
def _said_in_steps(formula: engine.Formula) -> StepsFormula:
    document = _document(formula)
    empty = StepsFormula(
        formula.key, formula.name, formula.version, formula.year, formula.source, (), (), (), (), (), document
    )
    return documents.load_steps(documents.write_steps(empty))


def rate_name(need: str) -> str:
    """This function will name the figure that holds a need's dollars for each student, by level."""
    return f"rate_{need}"


def _document(formula: engine.Formula) -> dict[str, Any]:
    counted = {need.counts: need for need in reversed(formula.needs)}
    source = {name: getattr(formula.source, name) for name in ("title", "publisher", "place", "url")}
    document: dict[str, Any] = {
        "schema": 1,
        "kind": "steps",
        "key": formula.key,
        "name": _label(formula.name),
        "version": formula.version,
        "year": formula.year,
        "currency": formula.currency,
        "illustrative": formula.illustrative,
        "source": {name: value for name, value in source.items() if value},
        "levels": [level.key for level in formula.levels],
        "inputs": [
            {
                "key": need.counts,
                "label": _label(need.label),
                "unit": "pupils",
                "counted_on": "the count day",
                "recount": "both",
            }
            for need in formula.needs
            if counted[need.counts] is need
        ],
    }
    if formula.notes:
        document["notes"] = _label(formula.notes)
    document["parameters"] = [
        {
            "key": rate_name(need.key),
            "label": _label(need.label),
            "unit": "dollars per pupil",
            "year": formula.year,
            "source": formula.source.title,
            "by_level": {
                level.key: _dollars(formula.rates_cents[row][column]) for row, level in enumerate(formula.levels)
            },
        }
        for column, need in enumerate(formula.needs)
    ]
    document["sources"] = [{"key": GENERAL, "label": dict(_GENERAL)}]
    document["steps"] = [
        {
            "key": f"pay_{need.key}",
            "label": _label(need.label),
            "do": "pay",
            "from": GENERAL,
            "need": need.key,
            "is": f"{need.counts} * {rate_name(need.key)}",
            "round": {"mode": "exact", "places": 2},
        }
        for need in formula.needs
    ]
    return document


def _label(label: Label) -> dict[str, str]:
    return dict(label.by_language)


def _dollars(cents: int) -> int | str:
    return cents // 100 if cents % 100 == 0 else f"{cents // 100}.{cents % 100:02d}"
