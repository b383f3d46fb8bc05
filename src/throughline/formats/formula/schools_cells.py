"""One cell of counts: a whole number, or the rule that what stands there breaks."""

import re

from throughline.engines.funding import rules as count_rules
from throughline.engines.funding.checks import MOST_STUDENTS
from throughline.formats.formula import schools_rules as rules
from throughline.values.problem import Rule

_WHOLE = re.compile(r"[0-9]+")
_FRACTION = re.compile(r"-?[0-9]*[.][0-9]+")
_NEGATIVE = re.compile(r"[-−][0-9]+")
# The marks that publishers of small counts leave in place of a number.
_WITHHELD = re.compile(
    r"\*+|s|ds|n?\s*(<|≤|<=)\s*[0-9]+|[0-9]+\s*(-|–|to)\s*[0-9]+|suppressed|withheld|masked|redacted",
    re.IGNORECASE,
)


def read_count(cell: str) -> int | Rule:
    """This function will return the count in a cell, or the rule it breaks.

    **Example**

    >>> read_count(" 412 "), read_count("<10").code, read_count("12.5").code
    (412, 'count-withheld', 'count-fractional')
    """
    text = cell.strip()
    if _WHOLE.fullmatch(text):
        return _counted(text)
    if text.endswith(".0") and _WHOLE.fullmatch(text[:-2]):
        return _counted(text[:-2])  # what spreadsheets and data frames write for a whole number
    if not text:
        return rules.COUNT_BLANK
    if _WITHHELD.fullmatch(text):
        return count_rules.COUNT_WITHHELD
    if _NEGATIVE.fullmatch(text):
        return count_rules.COUNT_NEGATIVE
    if _FRACTION.fullmatch(text):
        return count_rules.COUNT_NEGATIVE if text.startswith("-") else count_rules.COUNT_FRACTIONAL
    return rules.COUNT_NOT_A_NUMBER


def _counted(digits: str) -> int | Rule:
    significant = digits.lstrip("0") or "0"
    if len(significant) > len(str(MOST_STUDENTS)) or int(significant) > MOST_STUDENTS:
        return count_rules.COUNT_TOO_LARGE
    return int(significant)
