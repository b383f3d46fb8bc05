"""One cell of a file for a formula in steps: a number exactly as written, a word, or yes or no."""

import re
from fractions import Fraction

from throughline.engines.funding import rules as count_rules
from throughline.engines.funding.steps import Cell
from throughline.engines.funding.steps import rules as steps_rules
from throughline.formats.formula import schools_rules as rules
from throughline.formats.formula.schools_cells import read_count
from throughline.values.problem import Rule

_NUMBER = re.compile(r"-?([0-9]{1,15}|[0-9]{1,3}(,[0-9]{3}){1,4})(\.[0-9]{1,12})?")
_UP_TO = re.compile(r"n?\s*(<|≤|<=)\s*([0-9]{1,6})", re.IGNORECASE)
_FROM_TO = re.compile(r"([0-9]{1,6})\s*(?:-|–|to)\s*([0-9]{1,6})", re.IGNORECASE)
_ANSWERS = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


def read_cell(text: str, unit: str) -> Cell | Rule:
    """This function will read a cell in its unit, or return the rule that it breaks.

    **Example**

    >>> read_cell("1,663.15", "pupils"), read_cell("<10", "pupils").code, read_cell("Yes", "yes or no")
    (Fraction(33263, 20), 'count-withheld', True)
    """
    written = text.strip()
    if unit == "text":
        return written or rules.COUNT_BLANK
    if not written:
        return rules.COUNT_BLANK
    if unit == "yes or no":
        return _ANSWERS.get(written.casefold(), rules.ANSWER_NEEDED)
    plain = written.removeprefix("$") if unit.startswith("dollars") else written
    if not _NUMBER.fullmatch(plain):
        problem = read_count(written)
        return problem if isinstance(problem, Rule) else rules.COUNT_NOT_A_NUMBER
    number = Fraction(plain.replace(",", ""))
    if unit == "pupils" and number < 0:
        return count_rules.COUNT_NEGATIVE
    if unit == "share" and not 0 <= number <= 1:
        return steps_rules.SHARE_BEYOND_ONE
    return number


def hidden_between(text: str, stated: tuple[Fraction, Fraction]) -> tuple[Fraction, Fraction]:
    """This function will return the least and the most that a hidden count may be: what the cell says, else `stated`.

    **Example**

    >>> one_to_nine = Fraction(1), Fraction(9)
    >>> [tuple(map(int, hidden_between(text, one_to_nine))) for text in ("<6", "1-4", "*", "≤ 10")]
    [(1, 5), (1, 4), (1, 9), (1, 10)]
    """
    written = text.strip()
    if found := _FROM_TO.fullmatch(written):
        low, high = sorted((Fraction(found[1]), Fraction(found[2])))
        return low, high
    if found := _UP_TO.fullmatch(written):
        most = max(Fraction(0), Fraction(found[2]) - (1 if found[1] == "<" else 0))
        return min(stated[0], most), most
    return stated
