"""What is guaranteed on groups of students: a need, a span of grades, both; and numbers that are withheld."""

import random
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engines.funding.positions.test_program import CATALOGS, GUARANTEES, UNITS

from throughline.engines.funding.positions import (
    ALL,
    DOWN,
    MODES,
    NEAREST,
    UP,
    Group,
    GroupCount,
    Guarantee,
    Position,
    PricedLine,
    floor_of,
    highest_floor_of,
    price_program,
    priced,
)

LEARNERS, EARLY = Group("english_learner"), Group("", 0, 3)
EARLY_LEARNERS = Group("english_learner", 0, 3)
GROUPS = (ALL, LEARNERS, EARLY, EARLY_LEARNERS, Group("special_education"), Group("", 9, 12))
CATALOG = {"TEACH": Position("TEACH", "Teacher", 80_000_00), "AIDE": Position("AIDE", "Aide", 40_000_01)}
ON_GROUPS = st.builds(
    Guarantee,
    st.sampled_from(["A", "B", "C", "D"]),
    UNITS,
    st.none() | st.integers(1, 1000),
    st.sampled_from([Decimal(1), Decimal("0.5"), Decimal("0.0001")]),
    st.sampled_from(MODES),
    st.decimals(0, 3, places=2),
    st.sampled_from(["", "elementary", "high"]),
    st.sampled_from(GROUPS),
)
PROGRAMS = st.lists(ON_GROUPS, max_size=8)
BOUNDS = st.fixed_dictionaries(
    dict.fromkeys(GROUPS[1:], st.tuples(st.integers(0, 900), st.integers(0, 900)).map(sorted))
)


def known(counts: Mapping[Group, int]) -> dict[Group, GroupCount]:
    return {group: GroupCount(n, n) for group, n in counts.items()}


def between(bounds: Mapping[Group, list[int]]) -> dict[Group, GroupCount]:
    return {group: GroupCount(least, most) for group, (least, most) in bounds.items()}


def priced_at(program: list[Guarantee], catalog: Mapping[str, Position], groups: Mapping[Group, GroupCount]) -> object:
    return price_program(catalog, program, n_students=900, level="high", groups=groups)


def test_a_teacher_for_every_forty_english_learners_and_aides_for_the_early_grades() -> None:
    program = [
        Guarantee("TEACH", Decimal(1), per=40, step=Decimal("0.5"), mode=NEAREST, group=LEARNERS),
        Guarantee("AIDE", Decimal(1), per=60, step=Decimal("0.5"), mode=DOWN, group=EARLY),
    ]
    lines = price_program(CATALOG, program, n_students=500, groups=known({LEARNERS: 63, EARLY: 200}))
    assert [(line.code, line.units, line.cents) for line in lines] == [
        ("AIDE", Decimal(3), 120_000_03),  # 200 / 60 = 3.33, down to the half
        ("TEACH", Decimal("1.5"), 120_000_00),  # 63 / 40 = 1.575
    ]
    assert [part.students.least for line in lines for part in line.counted] == [200, 63]


def test_one_fixed_at_every_school_that_has_any() -> None:
    program = [Guarantee("TEACH", Decimal("0.5"), group=LEARNERS)]
    for n, units in ((0, 0), (1, Decimal("0.5")), (300, Decimal("0.5"))):
        lines = price_program(CATALOG, program, n_students=300, groups=known({LEARNERS: n}))
        assert sum(line.units for line in lines) == units


def test_a_least_holds_where_there_are_such_students_and_nowhere_else() -> None:
    program = [Guarantee("TEACH", Decimal(1), per=40, step=Decimal(1), mode=DOWN, least=Decimal("0.2"), group=LEARNERS)]
    units = [
        sum(one.units for one in price_program(CATALOG, program, n_students=300, groups=known({LEARNERS: n})))
        for n in (0, 1, 39, 40)
    ]
    assert units == [0, Decimal("0.2"), Decimal("0.2"), 1]


def test_a_withheld_count_is_from_least_to_most_and_never_none() -> None:
    program = [Guarantee("TEACH", Decimal(1), per=4, step=Decimal(1), mode=UP, group=LEARNERS)]
    (line,) = price_program(CATALOG, program, n_students=300, groups={LEARNERS: GroupCount(1, 9)})
    assert not line.is_known
    assert (line.units, line.most_units) == (Decimal(1), Decimal(3))
    assert (line.cents, line.most_cents) == (80_000_00, 240_000_00)
    (maybe,) = price_program(CATALOG, program, n_students=300, groups={LEARNERS: GroupCount(0, 9)})
    assert (maybe.units, maybe.highest_units) == (Decimal(0), Decimal(3)), (
        "a line that may be none is told all the same"
    )
    (same,) = price_program(CATALOG, program, n_students=300, groups={LEARNERS: GroupCount(1, 4)})
    assert same.is_known, "whichever it is, it comes to the same"


def test_a_school_without_students_is_guaranteed_nothing_whatever_another_day_counted() -> None:
    program = [Guarantee("TEACH", Decimal(1), group=LEARNERS)]
    assert price_program(CATALOG, program, n_students=0, groups=known({LEARNERS: 7})) == ()


@pytest.mark.parametrize("wrong", [(3, None), (None, 3), (5, 3)])
def test_a_span_of_grades_has_two_ends_in_order(wrong: tuple[int | None, int | None]) -> None:
    with pytest.raises(ValueError, match="span"):
        Group("", *wrong)


@pytest.mark.parametrize("wrong", [(-1, 3), (5, 3)])
def test_a_count_is_no_less_than_none_and_no_more_than_its_most(wrong: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="group"):
        GroupCount(*wrong)


def test_a_group_that_was_not_counted_is_named() -> None:
    with pytest.raises(KeyError):
        price_program(CATALOG, [Guarantee("TEACH", Decimal(1), group=EARLY)], n_students=9)


# --- What holds for every catalog, program and count ---


def as_before(
    catalog: Mapping[str, Position], program: list[Guarantee], n: int, level: str
) -> list[tuple[object, ...]]:
    """The sums as they were while all students were the only ones to count on, written once more."""
    units: dict[str, Decimal] = {}
    for one in program:
        if one.level not in ("", level) or not n:
            continue
        if one.per is None:
            here = one.units
        else:
            steps = Fraction(one.units) * n / one.per / Fraction(one.step)
            whole, rest = divmod(steps.numerator, steps.denominator)
            up = {UP: rest > 0, DOWN: False, NEAREST: 2 * rest >= steps.denominator}[one.mode]
            here = max((whole + up) * one.step, one.least)
        units[one.position] = units.get(one.position, Decimal(0)) + here
    return [
        (code, units[code], catalog[code].price_cents, priced(catalog[code].price_cents, units[code]))
        for code in sorted(units)
        if units[code]
    ]


@given(CATALOGS, st.lists(GUARANTEES, max_size=8), st.integers(0, 4000), st.sampled_from(["high", "middle"]))
def test_a_guarantee_on_all_students_is_what_it_was(
    catalog: dict[str, Position], program: list[Guarantee], n: int, level: str
) -> None:
    lines = price_program(catalog, program, n_students=n, level=level)
    assert [(one.code, one.units, one.price_cents, one.cents) for one in lines] == as_before(catalog, program, n, level)
    assert all(line.is_known for line in lines)


@given(CATALOGS, PROGRAMS, BOUNDS)
def test_more_of_any_group_never_have_less_staff_or_money(
    catalog: dict[str, Position], program: list[Guarantee], bounds: dict[Group, list[int]]
) -> None:
    few, many = (
        priced_at(program, catalog, known({group: pair[at] for group, pair in bounds.items()})) for at in (0, 1)
    )
    assert isinstance(few, tuple)
    assert isinstance(many, tuple)
    assert floor_of(few) <= floor_of(many)
    units = {line.code: line.units for line in many}
    assert all(line.units <= units[line.code] for line in few)


@given(CATALOGS, PROGRAMS, BOUNDS, st.data())
def test_whatever_a_withheld_count_is_the_line_lies_between(
    catalog: dict[str, Position], program: list[Guarantee], bounds: dict[Group, list[int]], data: st.DataObject
) -> None:
    true = {group: data.draw(st.integers(*pair)) for group, pair in bounds.items()}
    lines, told = (priced_at(program, catalog, groups) for groups in (between(bounds), known(true)))
    assert isinstance(lines, tuple)
    assert isinstance(told, tuple)
    by_code: dict[str, PricedLine] = {line.code: line for line in lines}
    for line in told:
        here = by_code[line.code]
        assert here.units <= line.units <= here.highest_units
        assert here.cents <= line.cents <= here.highest_cents
    assert floor_of(lines) <= floor_of(told) <= highest_floor_of(lines)
    if all(line.is_known for line in lines):
        assert floor_of(lines) == floor_of(told), "what is known is paid, and is right whatever is withheld"


@given(CATALOGS, PROGRAMS, BOUNDS, st.randoms(use_true_random=False))
def test_the_order_does_not_matter(
    catalog: dict[str, Position], program: list[Guarantee], bounds: dict[Group, list[int]], chance: random.Random
) -> None:
    mixed = list(program)
    chance.shuffle(mixed)
    assert priced_at(program, catalog, between(bounds)) == priced_at(mixed, catalog, between(bounds))


@given(CATALOGS, PROGRAMS, BOUNDS)
def test_lines_are_units_at_the_price_and_add_up_to_the_cent(
    catalog: dict[str, Position], program: list[Guarantee], bounds: dict[Group, list[int]]
) -> None:
    lines = priced_at(program, catalog, between(bounds))
    assert isinstance(lines, tuple)
    assert floor_of(lines) == sum(priced(line.price_cents, line.units) for line in lines)
    assert highest_floor_of(lines) == sum(priced(line.price_cents, line.highest_units) for line in lines)
    for line in lines:
        fixed = sum(
            one.units
            for one in program
            if one.position == line.code and one.level in ("", "high") and one.per is None and one.group == ALL
        )
        assert line.units == fixed + sum((part.units for part in line.counted), Decimal(0))
