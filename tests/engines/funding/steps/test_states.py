"""States' formulas for invented districts, worked out with a pencil from the statutes' weights."""

from fractions import Fraction

from throughline.engines.funding.steps import Cell, SchoolColumns, allocate_steps
from throughline.formats.formula import steps_formula

LEVELS = {
    "A": (50, 40, 30, 20, 10, 0, 0, 4, 2, 1),  # 7.5 + 8 + 12 + 12 + 7 + 4 + 2.5 + 1.5 = 54.5 students' worth
    "B": (7, 33, 12, 0, 5, 3, 2, 0, 0, 0),  # 1.05 + 6.6 + 4.8 + 3.5 + 2.25 + 1.6 = 19.8
}


def test_tennessee_for_two_districts() -> None:
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


def test_arizona_for_four_districts() -> None:
    """The smallest has the table's flat weight, the next two stand on its slopes, the largest is past them."""
    formula = steps_formula("arizona-base-support-level")
    given: dict[str, list[Cell]] = {
        "preschool": [Fraction(0), Fraction(4), Fraction(0), Fraction(50)],
        "k8": [Fraction(60), Fraction(250), Fraction(550), Fraction(9000)],
        "g912": [Fraction(0), Fraction(80), Fraction(510), Fraction(4000)],
        "learner_students": [Fraction(0), Fraction(10), Fraction(0), Fraction(0)],
        "other_disability_students": [Fraction(0), Fraction(0), Fraction(0), Fraction(1000)],
        "is_small": [False, False, True, False],
        "is_isolated": [True, True, False, False],
    }
    nobody: list[Cell] = [Fraction(0)] * 4
    columns = {column.key: given.get(column.key, nobody) for column in formula.inputs}
    result = allocate_steps(formula, SchoolColumns(("A", "B", "C", "D"), ("",) * 4, columns))
    weights = [
        "1.559",
        "1.483",  # 1.358 + 0.0005 × (500 - 250)
        "1.218",  # 1.158 + 0.0012 × (600 - 550)
        "1.158",
    ]
    assert result.value("k8_now").fractions() == [Fraction(weight) for weight in weights]
    assert result.value("g912_now").at(2) == Fraction("1.385")  # 1.268 + 0.0013 × (600 - 510)
    paid = {one.step.key: one.cents for one in result.components}
    assert paid["group_a"] == (
        459_721_97,  # 60 × 1.559 = 93.54 × 4,914.71 = 459,721.9734
        2_506_846_13,  # 4 × 1.45 + 250 × 1.483 + 80 × 1.669 = 510.07
        6_763_869_64,  # 550 × 1.218 + 510 × 1.385 = 1,376.25
        76_504_833_22,  # 50 × 1.45 + 9,000 × 1.158 + 4,000 × 1.268 = 15,566.5, half a cent up
    )
    assert (paid["learner_line"] or ())[1] == 5_651_92  # 10 × 0.115 × 4,914.71 = 5,651.9165
    assert (paid["other_disability_line"] or ())[3] == 1_435_095_32  # 292 × 4,914.71
