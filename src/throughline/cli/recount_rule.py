"""The district's rule for a later count, as it is written in the terminal."""

from fractions import Fraction
from pathlib import Path

from throughline.engines.funding.steps import RecountRule
from throughline.values.errors import RefusedInput


def read_recount_rule(later: Path | None, over: str, *, only_upward: bool) -> RecountRule:
    """This function will read the rule. **Raises** `RefusedInput` where it is no number, or goes with no later count.

    **Example**

    >>> read_recount_rule(Path("later.csv"), "2.5%", only_upward=False).over_share
    Fraction(1, 40)
    """
    if later is None and (over or only_upward):
        raise RefusedInput("A rule for a later count goes with one.", "Add --recount LATER.csv, or leave the rule out.")
    if not over:
        return RecountRule(upward=only_upward)
    part = over.endswith("%")
    try:
        number = Fraction(over.removesuffix("%").strip())
    except (ValueError, ZeroDivisionError):
        number = Fraction(-1)
    if number < 0 or (number > 100 if part else number.denominator != 1):
        raise RefusedInput(
            f"“{over}” is neither a number of students nor a part of a count.",
            "Write whole students, such as --recount-over 5, or a part, such as --recount-over 2%.",
        )
    return RecountRule(0, number / 100, only_upward) if part else RecountRule(int(number), Fraction(0), only_upward)
