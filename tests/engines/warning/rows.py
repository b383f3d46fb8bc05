"""From plain rows of children to the columns the engine takes."""

from collections.abc import Iterable, Sequence

import numpy as np
from tests.engines.warning.slow import Child

from throughline.engines import warning as engine


def columns(rows: Iterable[Sequence[object]], n: int) -> list[list[object]]:
    found = [list(column) for column in zip(*rows, strict=True)]
    return found or [[] for _ in range(n)]


def ints(values: list[object]) -> "np.ndarray":
    return np.array(values, dtype=np.int64)


def texts(values: list[object]) -> "np.ndarray":
    return np.array(values, dtype=np.str_)


def records_of(children: list[Child], calendar: dict[int, set[int]], shuffled: int | None = None) -> engine.Records:
    """Columns of these children, in order or shuffled."""

    def rows_of(name: str, n: int) -> list[list[object]]:
        rows = [(at, *row) for at, child in enumerate(children) for row in getattr(child, name)]
        if shuffled is not None:
            order = np.random.default_rng(shuffled).permutation(len(rows))
            rows = [rows[at] for at in order]
        return columns(rows, n)

    student, school, first, last = rows_of("stints", 4)
    who, where, when, status = rows_of("attendance", 4)
    of, period, posted, percent, mark, credits = rows_of("marks", 6)
    whose, on, suspended = rows_of("incidents", 3)
    whom, subject, taken, level = rows_of("results", 4)
    days = columns([(school, day) for school, held in calendar.items() for day in held], 2)
    return engine.Records(
        grade=texts([child.grade for child in children]),
        stints=engine.Stints(ints(student), ints(school), ints(first), ints(last)),
        days=engine.SchoolDays(ints(days[0]), ints(days[1])),
        attendance=engine.Attendance(ints(who), ints(where), ints(when), ints(status)),
        marks=engine.Marks(ints(of), ints(period), ints(posted), ints(percent), texts(mark), ints(credits)),
        incidents=engine.Incidents(ints(whose), ints(on), ints(suspended)),
        results=engine.Results(ints(whom), ints(subject), ints(taken), texts(level)),
    )
