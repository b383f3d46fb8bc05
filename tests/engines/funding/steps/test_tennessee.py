"""Tennessee's formula for two invented districts, worked out with a pencil from the statute's weights."""

from fractions import Fraction

from throughline.engines.funding.steps import Cell, SchoolColumns, allocate_steps
from throughline.formats.formula import steps_formula

LEVELS = {
    "A": (50, 40, 30, 20, 10, 0, 0, 4, 2, 1),  # 7.5 + 8 + 12 + 12 + 7 + 4 + 2.5 + 1.5 = 54.5 students' worth
    "B": (7, 33, 12, 0, 5, 3, 2, 0, 0, 0),  # 1.05 + 6.6 + 4.8 + 3.5 + 2.25 + 1.6 = 19.8
}


def test_two_districts_by_hand() -> None:
    columns: dict[str, list[Cell]] = {
        "enrolled": [Fraction(1000), Fraction("812.5")],
        "economically_disadvantaged": [Fraction(400), Fraction(101)],
        "concentrated_poverty": [Fraction(300), Fraction(0)],
        "is_small": [False, True],
        "is_sparse": [True, False],
    }
    columns |= {f"uln_{n + 1}": [Fraction(LEVELS["A"][n]), Fraction(LEVELS["B"][n])] for n in range(10)}
    result = allocate_steps(steps_formula("tennessee-tisa-2023-24"), SchoolColumns(("A", "B"), ("", ""), columns))
    paid = {one.step.key: one.cents for one in result.components}
    assert paid == {
        "base_line": (1000 * 6860_00, 5_573_750_00),  # 812.5 × 6,860
        "disadvantaged_line": (400 * 1715_00, 101 * 1715_00),  # a quarter of 6,860
        "concentration_line": (300 * 343_00, 0),  # a twentieth
        "small_line": (0, 278_687_50),  # 812.5 × 343
        "sparse_line": (1000 * 343_00, 0),
        "uln_line": (373_870_00, 135_828_00),  # 54.5 and 19.8 × 6,860
    }
    assert result.totals_cents == (8_365_770_00, 6_161_480_50)
