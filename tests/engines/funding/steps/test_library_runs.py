"""Every formula of the library, run on the same few schools: it pays, and what it pays adds up."""

from fractions import Fraction

import pytest

from throughline.engines.funding.steps import Cell, SchoolColumns, StepsFormula, allocate_steps
from throughline.formats.formula import StepsLibraryDocument, steps_formula, steps_library
from throughline.values.errors import RefusedInput

LEVELS = ("elementary", "middle", "high", "elementary")
SIZES = (412, 640, 1033, 0)


def schools_for(formula: StepsFormula) -> SchoolColumns:
    """Four schools, one of them empty, with a third of each count and ten thousand dollars a student."""
    columns: dict[str, list[Cell]] = {}
    for column in formula.inputs:
        whole = column.key.startswith(("enrolled", "membership", "attendance"))
        columns[column.key] = [_cell(column.unit, Fraction(size if whole else size // 3)) for size in SIZES]
    revenues = {money.key: 1_000_000_000 for money in formula.sources}
    return SchoolColumns(("a", "b", "c", "d"), LEVELS, columns, revenues_cents=revenues)


def _cell(unit: str, pupils: Fraction) -> Cell:
    cells: dict[str, Cell] = {
        "pupils": pupils,
        "dollars": pupils * 10_000,
        "share": Fraction(3, 5),
        "number": Fraction(1),
        "yes or no": False,
        "text": "x",
    }
    return cells[unit]


# Title I in steps has tests of its own below: these schools are all under 35 percent.
RUN_HERE = [document for document in steps_library() if document.key != "title-one-within-district"]


@pytest.mark.parametrize("document", RUN_HERE, ids=lambda document: document.key)
def test_it_pays_and_adds_up(document: StepsLibraryDocument) -> None:
    result = allocate_steps(document.formula, schools_for(document.formula))
    assert result.district_cents > 0
    assert result.district_cents == sum(result.by_source_cents().values()) == sum(result.by_need_cents().values())
    for at in range(result.schools.n_schools):
        assert sum(line.amount_cents or 0 for line in result.trace(at)) == result.totals_cents[at]


def title_one_schools(low_income: tuple[int, ...], levels: tuple[str, ...], title_i: int) -> SchoolColumns:
    n = len(low_income)
    columns: dict[str, list[Cell]] = {
        "enrolled": [Fraction(100)] * n,
        "low_income": [Fraction(count) for count in low_income],
        "served_otherwise": [False] * n,
    }
    return SchoolColumns(tuple("abcdef"[:n]), levels, columns, revenues_cents={"title_i": title_i * 100})


def title_one(low_income: tuple[int, ...], levels: tuple[str, ...], title_i: int) -> tuple[int, ...]:
    formula = steps_formula("title-one-within-district")
    ranks = allocate_steps(formula, title_one_schools(low_income, levels, title_i)).components[0].ranks
    return tuple(ranks)


def test_three_quarters_come_first_whatever_their_span() -> None:
    assert title_one((60, 80, 76, 20), ("elementary", "high", "middle", "high"), 200_000) == (3, 1, 2, 0)


def test_serving_a_school_under_the_line_binds_everybody_to_the_125_percent_rule() -> None:
    # The average (30 percent) lets a school at 32 in; then 1.25 x 70,000 / 120 is more than the rate of 400.
    with pytest.raises(RefusedInput) as refused:
        title_one((32, 48, 20, 20), ("elementary",) * 4, 70_000)
    assert {problem.rule.code for problem in refused.value.problems} == {"steps-rate-too-low"}


def test_a_school_under_the_line_is_served_where_every_rate_is_high_enough() -> None:
    assert title_one((32, 48, 20, 20), ("elementary",) * 4, 38_000) == (2, 1, 0, 0)
