"""Staff at the district's average and at what it really costs: a pencil example, and what always adds up."""

import random
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.engines.funding.positions import Position, Staff, charge, too_few

CATALOG = {
    "TEACH": Position("TEACH", "Teacher", 80_000_00),
    "LIB": Position("LIB", "Librarian", 70_000_00),
}
STAFF = st.lists(
    st.builds(
        Staff,
        st.sampled_from(["OAK", "ELM", "ASH"]),
        st.sampled_from(["TEACH", "LIB"]),
        st.decimals("0.0001", 60, places=4),
        st.integers(0, 9_000_000_00),
    ),
    max_size=8,
    unique_by=lambda one: (one.school_id, one.position),
)


def test_a_school_of_long_serving_teachers_pays_less_at_the_average() -> None:
    found = charge(
        CATALOG,
        [
            Staff("OAK", "TEACH", Decimal(10), 900_000_00),
            Staff("ELM", "TEACH", Decimal(10), 700_000_00),
            Staff("ELM", "LIB", Decimal("0.5"), 33_000_00),
        ],
    )
    assert [(one.school_id, one.average_cents, one.real_cents, one.moved_cents) for one in found.schools] == [
        ("ELM", 835_000_00, 733_000_00, -102_000_00),
        ("OAK", 800_000_00, 900_000_00, 100_000_00),
    ]
    assert [(one.code, one.real_average_cents, one.difference_cents) for one in found.positions] == [
        ("LIB", 66_000_00, 2_000_00),
        ("TEACH", 80_000_00, 0),
    ]
    assert found.difference_cents == 2_000_00


def test_staff_is_more_than_no_units_and_known_to_the_catalog() -> None:
    for units, cents in ((Decimal(0), 1), (Decimal(-1), 1), (Decimal(1), -1)):
        with pytest.raises(ValueError, match="TEACH at OAK"):
            Staff("OAK", "TEACH", units, cents)
    with pytest.raises(KeyError, match="NURSE"):
        charge(CATALOG, [Staff("OAK", "NURSE", Decimal(1), 1)])


@given(STAFF)
def test_schools_and_positions_come_to_the_same_totals_both_ways(staff: list[Staff]) -> None:
    found = charge(CATALOG, staff)
    assert sum(one.average_cents for one in found.positions) == found.average_cents
    assert sum(one.real_cents for one in found.positions) == found.real_cents == sum(one.cost_cents for one in staff)
    assert sum(one.difference_cents for one in found.positions) == found.difference_cents
    assert sum(one.moved_cents for one in found.schools) == -found.difference_cents


@given(STAFF, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(staff: list[Staff], chance: random.Random) -> None:
    mixed = list(staff)
    chance.shuffle(mixed)
    assert charge(CATALOG, mixed) == charge(CATALOG, staff)


@given(STAFF)
def test_at_the_districts_own_average_nothing_is_left_but_rounding(staff: list[Staff]) -> None:
    """Each price misses the real average by half a cent a unit at most, and each line half a cent more."""
    own = {one.code: Position(one.code, one.name, one.real_average_cents) for one in charge(CATALOG, staff).positions}
    found = charge(own, staff)
    units = sum(one.units for one in staff)
    assert abs(found.difference_cents) <= (units + len(staff)) / 2


@given(st.dictionaries(st.text("ABCDEF", min_size=1, max_size=2), st.decimals("0.1", 30, places=1), max_size=8))
def test_who_is_too_few_is_never_alone_and_never_few_together(units: dict[str, Decimal]) -> None:
    hidden = too_few(units, Decimal(5))
    assert {key for key, n in units.items() if n < 5} <= hidden
    if hidden and hidden != set(units):
        assert len(hidden) > 1
        assert sum(units[key] for key in hidden) >= 5
    if all(n >= 5 for n in units.values()):
        assert not hidden
