"""Which columns of a formula in steps the roster can count, and by what."""

import re
from dataclasses import dataclass

from throughline.engines.funding.steps import Input, StepsFormula
from throughline.rooms.students import api as students

# What handbooks call the counts that the roster holds under a code of its own.
_CODES = {
    "all": students.ALL_STUDENTS,
    "enrolled": students.ALL_STUDENTS,
    "enrollment": students.ALL_STUDENTS,
    "membership": students.ALL_STUDENTS,
    "register": students.ALL_STUDENTS,
    "students": students.ALL_STUDENTS,
    "poverty": "economically_disadvantaged",
    "low_income": "economically_disadvantaged",
    "english_learners": "english_learner",
    "students_with_disabilities": "special_education",
    "homeless": "homeless",
}
_GRADES = {"k": 0, **{str(grade): grade for grade in range(1, 13)}}
_SPAN = re.compile(r"(?:g|grades?_?)?(k|[1-9]|1[0-2])(?:_?to_?|_)?([1-9]|1[0-2])")
_ONE = re.compile(r"(?:g|grade_?)(k|[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a formula asks of each school: needs and grade spans to count, and facts that somebody must bring."""

    needs: dict[str, str]
    spans: dict[str, tuple[int, int]]
    facts: tuple[Input, ...]


def asked_by(formula: StepsFormula) -> Asked:
    """This function will tell a formula's columns apart by where their figures come from."""
    needs: dict[str, str] = {}
    spans: dict[str, tuple[int, int]] = {}
    facts = []
    for column in formula.inputs:
        code = code_of(column.key)
        if column.unit != "pupils" or column.prior:
            facts.append(column)
        elif code:
            needs[column.key] = code
        elif span := span_of(column.key):
            spans[column.key] = span
        else:
            facts.append(column)
    return Asked(needs, spans, tuple(facts))


def code_of(key: str) -> str:
    """This function will return the roster's code for a column, or nothing where the roster has no such count.

    **Example**

    >>> code_of("enrolled"), code_of("poverty"), code_of("square_feet")
    ('all', 'economically_disadvantaged', '')
    """
    if key in _CODES:
        return _CODES[key]
    return key if key in students.need_categories() else ""


def headings_known() -> dict[str, str]:
    """This function will return the code that each heading of a file of counts stands for, grades among them.

    **Example**

    >>> known = headings_known()
    >>> known["enrolled"], known["poverty"], known["homeless"], known["grade_k"], known["grade_3"]
    ('all', 'economically_disadvantaged', 'homeless', 'grade:KG', 'grade:03')
    """
    grades = {"grade_pk": "grade:PK", "grade_tk": "grade:TK", "grade_k": "grade:KG"}
    grades |= {f"grade_{n}": f"grade:{n:02d}" for n in range(1, 13)}
    # What we write ourselves is read as well.
    own = {code.casefold(): code for code in (*students.need_categories(), *grades.values())}
    return {**own, **_CODES, **grades}


def span_of(key: str) -> tuple[int, int] | None:
    """This function will read a span of grades from a column's name, kindergarten being 0.

    **Example**

    >>> span_of("k5"), span_of("g912"), span_of("grades_6_8"), span_of("grade_3"), span_of("keys")
    ((0, 5), (9, 12), (6, 8), (3, 3), None)
    """
    if one := _ONE.fullmatch(key):
        return _GRADES[one[1]], _GRADES[one[1]]
    found = _SPAN.fullmatch(key)
    if found is None or _GRADES[found[1]] >= _GRADES[found[2]]:
        return None
    return _GRADES[found[1]], _GRADES[found[2]]
