"""From one entry for each student to counts for each school, in one pass over the students."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

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
    flags = {code: _flags(code, column, len(places)) for code, column in needs.items() if code != ALL_STUDENTS}
    each = list(flags.values())
    groups = [each[at : at + _NEEDS_AT_ONCE] for at in range(0, len(each), _NEEDS_AT_ONCE)] or [[]]
    tables = [_counts_of(len(group)) @ _count_patterns(places, group, len(school_ids)).T for group in groups]
    table = tables[0] if len(tables) == 1 else np.vstack([tables[0], *(one[1:] for one in tables[1:])])
    return SchoolCounts.in_table(school_ids, levels, (ALL_STUDENTS, *flags), table.T, school_names=school_names)


def _count_patterns(places: IntArray, flags: list[BoolArray], n_schools: int) -> IntArray:
    """How many students each school has of each pattern of needs, a pattern being the flags read as bits."""
    n_patterns = 1 << len(flags)
    counted = np.zeros(n_schools * n_patterns, dtype=np.int64)
    for start in range(0, len(places), _STUDENTS_AT_ONCE):
        block = slice(start, start + _STUDENTS_AT_ONCE)
        codes = _within(places[block], n_schools).astype(np.min_scalar_type(len(counted)))
        for flag in flags:
            codes += codes
            codes += flag[block]
        counted += np.bincount(codes, minlength=len(counted))
    return counted.reshape(n_schools, n_patterns)


@lru_cache(maxsize=_NEEDS_AT_ONCE + 1)
def _counts_of(n_needs: int) -> IntArray:
    """Which patterns count for everybody, and for each need. **Shapes** (1 + needs, patterns), 0 or 1."""
    bits = np.arange(n_needs - 1, -1, -1)[:, None]
    return np.vstack([np.ones(1 << n_needs, dtype=np.int64), (np.arange(1 << n_needs) >> bits) & 1])


def _within(places: IntArray, n_schools: int) -> IntArray:
    if places.min() < 0 or places.max() >= n_schools:
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
