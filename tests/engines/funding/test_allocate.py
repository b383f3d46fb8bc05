"""The sum itself, small enough to follow."""

import numpy as np
import pytest

from throughline.engines import funding
from throughline.engines.funding import Label, Level, Need, SchoolCounts, Source
from throughline.values.errors import RefusedInput
from throughline.values.problem import Severity

FORMULA = funding.Formula(
    key="small",
    name=Label.of("Small"),
    version="1",
    year="2026-27",
    source=Source("Invented"),
    levels=(Level("elementary", Label.of("Elementary")), Level("high", Label.of("High"))),
    needs=(
        Need("all", Label.of("All students")),
        Need("poverty", Label.of("Poverty"), counts="economically_disadvantaged"),
    ),
    rates_cents=((500_000, 100_025), (600_000, 90_000)),
)


def problems_of(schools: SchoolCounts) -> list[tuple[str, str]]:
    with pytest.raises(RefusedInput) as refused:
        funding.allocate(FORMULA, schools)
    return [(problem.rule.code, problem.place()) for problem in refused.value.problems]


def test_count_times_rate_is_the_amount_and_amounts_are_the_total() -> None:
    schools = SchoolCounts.of(["A"], ["elementary"], {"all": [10], "economically_disadvantaged": [3]})
    school = funding.allocate(FORMULA, schools).school("A")
    assert [(line.count, line.rate_cents, line.amount_cents) for line in school.lines] == [
        (10, 500_000, 5_000_000),
        (3, 100_025, 300_075),
    ]
    assert school.total_cents == 5_300_075
    assert school.per_pupil_cents == 530_008  # 530,007.5 cents, half up
    assert school.n_students == 10


def test_a_school_without_students_receives_nothing_and_no_error() -> None:
    school = funding.allocate(FORMULA, SchoolCounts.of(["A"], ["high"], {"all": [0], "poverty": [0]})).school("A")
    assert (school.total_cents, school.per_pupil_cents) == (0, None)


def test_no_schools_receive_nothing() -> None:
    result = funding.allocate(FORMULA, SchoolCounts.of([], [], {"all": [], "poverty": []}))
    assert (result.district_cents, list(result.trace())) == (0, [])


def test_the_trace_is_made_only_as_it_is_read() -> None:
    n_schools = 200_000
    ids = [f"S{number}" for number in range(n_schools)]
    counts = np.ones(n_schools, dtype=np.int64)
    result = funding.allocate(FORMULA, SchoolCounts.of(ids, ["high"] * n_schools, {"all": counts, "poverty": counts}))
    first = next(result.trace())
    assert (first.school_id, first.amount_cents) == ("S0", 600_000)


def test_columns_the_formula_does_not_pay_for_change_nothing() -> None:
    plain = {"all": [10], "poverty": [3]}
    more = {"gifted": [9], **plain}
    results = [funding.allocate(FORMULA, SchoolCounts.of(["A"], ["high"], columns)) for columns in (plain, more)]
    assert results[0].digest == results[1].digest


def test_the_digest_is_the_same_in_any_year() -> None:
    schools = SchoolCounts.of(["A"], ["elementary"], {"all": [10], "poverty": [3]})
    result = funding.allocate(FORMULA, schools)
    # If this changes, old runs no longer prove themselves: raise ENGINE_VERSION and say so in the changelog.
    assert FORMULA.digest == "sha256:b829a8586aa1a3d1223ce02c4aac4de3424b769f597526bb2b987dfe29ec2bde"
    assert result.inputs_digest == "sha256:e058905a700d210a591230c1dfeb4ab4e1d235388a58a935a1f4735361d28b8a"
    assert result.digest == "sha256:89494d49b01b83b23f575c729bc55d7796926662f95773d1a3a14d3097bf0a69"


def test_the_result_cannot_be_changed_by_accident() -> None:
    result = funding.allocate(FORMULA, SchoolCounts.of(["A"], ["high"], {"all": [1], "poverty": [1]}))
    with pytest.raises(ValueError, match="read-only"):
        result.amounts_cents[0, 0] = 7


def test_each_count_that_cannot_be_is_named_with_its_place() -> None:
    schools = SchoolCounts.of(
        ["A", "B", "C", "D"],
        ["elementary", "high", "high", "high"],
        {"all": [-1, 2.5, 3, 1e12], "poverty": [0, 0, 0, 0]},
        withheld={"poverty": [False, False, True, False]},
        file="counts.csv",
        headings={"all": "enrolled"},
    )
    assert problems_of(schools) == [
        ("count-withheld", "counts.csv, row 4, poverty"),
        ("count-fractional", "counts.csv, row 3, enrolled"),
        ("count-negative", "counts.csv, row 2, enrolled"),
        ("count-too-large", "counts.csv, row 5, enrolled"),
    ]


def test_a_withheld_count_is_not_zero_and_its_filler_is_not_shown() -> None:
    schools = SchoolCounts.of(
        ["A"], ["high"], {"all": [5], "poverty": [4]}, withheld={"poverty": [True]}, file="counts.csv"
    )
    with pytest.raises(RefusedInput) as refused:
        funding.allocate(FORMULA, schools)
    (problem,) = refused.value.problems
    assert (problem.rule.code, problem.value) == ("count-withheld", "")


def test_an_unknown_level_is_answered_with_the_nearest() -> None:
    schools = SchoolCounts.of(["A"], ["elementry"], {"all": [5], "poverty": [4]})
    with pytest.raises(RefusedInput) as refused:
        funding.allocate(FORMULA, schools)
    (problem,) = refused.value.problems
    assert problem.says() == "The formula has no level “elementry”; it knows elementary, high."
    assert "“elementary”" in problem.next_step()


def test_a_school_named_twice_is_not_paid_twice() -> None:
    schools = SchoolCounts.of(["A", "A", ""], ["high"] * 3, {"all": [1, 1, 1], "poverty": [0, 0, 0]})
    assert problems_of(schools) == [("school-repeated", "row 3, school_id"), ("school-id-missing", "row 4, school_id")]


def test_a_need_that_nobody_counted_is_not_zero() -> None:
    assert problems_of(SchoolCounts.of(["A"], ["high"], {"all": [1]})) == [("count-column-missing", "row 1, poverty")]


def test_more_students_in_need_than_enrolled_is_said_and_still_paid() -> None:
    result = funding.allocate(FORMULA, SchoolCounts.of(["A"], ["high"], {"all": [1], "poverty": [2]}))
    assert [(problem.rule.code, problem.severity) for problem in result.warnings] == [
        ("need-above-all", Severity.WARNING)
    ]
    assert result.district_cents == 600_000 + 2 * 90_000


def test_the_largest_counts_and_rates_are_summed_exactly() -> None:
    most = funding.Formula(
        key="most",
        name=Label.of("Most"),
        version="1",
        year="2026",
        source=Source("Invented"),
        levels=(Level("a", Label.of("A")),),
        needs=tuple(Need(f"n{number}", Label.of("N")) for number in range(90)),
        rates_cents=((1_000_000_000,) * 90,),
    )
    columns = {need.key: [10_000_000] * 20 for need in most.needs}
    result = funding.allocate(most, SchoolCounts.of([str(n) for n in range(20)], ["a"] * 20, columns))
    assert result.district_cents == 20 * 90 * 10_000_000 * 1_000_000_000  # beyond 64 bits


@pytest.mark.parametrize(
    "change",
    [
        {"rates_cents": ((1, 2),)},
        {"rates_cents": ((1, 2), (3,))},
        {"rates_cents": ((1, 2), (3, -4))},
        {"rates_cents": ((1, 2), (3, 10**10))},
        {"levels": ()},
        {"levels": (Level("high", Label.of("H")), Level("high", Label.of("H")))},
    ],
)
def test_a_formula_that_does_not_hang_together_cannot_be_made(change: dict[str, object]) -> None:
    from dataclasses import replace

    with pytest.raises(ValueError, match=r"rate|level|keys"):
        replace(FORMULA, **change)  # type: ignore[arg-type]  # the parameters are each of their field's type
