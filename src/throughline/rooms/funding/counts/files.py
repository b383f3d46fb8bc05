"""Files of counts: read with every problem named, set beside what is kept day by day, and written back."""

import io
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from throughline.formats.counts import FiledCounts, read_counts, write_counts, write_days
from throughline.rooms.funding.brought.states import beside_kept, check_usable
from throughline.rooms.funding.budgets.roster_columns import headings_known
from throughline.rooms.funding.days.queries import days_page
from throughline.rooms.funding.filed import filed_rows, schools_of
from throughline.rooms.funding.models import FiledCount
from throughline.rooms.students.api import ALL_STUDENTS
from throughline.values.errors import RefusedInput
from throughline.values.school_year import SchoolYear
from throughline.values.viewer import Viewer

MOST_BYTES = 2_000_000


@dataclass(frozen=True, slots=True)
class ComparedSchool:
    """One school of a file beside what is kept of it; a side it is not on is None."""

    name: str
    n_before: int | None
    n_students: int | None
    n_withheld: int
    state: str


@dataclass(frozen=True, slots=True)
class ComparedDay:
    """One day of a file beside what is kept of it.

    `counted` are the codes it counts, and `left_out` those that are kept and that it says nothing of: they would go.
    """

    on: date
    schools: Sequence[FiledCounts]
    compared: Sequence[ComparedSchool]
    counted: Sequence[str]
    left_out: Sequence[str]
    projected: bool

    @property
    def n_students(self) -> int:
        return sum(one.counts[ALL_STUDENTS] for one in self.schools)


@dataclass(frozen=True, slots=True)
class OwnDay:
    """A need that the file counts on the day which formulas say for it, and that has no day in that fiscal year yet."""

    year: int
    need: str
    label: str
    on: date
    formulas: Sequence[str]

    @property
    def key(self) -> str:
        return f"{self.year}.{self.need}"


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be kept, and what it would change; nothing is kept yet.

    `own` are days that could be decided for needs, and `taken` those of them that somebody chose.
    """

    days: Sequence[ComparedDay]
    warnings: RefusedInput | None
    own: Sequence[OwnDay] = ()
    taken: Sequence[OwnDay] = ()

    @property
    def by_day(self) -> dict[date, Sequence[FiledCounts]]:
        return {one.on: one.schools for one in self.days}


def preview(viewer: Viewer, on: date | None, file: tuple[str, bytes], chosen: Collection[str] = ()) -> Preview:
    """This function will read a file by its name and bytes, and say what it would change on each of its days.

    `on` is the day of a file that says none; `chosen` are the keys of the own days that shall be decided.

    **Raises** `RefusedInput` with each problem: file, row, column, value, what is so and what to write.
    """
    read = read_counts(file[1], file[0], columns=headings_known(), schools=schools_of, on=on)
    days, warnings = check_usable(*read)
    own = list(_own_days(viewer, days)) if len(days) > 1 else []
    compared = [_compared(day, filed_rows(viewer, day), schools) for day, schools in days.items()]
    return Preview(compared, warnings, own, [one for one in own if one.key in chosen])


def filed_value(row: FiledCount) -> FiledCounts:
    """This function will return a kept row as a value, under the school's id in the roster."""
    withheld = {code: (least, most) for code, (least, most) in row.withheld.items()}
    return FiledCounts(row.school.source_id, dict(row.counts), withheld)


def as_file(schools: Iterable[FiledCounts], names: Mapping[str, str]) -> bytes:
    """This function will write a day's counts as the file they can be brought in from."""
    out = io.StringIO(newline="")
    write_counts(out, schools, names)
    return out.getvalue().encode("utf-8-sig")


def days_as_file(days: Mapping[date, Iterable[FiledCounts]]) -> bytes:
    """This function will write the counts of several days as one file, each row with its day."""
    out = io.StringIO(newline="")
    write_days(out, days, {key: name for day in days for key, name in schools_of(day).items()})
    return out.getvalue().encode("utf-8-sig")


def _compared(on: date, rows: Sequence[FiledCount], schools: Sequence[FiledCounts]) -> ComparedDay:
    kept, names = {row.school.source_id: filed_value(row) for row in rows}, schools_of(on)
    found = {one.school_id: one for one in schools}
    compared = [
        ComparedSchool(
            names.get(key, key),
            was.counts.get(ALL_STUDENTS) if was else None,
            now.counts[ALL_STUDENTS] if now else None,
            len(now.withheld) if now else 0,
            state,
        )
        for key, was, now, state in beside_kept(kept, found, names)
    ]
    said, before = (dict.fromkeys(code for one in of for code in _codes(one)) for of in (schools, kept.values()))
    left_out = [code for code in before if code not in said]
    return ComparedDay(on, schools, compared, list(said), left_out, any(row.projection for row in rows))


def _codes(one: FiledCounts) -> Iterator[str]:
    yield from one.counts
    yield from one.withheld


def _own_days(viewer: Viewer, days: Mapping[date, Sequence[FiledCounts]]) -> Iterator[OwnDay]:
    """The days that every kept formula which names one agrees on, where the file counts the need on that day.

    The first of October is everybody's usual day, and no need's own.
    """
    counts = {day: {code for one in schools for code in _codes(one)} for day, schools in days.items()}
    for year in sorted({SchoolYear.of(day).ends for day in days}):
        for need in days_page(viewer, year).needs:
            stated = {day for _name, day in need.stated}
            day = stated.pop() if len(stated) == 1 else None
            if day and day != date(year - 1, 10, 1) and need.on is None and need.code in counts.get(day, ()):
                yield OwnDay(year, need.code, need.label, day, [name for name, _day in need.stated])
