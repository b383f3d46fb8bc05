"""Students in a span of grades: kindergarten is 0, and what comes before it is below."""

from collections.abc import Mapping

FIRST_GRADE, LAST_GRADE = -1, 12
_GRADES = {"IT": -2, "PR": -2, "PK": -1, "TK": 0, "KG": 0}


def in_span(grades: Mapping[str, int], first: int, last: int) -> int:
    """This function will add up the students of grades from the first to the last; `grades` is by the roster's code.

    **Example**

    >>> in_span({"PK": 4, "KG": 20, "03": 18, "04": 17}, 0, 3)
    38
    """
    return sum(n for grade, n in grades.items() if first <= grade_number(grade) <= last)


def grade_number(code: str) -> int:
    """This function will return a grade's number from its code in the roster; one that is none stands far below."""
    return _GRADES.get(code, int(code) if code.isdigit() else -9)
