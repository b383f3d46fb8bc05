"""How well rules foresaw what came: cases a data lead can read, and the same question asked slowly."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tests.engines.warning.rows import records_of
from tests.engines.warning.slow import Child, _where
from tests.engines.warning.test_warning import JUST_ABSENCE, SCHOOL, YEAR, there

from throughline.engines.warning.foreseeing import (
    NEVER,
    Came,
    Outcome,
    Score,
    came,
    is_missed_more,
    pointed_out,
    score,
)

OUTCOME = Outcome(Fraction(1, 10), 2, Fraction(3, 2))
RULES = replace(JUST_ABSENCE, least_days=10)
HALF, END = 50, 100


def _on(child: Child, outcome: Outcome = OUTCOME) -> int:
    return int(came(records_of([child], YEAR), RULES, outcome, HALF, END).on[0])


def _missing(days: set[int], **more: object) -> Child:
    rows = [(SCHOOL, day, 2 if day in days else 0) for day in range(1, END + 1)]
    return Child(stints=[(SCHOOL, 1, END)], attendance=rows, **more)  # type: ignore[arg-type]


def test_a_tenth_of_the_days_that_followed_counts_from_the_absence_that_makes_it() -> None:
    assert _on(_missing({60, 70, 80, 90, 95})) == 95, "the fifth of fifty"
    assert _on(_missing({60, 70, 80, 90})) == NEVER
    assert _on(_missing(set(range(1, 51)))) == NEVER, "what was before is not what came"


def test_courses_failed_count_in_one_marking_period_and_when_posted() -> None:
    marks = [(60, 61, 4000, "", 0), (80, 81, 4000, "", 0), (80, 83, 5999, "", 0)]
    assert _on(_missing(set(), marks=marks)) == 83
    assert _on(_missing(set(), marks=marks[:2])) == NEVER
    assert _on(_missing(set(), marks=[(40, 45, 0, "", 0), (40, 46, 0, "", 0)])) == NEVER


def test_days_suspended_are_summed_in_tenths() -> None:
    assert _on(_missing(set(), incidents=[(60, 10), (70, 4), (72, 1)])) == 72
    assert _on(_missing(set(), incidents=[(60, 10), (70, 4)])) == NEVER


def test_who_left_or_was_not_recorded_is_not_counted_as_well() -> None:
    left = Child(stints=[(SCHOOL, 1, 55)], attendance=[(SCHOOL, day, 0) for day in range(1, 56)])
    unrecorded = Child(stints=[(SCHOOL, 1, END)], attendance=[(SCHOOL, day, 0) for day in range(1, 60)])
    late = Child(stints=[(SCHOOL, 52, END)], attendance=[(SCHOOL, day, 0) for day in range(52, END + 1)])
    found = came(records_of([left, unrecorded, late, there(END, 0)], YEAR), RULES, OUTCOME, HALF, END)
    assert found.known.tolist() == [False, False, False, True]


def test_of_those_pointed_out_half_had_been_for_so_long() -> None:
    pointed = np.array([10, 20, 30, NEVER, 40])
    found = Came(np.array([90, 90, NEVER, 80, 60]), np.ones(5, dtype=np.bool_))
    every = score(pointed, found, np.ones(5, dtype=np.bool_))
    assert (every.n, every.n_pointed, every.n_came, every.n_both, every.half_ahead) == (5, 4, 4, 3, 70)
    assert every.precision == Fraction(3, 4)
    assert every.recall == Fraction(3, 4)
    nobody = score(pointed, found, np.zeros(5, dtype=np.bool_))
    assert (nobody.precision, nobody.recall, nobody.half_ahead) == (None, None, None)


def test_the_first_day_the_rules_flag_is_the_day_they_pointed_out() -> None:
    records = records_of([_missing({11, 12, 13, 14}), _missing(set())], YEAR)
    assert pointed_out(records, RULES, 1, [10, 20, 30, 90]).tolist() == [20, NEVER]


def _found(n_both: int, n_came: int) -> Score:
    return Score(1000, n_both, n_came, n_both, None)


def test_a_part_is_missed_more_where_chance_would_not_do_it_and_it_is_a_tenth_or_more() -> None:
    whole = _found(160, 200)
    assert is_missed_more(_found(20, 40), whole), "half of them, and 140 of 160 of all others"
    assert not is_missed_more(_found(30, 40), whole), "30 of 40 may well be chance"
    assert not is_missed_more(_found(2, 9), whole), "nine are too few to say"
    assert not is_missed_more(_found(150, 195), whole), "and so are five others"
    many = _found(90_000, 100_000)
    assert not is_missed_more(_found(41_000, 50_000), _found(90_000, 109_000)), "sure, and still not a tenth"
    assert is_missed_more(_found(40_000, 50_000), many)
    assert not is_missed_more(_found(40, 40), whole)
    assert not is_missed_more(whole, whole), "all students are no part of all"


CHILDREN = st.lists(
    st.builds(
        Child,
        stints=st.tuples(st.integers(1, 60), st.integers(40, END)).map(lambda days: [(SCHOOL, *days)]),
        attendance=st.lists(st.sampled_from([0, 0, 0, 1, 2, 3]), min_size=END, max_size=END).map(
            lambda status: [(SCHOOL, day, one) for day, one in enumerate(status, start=1)]
        ),
        marks=st.lists(
            st.tuples(
                st.sampled_from([40, 70, 90]), st.integers(30, 110), st.integers(-1, 9000), st.just("F"), st.just(0)
            ),
            max_size=5,
        ),
        incidents=st.lists(st.tuples(st.integers(30, 110), st.integers(0, 12)), max_size=5),
    ),
    min_size=1,
    max_size=4,
)


def _slowly(child: Child) -> int:
    """Day by day: the first on which one of the three has come about."""
    where = _where(child, END)
    days = [day for day in where if day > HALF and day in YEAR[SCHOOL]]
    status = {day: one for _school, day, one in child.attendance}
    for day in range(HALF + 1, END + 1):
        absent = sum(status[other] in (1, 2) for other in days if other <= day)
        if len(days) >= RULES.least_days and absent and Fraction(absent, len(days)) >= OUTCOME.absent_at:
            return day
        failed: dict[int, int] = {}
        for period, posted, hundredths, mark, _credits in child.marks:
            fails = hundredths < 6000 if hundredths >= 0 else mark == "F"
            failed[period] = failed.get(period, 0) + (HALF < posted <= day and fails)
        if max(failed.values(), default=0) >= OUTCOME.courses_failed:
            return day
        if Fraction(sum(n for on, n in child.incidents if HALF < on <= day), 10) >= OUTCOME.days_suspended:
            return day
    return NEVER


@given(CHILDREN, st.integers(0, 1000))
def test_the_same_as_asked_slowly_in_any_order_of_rows(children: list[Child], seed: int) -> None:
    found = came(records_of(children, YEAR, seed), RULES, OUTCOME, HALF, END)
    assert found.on.tolist() == [_slowly(child) for child in children]


@given(CHILDREN, st.lists(st.integers(1, 5), min_size=4, max_size=4))
def test_groups_that_part_all_add_up_to_all(children: list[Child], groups: list[int]) -> None:
    records = records_of(children, YEAR)
    pointed, found = pointed_out(records, RULES, 1, range(8, HALF + 1, 7)), came(records, RULES, OUTCOME, HALF, END)
    of = np.array(groups[: len(children)])
    whole = score(pointed, found, np.ones(len(children), dtype=np.bool_))
    parts = [score(pointed, found, of == group) for group in range(1, 6)]
    for name in ("n", "n_pointed", "n_came", "n_both"):
        assert sum(getattr(part, name) for part in parts) == getattr(whole, name)
    assert whole.half_ahead is None or whole.half_ahead >= 1
