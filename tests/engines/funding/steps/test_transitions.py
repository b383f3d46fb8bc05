"""Getting from last year to a formula: triggers, phase-in, caps on top-ups, recounts, and counts that are hidden."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines.funding.steps.test_steps import CENTS, HEAD, dollars, pay, run, step

from throughline.engines.funding.steps import (
    Cell,
    Input,
    SchoolColumns,
    StepsAllocation,
    allocate_between,
    allocate_steps,
    recount,
)
from throughline.formats.formula import load_steps, steps_formula, steps_library, write_steps
from throughline.values.errors import RefusedInput

TRANSITION = steps_formula("held-harmless-phase-in")


def transition(
    general: int = 5_000_000, suppose: dict[str, Fraction | bool] | None = None, poverty: int = 60
) -> StepsAllocation:
    """Three schools of 100, 200 and 300; last year they had 12,000, 6,000 and 4,000 dollars a student."""
    enrolled = [Fraction(n) for n in (100, 200, 300)]
    columns: dict[str, list[Cell]] = {
        "enrolled": list(enrolled),
        "poverty": [Fraction(0), Fraction(poverty), Fraction(120)],
        "last_enrolled": list(enrolled),
        "last_dollars": [Fraction(1_200_000), Fraction(1_200_000), Fraction(1_200_000)],
    }
    schools = SchoolColumns(("a", "b", "c"), ("",) * 3, columns, revenues_cents={"general": general * 100})
    return allocate_steps(TRANSITION, schools, suppose=suppose)


def test_the_first_year_goes_a_third_of_the_way_and_gainers_hold_the_loser() -> None:
    """By weights: 500,000, 1,075,000, 1,650,000. After 34 percent of the way: 962,000, 1,157,500, 1,353,000.

    a is held at 95 percent of 12,000 for each of 100: 1,140,000, so 178,000 is missing. b stands 17,500 above its
    own 1,140,000 and c 213,000; each gives at most 3 percent of what it has (34,725 and 40,590): 17,500 + 40,590.
    """
    result = transition()
    assert dollars(result) == [962_000 + 58_090, 1_140_000, 1_353_000 - 40_590]
    assert [problem.value for problem in result.warnings] == ["119910.00"]


def test_under_the_trigger_everything_stays_and_a_shadow_says_what_would_be() -> None:
    waiting = transition(general=3_999_999)
    assert dollars(waiting) == [1_200_000] * 3
    shadow = transition(general=3_999_999, suppose={"weights_on": True})
    assert shadow.totals_cents == transition().totals_cents
    assert shadow.digest != waiting.digest
    assert shadow.summary()["supposed"] == {"weights_on": "True"}


@pytest.mark.parametrize(("year", "share"), [(0, "0"), (1, "0.34"), (2, "0.67"), (3, "1"), (9, "1")])
def test_each_year_of_the_phase_in(year: int, share: str) -> None:
    result = transition(suppose={"year_of_phase_in": Fraction(year)})
    formula, last = (result.value(key).fractions() for key in ("by_weights", "on_the_way"))
    assert last == [1_200_000 + Fraction(share) * (amount - 1_200_000) for amount in formula]


def test_nothing_can_be_supposed_that_is_not_there() -> None:
    with pytest.raises(KeyError):
        transition(suppose={"enrolled": Fraction(1)})


def test_one_school_is_raised_by_no_more_than_the_most() -> None:
    top = step("t", "top up", to='"last"', most='"n * rate * 0.1"', paid='"open"', from_='"general"', round=CENTS)
    result = run(pay("p", "n * rate") + top, last=(50_000, 31_000, 0))
    assert result.results[1].cents == (1_000_00, 1_000_00, 0)


def test_a_pool_waits_for_its_trigger_and_is_then_left() -> None:
    shared = step(
        "s", "share pool", pool='"general"', by='"n"', when='"general > 1000"', from_='"general"', round=CENTS
    )
    assert run(shared, general=900).uses()[0].left_cents == 900_00
    assert run(shared, general=1_800).totals_cents == (20_000, 60_000, 100_000)


ENROLLED = Input("n", TRANSITION.inputs[0].label, "pupils", "October 1", "both")


@pytest.mark.parametrize(
    ("policy", "later", "expected"),
    [
        (ENROLLED, 107, "107"),
        (replace(ENROLLED, recount_over=Fraction("0.02")), 102, "100"),
        (replace(ENROLLED, recount_over=Fraction("0.02")), 103, "103"),
        (replace(ENROLLED, recount_at_most=Fraction("0.1")), 80, "90"),
        (replace(ENROLLED, recount_part=Fraction("0.5")), 107, "103.5"),
        (replace(ENROLLED, recount="increases only", recount_part=Fraction("0.5")), 90, "100"),
        (replace(ENROLLED, recount="fixed"), 140, "100"),
        (
            replace(
                ENROLLED, recount_over=Fraction("0.02"), recount_at_most=Fraction("0.1"), recount_part=Fraction("0.5")
            ),
            140,
            "105",
        ),
    ],
)
def test_a_recount_follows_the_rules_of_its_column(policy: Input, later: int, expected: str) -> None:
    formula = replace(TRANSITION, inputs=(policy,))
    first, second = (SchoolColumns(("a",), ("",), {"n": [Fraction(n)]}) for n in (100, later))
    assert recount(formula, first, second).columns.columns["n"] == (Fraction(expected),)


def hidden(formula: str, pool: int, bounds: dict[str, tuple[int, int]]) -> SchoolColumns:
    columns: dict[str, list[Cell]] = {
        "n": [Fraction(100)] * 3,
        "poor": [Fraction(bounds.get(one, (20, 20))[0]) for one in "abc"],
        "last": [Fraction(0)] * 3,
    }
    withheld = {"poor": {one: (Fraction(low), Fraction(high)) for one, (low, high) in bounds.items()}}
    return SchoolColumns(("a", "b", "c"), ("",) * 3, columns, revenues_cents={"general": pool}, withheld=withheld)


def test_a_hidden_count_is_never_run_as_a_number() -> None:
    with pytest.raises(RefusedInput) as refused:
        allocate_steps(load_steps((HEAD + pay("p", "poor * rate")).encode()), hidden("", 0, {"a": (1, 9)}))
    assert refused.value.problems[0].rule.code == "count-withheld"


def test_the_least_and_the_most_of_a_hidden_count() -> None:
    between = allocate_between(load_steps((HEAD + pay("p", "poor * rate")).encode()), hidden("", 0, {"a": (1, 9)}))
    assert between.least_cents == (100_00, 2_000_00, 2_000_00)
    assert between.most_cents == (900_00, 2_000_00, 2_000_00)
    assert (between.district_least_cents, between.district_most_cents) == (4_100_00, 4_900_00)


def test_where_a_pool_is_shared_one_schools_most_is_anothers_least() -> None:
    shared = step("s", "share pool", pool='"general"', by='"poor"', from_='"general"', round=CENTS)
    formula = load_steps((HEAD + shared).encode())
    between = allocate_between(formula, hidden("", 100_000, {"a": (0, 20), "b": (10, 20)}))
    assert between.least_cents == (0, 20_000, 33_333)  # b: 10 of 50, a at its most
    assert between.most_cents == (40_000, 50_000, 66_667)
    assert between.district_least_cents == between.district_most_cents == 100_000


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=3, max_size=3),
    st.lists(st.integers(0, 9), min_size=3, max_size=3),
    st.booleans(),
)
@settings(max_examples=60, deadline=None)
def test_what_turns_out_lies_between(pairs: list[tuple[int, int]], inside: list[int], pooled: bool) -> None:
    shared = step("s", "share pool", pool='"general"', by='"poor + n"', from_='"general"', round=CENTS)
    formula = load_steps((HEAD + (shared if pooled else pay("p", "poor * rate"))).encode())
    bounds = {one: (min(pair), max(pair)) for one, pair in zip("abc", pairs, strict=True)}
    schools = hidden("", 99_999, bounds)
    between = allocate_between(formula, schools)
    truth = [Fraction(max(low, min(high, at))) for at, (low, high) in zip(inside, bounds.values(), strict=True)]
    run_on_truth = allocate_steps(formula, replace(schools, columns={**schools.columns, "poor": truth}, withheld={}))
    for least, cents, most in zip(between.least_cents, run_on_truth.totals_cents, between.most_cents, strict=True):
        assert least <= cents <= most
    assert between.district_least_cents <= run_on_truth.district_cents <= between.district_most_cents


@pytest.mark.parametrize("document", steps_library(), ids=lambda document: document.key)
def test_a_document_that_is_written_is_read_back_whole(document: object) -> None:
    formula = document.formula  # type: ignore[attr-defined]  # pytest does not say what it hands in
    written = write_steps(formula)
    assert load_steps(written).digest == formula.digest
    assert write_steps(load_steps(written)) == written
