"""Each kind of step on schools a person can check with a pencil."""

from fractions import Fraction

import pytest

from throughline.engines.funding.steps import SchoolColumns, StepsAllocation, allocate_steps, recount
from throughline.formats.formula import load_steps
from throughline.values.errors import RefusedInput

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
recount = "increases only"
[[inputs]]
key = "poor"
label = "In poverty"
unit = "pupils"
counted_on = "October 1"
recount = "both"
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
value = 100
[[parameters]]
key = "teachers"
label = "Music teachers"
unit = "number"
year = "2026-27"
source = "A test"
points = [[0, 0.5], [300, 1], [500, 1.5]]
[[parameters]]
key = "slices"
label = "Rate for each slice"
unit = "dollars per pupil"
year = "2026-27"
source = "A test"
points = [[0, 100], [10, 50]]
[[parameters]]
key = "slope"
label = "By share"
unit = "dollars per pupil"
of = "share"
year = "2026-27"
source = "A test"
points = [[0.4, 0], [0.9, 300]]
[[sources]]
key = "general"
label = "General"
"""
CENTS = '{ mode = "half-up", places = 2 }'


def step(key: str, do: str, **settings: str) -> str:
    lines = [f"{name.rstrip('_')} = {value}" for name, value in settings.items()]
    return "\n".join(["[[steps]]", f'key = "{key}"', f'label = "{key}"', f'do = "{do}"', *lines, ""])


def pay(key: str, calculation: str, **more: str) -> str:
    return step(key, "pay", is_=f'"{calculation}"', **{"from_": '"general"', "round": CENTS, **more})


def run(
    steps: str,
    n: tuple[float, ...] = (100, 300, 500),
    poor: tuple[float, ...] = (90, 60, 0),
    last: tuple[float, ...] = (0, 0, 0),
    general: int | None = None,
) -> StepsAllocation:
    ids = tuple("abcdef"[: len(n)])
    figures = {"n": n, "poor": poor, "last": last}
    columns = {name: [Fraction(str(cell)) for cell in cells] for name, cells in figures.items()}
    revenues = {} if general is None else {"general": general * 100}
    schools = SchoolColumns(ids, ("x", "x", "y")[: len(n)], columns, revenues_cents=revenues)
    return allocate_steps(load_steps((HEAD + steps).encode()), schools)


def dollars(result: StepsAllocation) -> list[float]:
    return [cents / 100 for cents in result.totals_cents]


@pytest.mark.parametrize(
    ("calculation", "expected"),
    [
        ("n * rate", [10000, 30000, 50000]),
        ("step(n, teachers) * lowest(n) * rate", [5000, 10000, 15000]),
        ("tiers(poor, slices)", [5000, 3500, 0]),
        ("poor * ramp(ratio(poor, n), slope)", [27000, 0, 0]),
        ("min(n * rate, lowest(n) * rate * 2.5)", [10000, 25000, 25000]),
        ("clip(n * rate, lowest(n) * rate * 2, lowest(n) * rate * 4)", [20000, 30000, 40000]),
        ("average(n, poor) * rate", [9500, 18000, 25000]),
        ("n * rate if ratio(poor, n) > total(poor) / total(n) else 0", [10000, 30000, 0]),
        ("rank(ratio(poor, n)) * lowest(n) * rate", [10000, 20000, 30000]),
        ("rank(n, level) * lowest(n) * rate", [20000, 10000, 10000]),
        ("total(poor, level) * rate", [15000, 15000, 0]),
        ('n * rate if level in ("x", "z") and not poor > 80 else 0', [0, 30000, 0]),
        ("highest(n) * rate - lowest(n) * rate", [40000, 40000, 40000]),
        ("last + 0.5 * (n * rate - last)", [5000, 15000, 25000]),
    ],
)
def test_a_calculation_pays(calculation: str, expected: list[float]) -> None:
    assert dollars(run(pay("p", calculation.replace('"', '\\"')))) == expected


def test_fixed_rates_report_their_gap() -> None:
    (use,) = run(pay("p", "n * rate"), general=80_000).uses()
    assert (use.brought_cents, use.paid_cents, use.left_cents) == (8_000_000, 9_000_000, -1_000_000)


def test_a_reserve_that_is_short_is_shared_and_told() -> None:
    top = step("t", "top up", to='"last"', paid='"reserve"', reserve='"300"', from_='"general"', round=CENTS)
    result = run(pay("p", "n * rate") + top, last=(10_200, 30_400, 0))
    assert result.results[1].cents == (10_000, 20_000, 0)
    assert [problem.value for problem in result.warnings] == ["300.00"]


def test_limits_keep_the_total_where_there_is_room() -> None:
    limits = step("k", "limit", of='"f"', low='"last * 0.9"', high='"last * 1.5"', keep_total="true")
    formula = step("f", "calculate", is_='"n * rate"', unit='"dollars"')
    result = run(formula + limits + pay("p", "k"), last=(20_000, 30_000, 20_000))
    assert dollars(result) == pytest.approx([18_000 + 12_000 * 12 / 27, 30_000 + 15_000 * 12 / 27, 30_000], abs=0.01)
    assert result.district_cents == 9_000_000


def test_rates_may_not_rise_down_the_ranking() -> None:
    ranked = step(
        "r", "rank and serve", share='"ratio(poor, n)"', count='"poor"', pool='"general"', eligible='"poor > 0"',
        rate='"rate if poor > 80 else rate * 2"', from_='"general"', round=CENTS,
    )  # fmt: skip
    with pytest.raises(RefusedInput) as refused:
        run(ranked, general=1_000_000)
    assert [problem.rule.code for problem in refused.value.problems] == ["steps-rate-rises"]


def test_a_school_that_no_longer_fits_is_not_served_nor_any_below_it() -> None:
    ranked = step(
        "r", "rank and serve", share='"ratio(poor, n)"', count='"poor"', pool='"general"', eligible='"poor > 0"',
        rate='"rate"', from_='"general"', round=CENTS,
    )  # fmt: skip
    result = run(ranked, general=14_999)
    assert dollars(result) == [9_000, 0, 0]
    assert result.uses()[0].left_cents == 599_900


def test_a_division_by_zero_names_the_school_and_only_where_it_counts() -> None:
    assert dollars(run(pay("p", "rate * poor / n * poor if n > 0 else 0"), n=(0, 10, 20), poor=(0, 5, 5))) == [
        0,
        250,
        125,
    ]
    with pytest.raises(RefusedInput) as refused:
        run(pay("p", "rate * poor / n * poor"), n=(0, 10, 20), poor=(0, 5, 5))
    assert refused.value.problems[0].details["school"] == "a"


def test_a_pool_with_nobody_to_pay_is_never_lost() -> None:
    shared = step("s", "share pool", pool='"general"', by='"poor"', where='"n > 900"', from_='"general"', round=CENTS)
    with pytest.raises(RefusedInput) as refused:
        run(shared, general=100)
    assert refused.value.problems[0].rule.code == "steps-nobody-to-pay"


def test_a_later_count_keeps_each_columns_policy() -> None:
    formula = load_steps((HEAD + pay("p", "n * rate")).encode())
    first = SchoolColumns(("a", "b"), ("", ""), {"n": [Fraction(10), Fraction(10)], "poor": [Fraction(5)] * 2,
                                                 "last": [Fraction(0)] * 2})  # fmt: skip
    later = SchoolColumns(("b", "a"), ("", ""), {"n": [Fraction(12), Fraction(8)], "poor": [Fraction(3)] * 2})
    merged = recount(formula, first, later).columns
    assert list(merged.columns["n"]) == [10, 12]
    assert list(merged.columns["poor"]) == [3, 3]


@pytest.mark.parametrize("n", [10**5, 10**7])
def test_large_numbers_stay_exact(n: int) -> None:
    result = run(pay("p", "n * n / n * ratio(poor, n) * rate"), n=(n, n, n), poor=(1, 2, 3))
    assert dollars(result) == [100, 200, 300]
