"""From a year of attendance, marks and behavior to the level that is suggested for every student."""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks import early_warning_peers as peers
from benchmarks.workload import OURS, Bar, Size, Workload
from throughline.engines import warning
from throughline.engines.warning import Attendance, Incidents, Marks, Measure, Records, Results, Rules, SchoolDays
from throughline.formats.warning import START, engine_rules, library_rules

LARGE = "THROUGHLINE_BENCH_LARGE"
ASKED = {
    Measure.ABSENCE,
    Measure.RECENT_ABSENCE,
    Measure.COURSES_FAILED,
    Measure.COURSES_NOT_PASSED,
    Measure.INCIDENTS,
    Measure.DAYS_SUSPENDED,
}
EVERY_ROW = ("bare NumPy", "DuckDB, every row")
A_SCHOOL, N_CLASSES, PERIODS = 650, 6, (90, 180, 270)


def _rules() -> Rules:
    """The library's rules to begin from, as far as they watch attendance, marks and behavior."""
    rules = engine_rules(library_rules()[START])
    return replace(rules, indicators=tuple(one for one in rules.indicators if one.measure in ASKED))


RULES = _rules()


@dataclass(frozen=True)
class Inputs:
    """What is known at the end of the year, and the last day that counts."""

    records: Records
    until: int


@dataclass(frozen=True)
class Answer:
    """The level and the points of every student."""

    level: NDArray[Any]
    points: NDArray[Any]


def make(n_students: int, n_days: int) -> Inputs:
    """This function will invent a year: a row for each student and school day, as a nightly export appends them.

    One student in a hundred moves in the middle of the year, and the school they left goes on sending rows for a week;
    one row in five hundred is of a day on which no school was held. Neither may count.
    """
    random = np.random.default_rng(22)
    n_schools = max(n_students // A_SCHOOL, 2)
    held = np.sort(random.permutation(np.arange(1, 290, dtype=np.int16))[:n_days])
    last = int(held[-1])
    school = random.integers(0, n_schools, n_students).astype(np.int16)
    movers = np.flatnonzero(random.random(n_students) < 0.01)
    to = ((school[movers] + 1) % n_schools).astype(np.int16)
    moved = held[random.integers(20, n_days - 20, len(movers))].astype(np.int64)
    return Inputs(
        Records(
            grade=np.array([f"{one:02d}" for one in range(1, 13)])[random.integers(0, 12, n_students)],
            stints=_stints(school, movers, to, moved, last),
            days=SchoolDays(np.repeat(np.arange(n_schools), n_days), np.tile(held.astype(np.int64), n_schools)),
            attendance=_attendance(random, held, school, movers, to, moved),
            marks=_marks(random, n_students),
            incidents=_incidents(random, n_students, last),
            results=Results(*[np.zeros(0, dtype=np.int64)] * 3, level=np.zeros(0, dtype=np.str_)),
        ),
        last,
    )


def _stints(
    school: NDArray[np.int16],
    movers: NDArray[np.int64],
    to: NDArray[np.int16],
    moved: NDArray[np.int64],
    last: int,
) -> warning.Stints:
    n = len(school)
    ends = np.full(n, last, dtype=np.int64)
    ends[movers] = moved - 1
    return warning.Stints(
        np.concatenate([np.arange(n), movers]),
        np.concatenate([school, to]).astype(np.int64),
        np.concatenate([np.ones(n, dtype=np.int64), moved]),
        np.concatenate([ends, np.full(len(movers), last)]),
    )


def _attendance(
    random: np.random.Generator,
    held: NDArray[np.int16],
    school: NDArray[np.int16],
    movers: NDArray[np.int64],
    to: NDArray[np.int16],
    moved: NDArray[np.int64],
) -> Attendance:
    n, n_days = len(school), len(held)
    habit = (random.random(n, dtype=np.float32) ** 6 * 110).astype(np.uint8)
    everyone, n_rows = np.arange(n, dtype=np.int32), n * n_days
    n_stray = n_rows // 500
    n_all = n_rows + 5 * len(movers) + n_stray
    student, day = np.empty(n_all, dtype=np.int32), np.empty(n_all, dtype=np.int16)
    where, status = np.empty(n_all, dtype=np.int16), np.empty(n_all, dtype=np.int8)
    for place, on in enumerate(held):
        rows = slice(place * n, (place + 1) * n)
        gone = moved <= on
        student[rows], day[rows], where[rows] = everyone, on, school
        where[rows][movers[gone]] = to[gone]
        roll = random.integers(0, 256, n, dtype=np.uint8)
        status[rows] = np.where(roll < habit, 1 + (roll & 1), np.where(roll > 250, 3, 0))
    late = np.searchsorted(held, moved)
    for after in range(5):
        rows = slice(n_rows + after * len(movers), n_rows + (after + 1) * len(movers))
        student[rows], day[rows], where[rows], status[rows] = movers, held[late + after], school[movers], 2
    rows = slice(n_all - n_stray, n_all)
    student[rows] = random.integers(0, n, n_stray)
    day[rows] = np.setdiff1d(np.arange(1, 290, dtype=np.int16), held)[random.integers(0, 289 - n_days, n_stray)]
    where[rows], status[rows] = school[student[rows]], 1
    return Attendance(student, where, day, status)


def _marks(random: np.random.Generator, n: int) -> Marks:
    n_rows = n * N_CLASSES * len(PERIODS)
    period = np.repeat(np.array(PERIODS, dtype=np.int16), n * N_CLASSES)
    able = random.normal(8200, 900, n).astype(np.int32)
    student = np.tile(np.repeat(np.arange(n, dtype=np.int32), N_CLASSES), len(PERIODS))
    percent = np.clip(able[student] + random.integers(-1800, 1800, n_rows), 0, 10_000).astype(np.int32)
    posted = (period + random.integers(1, 6, n_rows)).astype(np.int16)
    letters = np.broadcast_to(np.array("", dtype="<U1"), (n_rows,))
    return Marks(student, period, posted, percent, letters, np.broadcast_to(np.int16(0), (n_rows,)))


def _incidents(random: np.random.Generator, n: int, last: int) -> Incidents:
    n_rows = n // 3
    student = (random.random(n_rows) ** 3 * n).astype(np.int32)
    suspended = np.where(random.random(n_rows) < 0.2, random.integers(5, 40, n_rows), 0).astype(np.int16)
    return Incidents(student, random.integers(1, last + 1, n_rows).astype(np.int16), suspended)


def ours(inputs: Inputs) -> Callable[[], Answer]:
    def run() -> Answer:
        found = warning.suggest(inputs.records, RULES, inputs.until)
        return Answer(found.level, found.points)

    return run


def beside(prepare: Callable[[Records, Rules, int], Callable[[], peers.Counts]]) -> Callable[[Inputs], Any]:
    """This function will let a peer count; from its counts on, all do the same small sum over the students."""

    def contender(inputs: Inputs) -> Callable[[], Answer]:
        count = prepare(inputs.records, RULES, inputs.until)
        return lambda: Answer(*peers.levels(count(), RULES, inputs.records.grade))

    return contender


def same(answer: Answer, other: Answer, name: str) -> None:
    if name not in EVERY_ROW:
        np.testing.assert_array_equal(other.level, answer.level)
        np.testing.assert_array_equal(other.points, answer.points)


def size(n_students: int, *, judged: bool = True) -> Size:
    values = {"n_students": n_students, "n_days": 180}
    return Size(f"{n_students:,} students, {n_students * 180:,} rows", n_students, values, judged)


WORKLOAD = Workload(
    name="Early-warning indicators over a year",
    sizes=(size(25_000), size(100_000), *([size(650_000)] if os.environ.get(LARGE) else [])),
    make=make,
    contenders={
        OURS: ours,
        "DuckDB": beside(peers.duckdb),
        "Polars": beside(peers.polars),
        "pandas": beside(peers.pandas),
        "DuckDB, every row": beside(peers.duckdb_every_row),
        "bare NumPy": beside(peers.bare_numpy),
    },
    same=same,
    floor="bare NumPy",
    bars=(Bar("DuckDB", 1), Bar("Polars", 1), Bar("pandas", 1)),
    notes=(
        (
            "Early warning: a row counts where the student was enrolled at that school that day and school was held. "
            "The bare pass and DuckDB's shorter question count every row and answer a little wrong; nobody is held to"
            " them."
        ),
        (
            "The peers' tables are made outside the clock, DuckDB's in a file of its own kind. pandas joins ten "
            f"million rows at a time, as more would not fit. 650,000 students are asked where {LARGE} is set."
        ),
    ),
)
