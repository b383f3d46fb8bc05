"""All schools at once gives what one school after another gives, to the last cent and the last digit of the trace."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.engines.funding.steps import invented
from tests.engines.funding.steps.school_by_school import ByZero, run_plainly

from throughline.engines.funding.steps import (
    SchoolColumns,
    StepsAllocation,
    StepsFormula,
    allocate_steps,
    columns,
    pools,
)
from throughline.formats.formula import load_steps
from throughline.values.errors import RefusedInput


def everything(formula: StepsFormula, schools: SchoolColumns) -> Any:
    """This function will return all that a run says, or all that it refuses with."""
    try:
        result = allocate_steps(formula, schools)
    except RefusedInput as refused:
        return [problem.as_json() for problem in refused.problems]
    return result.digest, result.summary(), [list(result.trace(at)) for at in range(schools.n_schools)]


def anew(schools: SchoolColumns) -> SchoolColumns:
    """This function will lay the same figures out again, with nothing kept from an earlier run."""
    cells = {key: list(column) for key, column in schools.columns.items()}
    return SchoolColumns(tuple(schools.school_ids), tuple(schools.levels), cells, revenues_cents=schools.revenues_cents)


@given(invented.documents(invented.EVERY_KIND), invented.schools())
@settings(max_examples=250)
def test_sixty_four_bits_give_what_numbers_without_end_give(document: str, schools: SchoolColumns) -> None:
    formula = load_steps(document.encode())
    fast = everything(formula, anew(schools))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(columns, "SAFE", 1)  # no number but zero fits, so all is done in Python's integers
        patched.setattr(pools, "SAFE", 1)
        slow = everything(load_steps(document.encode()), anew(schools))
    assert fast == slow


@given(invented.documents(invented.CALCULATED), invented.schools())
@settings(max_examples=250)
def test_all_schools_at_once_give_what_each_gives_alone(document: str, schools: SchoolColumns) -> None:
    formula = load_steps(document.encode())
    try:
        result: StepsAllocation = allocate_steps(formula, schools)
        rows = run_plainly(formula, schools)
    except (RefusedInput, ByZero):
        assume(False)
    for at, row in enumerate(rows):
        came = {line.step.key: line.result for line in result.trace(at)}
        assert came == {step.key: row[step.key] for step in formula.steps}
        assert Fraction(result.totals_cents[at], 100) == row["paid"]


@given(st.integers(-(10**6), 10**6), st.lists(st.fractions(0, 1000, max_denominator=12), min_size=1, max_size=9))
def test_a_pool_is_shared_the_same_way_by_column_and_by_list(total: int, weights: list[Fraction]) -> None:
    assume(any(weights) or not total)
    ids = [f"s{(at * 7) % 9}" for at in range(len(weights))]
    shared = pools.share_out(total, columns.Exact.of(weights), ids)
    assert shared.fractions() == pools.distribute(total, weights, ids)
