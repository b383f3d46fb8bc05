"""Counting students: what is refused, and that no width of numbers or order of memory changes a count."""

import numpy as np
import pytest

from throughline.engines.funding import counts_from_students

IDS, LEVELS = ["A", "B", "C"], ["high"] * 3
PLACES = np.array([0, 1, 1, 2, 2, 2])
NEED = np.array([True, False, True, True, False, True])


@pytest.mark.parametrize("outside", [-1, 3, 2**40, -(2**63), 2**63 - 1])
def test_a_student_at_no_school_is_refused(outside: int) -> None:
    with pytest.raises(ValueError, match="outside the 3 schools"):
        counts_from_students(np.append(PLACES, outside), {}, school_ids=IDS, levels=LEVELS)


def test_a_student_at_no_school_is_refused_however_late_it_comes() -> None:
    places = np.zeros(200_000, dtype=np.int64)
    places[-1] = 3
    with pytest.raises(ValueError, match="outside the 3 schools"):
        counts_from_students(places, {}, school_ids=IDS, levels=LEVELS)


@pytest.mark.parametrize("kind", ["int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64"])
def test_positions_of_every_width_count_alike(kind: str) -> None:
    counts = counts_from_students(PLACES.astype(kind), {"need": NEED}, school_ids=IDS, levels=LEVELS)
    assert counts.counts.tolist() == [[1, 1], [2, 1], [3, 2]]
    assert counts.counts.dtype == np.int64


def test_flags_that_do_not_lie_side_by_side_count_alike() -> None:
    flags = np.column_stack([NEED, ~NEED])
    needs = {"need": flags[:, 0], "none": flags[:, 1]}
    counts = counts_from_students(PLACES, needs, school_ids=IDS, levels=LEVELS)
    assert counts.counts.tolist() == [[1, 1, 0], [2, 1, 1], [3, 2, 1]]


def test_a_need_must_be_true_or_false_for_each_student() -> None:
    for column in (NEED[:-1], NEED.astype(np.int64)):
        with pytest.raises(ValueError, match="one true or false for each of 6 students"):
            counts_from_students(PLACES, {"need": column}, school_ids=IDS, levels=LEVELS)
