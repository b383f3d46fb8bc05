"""A column's arithmetic is the fractions' own, and what it knows of itself without a look is true."""

import operator
from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughline.engines.funding import SchoolCounts
from throughline.engines.funding.steps import Figures, SchoolColumns
from throughline.engines.funding.steps.columns import Exact, number
from throughline.engines.funding.steps.tables import Table

N = 4
Row = list[Fraction]
FRACTIONS = st.one_of(
    st.integers(-3, 900).map(Fraction),
    st.fractions(-20, 2000, max_denominator=12),
    st.sampled_from([Fraction(0), Fraction(1, 10), Fraction(2**62), Fraction(-(2**40), 3), Fraction(1, 10**7)]),
)
COLUMNS = st.one_of(st.lists(FRACTIONS, min_size=N, max_size=N), FRACTIONS)


def _over(one: Fraction, two: Fraction) -> Fraction:
    return one / two if two else Fraction(0)


OPERATIONS: dict[str, tuple[Callable[[Exact, Exact], Exact], Callable[[Fraction, Fraction], Fraction]]] = {
    "plus": (operator.add, operator.add),
    "minus": (operator.sub, operator.sub),
    "times": (operator.mul, operator.mul),
    "over": (Exact.over, _over),
    "at least": (Exact.at_least, max),
    "at most": (Exact.at_most, min),
}


def _held(drawn: Row | Fraction) -> tuple[Exact, Row]:
    return (number(drawn), [drawn] * N) if isinstance(drawn, Fraction) else (Exact.of(drawn), drawn)


def _is_true_of(column: Exact, row: Row) -> None:
    spread = column.spread(N)
    assert spread.fractions() == row
    assert column.signed or min(row) >= 0
    assert column.lies_below_nothing() == (min(row) < 0)
    assert max(abs(int(n)) for n in spread.n) <= spread.most  # type: ignore[union-attr]  # spread: an array


@given(COLUMNS, st.lists(st.tuples(st.sampled_from(sorted(OPERATIONS)), COLUMNS), max_size=5))
@settings(max_examples=300)
def test_sums_are_those_of_fractions_and_signs_are_known_rightly(
    first: Row | Fraction, then: list[tuple[str, Row | Fraction]]
) -> None:
    column, row = _held(first)
    for name, drawn in then:
        of_columns, of_fractions = OPERATIONS[name]
        other, others = _held(drawn)
        column, row = of_columns(column, other), list(map(of_fractions, row, others))
        _is_true_of(column, row)
    mask = np.array([True, False, True, False])
    _is_true_of(
        column.where(mask, number(0)), [one if here else Fraction(0) for one, here in zip(row, mask, strict=True)]
    )
    _is_true_of(column.rounded(2, "down"), [Fraction(int(one * 100), 100) for one in row])
    _is_true_of(column.rounded(2, "half-even"), [Fraction(round(one * 100), 100) for one in row])


@given(
    st.lists(st.tuples(st.integers(-50, 50), st.integers(-3, 90)), min_size=2, max_size=4, unique_by=lambda at: at[0]),
    st.lists(FRACTIONS, min_size=N, max_size=N),
    st.sampled_from(["step", "ramp", "tiers"]),
)
def test_a_table_says_rightly_that_nothing_in_it_lies_below_zero(
    points: list[tuple[int, int]], entries: Row, how: str
) -> None:
    table = Table([(Fraction(start), Fraction(gives)) for start, gives in sorted(points)])
    found = table.look_up(how, Exact.of(entries))
    assert found.signed or min(found.fractions()) >= 0


def test_counted_figures_are_read_as_cells_and_follow_no_later_change() -> None:
    counts = np.array([412, 0, 7], dtype=np.uint16)
    figures = Figures.counted(counts)
    counts[0] = 1
    assert len(figures) == 3
    assert list(figures) == [Fraction(412), Fraction(0), Fraction(7)]
    assert figures[0] == Fraction(412)
    assert figures[1:] == (Fraction(0), Fraction(7))
    assert figures == Figures.of([Fraction(412), Fraction(0), Fraction(7)])
    assert figures.exact.fractions() == list(figures)
    assert hash(figures) == hash(tuple(figures))


def test_counts_of_students_become_columns_by_their_codes_and_stay() -> None:
    table = np.array([[10, 3], [20, 4]])
    counts = SchoolCounts.in_table(["A", "B"], ["high", "middle"], ("all", "poverty"), table)
    columns = SchoolColumns.counted(counts, {"enrolled": "all", "poor": "poverty"})
    assert columns.columns == {"enrolled": (10, 20), "poor": (3, 4)}
    with pytest.raises(ValueError, match="read-only"):
        table[0, 0] = 11
    with pytest.raises(KeyError):
        SchoolColumns.counted(counts, {"enrolled": "everybody"})


def test_a_count_that_is_withheld_becomes_no_column() -> None:
    hidden = SchoolCounts.of(["A", "B"], ["high"] * 2, {"all": [10, 0]}, withheld={"all": [False, True]})
    with pytest.raises(ValueError, match="known"):
        SchoolColumns.counted(hidden, {"enrolled": "all"})
    known = SchoolCounts.of(["A", "B"], ["high"] * 2, {"all": [10, 0]}, withheld={"all": [False, False]})
    assert SchoolColumns.counted(known, {"enrolled": "all"}).columns["enrolled"][0] == 10
    with pytest.raises(ValueError, match="whole"):
        SchoolColumns.counted(SchoolCounts.of(["A"], ["high"], {"all": [1.5]}), {"enrolled": "all"})
