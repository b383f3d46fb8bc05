"""Measures of equity against published numbers, cases worked by hand, and what must hold for any schools."""

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughline.engines.equity import (
    Fit,
    atkinson,
    equity_of,
    fit,
    gini,
    quarters_by_share,
    spread,
    theil,
    theil_within_and_between,
)
from throughline.values.problem import Problem

DOLLARS = [8000, 9000, 10000, 12000, 16000]
STUDENTS = [100, 400, 300, 150, 50]
SHARE = [0.1, 0.3, 0.5, 0.7, 0.9]
BY_SHARE = [9000, 9400, 10100, 10200, 11300]


def test_five_schools_that_count_alike() -> None:
    found = spread(DOLLARS, [1] * 5)
    assert found is not None
    assert (found.mean, found.median, found.p5, found.p95) == (11000, 10000, 8000, 16000)
    assert found.coefficient_of_variation == pytest.approx(0.257130, abs=5e-7)
    assert found.gini == pytest.approx(0.138182, abs=5e-7)
    assert found.theil == pytest.approx(0.031499, abs=5e-7)
    assert found.mean_log_deviation == pytest.approx(0.030546, abs=5e-7)
    assert (found.mcloone, found.verstegen) == pytest.approx((0.9, 1.2666667))
    assert found.federal_range_ratio == 1
    aversions = [atkinson(DOLLARS, [1] * 5, e) for e in (0.5, 1, 2)]
    assert aversions == pytest.approx([0.015416, 0.030084, 0.056851], abs=5e-7)


def test_five_schools_by_their_students() -> None:
    found = spread(DOLLARS, STUDENTS)
    assert found is not None
    assert (found.mean, found.median, found.restricted_range) == (10000, 9000, 4000)
    assert found.coefficient_of_variation == pytest.approx(0.178885, abs=5e-7)
    assert (found.gini, found.theil) == pytest.approx((0.085, 0.014637), abs=5e-7)
    assert (found.mcloone, found.verstegen) == pytest.approx((0.977778, 1.135802), abs=5e-7)


def test_nobody_and_nothing() -> None:
    assert spread([], []) is None
    assert spread([100, 0], [0, 10]) is None
    with pytest.raises(ValueError, match="above zero"):
        theil([0, 1], [1, 1])


def terms(found: Fit | Problem) -> tuple[list[float], list[float]]:
    assert isinstance(found, Fit)
    return [term.value for term in found.terms], [term.error for term in found.terms]


def test_a_line_with_and_without_weights() -> None:
    values, errors = terms(fit(BY_SHARE, {"share": SHARE}))
    assert values == pytest.approx([8650, 2700])
    assert errors == pytest.approx([121.860576, 375.499667], abs=1e-6)
    values, errors = terms(fit(BY_SHARE, {"share": SHARE}, STUDENTS))
    assert values == pytest.approx([8686.982968, 2553.527981], abs=1e-6)
    assert errors == pytest.approx([145.673878, 441.666875], abs=1e-6)


def test_the_band_is_narrowest_where_schools_are() -> None:
    found = fit(BY_SHARE, {"share": SHARE})
    assert isinstance(found, Fit)
    assert found.at(0).value == pytest.approx(found.term("intercept").value)
    assert found.at(0).error == pytest.approx(found.term("intercept").error)
    middle, end = (found.at(share).high - found.at(share).low for share in (0.5, 3))
    assert middle < end


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"a": SHARE, "b": [1 - share for share in SHARE]}, "equity-same-direction"),
        ({"a": [0.4] * 5}, "equity-same-direction"),
        ({"a": [0.0] * 5}, "equity-same-direction"),
        ({str(at): np.eye(5)[at] for at in range(4)}, "equity-too-few"),
    ],
)
def test_what_cannot_be_fitted_says_why(columns: dict[str, Any], code: str) -> None:
    found = fit(BY_SHARE, columns)
    assert isinstance(found, Problem)
    assert found.rule.code == code
    assert found.says()


def test_quarters_keep_equals_together_and_name_the_ratio() -> None:
    quarters = quarters_by_share([100, 100, 100, 200], [10, 10, 10, 10], [0.1, 0.1, 0.1, 0.9])
    assert [(quarter.n_schools, quarter.dollars_per_student) for quarter in quarters] == [(3, 100), (1, 200)]


def test_a_result_has_a_line_for_each_need_or_the_reason_why_not() -> None:
    enrolled = [100] * 12 + [0]
    poverty = [*range(0, 96, 8), 0]
    totals = [100_000 * 100 + count * 50_000 for count in poverty]
    found = equity_of(totals, enrolled, {"poverty": poverty, "gifted": [10] * 12 + [0]})
    line = found.need("poverty").line
    assert isinstance(line, Fit)
    assert line.term("poverty").value == pytest.approx(500)  # everybody in poverty against nobody
    assert line.r_squared == pytest.approx(1)
    assert found.need("poverty").high_to_low == pytest.approx((1000 + 500 * 0.80) / (1000 + 500 * 0.08))
    assert isinstance(found.need("gifted").line, Problem)
    assert found.n_schools == 12
    few = equity_of(totals[:9], enrolled[:9], {"poverty": poverty[:9]}).need("poverty").line
    assert isinstance(few, Problem)
    assert equity_of([0], [0], {"poverty": [0]}).spread is None


amounts = st.lists(st.tuples(st.integers(500, 40_000), st.integers(1, 900)), min_size=1, max_size=12)


@given(amounts, st.integers(2, 9))
@settings(max_examples=80, deadline=None)
def test_scale_and_number_change_nothing_and_equals_are_equal(rows: list[tuple[int, int]], times: int) -> None:
    x, w = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    found, scaled, repeated = spread(x, w), spread(x * times, w), spread(np.repeat(x, times), np.repeat(w, times))
    equal = spread(np.full(len(x), x[0]), w)
    assert found
    assert scaled
    assert repeated
    assert equal
    for name in ("gini", "theil", "coefficient_of_variation", "mcloone", "verstegen", "mean_log_deviation"):
        assert getattr(found, name) == pytest.approx(getattr(scaled, name), abs=1e-9)
        assert getattr(found, name) == pytest.approx(getattr(repeated, name), abs=1e-9)
        assert getattr(equal, name) == pytest.approx(1 if name in ("mcloone", "verstegen") else 0, abs=1e-7)
    assert found.mcloone <= 1 + 1e-12
    assert found.verstegen >= 1 - 1e-12


@given(amounts)
@settings(max_examples=80, deadline=None)
def test_gini_is_the_mean_difference_of_any_two_students(rows: list[tuple[int, int]]) -> None:
    x, w = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    pairs = (w[:, None] * w * np.abs(x[:, None] - x)).sum()
    assert gini(x, w) == pytest.approx(pairs / (2 * w.sum() ** 2 * np.average(x, weights=w)), abs=1e-12)


@given(amounts, st.data())
@settings(max_examples=60, deadline=None)
def test_theil_within_and_between_add_up(rows: list[tuple[int, int]], data: st.DataObject) -> None:
    x, w = zip(*rows, strict=True)
    groups = data.draw(st.lists(st.sampled_from("abc"), min_size=len(rows), max_size=len(rows)))
    parts = theil_within_and_between(x, w, groups)
    assert parts.between + parts.within == pytest.approx(theil(x, w), abs=1e-12)


def test_giving_a_rich_schools_dollar_to_a_poor_one_lowers_every_index() -> None:
    before, after = spread(DOLLARS, [1] * 5), spread([8100, 9000, 10000, 12000, 15900], [1] * 5)
    assert before
    assert after
    for name in ("gini", "theil", "coefficient_of_variation", "mean_log_deviation"):
        assert getattr(after, name) < getattr(before, name)


def test_the_published_table_of_california_districts(shared_data: Path) -> None:
    """Stock and Watson, table 7.1: five regressions, to the last printed digit."""
    folder = shared_data / "finance" / "caschools"
    with (folder / "caschools.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    for model in json.loads((folder / "expected.json").read_text(encoding="utf-8"))["models"]:
        columns = {name: [float(row[name]) for row in rows] for name in model["x"]}
        found = fit([float(row[model["y"]]) for row in rows], columns)
        assert isinstance(found, Fit)
        again = model["recomputed"]
        for name, value in again["coef"].items():
            term = found.term("intercept" if name == "const" else name)
            assert (term.value, term.error) == pytest.approx((value, again["se"][name]), abs=1e-6)
        assert (found.r_squared, found.residual_error) == pytest.approx((again["r2"], again["ser"]), abs=1e-6)


@pytest.mark.parametrize("part", ["x1", "x2"])
def test_another_packages_inequality(shared_data: Path, part: str) -> None:
    expected = json.loads((shared_data / "finance" / "inequality_oracle_a" / "expected.json").read_text("utf-8"))
    values = expected["x1"] if part == "x1" else expected["x2"]["values"]
    weights = [1] * len(values) if part == "x1" else expected["x2"]["weights"]
    metrics, found = expected[f"{part}_metrics"], spread(values, weights)
    assert found
    for name in ("mean", "median", "gini", "mcloone", "verstegen", "p5", "p95", "restricted_range"):
        theirs = {"p5": "p05"}.get(name, name)
        assert getattr(found, name) == pytest.approx(metrics[theirs], rel=1e-12), name
    assert found.theil == pytest.approx(metrics["theil_t"], rel=1e-12)
    assert found.mean_log_deviation == pytest.approx(metrics["theil_l_mld"], rel=1e-12)
    assert found.coefficient_of_variation == pytest.approx(metrics["coefficient_of_variation"], rel=1e-12)
    for key, aversion in (("atkinson_0_5", 0.5), ("atkinson_1", 1.0), ("atkinson_2", 2.0)):
        assert atkinson(values, weights, aversion) == pytest.approx(metrics[key], rel=1e-10)
