"""Dollars as weights and weights as dollars: the same cents, and what cannot be said either way is named."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from throughline.engines.funding import Formula, SchoolCounts, allocate
from throughline.engines.funding.steps import Cell, SchoolColumns, allocate_steps, matrix_of_steps
from throughline.formats.formula import library_formula, load_steps, matrix_formula, steps_formula, weights_document
from throughline.values.errors import RefusedInput

TABLE = library_formula("guidebook-table-2-2")


def test_the_guidebooks_table_is_two_decimal_weights_rounded_to_dollars() -> None:
    written = weights_document(TABLE).decode()
    assert "poverty_weight" in written
    assert "elementary = 0.34, high = 0.23, middle = 0.34" in written or "elementary = 0.34, middle = 0.34" in written
    assert matrix_formula(load_steps(written.encode())).rates_cents == TABLE.rates_cents


def paid_both_ways(formula: Formula, counts: list[list[int]]) -> tuple[list[int], list[int]]:
    levels = [formula.levels[at % len(formula.levels)].key for at in range(len(counts))]
    ids = [f"s{at}" for at in range(len(counts))]
    columns = {need.counts: [row[at] for row in counts] for at, need in enumerate(formula.needs)}
    by_dollars = allocate(formula, SchoolCounts.of(ids, levels, columns))
    exact: dict[str, list[Cell]] = {
        need.key: [Fraction(row[at]) for row in counts] for at, need in enumerate(formula.needs)
    }
    schools = SchoolColumns(tuple(ids), tuple(levels), exact)
    by_weights = allocate_steps(load_steps(weights_document(formula)), schools)
    return by_dollars.totals_cents.tolist(), list(by_weights.totals_cents)


rate = st.integers(1, 2_000_000)


@given(
    st.lists(st.lists(rate, min_size=4, max_size=4), min_size=3, max_size=3),
    st.lists(st.lists(st.integers(0, 900), min_size=4, max_size=4), min_size=1, max_size=5),
    st.booleans(),
)
@example([[1, 1, 1, 1], [1, 1, 1, 1], [975_761, 1, 1, 1]], [[0, 0, 0, 0]], False)  # no float is 9757.61
@settings(max_examples=40, deadline=None)
def test_any_matrix_pays_the_same_as_its_weights(rates: list[list[int]], counts: list[list[int]], whole: bool) -> None:
    cents = tuple(tuple(each * 100 if whole else each for each in row) for row in rates)
    formula = replace(TABLE, rates_cents=cents)
    by_dollars, by_weights = paid_both_ways(formula, counts)
    assert by_dollars == by_weights
    assert matrix_formula(load_steps(weights_document(formula))).rates_cents == cents


def test_a_formula_of_weights_has_its_table_and_names_what_is_beyond_it() -> None:
    found = matrix_of_steps(steps_formula("san-francisco-style-floor"))
    assert found.beyond == ("foundation", "floor")  # an amount for each open school, and required staffing
    at = found.levels.index("elementary"), found.counts.index("poverty")
    assert found.dollars[at[0]][at[1]] == Fraction(9, 100) * 3800
    weights = found.weights("enrolled", "elementary")
    assert weights[0][found.counts.index("enrolled")] == 1
    base = found.dollars[0][0]
    assert [[each * base for each in row] for row in weights] == [list(row) for row in found.dollars]
    with pytest.raises(RefusedInput, match="foundation, floor"):
        matrix_formula(steps_formula("san-francisco-style-floor"))


def test_a_pool_has_no_dollars_for_each_student_before_it_is_shared() -> None:
    found = matrix_of_steps(steps_formula("hawaii-style-pool"))
    assert "weighted_pool" in found.beyond
    assert not any(any(row) for row in found.dollars)
    with pytest.raises(ValueError, match="no weights"):
        found.weights("enrolled")
