"""What holds for every school, count and pool: nothing is lost, nobody is paid who may not be, order never matters."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from throughline.engines.funding.steps import SchoolColumns, StepsAllocation, StepsFormula, allocate_steps
from throughline.formats.formula import load_steps

HEAD = """
schema = 1
kind = "steps"
key = "test"
name = "Test"
version = "1"
year = "2026-27"
currency = "USD"
[source]
title = "A test"
[[inputs]]
key = "enrolled"
label = "Students"
unit = "pupils"
counted_on = "October 1"
recount = "fixed"
[[inputs]]
key = "poverty"
label = "In poverty"
unit = "pupils"
counted_on = "October 1"
recount = "fixed"
[[inputs]]
key = "prior"
label = "Last year"
unit = "dollars"
[[sources]]
key = "general"
label = "General"
[[sources]]
key = "title"
label = "Restricted"
restricted = true
eligible = "ratio(poverty, enrolled) >= 0.4"
"""
STEPS = """
[[steps]]
key = "base"
label = "Base"
do = "pay"
is = "enrolled * rate"
from = "general"
round = { mode = "half-up", places = 2 }
[[steps]]
key = "by_poverty"
label = "By poverty"
do = "share pool"
pool = "title"
by = "poverty"
where = "enrolled > 0"
from = "title"
need = "poverty"
round = { mode = "half-up", places = 2, closing = "largest remainder" }
[[steps]]
key = "held_harmless"
label = "Held harmless"
do = "top up"
to = "prior"
paid = "gainers"
from = "general"
round = { mode = "half-up", places = 2 }
"""


RATE = """
[[parameters]]
key = "rate"
label = "Rate"
unit = "dollars per pupil"
year = "2026-27"
source = "A test"
value = 4000.125
"""
FORMULA: StepsFormula = load_steps((HEAD + STEPS + RATE).encode())

school = st.tuples(st.integers(1, 3000), st.integers(0, 1000), st.integers(0, 20_000_000_00))
schools = st.lists(school, min_size=1, max_size=12)


def columns(rows: list[tuple[int, int, int]], pool_cents: int, order: list[int] | None = None) -> SchoolColumns:
    order = list(range(len(rows))) if order is None else order
    rows = [(enrolled, min(poverty, enrolled), prior) for enrolled, poverty, prior in rows]
    rows = [(1000, 900, 0), *rows]  # somebody may always be paid from the restricted source
    order = [0, *(at + 1 for at in order)]
    return SchoolColumns(
        tuple(f"s{at:02d}" for at in order),
        ("",) * len(order),
        {
            "enrolled": [Fraction(rows[at][0]) for at in order],
            "poverty": [Fraction(rows[at][1]) for at in order],
            "prior": [Fraction(rows[at][2], 100) for at in order],
        },
        revenues_cents={"title": pool_cents},
    )


def paid(result: StepsAllocation) -> dict[str, int]:
    return dict(zip(result.schools.school_ids, result.totals_cents, strict=True))


@given(schools, st.integers(0, 10**11))
@settings(max_examples=60, deadline=None)
def test_everything_adds_up_and_nobody_is_paid_who_may_not_be(rows: list[tuple[int, int, int]], pool: int) -> None:
    result = allocate_steps(FORMULA, columns(rows, pool))

    total = result.district_cents
    assert total == sum(result.totals_cents)
    assert total == sum(result.by_component_cents().values())
    assert total == sum(result.by_source_cents().values()) == sum(result.by_need_cents().values())
    assert result.by_component_cents()["by_poverty"] == pool
    assert result.by_component_cents()["held_harmless"] == 0  # what gainers give, others receive
    for source in ("general", "title"):
        assert all(cents >= 0 for cents in result.school_by_source_cents(source))
    for at, cents in enumerate(result.school_by_source_cents("title")):
        share = result.schools.columns["poverty"][at] / result.schools.columns["enrolled"][at]  # type: ignore[operator]
        assert cents == 0 or share >= Fraction(2, 5)
    for at in range(result.schools.n_schools):
        assert sum(line.amount_cents or 0 for line in result.trace(at)) == result.totals_cents[at]


@given(schools, st.integers(0, 10**11), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_the_order_of_schools_changes_nothing(rows: list[tuple[int, int, int]], pool: int, random: object) -> None:
    order = list(range(len(rows)))
    random.shuffle(order)  # type: ignore[attr-defined]
    one, other = (allocate_steps(FORMULA, columns(rows, pool, each)) for each in (None, order))
    assert paid(one) == paid(other)
    assert one.digest == other.digest


@given(schools, st.integers(0, 10**9), st.integers(1, 200))
@settings(max_examples=40, deadline=None)
def test_more_need_never_means_less(rows: list[tuple[int, int, int]], pool: int, more: int) -> None:
    weights = replace(FORMULA, steps=FORMULA.steps[:2])
    enrolled, poverty, prior = rows[0]
    enrolled += more
    before = allocate_steps(weights, columns([(enrolled, min(poverty, enrolled - more), prior), *rows[1:]], pool))
    after = allocate_steps(weights, columns([(enrolled, min(poverty, enrolled - more) + more, prior), *rows[1:]], pool))
    assert after.totals_cents[1] >= before.totals_cents[1]


@given(schools, st.integers(0, 10**9), st.integers(2, 7))
@settings(max_examples=40, deadline=None)
def test_exact_amounts_scale_with_the_pool(rows: list[tuple[int, int, int]], pool: int, times: int) -> None:
    one = allocate_steps(FORMULA, columns(rows, pool)).results[1].exact.fractions()
    many = allocate_steps(FORMULA, columns(rows, pool * times)).results[1].exact.fractions()
    assert many == [amount * times for amount in one]


@given(schools, st.integers(0, 10**9))
@settings(max_examples=40, deadline=None)
def test_gainers_are_never_pushed_below_their_minimum(rows: list[tuple[int, int, int]], pool: int) -> None:
    result = allocate_steps(FORMULA, columns(rows, pool))
    moved = result.results[2].cents or ()
    for at, cents in enumerate(moved):
        minimum = int(Fraction(result.schools.columns["prior"][at]) * 100)
        if cents < 0:
            assert result.totals_cents[at] >= minimum
        if cents > 0:
            assert result.totals_cents[at] <= minimum


def test_a_claw_back_mirrors_a_payment() -> None:
    weights = replace(FORMULA, steps=FORMULA.steps[1:2])
    rows = [(100, 50, 0), (100, 60, 0)]
    given_out, taken = (allocate_steps(weights, columns(rows, pool)) for pool in (10_001, -10_001))
    assert taken.totals_cents == tuple(-cents for cents in given_out.totals_cents)
