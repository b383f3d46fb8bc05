"""The twelve published figures, and six schools a person can check with a pencil."""

import csv
import json
from fractions import Fraction
from pathlib import Path

import pytest

from throughline.engines import funding
from throughline.engines.funding.weights import OWN_LEVEL
from throughline.formats.formula import library_formula, load_schools

FORMULA = library_formula("guidebook-table-2-2")


@pytest.fixture(scope="module")
def folder(shared_data: Path) -> Path:
    return shared_data / "finance" / "ssfr_table_2_2"


@pytest.fixture(scope="module")
def expected(folder: Path) -> dict[str, object]:
    loaded: dict[str, object] = json.loads((folder / "expected.json").read_text())
    return loaded


@pytest.fixture(scope="module")
def result(folder: Path) -> funding.Allocation:
    reading = load_schools((folder / "synthetic_schools.csv").read_bytes(), FORMULA)
    assert reading.schools is not None
    return funding.allocate(FORMULA, reading.schools)


def test_the_shipped_figures_are_the_published_ones(folder: Path) -> None:
    published = json.loads((folder / "matrix.json").read_text())
    for level, rates in published.items():
        for need, dollars in rates.items():
            assert FORMULA.rate_cents(level, need) == dollars * 100


def test_every_school_receives_what_the_arithmetic_says(
    result: funding.Allocation, expected: dict[str, dict[str, int]]
) -> None:
    dollars = {school_id: result.school(school_id).total_cents / 100 for school_id in expected["allocations"]}
    assert dollars == expected["allocations"]
    assert result.district_cents == int(str(expected["district_total"])) * 100


def test_shares_of_the_total_by_need(result: funding.Allocation, expected: dict[str, dict[str, float]]) -> None:
    shares = {need: cents / result.district_cents for need, cents in result.by_need_cents().items()}
    assert shares == pytest.approx(expected["shares_of_total_by_need"], abs=1e-9)


@pytest.mark.parametrize(
    ("base", "printed"),
    [("elementary", "implied_weights_vs_elementary_base"), (OWN_LEVEL, "implied_weights_vs_own_level_base")],
)
def test_the_implied_weights_in_both_conventions(
    expected: dict[str, dict[str, dict[str, float]]], base: str, printed: str
) -> None:
    weights = funding.rates_equivalent(FORMULA, base=base)
    for level, row in zip(FORMULA.levels, weights.weights, strict=True):
        for need, weight in zip(FORMULA.needs, row, strict=True):
            assert float(weight) == pytest.approx(expected[printed][level.key][need.key], abs=1e-9)


def test_two_decimal_weights_rounded_to_the_dollar_give_the_published_figures(
    expected: dict[str, dict[str, dict[str, float]]],
) -> None:
    exact = funding.rates_equivalent(FORMULA)
    printed = tuple(
        tuple(
            Fraction(str(expected["two_decimal_weights_on_own_level_base"][level.key].get(need.key, 1)))
            for need in FORMULA.needs
        )
        for level in FORMULA.levels
    )
    weights = funding.Weights(OWN_LEVEL, exact.base_cents, printed)
    rounding = funding.Rounding("half-up", places=0)
    assert funding.rates_from_weights(weights, rounding=rounding) == FORMULA.rates_cents


def test_the_roster_codes_give_the_same_as_the_guidebook_words(folder: Path, result: funding.Allocation) -> None:
    rows = list(csv.DictReader((folder / "synthetic_schools.csv").read_text().splitlines()))
    columns = {"economically_disadvantaged" if key == "poverty" else key: key for key in list(rows[0])[2:]}
    counts = funding.SchoolCounts.of(
        [row["school_id"] for row in rows],
        [row["level"] for row in rows],
        {code: [int(row[heading]) for row in rows] for code, heading in columns.items()},
    )
    again = funding.allocate(FORMULA, counts)
    assert again.digest == result.digest
