"""No small number is printed, and none can be found by subtracting."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from throughline.engines.warning import withhold

COUNTS = st.integers(1, 4).flatmap(
    lambda columns: st.lists(st.lists(st.integers(0, 40), min_size=columns, max_size=columns), min_size=1, max_size=9)
)


def _table(rows: list[list[int]]) -> "np.ndarray":
    return np.array(rows, dtype=np.int64)


def test_numbers_of_ten_and_more_are_all_said() -> None:
    found = withhold(_table([[10, 0], [25, 11]]), 10)
    assert not found.groups.any()
    assert not found.totals.any()


def test_one_small_school_takes_the_smallest_other_with_it() -> None:
    assert withhold(_table([[3], [40], [12]]), 10).groups.tolist() == [True, False, True]


def test_two_small_ones_that_come_to_ten_need_no_third() -> None:
    assert withhold(_table([[4], [40], [6]]), 10).groups.tolist() == [True, False, True]


def test_where_nothing_else_is_there_the_total_is_left_out_too() -> None:
    assert withhold(_table([[3], [0]]), 10).totals.tolist() == [True]
    assert withhold(_table([[3]]), 10).totals.tolist() == [True]


@given(COUNTS)
def test_nothing_small_is_said_and_nothing_can_be_subtracted(rows: list[list[int]]) -> None:
    counts = _table(rows)
    found = withhold(counts, 10)
    said = counts[~found.groups]
    assert not ((said > 0) & (said < 10)).any()
    left_out = counts[found.groups]
    for column, hidden in enumerate(found.totals.tolist()):
        rest = int(left_out[:, column].sum())  # what anybody finds by the total
        assert hidden or len(left_out) == 0 or (len(left_out) >= 2 and not 0 < rest < 10)


@given(COUNTS)
def test_nothing_is_left_out_without_need(rows: list[list[int]]) -> None:
    counts = _table(rows)
    small = ((counts > 0) & (counts < 10)).any()
    assert withhold(counts, 10).groups.any() == small
