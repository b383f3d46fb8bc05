"""Federal programs beside Title I, worked out with a pencil from the law that says how they are shared.

**Source** 20 U.S.C. 6824 (Title III, section 3114), 20 U.S.C. 1411(f)(2) (IDEA, Part B, section 611), and Public Law
116-136, section 18003(c). None of them has a published result here, so each is marked illustrative.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

import pytest

from throughline.engines.funding.steps import Cell, SchoolColumns, StepsAllocation, allocate_steps
from throughline.formats.formula import steps_formula

FEDERAL = ("title-three-subgrants", "idea-part-b-subgrants", "relief-by-title-one-share")


def run(key: str, brings: int, **columns: Sequence[int | bool]) -> StepsAllocation:
    """Share so many dollars out among districts A, B, C…"""
    formula = steps_formula(key)
    n = len(next(iter(columns.values())))
    cells: dict[str, list[Cell]] = {
        name: [one if isinstance(one, bool) else Fraction(one) for one in column] for name, column in columns.items()
    }
    (source,) = (one.key for one in formula.sources)
    given = SchoolColumns(tuple("ABCDEF"[:n]), ("",) * n, cells, revenues_cents={source: brings * 100})
    return allocate_steps(formula, given)


def paid(result: StepsAllocation) -> Mapping[str, Sequence[int]]:
    return {one.step.key: one.cents or () for one in result.components}


@pytest.mark.parametrize("key", FEDERAL)
def test_what_has_no_published_result_is_marked_where_a_user_meets_it(key: str) -> None:
    formula = steps_formula(key)
    assert formula.illustrative
    assert formula.notes
    assert "No published result is reproduced." in formula.notes.text("en")
    assert "No reproduce ningún resultado publicado." in formula.notes.text("es")


# --- Title III, section 3114 ---


def test_title_three_for_four_districts() -> None:
    """Of $2,000,000, 15 percent goes where immigrant children increased; D's part of the rest is under $10,000."""
    result = run(
        "title-three-subgrants",
        2_000_000,
        english_learners=(600, 300, 95, 5),
        immigrant_children=(40, 500, 60, 30),
        significant_increase=(True, False, True, False),
    )
    assert result.value("apart").at(0) == 300_000
    # 1,700,000 by 600, 300, 95 and 5 of 1,000 would be 1,020,000, 510,000, 161,500 and 8,500.
    assert result.value("first_share").fractions() == [1_020_000, 510_000, 161_500, 8_500]
    assert paid(result) == {
        "immigrant_subgrant": (120_000_00, 0, 180_000_00, 0),  # 40 and 60 of 100; B has more and did not increase
        "learner_subgrant": (
            1_025_125_63,  # 1,700,000 × 600 / 995
            512_562_81,  # × 300 / 995
            162_311_56,  # × 95 / 995
            0,
        ),
    }
    assert result.district_cents == 2_000_000_00


def test_title_three_sets_nothing_apart_where_nobody_increased_and_pays_a_subgrant_of_just_10_000() -> None:
    result = run(
        "title-three-subgrants",
        1_000_000,
        english_learners=(99, 1, 0),
        immigrant_children=(3, 3, 3),
        significant_increase=(False, False, False),
    )
    assert paid(result)["learner_subgrant"] == (990_000_00, 10_000_00, 0)
    assert result.district_cents == 1_000_000_00


def test_title_three_pays_nobody_where_every_subgrant_would_be_too_small() -> None:
    nobody = (False, False, False)
    few = run(
        "title-three-subgrants",
        25_000,
        english_learners=(5, 5, 5),
        immigrant_children=(0, 0, 0),
        significant_increase=nobody,
    )
    assert few.totals_cents == (0, 0, 0)


# --- IDEA, Part B, section 611(f)(2) ---


def test_idea_for_three_districts() -> None:
    """Of $1,350,000, $350,000 are bases; 850,000 go by enrollment and 150,000 by children in poverty."""
    result = run(
        "idea-part-b-subgrants",
        1_350_000,
        base_payment=(100_000, 250_000, 0),
        enrolled_public_and_private=(4_000, 5_000, 1_000),
        children_in_poverty=(900, 300, 300),
    )
    assert result.value("rest").at(0) == 1_000_000
    assert paid(result) == {
        "base_line": (100_000_00, 250_000_00, 0),
        "enrollment_line": (340_000_00, 425_000_00, 85_000_00),  # 4, 5 and 1 of 10
        "poverty_line": (90_000_00, 30_000_00, 30_000_00),  # 9, 3 and 3 of 15
    }
    assert result.totals_cents == (530_000_00, 705_000_00, 115_000_00)
    assert result.district_cents == 1_350_000_00


def test_idea_closes_both_pools_to_the_cent() -> None:
    result = run(
        "idea-part-b-subgrants",
        100,
        base_payment=(0, 0, 0),
        enrolled_public_and_private=(1, 1, 1),
        children_in_poverty=(1, 1, 1),
    )
    assert paid(result)["enrollment_line"] == (28_34, 28_33, 28_33)
    assert paid(result)["poverty_line"] == (5_00, 5_00, 5_00)


def test_idea_pays_bases_alone_where_they_are_all_there_is_and_nothing_where_they_are_more() -> None:
    columns = {"base_payment": (60, 40), "enrolled_public_and_private": (1, 1), "children_in_poverty": (1, 0)}
    assert run("idea-part-b-subgrants", 100, **columns).totals_cents == (60_00, 40_00)
    assert run("idea-part-b-subgrants", 99, **columns).totals_cents == (0, 0)


# --- Relief by Title I share, section 18003(c) ---


def test_relief_follows_what_each_had_of_title_one() -> None:
    result = run("relief-by-title-one-share", 1_000_000, title_i_received=(300_000, 150_000, 0, 150_000))
    assert result.totals_cents == (500_000_00, 250_000_00, 0, 250_000_00)
