"""Codes of the roster in words people use."""

from django.utils.translation import gettext, pgettext

from throughline.values.words import gettext_noop as _

_GRADES = {
    "IT": _("Infant or toddler"),
    "PR": _("Preschool"),
    "PK": _("Prekindergarten"),
    "TK": _("Transitional kindergarten"),
    "KG": _("Kindergarten"),
    "PS": _("After high school"),
    "UG": _("Ungraded"),
}
LAST_GRADE = 12
_FOLLOWS = {"PR": "PK", "PK": "KG", "TK": "KG", "KG": "01"}
# Where grades without a number stand before grade 1.
EARLY_GRADES = {"IT": -5, "PR": -4, "PK": -3, "TK": -2, "KG": -1}


def grade_words(code: str) -> str:
    """This function will say a grade as people do: `Kindergarten`, `Grade 10`."""
    if code in _GRADES:
        return gettext(_GRADES[code])
    if code.isdecimal():
        return pgettext("grade", "Grade %(n)s") % {"n": int(code)}
    return code


def is_grade(code: str) -> bool:
    """This function will tell whether a code has words of its own."""
    return code in _GRADES or (code.isascii() and code.isdecimal() and int(code) <= LAST_GRADE + 1)


def grade_order(code: str) -> tuple[int, str]:
    """This function will return the key that puts grades in the order students pass through them."""
    return (int(code) if code.isdecimal() else EARLY_GRADES.get(code, 99), code)


def next_grade(code: str) -> str:
    """This function will return the grade that students of a grade are in a year later; blank where none follows.

    **Example**

    >>> next_grade("KG"), next_grade("03"), next_grade("12")
    ('01', '04', '')
    """
    if code.isdecimal():
        return f"{int(code) + 1:0{len(code)}}" if int(code) < LAST_GRADE else ""
    return _FOLLOWS.get(code, "")
