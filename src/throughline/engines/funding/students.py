"""From one entry for each student to counts for each school, in one pass over the students."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from throughline.engines.funding.counts import BoolArray, IntArray, SchoolCounts
from throughline.engines.funding.formula import ALL_STUDENTS

_STUDENTS_AT_ONCE = 65_536  # a block's codes stay in the processor's cache
_NEEDS_AT_ONCE = 4  # 16 patterns for each school and pass: the table of patterns stays small


def counts_from_students(
    school_of_student: ArrayLike,
    needs: Mapping[str, ArrayLike],
    *,
    school_ids: Sequence[str],
    levels: Sequence[str],
    school_names: Sequence[str] = (),
) -> SchoolCounts:
    """This function will count students by school and need; the code "all" counts every one of them.

    **Shapes** `school_of_student` and each array of `needs` (students,). **Units** positions in `school_ids`,
    and true where the student has the need on the count day. **Raises** `ValueError` where lengths differ, a
    need is not true or false, or a position points at no school.

    **Example**

    >>> counts = counts_from_students(
    ...     [0, 1, 1], {"homeless": [True, False, True]}, school_ids=["A", "B"], levels=["high", "high"])
    >>> counts.codes, counts.counts.tolist()
    (('all', 'homeless'), [[1, 1], [2, 1]])
    """
    places = _places(school_of_student)
    flags = {}
    for code, column in needs.items():
        if code != ALL_STUDENTS:
            flags[code] = _flags(code, column, len(places))
    each = list(flags.values())
    table = _counted(places, each[:_NEEDS_AT_ONCE], len(school_ids))
    for at in range(_NEEDS_AT_ONCE, len(each), _NEEDS_AT_ONCE):
        more = _counted(places, each[at : at + _NEEDS_AT_ONCE], len(school_ids))
        table = np.vstack([table, more[1:]])
    return SchoolCounts.in_table(school_ids, levels, (ALL_STUDENTS, *flags), table.T, school_names=school_names)


def _counted(places: IntArray, flags: list[BoolArray], n_schools: int) -> IntArray:
    """Everybody and each need by school, out of how many have each pattern of needs: the flags read as bits.

    **Shapes** (1 + needs, schools).
    """
    n_patterns = 1 << len(flags)
    n_counts, counted = n_schools * n_patterns, None
    for start in range(0, len(places), _STUDENTS_AT_ONCE):
        block = slice(start, start + _STUDENTS_AT_ONCE)
        codes = _within(places[block], n_schools).astype(_narrowest(n_counts))
        for flag in flags:
            codes += codes
            codes += flag[block]
        here = np.bincount(codes, minlength=n_counts)
        counted = here if counted is None else counted + here
    if counted is None:
        counted = np.zeros(n_counts, dtype=np.int64)
    return _counts_of(len(flags)) @ counted.reshape(n_schools, n_patterns).T


@lru_cache(maxsize=64)
def _narrowest(most: int) -> np.dtype[Any]:
    return np.min_scalar_type(most)


@lru_cache(maxsize=_NEEDS_AT_ONCE + 1)
def _counts_of(n_needs: int) -> IntArray:
    """Which patterns count for everybody, and for each need. **Shapes** (1 + needs, patterns), 0 or 1."""
    bits = np.arange(n_needs - 1, -1, -1)[:, None]
    return np.vstack([np.ones(1 << n_needs, dtype=np.int64), (np.arange(1 << n_needs) >> bits) & 1])


def _within(places: IntArray, n_schools: int) -> IntArray:
    # Read without a sign, a place below zero is beyond every school: one pass finds both.
    if np.maximum.reduce(places.view(places.dtype.str.replace("i", "u"))) >= n_schools:
        raise ValueError(f"school_of_student points outside the {n_schools} schools given")
    return places


def _places(school_of_student: ArrayLike) -> IntArray:
    places = np.asarray(school_of_student)
    if places.size == 0:
        return np.zeros(0, dtype=np.int64)
    if places.ndim != 1 or places.dtype.kind not in "iu":
        raise ValueError("school_of_student needs one whole number for each student")
    return places


def _flags(code: str, column: ArrayLike, n_students: int) -> BoolArray:
    flags = np.asarray(column)
    if flags.size == 0 and n_students == 0:
        return np.zeros(0, dtype=np.bool_)
    if flags.dtype != np.bool_ or flags.shape != (n_students,):
        raise ValueError(f"need {code!r} needs one true or false for each of {n_students} students")
    return flags
