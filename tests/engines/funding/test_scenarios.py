"""Many sets of rates at once."""

from dataclasses import replace

import numpy as np
import pytest

from throughline.engines import funding
from throughline.formats.formula import library_formula

FORMULA = library_formula("guidebook-table-2-2")


def test_sums_too_large_for_floats_are_still_exact() -> None:
    rates = np.full((2, 1, 1), 999_999_999, dtype=np.int64)
    counts = np.full((3, 1), 9_999_999, dtype=np.int64)
    totals = funding.allocate_scenarios(rates, counts, np.zeros(3, dtype=np.int64))
    assert totals.school_cents.tolist() == [[999_999_999 * 9_999_999] * 2] * 3
    assert totals.district_cents.tolist() == [3 * 999_999_999 * 9_999_999] * 2


def test_sums_too_large_for_64_bits_are_refused() -> None:
    huge = np.full((1, 1, 1), 2**40, dtype=np.int64)
    with pytest.raises(OverflowError, match="64 bits"):
        funding.allocate_scenarios(huge, np.full((9, 1), 2**30, dtype=np.int64), np.zeros(9, dtype=np.int64))


def test_scenarios_with_other_needs_are_not_compared() -> None:
    other = replace(FORMULA, needs=FORMULA.needs[::-1])
    with pytest.raises(ValueError, match="same levels and needs"):
        funding.rates_of([FORMULA, other])


@pytest.mark.parametrize(
    ("rates", "counts", "levels"),
    [
        (np.zeros((1, 1)), np.zeros((1, 1)), [0]),
        (np.zeros((1, 1, 2)), np.zeros((1, 1)), [0]),
        (np.zeros((1, 1, 1)), np.zeros((2, 1)), [0]),
        (np.zeros((1, 1, 1)), np.zeros((1, 1)), [1]),
        (np.zeros((1, 1, 1)), np.full((1, 1), -1), [0]),
    ],
)
def test_what_does_not_fit_together_is_refused(rates: np.ndarray, counts: np.ndarray, levels: list[int]) -> None:
    with pytest.raises(ValueError, match=r"rates|level|zero or more"):
        funding.allocate_scenarios(rates.astype(np.int64), counts.astype(np.int64), np.array(levels))


@pytest.mark.parametrize(
    ("places", "needs"),
    [
        ([0, 2], {"homeless": [True, False]}),
        ([0, -1], {"homeless": [True, False]}),
        ([0.0, 1.0], {"homeless": [True, False]}),
        ([0, 1], {"homeless": [True]}),
        ([0, 1], {"homeless": [1, 0]}),
    ],
)
def test_students_who_are_nowhere_or_neither_are_refused(places: list[float], needs: dict[str, list[bool]]) -> None:
    with pytest.raises(ValueError, match=r"school_of_student|homeless"):
        funding.counts_from_students(places, needs, school_ids=["A", "B"], levels=["high", "high"])
