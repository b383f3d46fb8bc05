"""Why a school's dollars changed: cases a person can check with a pencil, and what holds for every pair of results."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughline.engines.funding import Allocation, Formula, SchoolCounts, allocate
from throughline.engines.funding.changes import Part, SchoolChange, why_changed
from throughline.engines.funding.steps import Cell, SchoolColumns, StepsAllocation, StepsFormula, allocate_steps
from throughline.formats.formula import library_formula, load_steps

MATRIX = library_formula("guidebook-table-2-2")


def of_matrix(formula: Formula = MATRIX, level: str = "elementary", n: int = 100, poor: int = 50) -> Allocation:
    codes = [need.counts for need in formula.needs]
    columns = {code: [0, 0] for code in codes} | {codes[0]: [n, 10], codes[1]: [poor, 0]}
    return allocate(formula, SchoolCounts.of(["S1", "S2"], [level, "high"], columns, school_names=["Oak", "Elm"]))


def told(change: SchoolChange) -> dict[Part, int]:
    return {part.part: part.cents for part in change.parts if part.cents}


def test_matrix_enrollment_then_need_mix_then_rates() -> None:
    """100 students, 50 poor; then 110 students, 66 poor, at a rate for poverty that is $100 higher."""
    rates = tuple((row[0], row[1] + 100_00, *row[2:]) for row in MATRIX.rates_cents)
    (oak, elm) = why_changed(of_matrix(), of_matrix(replace(MATRIX, rates_cents=rates), n=110, poor=66))
    assert told(oak) == {
        Part.ENROLLMENT: 10 * 3741_00 + 5 * 1272_00,  # half of 110 would be 55 poor
        Part.NEED_MIX: 11 * 1272_00,  # and 66 are
        Part.RATES: 66 * 100_00,
    }
    assert (elm.school_name, told(elm)) == ("Elm", {})


def test_matrix_a_school_that_changes_its_level() -> None:
    (oak, _) = why_changed(of_matrix(), of_matrix(level="middle"))
    assert told(oak) == {Part.FIGURES: 100 * (3667_00 - 3741_00) + 50 * (1247_00 - 1272_00)}


def test_a_level_the_earlier_formula_does_not_know_stands_with_the_rates() -> None:
    levels = tuple(replace(level, key="upper") if level.key == "middle" else level for level in MATRIX.levels)
    (oak, _) = why_changed(of_matrix(), of_matrix(replace(MATRIX, levels=levels), level="upper"))
    (rates,) = [part for part in oak.parts if part.part is Part.RATES]
    assert rates.with_others == (Part.FIGURES,)
    assert rates.cents == oak.change_cents


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
key = "students"
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
key = "last"
label = "Last year"
unit = "dollars"
[[parameters]]
key = "rate"
label = "Rate"
unit = "dollars per pupil"
year = "2026-27"
source = "A test"
value = RATE
[[sources]]
key = "general"
label = "General"
[[sources]]
key = "title"
label = "Title I"
[[steps]]
key = "base"
label = "Base"
do = "pay"
is = "students * rate"
from = "general"
round = { mode = "half-up", places = 0 }
"""
POOL = """
[[steps]]
key = "by_poverty"
label = "By poverty"
do = "share pool"
pool = "title"
by = "poverty"
from = "title"
round = { mode = "half-up", places = 2 }
"""
TOP_UP = """
[[steps]]
key = "held"
label = "Held harmless"
do = "top up"
to = "last"
paid = "open"
from = "general"
where = "students > 0"
round = { mode = "half-up", places = 2 }
"""
Figures = Mapping[str, tuple[int, int, int]]


def formula(rate: str = "100", steps: str = POOL + TOP_UP) -> StepsFormula:
    return load_steps((HEAD.replace("RATE", rate) + steps).encode())


def of_steps(figures: Figures, title: int = 0, used: StepsFormula | None = None) -> StepsAllocation:
    """Figures by school: students, in poverty, last year's dollars."""
    rows = list(figures.values())
    columns: dict[str, list[Cell]] = {
        key: [Fraction(row[at]) for row in rows] for at, key in enumerate(("students", "poverty", "last"))
    }
    schools = SchoolColumns(tuple(figures), ("",) * len(rows), columns, revenues_cents={"title": title * 100})
    return allocate_steps(used or formula(), schools)


def test_a_school_that_did_not_change_learns_that_another_did() -> None:
    before = of_steps({"a": (100, 50, 0), "b": (100, 50, 0)}, title=1000)
    after = of_steps({"a": (100, 50, 0), "b": (100, 75, 0)}, title=1500)
    a, b = why_changed(before, after)
    assert told(a) == {Part.OTHER_SCHOOLS: (400 - 500) * 100, Part.SOURCES: 200_00}
    assert told(b) == {Part.NEED_MIX: (600 - 500) * 100, Part.SOURCES: 300_00}


def test_a_top_up_and_a_rounding_are_lines_of_their_own() -> None:
    before = of_steps({"a": (10, 0, 0)})
    after = of_steps({"a": (9, 0, 1000)}, used=formula("100.05"))
    (a,) = why_changed(before, after)
    assert told(a) == {
        Part.ENROLLMENT: -100_00,
        Part.RATES: 45,
        Part.ROUNDING: -45,  # 900.45 is paid as 900 dollars
        Part.TOP_UPS: 100_00,
    }
    assert [(line.key, line.before_cents, line.after_cents) for line in a.lines if line.after_cents] == [
        ("base", 1000_00, 900_00),
        ("held", 0, 100_00),
    ]


def test_schools_that_open_and_close() -> None:
    before, after = of_steps({"a": (10, 0, 0)}), of_steps({"b": (20, 0, 0)})
    closed, opened = why_changed(before, after)[0], why_changed(before, after)[1]
    assert (closed.school_id, closed.after_cents, told(closed)) == ("a", None, {Part.OPENED: -1000_00})
    assert (opened.school_id, opened.before_cents, told(opened)) == ("b", None, {Part.OPENED: 2000_00})


def test_what_cannot_be_run_stands_with_the_next_cause() -> None:
    """Nobody was left whom the pool could pay: the sources can be told apart no more."""
    before = of_steps({"a": (10, 5, 0)}, title=100)
    after = of_steps({"a": (10, 0, 0)}, title=0)
    (a,) = why_changed(before, after)
    (sources,) = [part for part in a.parts if part.part is Part.SOURCES]
    assert sources.with_others == (Part.NEED_MIX, Part.FIGURES, Part.OTHER_SCHOOLS)
    assert sources.cents == a.change_cents == -100_00


def test_from_a_matrix_to_steps_everything_is_the_formula() -> None:
    after = of_steps({"S1": (100, 50, 0)})
    (change,) = why_changed(of_matrix(), after, school_ids=["S1"])
    assert told(change) == {Part.RATES: change.change_cents}


def test_a_school_in_neither_result_is_refused() -> None:
    with pytest.raises(KeyError):
        why_changed(of_matrix(), of_matrix(), school_ids=["nobody"])


row = st.tuples(st.integers(0, 900), st.integers(0, 400), st.integers(0, 90_000))
some_schools = st.dictionaries(st.sampled_from("abcdef"), row, max_size=6)
rates = st.sampled_from(["100", "99.995", "100.005", "1.333"])


@given(some_schools, some_schools, rates, rates, st.integers(0, 10**6), st.integers(0, 10**6), st.booleans())
@settings(max_examples=60, deadline=None)
def test_parts_and_lines_add_up_whatever_changes(
    was: Figures, now: Figures, old: str, new: str, first: int, last: int, pooled: bool
) -> None:
    steps = (POOL if pooled else "") + TOP_UP
    anchor = {"z": (100, 100, 0)}  # somebody whom the pool may pay
    before = of_steps({**anchor, **was}, first, formula(old, steps))
    after = of_steps({**anchor, **now}, last, formula(new, steps))
    changes = why_changed(before, after)  # each refuses to exist where it does not add up
    assert {change.school_id for change in changes} == {*anchor, *was, *now}
    assert sum(change.change_cents for change in changes) == after.district_cents - before.district_cents
    for change in changes:
        if not pooled and change.before_cents is not None and change.after_cents is not None:
            assert change.cents(Part.OTHER_SCHOOLS) == 0
        if old == new and first == last:
            assert change.cents(Part.RATES) == change.cents(Part.SOURCES) == 0
    assert all(not told(change) for change in why_changed(after, after))
