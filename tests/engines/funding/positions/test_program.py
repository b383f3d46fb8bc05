"""What schools are guaranteed as staff, priced: pencil examples, and what holds for every catalog and program."""

import random
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.engines.funding.positions import (
    DOWN,
    MODES,
    NEAREST,
    UP,
    Guarantee,
    Position,
    floor_of,
    price_program,
    priced,
)

CATALOG = {
    "PRIN": Position("PRIN", "Principal", 120_000_00, Decimal("0.25")),
    "LIB": Position("LIB", "Librarian", 70_000_00, Decimal("0.2"), 5_000_00),
    "COUN": Position("COUN", "Counselor", 72_000_00, Decimal("0.25")),
    "CUST": Position("CUST", "Custodian", 40_000_00, Decimal("0.3")),
}
PROGRAM = (
    Guarantee("PRIN", Decimal(1)),
    Guarantee("LIB", Decimal("0.5")),
    Guarantee("COUN", Decimal(1), per=250, step=Decimal("0.5"), mode=UP),
    Guarantee("CUST", Decimal("1.5")),
)
UNITS = st.decimals(0, 40, places=4)
POSITIONS = st.builds(
    Position,
    st.sampled_from(["A", "B", "C", "D"]),
    st.just("A position"),
    st.integers(0, 300_000_00),
    st.decimals(0, 1, places=6),
    st.integers(0, 50_000_00),
)
GUARANTEES = st.builds(
    Guarantee,
    st.sampled_from(["A", "B", "C", "D"]),
    UNITS,
    st.none() | st.integers(1, 1000),
    st.sampled_from([Decimal(1), Decimal("0.5"), Decimal("0.25"), Decimal("0.1"), Decimal("0.0001")]),
    st.sampled_from(MODES),
    st.decimals(0, 3, places=2),
    st.sampled_from(["", "elementary", "high"]),
)
CATALOGS = st.fixed_dictionaries(dict.fromkeys("ABCD", POSITIONS))


def test_a_price_is_salary_and_both_kinds_of_benefits() -> None:
    librarian = CATALOG["LIB"]
    assert (librarian.all_benefits_cents, librarian.price_cents) == (19_000_00, 89_000_00)


def test_a_principal_half_a_librarian_counselors_by_students_and_custodians() -> None:
    lines = price_program(CATALOG, PROGRAM, n_students=380)
    assert [(line.code, str(line.units), line.cents) for line in lines] == [
        ("COUN", "2.0", 180_000_00),  # 380 / 250 = 1.52, up to the next half
        ("CUST", "1.5", 78_000_00),
        ("LIB", "0.5", 44_500_00),
        ("PRIN", "1", 150_000_00),
    ]
    assert floor_of(lines) == 452_500_00


@pytest.mark.parametrize(
    ("mode", "step", "units"),
    [
        (UP, "1", "2"),
        (DOWN, "1", "1"),
        (NEAREST, "1", "2"),
        (DOWN, "0.5", "1.5"),
        (NEAREST, "0.25", "1.50"),
        (NEAREST, "0.01", "1.52"),
    ],
)
def test_units_round_as_stated(mode: str, step: str, units: str) -> None:
    counselors = Guarantee("COUN", Decimal(1), per=250, step=Decimal(step), mode=mode)
    assert str(counselors.units_at(380)) == units


def test_a_half_goes_up_and_a_whole_stays() -> None:
    nearest = Guarantee("COUN", Decimal(1), per=200, step=Decimal(1), mode=NEAREST)
    assert [nearest.units_at(n) for n in (99, 100, 200, 299, 300)] == [0, 1, 1, 1, 2]
    up = Guarantee("COUN", Decimal(1), per=250, step=Decimal(1), mode=UP)
    assert [up.units_at(n) for n in (1, 250, 251)] == [1, 1, 2]


def test_at_least_and_only_at_a_level() -> None:
    program = (
        Guarantee("COUN", Decimal(1), per=400, step=Decimal(1), mode=DOWN, least=Decimal("0.5")),
        Guarantee("COUN", Decimal(1), level="high"),
    )
    small = price_program(CATALOG, program, n_students=120, level="elementary")
    high = price_program(CATALOG, program, n_students=900, level="high")
    assert [line.units for line in small] == [Decimal("0.5")]
    assert [line.units for line in high] == [Decimal(3)]


def test_a_school_without_students_is_guaranteed_nothing() -> None:
    assert price_program(CATALOG, PROGRAM, n_students=0) == ()


def test_half_a_cent_goes_up_once_a_line() -> None:
    assert priced(9_462_613, Decimal("0.5")) == 4_731_307
    assert priced(101, Decimal("1.5")) == 152


@pytest.mark.parametrize(
    "wrong",
    [
        {"units": Decimal(-1)},
        {"units": Decimal(1), "per": 0},
        {"units": Decimal(1), "step": Decimal(0)},
        {"units": Decimal(1), "mode": "somehow"},
        {"units": Decimal(1), "least": Decimal(-1)},
    ],
)
def test_what_cannot_be_counted_out_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="PRIN"):
        Guarantee("PRIN", **wrong)  # type: ignore[arg-type]  # wrong on purpose


def test_a_position_never_costs_less_than_nothing() -> None:
    with pytest.raises(ValueError, match="less than nothing"):
        Position("T", "Teacher", -1)


def test_a_position_that_the_catalog_lacks_is_named() -> None:
    with pytest.raises(KeyError, match="NURSE"):
        price_program(CATALOG, [Guarantee("NURSE", Decimal(1))], n_students=10)


@given(CATALOGS, st.lists(GUARANTEES, max_size=8), st.integers(0, 4000), st.integers(0, 4000))
def test_more_students_never_have_a_lower_floor(
    catalog: dict[str, Position], program: list[Guarantee], one: int, other: int
) -> None:
    few, many = sorted((one, other))
    floors = [floor_of(price_program(catalog, program, n_students=n, level="high")) for n in (few, many)]
    assert floors[0] <= floors[1]


@given(CATALOGS, st.lists(GUARANTEES, max_size=8), st.integers(0, 4000), st.randoms(use_true_random=False))
def test_the_order_of_a_program_does_not_matter(
    catalog: dict[str, Position], program: list[Guarantee], n_students: int, chance: random.Random
) -> None:
    mixed = list(program)
    chance.shuffle(mixed)
    once = price_program(catalog, program, n_students=n_students, level="high")
    assert once == price_program(catalog, mixed, n_students=n_students, level="high")


@given(CATALOGS, st.lists(GUARANTEES, max_size=8), st.integers(0, 4000))
def test_every_line_is_units_at_the_price_to_the_nearest_cent_and_the_floor_is_their_sum(
    catalog: dict[str, Position], program: list[Guarantee], n_students: int
) -> None:
    lines = price_program(catalog, program, n_students=n_students, level="high")
    assert floor_of(lines) == sum(line.cents for line in lines)
    for line in lines:
        assert line.price_cents == catalog[line.code].price_cents
        assert abs(line.units * line.price_cents - line.cents) <= Decimal("0.5")


@given(GUARANTEES.filter(lambda one: one.per is not None), st.integers(1, 4000))
def test_rounded_units_are_a_multiple_of_the_step_or_the_least(one: Guarantee, n_students: int) -> None:
    units = one.units_at(n_students)
    assert units == one.least or units % one.step == 0
    assert units >= one.least
