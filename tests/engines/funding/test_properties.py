"""What must hold for any formula and any counts."""

from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from throughline.engines import funding
from throughline.engines.funding import Formula, Label, Level, Need, SchoolCounts, Source
from throughline.engines.funding.weights import OWN_LEVEL

CENTS = st.integers(0, 1_000_000_000)
STUDENTS = st.integers(0, 100_000)


@dataclass(frozen=True)
class Case:
    formula: Formula
    levels: list[str]
    counts: list[list[int]]  # by school, then need

    def schools(self, order: list[int] | None = None) -> SchoolCounts:
        order = list(range(len(self.levels))) if order is None else order
        return SchoolCounts.of(
            [f"S{at}" for at in order],
            [self.levels[at] for at in order],
            {need.key: [self.counts[at][n] for at in order] for n, need in enumerate(self.formula.needs)},
        )


@st.composite
def cases(draw: st.DrawFn) -> Case:
    n_levels, n_needs = draw(st.integers(1, 4)), draw(st.integers(1, 6))
    n_schools = draw(st.integers(0, 12))
    keys = [f"level{number}" for number in range(n_levels)]
    row = st.lists(CENTS, min_size=n_needs, max_size=n_needs).map(tuple)
    formula = Formula(
        key="any",
        name=Label.of("Any"),
        version="1",
        year="2026",
        source=Source("Invented"),
        levels=tuple(Level(key, Label.of(key)) for key in keys),
        needs=tuple(Need("all" if n == 0 else f"need{n}", Label.of("N")) for n in range(n_needs)),
        rates_cents=tuple(draw(st.lists(row, min_size=n_levels, max_size=n_levels))),
    )
    levels = draw(st.lists(st.sampled_from(keys), min_size=n_schools, max_size=n_schools))
    counts = draw(
        st.lists(st.lists(STUDENTS, min_size=n_needs, max_size=n_needs), min_size=n_schools, max_size=n_schools)
    )
    return Case(formula, levels, counts)


@given(cases())
def test_everything_adds_up_to_the_cent_every_way(case: Case) -> None:
    result = funding.allocate(case.formula, case.schools())
    by_hand = sum(
        count * rate
        for level, counts in zip(case.levels, case.counts, strict=True)
        for count, rate in zip(
            counts, case.formula.rates_cents[[item.key for item in case.formula.levels].index(level)], strict=True
        )
    )
    assert result.district_cents == by_hand
    assert sum(result.by_need_cents().values()) == by_hand
    assert sum(result.by_level_cents().values()) == by_hand
    assert sum(line.amount_cents for line in result.trace()) == by_hand
    for position, school_id in enumerate(result.schools.school_ids):
        school = result.school(school_id)
        assert sum(line.amount_cents for line in school.lines) == school.total_cents == result.totals_cents[position]
        assert all(line.count * line.rate_cents == line.amount_cents >= 0 for line in school.lines)


@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_schools_changes_no_cent_and_no_digest(case: Case, random: object) -> None:
    order = list(range(len(case.levels)))
    random.shuffle(order)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    plain, shuffled = (funding.allocate(case.formula, case.schools(places)) for places in (None, order))
    assert [plain.school(f"S{at}").total_cents for at in order] == shuffled.totals_cents.tolist()
    assert (plain.inputs_digest, plain.digest) == (shuffled.inputs_digest, shuffled.digest)


@given(cases(), st.data())
def test_one_more_student_never_means_less_for_the_school_nor_anything_for_others(
    case: Case, data: st.DataObject
) -> None:
    if not case.levels:
        return
    school = data.draw(st.integers(0, len(case.levels) - 1))
    need = data.draw(st.integers(0, len(case.formula.needs) - 1))
    more = [list(row) for row in case.counts]
    more[school][need] += 1
    before = funding.allocate(case.formula, case.schools()).totals_cents
    after = funding.allocate(case.formula, replace(case, counts=more).schools()).totals_cents
    change = after - before
    assert change[school] >= 0
    assert np.count_nonzero(np.delete(change, school)) == 0


@given(cases(), st.integers(1, 50))
def test_k_times_the_students_is_k_times_the_dollars(case: Case, times: int) -> None:
    many = replace(case, counts=[[times * count for count in row] for row in case.counts])
    once = funding.allocate(case.formula, case.schools()).totals_cents
    assert funding.allocate(case.formula, many.schools()).totals_cents.tolist() == [times * int(c) for c in once]


@given(cases())
def test_a_matrix_goes_to_weights_and_back_without_losing_a_cent(case: Case) -> None:
    for base in (OWN_LEVEL, case.formula.levels[0].key):
        base_rates = [row[0] for row in case.formula.rates_cents]
        if 0 in (base_rates if base == OWN_LEVEL else base_rates[:1]):
            continue  # a base of zero has no weights, which has its own test
        weights = funding.rates_equivalent(case.formula, base=base)
        assert funding.rates_from_weights(weights) == case.formula.rates_cents
        assert all(isinstance(weight, Fraction) for row in weights.weights for weight in row)


@given(cases(), st.lists(cases(), max_size=3))
@settings(max_examples=50)
def test_scenarios_at_once_are_each_scenario_alone(case: Case, others: list[Case]) -> None:
    shape = (len(case.formula.levels), len(case.formula.needs))
    alike = [o.formula for o in others if (len(o.formula.levels), len(o.formula.needs)) == shape]
    formulas = [case.formula, *(replace(case.formula, rates_cents=other.rates_cents) for other in alike)]
    alone = [funding.allocate(formula, case.schools()) for formula in formulas]
    at_once = funding.allocate_scenarios(funding.rates_of(formulas), alone[0].counts, alone[0].level_index)
    assert at_once.district_cents.tolist() == [result.district_cents for result in alone]
    for scenario, result in enumerate(alone):
        assert at_once.school_cents[:, scenario].tolist() == result.totals_cents.tolist()


@given(st.integers(1, 6), st.integers(0, 7), st.integers(0, 300), st.integers(0, 2**32 - 1))
def test_counting_students_is_counting_them_one_by_one(
    n_schools: int, n_needs: int, n_students: int, seed: int
) -> None:
    random = np.random.default_rng(seed)
    places = random.integers(0, n_schools, n_students)
    needs = {f"need{number}": random.random(n_students) < 0.4 for number in range(n_needs)}
    ids = [f"S{number}" for number in range(n_schools)]
    counted = funding.counts_from_students(places, needs, school_ids=ids, levels=["high"] * n_schools)
    assert counted.codes == ("all", *needs)
    for school in range(n_schools):
        here = [student for student in range(n_students) if places[student] == school]
        by_hand = [len(here), *(sum(bool(flags[student]) for student in here) for flags in needs.values())]
        assert counted.counts[school].tolist() == by_hand
