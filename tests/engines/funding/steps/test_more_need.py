"""More need never gives a school fewer dollars, in any formula of the library; who else is promised what is named here.

Where money is not shared, more need at one school takes nothing from another. Where a fixed amount is shared out, only
the school whose need grows is promised anything: what it gains, others have less of. A ranking with stated rates pays
down the list until a school no longer fits, so there the promise holds as long as the money reaches everybody.
"""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from throughline.engines.funding.steps import Cell, Input, SchoolColumns, StepsFormula, allocate_steps
from throughline.engines.funding.steps.meeting import schools_meet, top_ups_meet
from throughline.formats.formula import steps_formula, steps_library
from throughline.values.errors import RefusedInput

# A fixed amount is shared out, or schools that gain pay for others: more for one is less for another.
SHARED = {
    "equity-index-tiers",
    "hawaii-style-pool",
    "held-harmless-phase-in",
    "idea-part-b-subgrants",
    "relief-by-title-one-share",
    "title-one-35-percent-rule",
    "title-one-above-average",
    "title-one-within-district",
    "title-three-subgrants",
}
# Formulas that read no need of a school by the head: what they pay by is dollars, a size or a grade alone.
NO_NEED = {
    "chicago-student-based-budgeting-fy2016",
    "dc-elementary-core-staffing-fy2015",
    "dc-per-pupil-minimum-fy2015",
    "nyc-fair-student-funding-fy2015",
    "nyc-fair-student-funding-k5-line-fy2015",
    "relief-by-title-one-share",
}
LEVELS = ("elementary", "middle", "high")
_EVERYBODY = ("enrolled", "membership", "attendance", "ada_", "k3", "k5", "k8", "g48", "g68", "g912")


def needs_of(formula: StepsFormula) -> list[Input]:
    """The students in need that a formula reads, or their share; how many students there are at all is no need."""
    pupils = [column for column in formula.inputs if column.unit in ("pupils", "share") and not column.prior]
    return [column for column in pupils if not column.key.startswith(_EVERYBODY) or column.key.endswith("_students")]


@st.composite
def schools(draw: st.DrawFn, formula: StepsFormula) -> SchoolColumns:
    n = draw(st.integers(2, 4))
    needs = {column.key for column in needs_of(formula)}

    def cell(column: Input) -> Cell:
        if column.unit == "pupils":
            return Fraction(draw(st.integers(0, 150) if column.key in needs else st.integers(300, 900)))
        if column.unit == "dollars":
            return Fraction(draw(st.integers(100_000, 3_000_000)))
        if column.unit == "share":
            return Fraction(draw(st.integers(0, 60)), 100)
        others: dict[str, Cell] = {"number": Fraction(1), "yes or no": False, "text": "x"}
        return others[column.unit]

    columns = {column.key: [cell(column) for _ in range(n)] for column in formula.inputs}
    levels = tuple(draw(st.sampled_from(LEVELS)) for _ in range(n))
    revenues = {money.key: 2_000_000_000 for money in formula.sources}
    return SchoolColumns(tuple("abcd"[:n]), levels, columns, revenues_cents=revenues)


def with_more(columns: SchoolColumns, key: str, at: int, more: Fraction) -> SchoolColumns:
    column = list(columns.columns[key])
    column[at] = Fraction(column[at]) + more
    return replace(columns, columns={**columns.columns, key: column})


@pytest.mark.parametrize("key", [one.key for one in steps_library() if one.key not in NO_NEED])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(data=st.data())
def test_more_need_never_gives_a_school_fewer_dollars(key: str, data: st.DataObject) -> None:
    formula = steps_formula(key)
    columns = data.draw(schools(formula))
    need = data.draw(st.sampled_from(needs_of(formula)))
    at, n = data.draw(st.integers(0, columns.n_schools - 1)), data.draw(st.integers(1, 100))
    more = Fraction(n, 250) if need.unit == "share" else Fraction(n)
    try:
        before = allocate_steps(formula, columns).totals_cents
        after = allocate_steps(formula, with_more(columns, need.key, at, more)).totals_cents
    except RefusedInput:
        assume(False)
    assert after[at] >= before[at]
    if key not in SHARED:
        assert all(now >= was for now, was in zip(after, before, strict=True))


def test_those_named_as_sharing_are_those_in_which_schools_meet() -> None:
    meeting = {one.key for one in steps_library() if schools_meet(one.formula) or top_ups_meet(one.formula)}
    assert meeting == SHARED


def test_every_formula_without_a_need_is_named() -> None:
    assert {one.key for one in steps_library() if not needs_of(one.formula)} == NO_NEED


def test_a_ranking_promises_nothing_beyond_its_money() -> None:
    """90 children at $700 fit into what is left of Title I, 110 do not: the school is then not served at all."""
    formula = steps_formula("title-one-35-percent-rule")
    columns: dict[str, list[Cell]] = {"enrolled": [Fraction(120)], "low_income": [Fraction(90)]}
    schools = SchoolColumns(("a",), ("elementary",), columns, revenues_cents={"title_i": (266_573 + 70_000) * 100})
    assert allocate_steps(formula, schools).totals_cents == (63_000_00,)
    assert allocate_steps(formula, with_more(schools, "low_income", 0, Fraction(20))).totals_cents == (0,)
