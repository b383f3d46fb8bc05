"""A matrix of dollars written as weights on a base, and weights read back as dollars: the same cents either way."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from throughline.engines.funding import (
    Formula,
    Label,
    Level,
    Need,
    Rounding,
    Weights,
    rates_equivalent,
    rates_from_weights,
)
from throughline.engines.funding.steps import StepsFormula, matrix_of_steps
from throughline.engines.funding.weights import OWN_LEVEL
from throughline.formats.formula.steps_write import document_bytes
from throughline.values.errors import RefusedInput

_MOST_PLACES = 12


def weights_document(formula: Formula) -> bytes:
    """This function will write a matrix of dollars as a formula in steps: a base for each level, and weights on it.

    Weights have as few decimals as bring every rate back, rounded to whole dollars where all rates are, else to cents;
    so the two documents pay the same cents. **Raises** `ValueError` where the matrix has no base to weigh against.
    """
    equivalent = rates_equivalent(formula, base=OWN_LEVEL)
    whole = all(rate % 100 == 0 for row in formula.rates_cents for rate in row)
    rounding = Rounding("half-up", places=0 if whole else 2)
    places = next(n for n in range(_MOST_PLACES + 1) if _brings_back(equivalent, n, rounding) == formula.rates_cents)
    weights = _rounded(equivalent, places).weights
    return document_bytes(dict(_document(formula, equivalent, weights, rounding)))


def matrix_formula(formula: StepsFormula, names: dict[str, Label] | None = None) -> Formula:
    """This function will read a formula in steps as a matrix of dollars.

    **Raises** `RefusedInput` where it pays what no matrix says: then the steps that do so are named, and
    `matrix_of_steps` has the rest.
    """
    found = matrix_of_steps(formula)
    cents = [[amount * 100 for amount in row] for row in found.dollars]
    if not found.is_whole or any(amount.denominator != 1 for row in cents for amount in row):
        rest = ", ".join(found.beyond) or "amounts for each school, or fractions of a cent"
        says = f"“{formula.name}” pays what no matrix of dollars for each student can say: {rest}."
        raise RefusedInput(says, "Keep it in steps; its table of dollars for each student shows the rest.")
    labels = {column.key: column.label for column in formula.inputs}
    return Formula(
        key=formula.key,
        name=formula.name,
        version=formula.version,
        year=formula.year,
        source=formula.source,
        levels=tuple(Level(key, (names or {}).get(key, Label.of(key))) for key in found.levels),
        needs=tuple(Need(key, labels[key]) for key in found.counts),
        rates_cents=tuple(tuple(int(amount) for amount in row) for row in cents),
        currency=formula.currency,
        illustrative=formula.illustrative,
        notes=formula.notes,
    )


def _brings_back(equivalent: Weights, places: int, rounding: Rounding) -> tuple[tuple[int, ...], ...]:
    return rates_from_weights(_rounded(equivalent, places), rounding=rounding)


def _rounded(equivalent: Weights, places: int) -> Weights:
    unit = 10**places
    weights = tuple(tuple(Fraction(round(weight * unit), unit) for weight in row) for row in equivalent.weights)
    return Weights(equivalent.base, equivalent.base_cents, weights)


def _document(
    formula: Formula, equivalent: Weights, weights: tuple[tuple[Fraction, ...], ...], rounding: Rounding
) -> Iterator[tuple[str, Any]]:
    levels, plain = [level.key for level in formula.levels], formula.canonical()
    yield "schema", 1
    yield "kind", "steps"
    for name in ("key", "name", "version", "year", "currency", "illustrative"):
        yield name, plain[name]
    if plain["notes"]:
        yield "notes", plain["notes"]
    yield "levels", levels
    source: Any = plain["source"]
    yield "source", {name: value for name, value in source.items() if value}
    needs = [(need.key, dict(need.label.by_language)) for need in formula.needs]
    counted = {"unit": "pupils", "counted_on": "the district's count day", "recount": "fixed"}
    yield "inputs", [{"key": key, "label": label, **counted} for key, label in needs]
    about = {"year": formula.year, "source": formula.source.title}
    base = {"key": "base", "label": {"en": "Base", "es": "Base"}, "unit": "dollars per pupil", **about}
    base["by_level"] = {
        level: _digits(Fraction(cents, 100)) for level, cents in zip(levels, equivalent.base_cents, strict=True)
    }
    parameters = [base]
    for at, (key, label) in enumerate(needs):
        by_level = {level: _digits(row[at]) for level, row in zip(levels, weights, strict=True)}
        parameters.append({"key": f"{key}_weight", "label": label, "unit": "number", **about, "by_level": by_level})
    yield "parameters", parameters
    yield "sources", [{"key": "general", "label": {"en": "Unrestricted funds", "es": "Fondos sin restricciones"}}]
    yield "steps", [part for key, label in needs for part in _steps(key, label, rounding)]


def _steps(key: str, label: dict[str, str], rounding: Rounding) -> Iterator[dict[str, Any]]:
    rounds = {"mode": rounding.mode, "places": rounding.places}
    rate = {"key": f"{key}_rate", "label": label, "do": "calculate", "unit": "dollars per pupil", "round": rounds}
    yield {**rate, "is": f"{key}_weight * base"}
    pays = {"key": f"{key}_dollars", "label": label, "do": "pay", "from": "general", "need": key}
    yield {**pays, "round": {"mode": "exact"}, "is": f"{key} * {key}_rate"}


def _digits(value: Fraction) -> str:
    """A decimal by its digits, as a document holds one; never by way of a float, whose digits are not all its own."""
    unit = 10**_MOST_PLACES
    scaled = value * unit
    if scaled.denominator != 1:
        raise AssertionError("a rounded weight has few decimals")
    whole, rest = divmod(abs(int(scaled)), unit)
    digits = f"{whole}.{rest:0{_MOST_PLACES}d}".rstrip("0").rstrip(".")
    return f"-{digits}" if value < 0 else digits
