"""Sums by group: they add up to the whole, whatever the order, and a tenth is a tenth exactly."""

from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from throughline.rooms.students.dashboards.tallies import (
    DaysTally,
    StudentDays,
    StudentIncidents,
    group_rows,
    tally_days,
    tally_incidents,
)

BUSY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # the first draw is slow on a busy machine
GRADES = ("KG", "01", "02")


def _row(number: int, school: int | None, grade: str, n_days: int, away: int, late: int) -> StudentDays:
    n_away = min(away, n_days)
    return StudentDays(number, school, grade, n_days, n_away, min(late, n_days - n_away))


_rows = st.lists(
    st.builds(
        _row,
        st.integers(1, 10**6),
        st.sampled_from([1, 2, None]),
        st.sampled_from(GRADES),
        *(st.integers(0, 180) for _part in range(3)),
    ),
    max_size=20,
    unique_by=lambda row: row.student_id,
)


def _added(tallies: list[DaysTally]) -> DaysTally:
    return DaysTally(
        sum(one.n_students for one in tallies),
        sum(one.n_days for one in tallies),
        sum(one.n_away for one in tallies),
        sum(one.n_tardy for one in tallies),
        sum(one.n_often for one in tallies),
    )


@BUSY
@given(_rows)
def test_groups_that_part_everybody_add_up_to_the_whole(rows: list[StudentDays]) -> None:
    groups = group_rows(rows, lambda row: [row.grade])
    assert _added([tally_days(held) for held in groups.values()]) == tally_days(rows)


@BUSY
@given(_rows, st.randoms())
def test_order_does_not_matter(rows: list[StudentDays], chance: Random) -> None:
    mixed = list(rows)
    chance.shuffle(mixed)
    assert tally_days(mixed) == tally_days(rows)


@given(st.integers(0, 400), st.integers(0, 400))
def test_often_away_is_a_tenth_of_ten_days_or_more_exactly(n_days: int, n_away: int) -> None:
    row = StudentDays(1, 1, "01", n_days, min(n_away, n_days), 0)
    assert row.is_often_away == (n_days >= 10 and Fraction(row.n_away, n_days) >= Fraction(1, 10))


def test_a_student_in_two_groups_counts_in_both() -> None:
    rows = [StudentIncidents(1, 1, "01", 2, Decimal("0.5")), StudentIncidents(2, 1, "01", 1, Decimal(1))]
    held = {1: ["a", "b"], 2: ["b"]}
    groups = group_rows(rows, lambda row: held[row.student_id])
    assert {name: tally_incidents(of) for name, of in groups.items()} == {
        "a": tally_incidents(rows[:1]),
        "b": tally_incidents(rows),
    }
    assert tally_incidents(rows).days_suspended == Decimal("1.5")


@pytest.mark.parametrize("share", ["share_there", "share_often", "share_tardy"])
def test_nothing_on_record_has_no_share(share: str) -> None:
    assert getattr(tally_days([]), share) is None
