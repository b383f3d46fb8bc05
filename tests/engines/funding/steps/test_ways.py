"""The way to every amount of the library's formulas can be done again from the parts it names."""

import json
from collections.abc import Iterator
from fractions import Fraction
from math import prod

import pytest
from hypothesis import HealthCheck, given, settings
from tests.engines.funding.steps.invented import EVERY_KIND, documents, schools
from tests.engines.funding.steps.test_library_runs import schools_for, title_one_schools

from throughline.engines.funding.formula import EXACT
from throughline.engines.funding.steps import (
    SchoolColumns,
    Step,
    StepsAllocation,
    StepsFormula,
    Way,
    Ways,
    Worked,
    allocate_steps,
    way_as_plain,
    way_of_plain,
)
from throughline.engines.funding.steps.columns import number
from throughline.formats.formula import StepsLibraryDocument, load_steps, steps_library
from throughline.values.errors import RefusedInput

CENT = Fraction(1, 100)


def runs_of(formula: StepsFormula) -> Iterator[StepsAllocation]:
    if formula.key == "title-one-within-district":
        yield allocate_steps(
            formula, title_one_schools((60, 80, 76, 20), ("elementary", "high", "middle", "high"), 200_000)
        )
    else:
        yield allocate_steps(formula, schools_for(formula))


def parts_multiply_and_add(worked: Worked) -> None:
    """Every product multiplies out, the products add up, and a choice is one of its sides."""
    for term in worked.terms:
        made = prod((1 / part.value if part.divides else part.value for part in term.parts), start=Fraction(1))
        assert made == term.value
    assert sum((term.signed for term in worked.terms), Fraction(0)) == worked.value
    for choice in worked.choices:
        sides = [side.value for side in choice.options]
        low_high = {"min": min(sides), "max": max(sides)}
        assert choice.value == low_high.get(choice.how, min(max(sides[0], sides[1]), sides[-1]))


def paid_is_made_of_its_parts(step: Step, way: Way) -> None:
    """What a step comes to before rounding follows from its parts; rounded as it says, it is what is paid."""
    made, worked = way.made, way.worked
    if way.off or (step.does == "rank and serve" and not way.rank):
        assert {way.exact, way.result} == {Fraction(0)}
        return
    if step.does in ("pay", "calculate", "hold"):
        assert "is" in way.asked or worked["is"].value == way.exact
    if step.does == "share pool":
        assert way.exact == (made["pool"] * made["weight"] / made["weights"] if made["weights"] else 0)
        assert worked["by"].value == made["weight"]
        assert abs(worked["pool"].value - made["pool"]) <= CENT / 2
    if step.does == "rank and serve":
        rate = worked["rate"].value if "rate" in worked else made["pool"] / made["counts"]
        assert way.exact == worked["count"].value * rate
    if step.does == "top up":
        assert worked["to"].value == made["minimum"]
        assert "of" not in worked or worked["of"].value == made["so_far"]
        short = max(Fraction(0), made["minimum"] - made["so_far"])
        assert way.exact == (max(Fraction(0), min(short, worked["most"].value)) if "most" in worked else short)
        topped_up(step, way)
    elif step.does == "phase in":
        assert way.exact == made["start"] + made["share"] * (made["of"] - made["start"])
    elif step.does == "limit":
        assert made["within"] == min(max(made["of"], made["low"]), made["high"])
        assert way.exact == made["within"] + made.get("room", Fraction(0)) * made.get("part", Fraction(0))
    if step.does != "top up":
        rounds_to(step, way)


def topped_up(step: Step, way: Way) -> None:
    made = way.made
    if step.paid == "open":
        assert way.result == made["asked"]
        return
    goes = min(Fraction(1), made["there_is"] / made["asked_of_all"]) if made["asked_of_all"] else Fraction(0)
    if step.paid == "reserve":
        assert abs(way.result - made["asked"] * goes) < CENT
        return
    gives = made["raised_of_all"] * made["room"] / made["there_is"] if made["there_is"] else Fraction(0)
    assert abs(made["raised"] - made["asked"] * goes) < CENT
    assert abs(way.result - (made["raised"] - gives)) < CENT


def rounds_to(step: Step, way: Way) -> None:
    """By itself as the step says, or within one unit of it where all schools' together are rounded."""
    rounding = step.rounding or EXACT
    if step.does == "share pool" or (step.does == "rank and serve" and "rate" not in way.worked):
        unit, pool = Fraction(1, 10**rounding.places), way.made.get("pool")
        # Of a pool, what makes no whole unit is left to nobody.
        shared = way.exact * int(pool / unit) * unit / pool if pool else way.exact
        assert abs(shared - way.result) < unit
    elif rounding.mode == "exact":
        assert way.exact == way.result
    elif "of_all" in way.made:
        part = way.exact / way.made["of_all"] if way.made["of_all"] else Fraction(0)
        assert abs(part * way.made["paid_of_all"] - way.result) < Fraction(1, 10**rounding.places)
    else:
        assert number(way.exact).rounded(rounding.places, rounding.mode).at(0) == way.result


def can_be_done_again(step: Step, way: Way) -> None:
    for worked in way.worked.values():
        parts_multiply_and_add(worked)
    paid_is_made_of_its_parts(step, way)


@pytest.mark.parametrize("document", steps_library(), ids=lambda document: document.key)
def test_each_line_of_the_library_is_made_of_its_parts(document: StepsLibraryDocument) -> None:
    formula = document.formula
    steps = {step.key: step for step in formula.steps}
    for result in runs_of(formula):
        ways = Ways(result)
        for at in range(result.schools.n_schools):
            found = ways.of(at)
            assert sum(way.amount_cents or 0 for way in found) == result.totals_cents[at]
            for way in found:
                can_be_done_again(steps[way.key], way)
                assert way_of_plain(json.loads(json.dumps(way_as_plain(way)))) == way


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(document=documents(EVERY_KIND), columns=schools())
def test_each_line_of_any_formula_is_made_of_its_parts(document: str, columns: SchoolColumns) -> None:
    formula = load_steps(document.encode())
    try:
        result = allocate_steps(formula, columns)
    except RefusedInput:
        return
    ways = Ways(result)
    for at in range(columns.n_schools):
        for step, way in zip(formula.steps, ways.of(at), strict=True):
            can_be_done_again(step, way)
