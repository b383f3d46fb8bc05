"""Revenues in their places, and draws that add up: cases by hand, and properties for any revenues and schools."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughline.engines.funding.revenues import (
    CentralShare,
    Draws,
    Grant,
    Placement,
    Revenue,
    draw_on,
    place_revenues,
    with_revenues,
)
from throughline.engines.funding.steps import Cell, SchoolColumns, StepsAllocation, StepsFormula, allocate_steps
from throughline.formats.formula import load_steps
from throughline.values.errors import RefusedInput

FORMULA: StepsFormula = load_steps(b"""
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
key = "n"
label = "Students"
unit = "pupils"
counted_on = "October 1"
recount = "fixed"
[[inputs]]
key = "poor"
label = "In poverty"
unit = "pupils"
counted_on = "October 1"
recount = "fixed"
[[sources]]
key = "open"
label = "Open"
[[sources]]
key = "bound"
label = "Bound"
restricted = true
[[steps]]
key = "base"
label = "Base"
do = "share pool"
pool = "open * 0.5"
by = "n"
from = "open"
round = { mode = "half-up", places = 2 }
[[steps]]
key = "more"
label = "More"
do = "share pool"
pool = "open * 0.5"
by = "poor + n * 0.01"
from = "open"
need = "poverty"
round = { mode = "half-up", places = 2 }
[[steps]]
key = "title"
label = "Bound"
do = "share pool"
pool = "bound"
by = "poor + n * 0.01"
from = "bound"
need = "poverty"
round = { mode = "half-up", places = 2 }
""")
ROWS = {"a": (100, 50), "b": (200, 20), "c": (300, 90)}


def schools(rows: dict[str, tuple[int, int]]) -> SchoolColumns:
    columns: dict[str, list[Cell]] = {
        "n": [Fraction(n) for n, _ in rows.values()],
        "poor": [Fraction(poor) for _, poor in rows.values()],
    }
    return SchoolColumns(tuple(rows), ("",) * len(rows), columns)


def revenue(key: str, dollars: int, **more: object) -> Revenue:
    given = {"pool": "bound" if more.get("restricted") else "open", "status": "unlocked", "restricted": False} | more
    return Revenue(key=key, name=key, origin="state", amount_cents=dollars * 100, **given)  # type: ignore[arg-type]


def run(
    *revenues: Revenue, grants: tuple[Grant, ...] = (), rows: dict[str, tuple[int, int]] | None = None
) -> tuple[Placement, StepsAllocation, Draws]:
    counted = schools(rows or ROWS)
    placement = place_revenues(FORMULA, counted, [revenue("bound", 0, restricted=True), *revenues], grants)
    result = allocate_steps(FORMULA, with_revenues(counted, placement))
    return placement, result, draw_on(placement, result)


def test_central_shares_come_first_and_are_named_by_service() -> None:
    central = (CentralShare("nursing", cents=100_00), CentralShare("transport", share=Fraction("0.125")))
    placement, result, _ = run(revenue("general", 1000, central=central, carry_over_cents=200_00))
    assert placement.central["general"] == {"nursing": 100_00, "transport": 150_00}
    assert placement.pools["open"] == result.district_cents == 950_00
    assert placement.share_at_schools() == Fraction(950, 1200)


def test_a_grant_and_locked_money_go_past_the_formula_and_are_seen() -> None:
    placement, result, _ = run(
        revenue("general", 600),
        revenue("arts", 90, status="school_grant"),
        revenue("meals", 500, status="locked", restricted=True),
        grants=(Grant("a", "arts", 60_00), Grant("b", "arts", 30_00), Grant("a", "meals", 100_00)),
    )
    assert result.district_cents == 600_00
    assert placement.at_school_cents("a") == 160_00
    assert (placement.locked["meals"], placement.left["arts"]) == (400_00, 0)


def test_no_school_is_paid_from_money_it_may_not_have() -> None:
    _, result, draws = run(
        revenue("general", 0), revenue("title", 300, restricted=True, eligible_schools=frozenset("ac"))
    )
    assert result.school_by_source_cents("bound")[1] == 0
    assert sum(result.school_by_source_cents("bound")) == 300_00
    assert draws.by_revenue("b") == {}


def test_the_narrow_revenue_pays_first_and_everyone_is_paid() -> None:
    _, _, draws = run(
        revenue("general", 900), revenue("for_poverty", 60, eligible_needs=frozenset({"poverty"})),
        revenue("only_a", 40, eligible_schools=frozenset("a")),
    )  # fmt: skip
    assert not draws.not_covered
    assert {draw.need for draw in draws.draws if draw.revenue == "for_poverty"} == {"poverty"}
    assert {draw.school_id for draw in draws.draws if draw.revenue == "only_a"} == {"a"}
    assert set(draws.left.values()) == {0}


def test_payments_move_where_eligibilities_cross() -> None:
    """a and b share one revenue, b and c the other; alone, the first could pay b and leave a short."""
    rows = {"a": (100, 0), "b": (100, 0), "c": (100, 0)}
    _, _, draws = run(
        revenue("west", 100, eligible_schools=frozenset("ab")),
        revenue("east", 50, eligible_schools=frozenset("bc"), ends_on=date(2027, 6, 30)),
        rows=rows,
    )
    assert not draws.not_covered
    assert draws.by_revenue("a") == {"west": 50_00}
    assert draws.by_revenue("c") == {"east": 50_00}


@pytest.mark.parametrize(
    ("revenues", "grants", "code"),
    [
        ([revenue("x", 1, pool="nowhere")], (), "revenues-pool-unknown"),
        ([revenue("x", 1, restricted=True, pool="open")], (), "revenues-restricted-in-open-pool"),
        ([revenue("x", 1, poolable=False), revenue("y", 1)], (), "revenues-not-poolable"),
        ([revenue("x", 1, central=(CentralShare("s", cents=200),))], (), "revenues-central-beyond-all"),
        ([revenue("x", 1, status="school_grant")], (Grant("a", "x", 200),), "revenues-grants-beyond-all"),
        ([revenue("x", 1)], (Grant("a", "x", 1),), "revenues-grant-of-unlocked"),
        ([revenue("x", 1)], (Grant("a", "y", 1),), "revenues-grant-unknown"),
        (
            [revenue("x", 1, status="school_grant", eligible_schools=frozenset("b"))],
            (Grant("a", "x", 1),),
            "revenues-grant-not-eligible",
        ),
    ],
)
def test_what_has_no_place_is_refused_in_words(revenues: list[Revenue], grants: tuple[Grant, ...], code: str) -> None:
    with pytest.raises(RefusedInput) as refused:
        place_revenues(FORMULA, schools(ROWS), revenues, grants)
    problem = next(problem for problem in refused.value.problems if problem.rule.code == code)
    assert "{" not in problem.says() + problem.next_step()


some = st.frozensets(st.sampled_from("abcd"))


@given(
    st.dictionaries(st.sampled_from("abcd"), st.tuples(st.integers(1, 400), st.integers(0, 200)), min_size=1),
    st.lists(st.tuples(st.integers(0, 9_999), some, st.booleans(), st.integers(0, 100)), max_size=5),
)
@settings(max_examples=80, deadline=None)
def test_every_cent_is_drawn_once(
    rows: dict[str, tuple[int, int]], drawn: list[tuple[int, frozenset[str], bool, int]]
) -> None:
    revenues = [
        revenue(
            f"r{at}", dollars, eligible_schools=ids, central=(CentralShare("office", share=Fraction(percent, 100)),),
            eligible_needs=frozenset({"poverty"}) if bound else frozenset(),
        )
        for at, (dollars, ids, bound, percent) in enumerate(drawn)
    ]  # fmt: skip
    try:
        placement, result, draws = run(revenue("general", 7), *revenues, rows=rows)
    except RefusedInput:
        return  # somebody else's money only: nobody to pay
    by_key = {one.key: one for one in placement.revenues}
    for one in placement.revenues:
        total = sum(draw.cents for draw in draws.draws if draw.revenue == one.key)
        kept = sum(placement.central[one.key].values())
        assert total + draws.left[one.key] + kept == one.brings_cents
        assert draws.left[one.key] >= 0
    for school_id, total in zip(result.schools.school_ids, result.totals_cents, strict=True):
        missing = sum(draw.cents for draw in draws.not_covered if draw.school_id == school_id)
        assert sum(draws.by_revenue(school_id).values()) + missing == total
    assert all(draw.cents > 0 and by_key[draw.revenue].may_pay(draw.school_id, draw.need) for draw in draws.draws)
    for short in draws.not_covered:  # whoever is not covered has no revenue with money left that may pay
        able = [one for one in placement.in_pool(short.revenue) if one.may_pay(short.school_id, short.need)]
        assert all(draws.left[one.key] == 0 for one in able)
