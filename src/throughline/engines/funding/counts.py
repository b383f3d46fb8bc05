"""What is known of each school before any sum: its level, and how many students it has of each need."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class SchoolCounts:
    """Counts of students by school and need code, held as columns: 10,000 schools cost no more than arrays.

    **Shapes** `counts` and `withheld` are (schools, codes); every other sequence has one entry for each
    school. **Units** `counts` are students. `withheld` marks a count that its publisher hid because it is
    small; its number is not known and must not be read as zero. `file`, `rows` and `headings` say where
    the counts came from, so that a problem can point there; `rows` count the heading as row 1. `counted_on` holds the
    day of each code that was counted on another day than the rest, as it is written on a calendar (2026-12-01).
    """

    school_ids: tuple[str, ...]
    levels: tuple[str, ...]
    codes: tuple[str, ...]
    counts: NDArray[Any]
    school_names: tuple[str, ...]
    withheld: BoolArray | None
    file: str
    rows: IntArray
    headings: tuple[str, ...]
    counted_on: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        school_ids: Sequence[str],
        levels: Sequence[str],
        counts: Mapping[str, ArrayLike],
        *,
        school_names: Sequence[str] = (),
        withheld: Mapping[str, ArrayLike] | None = None,
        file: str = "",
        rows: ArrayLike | None = None,
        headings: Mapping[str, str] | None = None,
        counted_on: Mapping[str, str] | None = None,
    ) -> "SchoolCounts":
        """This function will make counts from one column for each need code.

        **Raises** `ValueError` where columns differ in length. What the numbers themselves must be is
        the matter of `check_counts`, which can say where they stand.

        **Example**

        >>> SchoolCounts.of(["S1"], ["elementary"], {"all": [412], "poverty": [301]}).counts.tolist()
        [[412, 301]]
        """
        table = columns_together(list(counts.values()), len(school_ids))
        made = cls.in_table(school_ids, levels, tuple(counts), table, school_names=school_names)
        hidden = None
        if withheld:
            hidden = np.zeros(table.shape, dtype=np.bool_)
            for position, code in enumerate(counts):
                hidden[:, position] = withheld.get(code, False)
        return replace(
            made,
            withheld=hidden,
            file=file,
            rows=made.rows if rows is None else np.asarray(rows, dtype=np.int64),
            headings=tuple((headings or {}).get(code, code) for code in counts),
            counted_on=dict(counted_on or {}),
        )

    @classmethod
    def in_table(
        cls,
        school_ids: Sequence[str],
        levels: Sequence[str],
        codes: tuple[str, ...],
        table: IntArray,
        *,
        school_names: Sequence[str] = (),
    ) -> "SchoolCounts":
        """This function will make counts from one table, all of them known, which nothing changes from then on.

        **Shapes** `table` (schools, codes). **Raises** `ValueError` where names differ in length.
        """
        n_schools = len(school_ids)
        table.setflags(write=False)
        return cls(
            school_ids=_as_long(school_ids, n_schools, "school_ids"),
            levels=_as_long(levels, n_schools, "levels"),
            codes=codes,
            counts=table,
            school_names=_as_long(school_names or school_ids, n_schools, "school_names"),
            withheld=None,
            file="",
            rows=_rows_below_a_heading(n_schools),
            headings=codes,
        )

    @property
    def n_schools(self) -> int:
        return len(self.school_ids)


@lru_cache(maxsize=16)
def _rows_below_a_heading(n_rows: int) -> IntArray:
    rows = np.arange(2, n_rows + 2)
    rows.setflags(write=False)
    return rows


def columns_together(columns: Sequence[ArrayLike], n_schools: int) -> NDArray[Any]:
    """This function will stand columns side by side as one table.

    **Raises** `ValueError` where a column has not one number for each school. **Shapes** (schools, columns).
    """
    arrays = [np.asarray(column) for column in columns]
    for array in arrays:
        if array.shape != (n_schools,):
            raise ValueError(f"a column of counts has shape {array.shape}; it needs one number for each school")
    table = np.array(arrays).T if arrays else np.zeros((n_schools, 0), dtype=np.int64)
    if table.dtype.kind in "iub":
        return table.astype(np.int64, copy=False)
    if table.dtype.kind != "f":
        raise ValueError("counts are numbers")
    return table


def _as_long(values: Sequence[str], n_schools: int, name: str) -> tuple[str, ...]:
    if len(values) != n_schools:
        raise ValueError(f"{name} has {len(values)} entries; it needs one for each of {n_schools} schools")
    return values if isinstance(values, tuple) else tuple(values)
