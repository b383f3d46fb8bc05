"""Weights and rounding: what is refused, and how a half goes."""

from dataclasses import replace
from fractions import Fraction

import pytest

from throughline.engines import funding
from throughline.engines.funding import Rounding, Weights
from throughline.engines.funding.weights import OWN_LEVEL
from throughline.formats.formula import library_formula

FORMULA = library_formula("guidebook-table-2-2")


@pytest.mark.parametrize(
    ("mode", "places", "cents"),
    [("half-up", 2, 13), ("half-even", 2, 12), ("down", 2, 12), ("half-up", 1, 10), ("half-up", 0, 0)],
)
def test_twelve_and_a_half_cents(mode: str, places: int, cents: int) -> None:
    weights = Weights(OWN_LEVEL, (100,), ((Fraction(125, 1000),),))
    assert funding.rates_from_weights(weights, rounding=Rounding(mode, places)) == ((cents,),)


def test_a_fraction_of_a_cent_is_never_rounded_silently() -> None:
    weights = Weights(OWN_LEVEL, (100,), ((Fraction(125, 1000),),))
    with pytest.raises(ValueError, match="say how a rate rounds"):
        funding.rates_from_weights(weights)


def test_a_rounding_nobody_knows_is_refused() -> None:
    weights = Weights(OWN_LEVEL, (100,), ((Fraction(1),),))
    with pytest.raises(ValueError, match="half-up, half-even, down"):
        funding.rates_from_weights(weights, rounding=Rounding("up"))


def test_weights_need_a_base() -> None:
    no_base = replace(FORMULA, needs=FORMULA.needs[1:], rates_cents=tuple(row[1:] for row in FORMULA.rates_cents))
    with pytest.raises(ValueError, match="counts all students"):
        funding.rates_equivalent(no_base)
    with pytest.raises(ValueError, match="elementary, middle, high"):
        funding.rates_equivalent(FORMULA, base="primary")
    nothing = replace(FORMULA, rates_cents=((0, 1, 1, 1), *FORMULA.rates_cents[1:]))
    with pytest.raises(ValueError, match="zero dollars"):
        funding.rates_equivalent(nothing)


def test_canonical_json_refuses_what_has_many_spellings() -> None:
    with pytest.raises(TypeError, match="float"):
        funding.canonical_json({"a": [0.1]})  # type: ignore[list-item]  # that is what is refused
    with pytest.raises(TypeError, match="key"):
        funding.canonical_json({1: "a"})  # type: ignore[dict-item]  # that is what is refused
