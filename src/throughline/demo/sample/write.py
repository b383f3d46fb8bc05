"""Writes an invented district to a folder, zone by zone, holding no more than one zone at a time."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import IO

from throughline.demo.sample import courses, learning, money
from throughline.demo.sample.attendance import AttendanceText
from throughline.demo.sample.behavior import behavior_rows
from throughline.demo.sample.counts import HEADER, SchoolCounts
from throughline.demo.sample.days import SchoolDays
from throughline.demo.sample.languages import language_rows
from throughline.demo.sample.needs import need_rows
from throughline.demo.sample.people import People
from throughline.demo.sample.pins import NO_PINS, Pins
from throughline.demo.sample.plan import Plan, School, Zone, make_plan
from throughline.demo.sample.readme import readme_text
from throughline.demo.sample.roster import Roster, write_frame
from throughline.demo.sample.staff import Staff, district_staff, school_staff
from throughline.demo.sample.students import Students, make_students
from throughline.demo.sample.tendencies import tendencies
from throughline.formats.csv.writing import CsvTable
from throughline.formats.district_csv.catalog import ATTENDANCE
from throughline.formats.district_csv.writer import open_table
from throughline.formats.oneroster.writer import PackageWriter
from throughline.values.errors import RefusedInput
from throughline.values.money import dollars_text
from throughline.values.school_year import SchoolYear

DISTRICT_NAME = "Alder Valley Unified School District"
OF_STUDENTS = ("needs", "attendance", "marks", "behavior", "assessments", "languages")
OF_MONEY = ("revenues", "school_revenues", "school_budgets", "positions")

Progress = Callable[[str, int], None]  # what is being written, and how many students are done


@dataclass(frozen=True)
class Sample:
    """What district to invent. Nothing is known after `until`; files named in `without` are not written."""

    n_students: int
    n_schools: int
    seed: int
    year: SchoolYear
    until: date | None = None
    without: frozenset[str] = frozenset()
    pins: Pins = field(default=NO_PINS)

    def days(self) -> SchoolDays:
        """This function will return the school days as far as anything is known."""
        return SchoolDays(self.year, self.until or self.year.last_day)


def write_sample(folder: Path, sample: Sample, progress: Progress | None = None) -> dict[str, int]:
    """This function will write the whole district and return the number of rows of each table.

    The same sample makes the same bytes on any machine and day. Each file appears under its name only when all
    of it is written.
    **Raises** `RefusedInput` where no district can be made of the numbers asked for.
    """
    days = sample.days()
    if not days.held:
        raise RefusedInput(f"School begins on {days.first}, after {days.until}.", "Choose a later day.")
    unknown = sample.without - set(OF_STUDENTS)
    if unknown:
        raise RefusedInput(f"There is no file {', '.join(sorted(unknown))}.", f"Choose of {', '.join(OF_STUDENTS)}.")
    plan = make_plan(
        DISTRICT_NAME,
        n_students=sample.n_students,
        n_schools=sample.n_schools,
        seed=sample.seed,
        year=sample.year,
    )
    folder.mkdir(parents=True, exist_ok=True)
    writer = _Writer(folder, plan, days, sample)
    writer.write(progress or _quiet)
    (folder / "README.txt").write_text(readme_text(plan, days, sample.seed, writer.n_rows), "utf-8", newline="\r\n")
    return dict(writer.n_rows)


class _Writer:
    """All files of the district, open at once, filled one zone after another."""

    def __init__(self, folder: Path, plan: Plan, days: SchoolDays, sample: Sample) -> None:
        self._folder, self._plan, self._days, self._pins = folder, plan, days, sample.pins
        self._wanted = tuple(name for name in OF_STUDENTS if name not in sample.without)
        self._counts = SchoolCounts(plan, days)
        self._to_schools: Counter[str] = Counter()
        self._attendance = AttendanceText(plan, days)
        self.n_rows: Counter[str] = Counter()

    def write(self, progress: Progress) -> None:
        with ExitStack() as stack:
            package = stack.enter_context(PackageWriter(self._folder / "oneroster.zip", source_name=self._plan.name))
            write_frame(package, self._plan, self._days)
            self._roster = Roster(package, self._plan, self._days)
            names = (*(name for name in self._wanted if name != "attendance"), *OF_MONEY)
            self._tables = {name: stack.enter_context(open_table(self._path(name), name)) for name in names}
            self._text = stack.enter_context(_text_table(self._path("attendance"), "attendance" in self._wanted))
            for officer in district_staff(self._plan, self._pins):
                self._roster.add_staff(officer)
            done = 0
            for zone in self._plan.zones:
                self._add_zone(zone)
                done += zone.n_students
                progress("students", done)
            self._tables["revenues"].add_all(money.revenue_rows(self._plan, self._to_schools))
            progress("packing", done)
        self.n_rows.update(package.n_rows)
        self.n_rows.update({name: table.n_rows for name, table in self._tables.items()})
        self._write_counts()

    def _add_zone(self, zone: Zone) -> None:
        for number in sorted({number for numbers in zone.school_of.values() for number in numbers}):
            self._add_school(self._plan.school(number))
        students = make_students(self._plan, zone, self._days, self._pins)
        people = People(self._plan, students, self._pins)
        self._roster.add_students(students, people)
        self._counts.add(students)
        self._add_records(students, people.ids)

    def _add_school(self, school: School) -> None:
        staff: tuple[Staff, ...] = school_staff(self._plan, school, self._pins)
        for each in staff:
            self._roster.add_staff(each)
        for school_class in courses.classes_of(school):
            self._roster.add_class_teacher(school_class, school.id)
        budget = money.school_budget(self._plan, school, staff)
        revenue = money.revenue_of(budget)
        self._to_schools.update(revenue)
        self._tables["school_budgets"].add_all(money.budget_rows(self._plan, school, budget))
        self._tables["positions"].add_all(money.position_rows(school, staff))
        for source, cents in revenue.items():
            self._tables["school_revenues"].add((school.id, source, dollars_text(cents)))

    def _add_records(self, students: Students, ids: list[str]) -> None:
        tend = tendencies(self._plan.seed, students)
        if "needs" in self._tables:
            self._tables["needs"].add_all(need_rows(students.needs, ids))
        for name, rows in (
            ("marks", learning.mark_rows),
            ("assessments", learning.assessment_rows),
            ("behavior", behavior_rows),
        ):
            if name in self._tables:
                self._tables[name].add_all(rows(self._plan, self._days, students, tend, ids))
        if "languages" in self._tables:
            self._tables["languages"].add_all(language_rows(self._plan, students, ids))
        if self._text is not None:
            for block in self._attendance.blocks(students, tend, ids):
                self._text.write(block)
                self.n_rows["attendance"] += block.count("\n")

    def _write_counts(self) -> None:
        with (self._folder / "schools.csv").open("w", encoding="utf-8", newline="") as out:
            self.n_rows["schools"] = CsvTable(out, HEADER).add_all(self._counts.rows())

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.csv"


@contextmanager
def _text_table(path: Path, wanted: bool) -> Iterator[IO[str] | None]:
    """Attendance comes as finished text: its header is written here, its rows by whoever opened it."""
    if not wanted:
        yield None
        return
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as out:
            out.write(",".join(column.name for column in ATTENDANCE.columns) + "\r\n")
            yield out
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _quiet(what: str, n_students: int) -> None:
    """Tell nobody."""
