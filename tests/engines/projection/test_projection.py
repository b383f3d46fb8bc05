"""Cohort survival on schools a person can check with a pencil, and what holds for any history."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughline.engines.projection import (
    Adjustment,
    History,
    back_test,
    district_rates,
    project,
    survival_rates,
    with_bands,
)

HISTORY = History((2023, 2024, 2025), ("KG", "01", "02"), ((50, 48, 40), (60, 45, 48), (40, 54, 45)))


def test_rates_add_students_up_before_dividing() -> None:
    assert survival_rates(HISTORY) == (Fraction(45 + 54, 50 + 60), Fraction(48 + 45, 48 + 45))
    assert survival_rates(HISTORY, over_years=1) == (Fraction(54, 60), Fraction(45, 45))


def test_cohorts_are_carried_exactly_and_rounded_to_be_shown() -> None:
    projection = project(HISTORY, 2)
    assert [count.students for count in projection.counts] == [50, 36, 54, 50, 45, 36]
    assert projection.count(2026, "01").exact == 40 * Fraction(9, 10)
    assert projection.count(2026, "01").came_from == 40
    assert projection.total(2027) == 131


def test_entry_follows_births_where_they_are_known() -> None:
    history = History(HISTORY.years, HISTORY.grades, HISTORY.counts, {2023: 100, 2024: 120, 2025: 80, 2026: 90})
    assert project(history, 2).count(2026, "KG").exact == Fraction(50 + 60 + 40, 300) * 90
    assert project(history, 2).count(2027, "KG").students == 50


def test_an_adjustment_stays_with_its_cohort_and_needs_a_reason() -> None:
    new_homes = Adjustment(2026, "01", 10, "120 homes on Mill Road")
    projection = project(HISTORY, 2, adjustments=[new_homes])
    assert projection.count(2026, "01").students == 46
    assert projection.count(2027, "02").students == 46
    assert projection.count(2026, "01").adjusted_by == 10
    with pytest.raises(ValueError, match="reason"):
        Adjustment(2026, "01", 10, " ")


def test_a_grade_that_had_nobody_takes_the_districts_rate() -> None:
    opening = History((2024, 2025), ("KG", "01"), ((0, 0), (30, 0)))
    assert project(opening, 1).count(2026, "01").students == 30
    assert project(opening, 1, fallback={"KG": Fraction(9, 10)}).count(2026, "01").students == 27


def test_the_districts_rates_add_all_schools_up() -> None:
    other = History((2024, 2025), ("KG", "01"), ((10, 0), (0, 1)))
    assert district_rates([HISTORY, other]) == {"KG": Fraction(100, 120), "01": Fraction(1)}


def test_a_gap_or_a_withheld_count_is_refused() -> None:
    with pytest.raises(ValueError, match="every year"):
        History((2023, 2025), ("KG",), ((1,), (1,)))
    with pytest.raises(ValueError, match="withheld"):
        History((2025,), ("KG",), ((None,),))  # type: ignore[arg-type]


def test_bands_say_how_wrong_it_has_been_and_nothing_where_nobody_knows() -> None:
    steady = History(tuple(range(2018, 2026)), ("KG", "01"), tuple((50, 45) for _ in range(8)))
    bands = back_test([steady], 2)
    assert bands.error_share == {1: 0, 2: 0}
    assert back_test([HISTORY], 2).error_share.keys() == {1}
    surprise = History(steady.years, steady.grades, (*steady.counts[:-1], (100, 90)))
    banded = with_bands(project(surprise, 1), back_test([surprise], 1, covering=Fraction(1)))
    first = banded.count(2026, "KG")
    assert first.low is not None
    assert first.high is not None
    assert first.low < first.students < first.high


histories = st.integers(2, 6).flatmap(
    lambda n: st.lists(st.lists(st.integers(0, 500), min_size=4, max_size=4), min_size=n, max_size=n)
)


@given(histories, st.integers(1, 5))
@settings(max_examples=50, deadline=None)
def test_no_projection_is_below_zero_and_bands_hold_the_count(rows: list[list[int]], n_years: int) -> None:
    years = tuple(range(2020, 2020 + len(rows)))
    history = History(years, ("KG", "01", "02", "03"), tuple(map(tuple, rows)))
    projection = with_bands(project(history, n_years), back_test([history], n_years))
    assert len(projection.counts) == 4 * n_years
    for count in projection.counts:
        assert count.students >= 0
        assert count.low is None or count.high is None or count.low <= count.students <= count.high


@given(histories, st.integers(2, 9))
@settings(max_examples=30, deadline=None)
def test_a_history_times_over_gives_a_projection_times_over(rows: list[list[int]], times: int) -> None:
    years = tuple(range(2020, 2020 + len(rows)))
    grades = ("KG", "01", "02", "03")
    one = project(History(years, grades, tuple(map(tuple, rows))), 2)
    many = project(History(years, grades, tuple(tuple(n * times for n in row) for row in rows)), 2)
    assert [count.exact * times for count in one.counts] == [count.exact for count in many.counts]
