"""A recount by rule: what moves and why; dollars add up; no order matters; more students are never less money."""

from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engines.funding.steps.test_steps import CENTS, pay, step
from tests.engines.funding.steps.test_steps import HEAD as AS_WRITTEN

from throughline.engines.funding.changes import why_changed
from throughline.engines.funding.steps import (
    RecountRule,
    SchoolColumns,
    StepsAllocation,
    Taken,
    allocate_steps,
    recount,
)
from throughline.formats.formula import load_steps

HEAD = AS_WRITTEN.replace("increases only", "both")  # the rule alone decides here, not the formula
BY_HEAD = load_steps((HEAD + pay("p", "n * rate") + pay("q", "poor * rate * 0.5")).encode())
POOL = load_steps(
    (HEAD + step("s", "share pool", pool='"general"', by='"n + poor"', from_='"general"', round=CENTS)).encode()
)


def counted(n: list[int], poor: list[int]) -> SchoolColumns:
    ids = tuple(chr(97 + at) for at in range(len(n)))
    columns = {"n": list(map(Fraction, n)), "poor": list(map(Fraction, poor)), "last": [Fraction(0)] * len(n)}
    return SchoolColumns(ids, ("",) * len(n), columns, revenues_cents={"general": 1_000_000_00})


def used(first: int, later: int, **rule: object) -> tuple[int, Taken]:
    found = recount(BY_HEAD, counted([first], [0]), counted([later], [0]), RecountRule(**rule))  # type: ignore[arg-type]
    (change,) = [one for one in found.changes if one.column == "n"]
    assert found.columns.columns["n"] == (change.used,)
    assert isinstance(change.used, Fraction)
    return int(change.used), change.taken


@pytest.mark.parametrize(
    ("first", "later", "rule", "expected"),
    [
        (100, 107, {}, (107, Taken.LATER)),
        (100, 93, {}, (93, Taken.LATER)),
        (100, 100, {"over_n": 5}, (100, Taken.SAME)),
        (100, 104, {"over_n": 5}, (100, Taken.BELOW)),
        (100, 105, {"over_n": 5}, (105, Taken.LATER)),
        (100, 95, {"over_n": 5}, (95, Taken.LATER)),
        (200, 203, {"over_share": Fraction("0.02")}, (200, Taken.BELOW)),
        (200, 204, {"over_share": Fraction("0.02")}, (204, Taken.LATER)),
        (200, 204, {"over_share": Fraction("0.02"), "over_n": 10}, (200, Taken.BELOW)),
        (100, 93, {"upward": True}, (100, Taken.FELL)),
        (100, 107, {"upward": True}, (107, Taken.LATER)),
        (0, 3, {"over_share": Fraction("0.5")}, (3, Taken.LATER)),
    ],
)
def test_a_count_moves_by_the_rule(
    first: int, later: int, rule: dict[str, object], expected: tuple[int, Taken]
) -> None:
    assert used(first, later, **rule) == expected


def test_a_school_that_was_not_counted_again_keeps_its_count_and_says_so() -> None:
    second = SchoolColumns(("a",), ("",), {"n": [Fraction(9)]})
    found = recount(BY_HEAD, counted([5, 6], [0, 0]), second)
    assert [(one.school_id, one.later, one.taken) for one in found.changes] == [
        ("a", 9, Taken.LATER),
        ("b", None, Taken.UNKNOWN),
    ]


Counts = list[tuple[int, int, int, int]]
SCHOOLS = st.lists(st.tuples(*[st.integers(0, 2_000)] * 4), min_size=1, max_size=12)
RULES = st.builds(
    RecountRule,
    over_n=st.integers(0, 50),
    over_share=st.fractions(0, Fraction(1, 4), max_denominator=100),
    upward=st.booleans(),
)


def columns_of(schools: Counts) -> tuple[SchoolColumns, SchoolColumns]:
    n, poor, later, poor_later = (list(column) for column in zip(*schools, strict=True))
    return counted(n, poor), counted(later, poor_later)


def paid(schools: Counts, rule: RecountRule, pool: bool = False) -> StepsAllocation:
    first, second = columns_of(schools)
    formula = POOL if pool else BY_HEAD
    return allocate_steps(formula, recount(formula, first, second, rule).columns)


@given(SCHOOLS, RULES)
def test_every_count_used_lies_between_the_two_and_is_explained(schools: Counts, rule: RecountRule) -> None:
    first, second = columns_of(schools)
    for one in recount(BY_HEAD, first, second, rule).changes:
        assert isinstance(one.first, Fraction)
        assert isinstance(one.later, Fraction)
        assert isinstance(one.used, Fraction)
        assert min(one.first, one.later) <= one.used <= max(one.first, one.later)
        assert (one.used == one.first) == (one.taken in (Taken.SAME, Taken.BELOW, Taken.FELL))
        assert not (rule.upward and one.used < one.first)


@given(SCHOOLS, RULES)
def test_dollars_add_up_and_so_does_every_schools_reason(schools: Counts, rule: RecountRule) -> None:
    first, _second = columns_of(schools)
    for formula, after in ((BY_HEAD, paid(schools, rule)), (POOL, paid([(1, 1, 1, 1), *schools], rule, pool=True))):
        assert sum(after.totals_cents) == after.district_cents
        assert [sum(cents) for cents in zip(*(one.cents or () for one in after.components), strict=True)] == list(
            after.totals_cents
        )
        if formula is POOL:
            assert after.district_cents == 1_000_000_00
        else:
            before = allocate_steps(formula, first)
            for at, change in enumerate(why_changed(before, after)):
                assert change.change_cents == after.totals_cents[at] - before.totals_cents[at]
                assert sum(part.cents for part in change.parts) == change.change_cents


@given(SCHOOLS, RULES, st.randoms(use_true_random=False))
def test_the_order_of_schools_does_not_matter(schools: Counts, rule: RecountRule, random: Random) -> None:
    first, second = columns_of(schools)
    order = list(range(len(schools)))
    random.shuffle(order)
    shuffled = SchoolColumns(
        tuple(second.school_ids[at] for at in order),
        ("",) * len(order),
        {key: [column[at] for at in order] for key, column in second.columns.items()},
    )
    straight = recount(BY_HEAD, first, second, rule)
    assert recount(BY_HEAD, first, shuffled, rule).columns.columns == straight.columns.columns


@given(SCHOOLS, RULES, st.integers(0, 11), st.integers(1, 300), st.booleans())
def test_more_students_are_never_less_money(schools: Counts, rule: RecountRule, at: int, more: int, pool: bool) -> None:
    schools = [*schools, (1, 1, 1, 1)]
    at %= len(schools)
    n, poor, later, poor_later = schools[at]
    raised = [*schools[:at], (n, poor, later + more, poor_later + more), *schools[at + 1 :]]
    assert paid(raised, rule, pool).totals_cents[at] >= paid(schools, rule, pool).totals_cents[at]
