"""From one entry for each student to counts for each school, in one pass over the students."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

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
    places = _places(school_of_student, len(school_ids))
    flags = {code: _flags(code, column, len(places)) for code, column in needs.items() if code != ALL_STUDENTS}
    columns: dict[str, ArrayLike] = {}
    groups = [list(flags)[at : at + _NEEDS_AT_ONCE] for at in range(0, len(flags), _NEEDS_AT_ONCE)] or [[]]
    for group in groups:
        patterns = _count_patterns(places, [flags[code] for code in group], len(school_ids))
        columns.setdefault(ALL_STUDENTS, patterns.sum(axis=1))
        for bit, code in enumerate(group):
            has_need = (np.arange(patterns.shape[1]) >> bit) & 1 == 1
            columns[code] = patterns[:, has_need].sum(axis=1)
    return SchoolCounts.of(school_ids, levels, columns, school_names=school_names)


def _count_patterns(places: IntArray, flags: list[BoolArray], n_schools: int) -> IntArray:
    """How many students each school has of each pattern of needs, a pattern being the flags read as bits."""
    n_patterns = 1 << len(flags)
    counted = np.zeros(n_schools * n_patterns, dtype=np.int64)
    for start in range(0, len(places), _STUDENTS_AT_ONCE):
        block = slice(start, start + _STUDENTS_AT_ONCE)
        codes = places[block].astype(np.int64)
        codes <<= len(flags)
        if flags:
            codes |= _bits([flag[block] for flag in flags])
        counted += np.bincount(codes, minlength=len(counted))
    return counted.reshape(n_schools, n_patterns)


def _bits(flags: list[BoolArray]) -> NDArray[np.uint8]:
    bits = flags[0].view(np.uint8).copy()
    for bit, flag in enumerate(flags[1:], start=1):
        bits |= flag.view(np.uint8) << np.uint8(bit)
    return bits


def _places(school_of_student: ArrayLike, n_schools: int) -> IntArray:
    places = np.asarray(school_of_student)
    if places.size == 0:
        return np.zeros(0, dtype=np.int64)
    if places.ndim != 1 or places.dtype.kind not in "iu":
        raise ValueError("school_of_student needs one whole number for each student")
    if places.min() < 0 or places.max() >= n_schools:
        raise ValueError(f"school_of_student points outside the {n_schools} schools given")
    return places


def _flags(code: str, column: ArrayLike, n_students: int) -> BoolArray:
    flags = np.asarray(column)
    if flags.size == 0 and n_students == 0:
        return np.zeros(0, dtype=np.bool_)
    if flags.dtype != np.bool_ or flags.shape != (n_students,):
        raise ValueError(f"need {code!r} needs one true or false for each of {n_students} students")
    return np.ascontiguousarray(flags)
