"""Early warning as one would ask it of DuckDB, Polars and pandas: counts of every student, and levels from them."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray

from throughline.engines.warning import Indicator, Measure, Records, Rules

Ints = NDArray[Any]
PANDAS_AT_ONCE = 10_000_000


@dataclass(frozen=True)
class Counts:
    """What every student comes to. **Shapes** (students,). `recent`: over the window of recent absence."""

    enrolled: Ints
    recorded: Ints
    absent: Ints
    enrolled_recent: Ints
    recorded_recent: Ints
    absent_recent: Ints
    n_marks: Ints
    n_failed: Ints
    n_failed_latest: Ints
    incidents: Ints
    tenths: Ints


NAMES = tuple(Counts.__dataclass_fields__)


def windows(rules: Rules) -> tuple[int, int]:
    """This function will return the school days of recent absence and of incidents."""
    of = {one.measure: one.window for one in rules.indicators}
    return of[Measure.RECENT_ABSENCE], of[Measure.INCIDENTS]


def levels(counts: Counts, rules: Rules, grade: NDArray[np.str_]) -> tuple[Ints, Ints]:
    """This function will say the level and the points of every student from what was counted."""
    there = counts.enrolled >= rules.least_days
    points, n_known = np.zeros(len(grade), dtype=np.int64), np.zeros(len(grade), dtype=np.int64)
    for one in rules.indicators:
        numerator, denominator, enough = _measured(one, counts, rules, there)
        if one.grades:
            watched = np.isin(grade, sorted(one.grades))
            denominator, enough = np.where(watched, denominator, 0), enough & watched
        off = (denominator > 0) & (numerator * one.off_at.denominator >= one.off_at.numerator * denominator)
        far = np.zeros_like(off)
        if one.far_at is not None:
            far = (denominator > 0) & (numerator * one.far_at.denominator >= one.far_at.numerator * denominator)
        points += np.where(far, one.far_points, np.where(off, one.points, 0))
        n_known += off | far | (enough & (denominator > 0))
    level = np.searchsorted([one.at_least for one in rules.levels], points, side="right")
    return np.where((level == 0) & (n_known < rules.least_known), -1, level), points


def _measured(one: Indicator, counts: Counts, rules: Rules, there: Ints) -> tuple[Ints, Ints, Ints]:
    match one.measure:
        case Measure.ABSENCE:
            return _absence(counts.absent, counts.recorded, counts.enrolled, rules, there)
        case Measure.RECENT_ABSENCE:
            return _absence(counts.absent_recent, counts.recorded_recent, counts.enrolled_recent, rules, there)
        case Measure.COURSES_FAILED:
            return counts.n_failed_latest, np.minimum(counts.n_marks, 1), counts.n_marks > 0
        case Measure.COURSES_NOT_PASSED:
            return counts.n_failed, counts.n_marks, counts.n_marks > 0
        case Measure.INCIDENTS:
            return counts.incidents, there.astype(np.int64), there
        case _:
            return counts.tenths, there * np.int64(10), there


def _absence(absent: Ints, recorded: Ints, enrolled: Ints, rules: Rules, there: Ints) -> tuple[Ints, Ints, Ints]:
    most = rules.most_unrecorded
    known = (enrolled - recorded) * most.denominator < most.numerator * enrolled
    return absent, np.where(there, enrolled, 0), there & known


SQL = """
with held as (
  select school, day, row_number() over (partition by school order by day desc) as back
  from days where day <= {until}
),
began as (
  select school, min(day) filter (back <= {recent}) as recent, min(day) filter (back <= {incidents}) as lately
  from held group by school
),
own as (
  select student, recent, lately from began
  join (select student, arg_max(school, first) as school from stints group by student) using (school)
),
spans as (select student, s.school, first, least(last, {until}) as last, recent from stints s join own using (student)),
counted as (
  select s.school, first, last, recent, count(*) as n, count(*) filter (day >= recent) as n_recent
  from (select distinct school, first, last, recent from spans) s
  join held h on h.school = s.school and h.day between first and last group by all
),
enrolled as (
  select student, sum(n) as enrolled, sum(n_recent) as enrolled_recent
  from spans join counted using (school, first, last, recent) group by student
),
attended as (
  select a.student, count(*) as recorded, count(*) filter (status in (1, 2)) as absent,
    count(*) filter (a.day >= recent) as recorded_recent,
    count(*) filter (a.day >= recent and status in (1, 2)) as absent_recent
  from attendance a join spans s on s.student = a.student and s.school = a.school and a.day between first and last
  semi join held h on h.school = a.school and h.day = a.day
  group by a.student
),
posted as (
  select student, period, percent < {passes} as failed, max(period) over (partition by student) as latest
  from marks where posted <= {until}
),
marked as (
  select student, count(*) as n_marks, count(*) filter (failed) as n_failed,
    count(*) filter (failed and period = latest) as n_failed_latest
  from posted group by student
),
behaved as (
  select i.student, count(*) filter (day >= lately) as incidents, sum(suspended) as tenths
  from incidents i join own using (student) where day <= {until} group by i.student
)
select {columns} from students
left join enrolled using (student) left join attended using (student)
left join marked using (student) left join behaved using (student) order by student
"""

# The same counts of rows as they stand, whatever school they are of and whether school was held: no join.
EVERY_ROW = """
with attended as (
  select student, count(*) as recorded, count(*) filter (status in (1, 2)) as absent from attendance group by student
),
marked as (
  select student, count(*) as n_marks, count(*) filter (percent < {passes}) as n_failed from marks group by student
),
behaved as (select student, count(*) as incidents, sum(suspended) as tenths from incidents group by student),
counted as (
  select *, recorded as enrolled, recorded as enrolled_recent, recorded as recorded_recent, absent as absent_recent,
    n_failed as n_failed_latest
  from students left join attended using (student) left join marked using (student) left join behaved using (student)
)
select {columns} from counted order by student
"""


def duckdb_every_row(records: Records, rules: Rules, until: int) -> Callable[[], Counts]:
    """The least one would ask of DuckDB, and the bare pass's question: it answers a little wrong."""
    return duckdb(records, rules, until, EVERY_ROW)


def duckdb(records: Records, rules: Rules, until: int, sql: str = SQL) -> Callable[[], Counts]:
    import duckdb
    import pandas as pd

    place = TemporaryDirectory()
    database = duckdb.connect(str(Path(place.name) / "year.duckdb"))
    for name, columns in tables(records).items():
        database.register("given", pd.DataFrame(columns, copy=False))
        database.execute(f"create table {name} as select * from given")  # noqa: S608 - names of our own
        database.unregister("given")
    database.execute("checkpoint")
    recent, incidents = windows(rules)
    asked = sql.format(
        until=until,
        recent=recent,
        incidents=incidents,
        passes=int(rules.pass_percent * 100),
        columns=", ".join(f"coalesce({name}, 0)::bigint as {name}" for name in NAMES),
    )

    def run() -> Counts:
        assert place.name  # the file lives as long as this function
        found = database.execute(asked).fetchnumpy()
        return Counts(**{name: np.asarray(found[name]) for name in NAMES})

    return run


def tables(records: Records) -> dict[str, dict[str, Ints]]:
    """This function will name the columns of each table as a peer would find them."""
    stints, days, rows = records.stints, records.days, records.attendance
    marks, incidents = records.marks, records.incidents
    return {
        "students": {"student": np.arange(records.n, dtype=np.int32)},
        "stints": {
            "student": stints.student.astype(np.int32),
            "school": stints.school.astype(np.int16),
            "first": stints.first.astype(np.int16),
            "last": stints.last.astype(np.int16),
        },
        "days": {"school": days.school.astype(np.int16), "day": days.day.astype(np.int16)},
        "attendance": {"student": rows.student, "school": rows.school, "day": rows.day, "status": rows.status},
        "marks": {
            "student": marks.student,
            "period": marks.period,
            "posted": marks.posted,
            "percent": marks.percent,
        },
        "incidents": {"student": incidents.student, "day": incidents.day, "suspended": incidents.suspended},
    }


def polars(records: Records, rules: Rules, until: int) -> Callable[[], Counts]:
    import polars as pl

    frames = {name: pl.DataFrame(columns).lazy() for name, columns in tables(records).items()}
    recent, incidents = windows(rules)
    day, failed = pl.col("day"), pl.col("percent") < int(rules.pass_percent * 100)
    absent, is_recent = pl.col("status").is_in([1, 2]), day >= pl.col("recent")

    def run() -> Counts:
        held = frames["days"].filter(day <= until)
        began = held.group_by("school").agg(recent=day.top_k(recent).min(), lately=day.top_k(incidents).min())
        stints = frames["stints"].with_columns(last=pl.col("last").clip(upper_bound=until))
        own = stints.sort("first").group_by("student").agg(pl.col("school").last()).join(began, on="school")
        own = own.select("student", "recent", "lately")
        spans = stints.join(own, on="student")
        span = ["school", "first", "last", "recent"]
        counted = (
            spans.select(span).unique().join(held, on="school").filter(day.is_between("first", "last")).group_by(span)
        ).agg(n=pl.len(), n_recent=is_recent.sum())
        enrolled = (
            spans.join(counted, on=span)
            .group_by("student")
            .agg(enrolled=pl.col("n").sum(), enrolled_recent=pl.col("n_recent").sum())
        )
        attended = (
            frames["attendance"]
            .join(spans, on=["student", "school"])
            .filter(day.is_between("first", "last"))
            .join(held, on=["school", "day"], how="semi")
            .group_by("student")
            .agg(
                recorded=pl.len(),
                absent=absent.sum(),
                recorded_recent=is_recent.sum(),
                absent_recent=(absent & is_recent).sum(),
            )
        )
        marks = frames["marks"].filter(pl.col("posted") <= until)
        marked = marks.group_by("student").agg(
            n_marks=pl.len(),
            n_failed=failed.sum(),
            n_failed_latest=(failed & (pl.col("period") == pl.col("period").max())).sum(),
        )
        behaved = (
            frames["incidents"]
            .filter(day <= until)
            .join(own, on="student")
            .group_by("student")
            .agg(incidents=(day >= pl.col("lately")).sum(), tenths=pl.col("suspended").cast(pl.Int64).sum())
        )
        found = frames["students"]
        for one in (enrolled, attended, marked, behaved):
            found = found.join(one, on="student", how="left")
        whole = found.sort("student").select(pl.col(NAMES).fill_null(0).cast(pl.Int64)).collect(engine="streaming")
        return Counts(**{name: whole[name].to_numpy() for name in NAMES})

    return run


def pandas(records: Records, rules: Rules, until: int) -> Callable[[], Counts]:
    import pandas as pd

    frames = {name: pd.DataFrame(columns, copy=False) for name, columns in tables(records).items()}
    recent, incidents = windows(rules)
    passes = int(rules.pass_percent * 100)

    def attended(spans: Any, held: Any) -> Any:
        parts = []
        for begin in range(0, len(frames["attendance"]), PANDAS_AT_ONCE):
            some = frames["attendance"].iloc[begin : begin + PANDAS_AT_ONCE]
            rows = some.merge(spans, on=["student", "school"])
            rows = rows[(rows["first"] <= rows["day"]) & (rows["day"] <= rows["last"])].merge(held)
            rows["absent"] = rows["status"].isin([1, 2])
            rows["recorded_recent"] = rows["day"] >= rows["recent"]
            rows["absent_recent"] = rows["absent"] & rows["recorded_recent"]
            sums = rows.groupby("student")[["absent", "recorded_recent", "absent_recent"]].sum()
            sums["recorded"] = rows.groupby("student").size()
            parts.append(sums)
        return pd.concat(parts).groupby(level=0).sum()

    def run() -> Counts:
        held = frames["days"][frames["days"]["day"] <= until].sort_values(["school", "day"])
        by_school = held.groupby("school")
        began = pd.DataFrame(
            {
                "recent": by_school.tail(recent).groupby("school")["day"].min(),
                "lately": by_school.tail(incidents).groupby("school")["day"].min(),
            }
        )
        stints = frames["stints"].assign(last=frames["stints"]["last"].clip(upper=until))
        latest = stints.sort_values("first").drop_duplicates("student", keep="last")[["student", "school"]]
        own = latest.merge(began, left_on="school", right_index=True)[["student", "recent", "lately"]]
        spans, span = stints.merge(own, on="student"), ["school", "first", "last", "recent"]
        pairs = spans[span].drop_duplicates().merge(held, on="school")
        pairs = pairs[(pairs["first"] <= pairs["day"]) & (pairs["day"] <= pairs["last"])]
        pairs["is_recent"] = pairs["day"] >= pairs["recent"]
        counted = pairs.groupby(span)["is_recent"].agg(enrolled="size", enrolled_recent="sum").reset_index()
        enrolled = spans.merge(counted, on=span).groupby("student")[["enrolled", "enrolled_recent"]].sum()
        marks = frames["marks"][frames["marks"]["posted"] <= until]
        by_student = marks["period"].groupby(marks["student"])
        fails, latest_period = marks["percent"] < passes, by_student.transform("max")
        marked = pd.DataFrame(
            {
                "n_marks": by_student.size(),
                "n_failed": fails.groupby(marks["student"]).sum(),
                "n_failed_latest": (fails & (marks["period"] == latest_period)).groupby(marks["student"]).sum(),
            }
        )
        rows = frames["incidents"][frames["incidents"]["day"] <= until].merge(own, on="student")
        rows["incidents"] = rows["day"] >= rows["lately"]
        behaved = rows.groupby("student").agg(incidents=("incidents", "sum"), tenths=("suspended", "sum"))
        whole = frames["students"].set_index("student").join([enrolled, attended(spans, held), marked, behaved])
        whole = whole.fillna(0).astype(np.int64)
        return Counts(**{name: whole[name].to_numpy() for name in NAMES})

    return run


def bare_numpy(records: Records, rules: Rules, until: int) -> Callable[[], Counts]:
    """The least that has to be done with the rows: count them by student, whatever they say of school and day."""
    rows, marks, incidents, n = records.attendance, records.marks, records.incidents, records.n
    passes = int(rules.pass_percent * 100)

    def run() -> Counts:
        student, absent = rows.student, (rows.status == 1) | (rows.status == 2)
        recorded, missed = np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.int64)
        for begin in range(0, len(student), 1 << 22):
            some = student[begin : begin + (1 << 22)]
            recorded += np.bincount(some, minlength=n)
            missed += np.bincount(some[absent[begin : begin + (1 << 22)]], minlength=n)
        n_marks = np.bincount(marks.student, minlength=n)
        n_failed = np.bincount(marks.student[marks.percent < passes], minlength=n)
        happened = np.bincount(incidents.student, minlength=n)
        return Counts(
            recorded, recorded, missed, recorded, recorded, missed, n_marks, n_failed, n_failed, happened, happened
        )

    return run
