"""Money that may only add: cases a finance officer can work out, and what holds for any schools and any amount."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from throughline.engines.funding.revenues import (
    Grant,
    Guessed,
    Offset,
    PassedOver,
    Reads,
    Revenue,
    Supplement,
    check_supplement,
    place_revenues,
    with_revenues,
)
from throughline.engines.funding.steps import Cell, SchoolColumns, StepsFormula, allocate_steps
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
[[inputs]]
key = "title_i_school"
label = "Title I school"
unit = "yes or no"
[[parameters]]
key = "head"
label = "For each student"
unit = "dollars per pupil"
year = "2026-27"
source = "A test"
value = 100
[[parameters]]
key = "floor"
label = "Least"
unit = "dollars"
year = "2026-27"
source = "A test"
value = 20000
[[sources]]
key = "open"
label = "Open"
[[sources]]
key = "bound"
label = "Bound"
restricted = true
"""
BASE = """
[[steps]]
key = "base"
label = "Base"
do = "pay"
is = "n * head"
from = "open"
round = { mode = "half-up", places = 2 }
"""
TITLE = """
[[steps]]
key = "title"
label = "Bound"
do = "share pool"
pool = "bound"
by = "poor + n * 0.01"
from = "bound"
need = "poverty"
round = { mode = "half-up", places = 2 }
"""
TOP_UP = """
[[steps]]
key = "least"
label = "Least"
do = "top up"
to = "floor"
paid = "open"
from = "open"
round = { mode = "half-up", places = 2 }
"""
OWN_TOP_UP = TOP_UP.replace('to = "floor"', 'to = "floor"\nof = "base"')
FOR_POOR = """
[[steps]]
key = "more"
label = "More"
do = "pay"
is = "poor * head"
where = "WHERE"
from = "open"
need = "poverty"
round = { mode = "half-up", places = 2 }
"""
ONE_POOL = load_steps((HEAD + BASE.replace('from = "open"', 'from = "bound"')).encode())
NEUTRAL = load_steps((HEAD + BASE + TITLE + OWN_TOP_UP).encode())
TOPPED = load_steps((HEAD + BASE + TITLE + TOP_UP).encode())
SHUT_OUT = load_steps((HEAD + BASE + TITLE + FOR_POOR.replace("WHERE", "not title_i_school")).encode())
FAVOURED = load_steps((HEAD + BASE + TITLE + FOR_POOR.replace("WHERE", "title_i_school")).encode())
ROWS = {"a": (100, 50), "b": (150, 20), "c": (300, 90)}  # base: 10,000, 15,000 and 30,000 dollars


def revenue(key: str, dollars: int, **more: Any) -> Revenue:
    given: dict[str, Any] = {"origin": "state", "restricted": False, "status": "unlocked", "pool": "open"} | more
    return Revenue(key=key, name=key, amount_cents=dollars * 100, **given)


def title(dollars: int = 9_000, **more: Any) -> Revenue:
    about: dict[str, Any] = {"origin": "federal", "restricted": True, "pool": "bound", "supplement_not_supplant": True}
    return revenue("title_i", dollars, **(about | {"eligible_schools": frozenset("a")} | more))


STATE = revenue("aid", 900_000)


def check(formula: StepsFormula, *revenues: Revenue, grants: tuple[Grant, ...] = (), rows: Any = ROWS) -> Supplement:
    columns: dict[str, list[Cell]] = {
        "n": [Fraction(n) for n, _ in rows.values()],
        "poor": [Fraction(poor) for _, poor in rows.values()],
        "title_i_school": [key == "a" for key in rows],
    }
    schools = SchoolColumns(tuple(rows), ("",) * len(rows), columns)
    placed = place_revenues(formula, schools, revenues, grants)
    result = allocate_steps(formula, with_revenues(schools, placed))
    return check_supplement(formula, schools, revenues, grants, result)


def test_what_is_added_on_top_of_a_formula_that_does_not_look_takes_nothing() -> None:
    assert check(NEUTRAL, STATE, title()) == Supplement(
        checked=("title_i",), guessed=(Guessed("title_i", "title_i_school"),)
    )


def test_a_least_amount_that_counts_it_gives_the_school_less_of_the_districts_own() -> None:
    """Base 10,000, floor 20,000: 10,000 are added without the source, 1,000 with its 9,000."""
    (offset,) = check(TOPPED, STATE, title()).offsets
    assert (offset.school_id, offset.cents, offset.steps) == ("a", 9_000_00, ("least",))
    assert not offset.may_be_excluded


def test_locked_and_granted_beside_the_formula_it_takes_nothing() -> None:
    for status in ("locked", "school_grant"):
        other = revenue("other", 0, restricted=True, pool="bound")
        found = check(TOPPED, STATE, other, title(status=status), grants=(Grant("a", "title_i", 9_000_00),))
        assert not found.offsets


def test_money_for_the_same_need_that_passes_these_schools_over_may_be_excluded_with_a_reason() -> None:
    found = check(SHUT_OUT, STATE, title(eligible_needs=frozenset({"poverty"})))
    assert found.offsets == (Offset("a", "title_i", 10_000_00, 15_000_00, ("more",), True),)
    assert (found.forbidden, found.needs_reason) == ((), True)
    assert found.reads == (Reads("title_i", "more", "title_i_school"),)
    for_all = check(SHUT_OUT, STATE, title())
    assert for_all.forbidden == for_all.offsets != ()


def test_what_the_formula_says_of_a_column_goes_before_its_name() -> None:
    """Of three columns called alike, one says nothing, one says that it tells, one that it does not."""
    said = {None: (1, 1), "title_i": (1, 0), "none": (0, 0), "title_iii": (0, 0)}
    for tells_of, (n_offsets, n_guessed) in said.items():
        written = (HEAD + BASE + TITLE + FOR_POOR.replace("WHERE", "not title_i_school")).replace(
            'unit = "yes or no"', 'unit = "yes or no"' + (f'\ntells_of = "{tells_of}"' if tells_of else "")
        )
        found = check(load_steps(written.encode()), STATE, title())
        assert (len(found.offsets), len(found.guessed)) == (n_offsets, n_guessed), tells_of


def test_a_column_of_another_name_tells_where_the_formula_says_so() -> None:
    written = (HEAD + BASE + TITLE + FOR_POOR.replace("WHERE", "not served")).replace("title_i_school", "served")
    rows = {"n": [100, 150, 300], "poor": [50, 20, 90]}
    columns: dict[str, list[Cell]] = {key: [Fraction(n) for n in cells] for key, cells in rows.items()}
    schools = SchoolColumns(("a", "b", "c"), ("",) * 3, columns | {"served": [True, False, False]})
    for tells_of, n_offsets in (("", 0), ('\ntells_of = "title_i"', 1)):
        formula = load_steps(written.replace('unit = "yes or no"', f'unit = "yes or no"{tells_of}').encode())
        placed = place_revenues(formula, schools, (STATE, title()), ())
        result = allocate_steps(formula, with_revenues(schools, placed))
        found = check_supplement(formula, schools, (STATE, title()), (), result)
        assert len(found.offsets) == n_offsets


def test_a_step_that_gives_them_more_is_named_and_takes_nothing() -> None:
    found = check(FAVOURED, STATE, title())
    assert not found.offsets
    assert [one.step for one in found.reads] == ["more"]
    assert not found.needs_reason


def test_in_one_pool_with_the_districts_own_every_dollar_replaces_one() -> None:
    (offset,) = check(ONE_POOL, replace(STATE, restricted=True, pool="bound"), title()).offsets
    assert (offset.school_id, offset.cents, offset.steps, offset.may_be_excluded) == ("a", 9_000_00, (), False)


def test_the_districts_own_money_for_none_of_these_schools_is_named() -> None:
    local = revenue("levy", 700, origin="local", status="school_grant")
    found = check(NEUTRAL, STATE, local, title(), grants=(Grant("b", "levy", 700_00),))
    assert found.passed_over == (PassedOver("title_i", "levy", 700_00),)
    assert found.needs_reason
    both = (Grant("a", "levy", 100_00), Grant("b", "levy", 600_00))
    assert not check(NEUTRAL, STATE, local, title(), grants=both).passed_over


def test_nothing_is_checked_where_nothing_may_only_add() -> None:
    assert check(TOPPED, STATE, title(supplement_not_supplant=False)) == Supplement()


rows = st.dictionaries(st.sampled_from("abcd"), st.tuples(st.integers(1, 400), st.integers(0, 200)), min_size=2).filter(
    lambda found: "a" in found
)


@given(rows, st.integers(1, 99_999))
@settings(max_examples=60, deadline=None)
def test_a_neutral_formula_takes_nothing_whatever_the_schools_and_the_amount(rows: Any, dollars: int) -> None:
    assert not check(NEUTRAL, revenue("aid", 9_000_000), title(dollars), rows=rows).offsets


@given(rows, st.integers(1, 99_999))
@settings(max_examples=60, deadline=None)
def test_a_floor_takes_what_it_would_have_added_and_no_more_than_the_source_pays(rows: Any, dollars: int) -> None:
    found = check(TOPPED, revenue("aid", 9_000_000), title(dollars), rows=rows)
    short = max(0, 20_000_00 - rows["a"][0] * 100_00)
    assert sum(one.cents for one in found.offsets) == min(short, dollars * 100)


@given(rows, st.integers(1, 9_999))
@settings(max_examples=60, deadline=None)
def test_the_order_of_schools_changes_nothing(rows: Any, dollars: int) -> None:
    for formula, pool in ((TOPPED, "open"), (NEUTRAL, "bound")):
        turned = dict(reversed(rows.items()))
        own = [revenue("aid", 9_000_000), revenue("more", 5_000, restricted=True, pool="bound")]
        own = own if pool == "bound" else own[:1]
        found = [check(formula, *own, title(dollars), rows=one).offsets for one in (rows, turned)]
        assert sorted(found[0], key=str) == sorted(found[1], key=str)
