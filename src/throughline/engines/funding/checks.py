"""Look at counts before they are used, and say of each that cannot be where it stands and what it needs."""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

import numpy as np
from numpy.typing import NDArray

from throughline.engines.funding import rules
from throughline.engines.funding.counts import SchoolCounts
from throughline.engines.funding.formula import ALL_STUDENTS, Formula
from throughline.values.problem import Problem, Rule

MOST_STUDENTS = 10_000_000  # a school above this is a slip; below it no sum of ours can overflow unseen


def check_counts(formula: Formula, schools: SchoolCounts) -> list[Problem]:
    """This function will list everything about `schools` that `formula` cannot use, each with its place.

    A warning (a need that counts more students than are enrolled) does not keep the counts out.
    """
    return [
        *_check_ids(schools),
        *_check_levels(formula, schools),
        *_check_columns(formula, schools),
        *_check_numbers(formula, schools),
    ]


def nearest(word: str, known: list[str]) -> str:
    """This function will return the word in `known` most like `word`, or the first where none is alike.

    **Example**

    >>> nearest("elementry", ["high", "elementary"])
    'elementary'
    """
    return (get_close_matches(word, known, n=1, cutoff=0.5) or known)[0]


def need_columns(formula: Formula, schools: SchoolCounts) -> list[int | None]:
    """This function will find, for each need of the formula, the column of counts it reads."""
    where = {code: position for position, code in enumerate(schools.codes)}
    return [where.get(need.counts, where.get(need.key)) for need in formula.needs]


def _check_ids(schools: SchoolCounts) -> Iterator[Problem]:
    if len(set(schools.school_ids)) == schools.n_schools and "" not in schools.school_ids:
        return
    first: dict[str, int] = {}
    for position, school_id in enumerate(schools.school_ids):
        row = int(schools.rows[position])
        if not school_id:
            yield Problem(rules.SCHOOL_ID_MISSING, schools.file, row, "school_id")
        elif school_id in first:
            words = {"first": str(first[school_id])}
            yield Problem(rules.SCHOOL_REPEATED, schools.file, row, "school_id", school_id, words)
        first.setdefault(school_id, row)


def _check_levels(formula: Formula, schools: SchoolCounts) -> Iterator[Problem]:
    known = [level.key for level in formula.levels]
    if set(schools.levels) <= set(known):
        return
    for position, level in enumerate(schools.levels):
        if level not in known:
            words = {"known": ", ".join(known), "nearest": nearest(level.lower(), known)}
            yield Problem(rules.LEVEL_UNKNOWN, schools.file, int(schools.rows[position]), "level", level, words)


def _check_columns(formula: Formula, schools: SchoolCounts) -> Iterator[Problem]:
    for need, column in zip(formula.needs, need_columns(formula, schools), strict=True):
        if column is None:
            words = {"need": need.label.text(), "column": need.key}
            yield Problem(rules.COUNT_COLUMN_MISSING, schools.file, 1, need.key, "", words)


def _check_numbers(formula: Formula, schools: SchoolCounts) -> Iterator[Problem]:
    used = sorted({column for column in need_columns(formula, schools) if column is not None})
    counts, hidden = schools.counts, schools.withheld
    if hidden is not None and hidden[:, used].any():
        yield from _at(schools, hidden, used, rules.COUNT_WITHHELD)
        counts = np.where(hidden, 0, counts)
    if counts.size == 0 or not used:
        return
    if counts.dtype.kind == "f":
        whole = np.isfinite(counts) & (counts == np.floor(counts))
        yield from _at(schools, ~whole, used, rules.COUNT_FRACTIONAL)
        counts = np.where(whole, counts, 0)
    if counts.min() < 0:
        yield from _at(schools, counts < 0, used, rules.COUNT_NEGATIVE)
    if counts.max() > MOST_STUDENTS:
        yield from _at(schools, counts > MOST_STUDENTS, used, rules.COUNT_TOO_LARGE, most=str(MOST_STUDENTS))
    yield from _check_against_enrolled(schools, counts, used)


def _check_against_enrolled(schools: SchoolCounts, counts: NDArray[Any], used: list[int]) -> Iterator[Problem]:
    if ALL_STUDENTS not in schools.codes:
        return
    enrolled_at = schools.codes.index(ALL_STUDENTS)
    enrolled = counts[:, enrolled_at]
    known = np.ones(len(enrolled), bool) if schools.withheld is None else ~schools.withheld[:, enrolled_at]
    above = (counts > enrolled[:, None]) & (known & (enrolled >= 0))[:, None]
    for position, slot in np.argwhere(above[:, used]):
        column = used[slot]
        yield Problem(
            rules.NEED_ABOVE_ALL,
            schools.file,
            int(schools.rows[position]),
            schools.headings[column],
            _number_text(counts[position, column]),
            {"enrolled": _number_text(enrolled[position])},
        )


def _at(
    schools: SchoolCounts, broken: NDArray[np.bool_], used: list[int], rule: Rule, **details: str
) -> Iterator[Problem]:
    for position, slot in np.argwhere(broken[:, used]):
        column = used[slot]
        # A withheld count has no value to show: what stands in the array is only a filler.
        value = "" if rule is rules.COUNT_WITHHELD else _number_text(schools.counts[position, column])
        row = int(schools.rows[position])
        yield Problem(rule, schools.file, row, schools.headings[column], value, details)


def _number_text(number: float) -> str:
    return str(int(number)) if float(number).is_integer() else str(float(number))
