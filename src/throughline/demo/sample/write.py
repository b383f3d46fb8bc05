"""Writes an invented district to a folder, zone by zone, holding no more than one zone at a time."""

from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from throughline.demo.sample import courses, money
from throughline.demo.sample.counts import HEADER, SchoolCounts
from throughline.demo.sample.days import SchoolDays
from throughline.demo.sample.people import People
from throughline.demo.sample.pins import NO_PINS, Pins
from throughline.demo.sample.plan import Plan, School, SmallSchool, Zone, make_plan
from throughline.demo.sample.readme import readme_text
from throughline.demo.sample.records import RecordFiles
from throughline.demo.sample.roster import Roster, write_frame
from throughline.demo.sample.staff import Staff, district_staff, school_staff
from throughline.demo.sample.students import make_students
from throughline.demo.sample.year_before import luck_of, plan_before, students_before
from throughline.formats.csv.writing import CsvTable
from throughline.formats.district_csv.writer import open_table
from throughline.formats.oneroster.writer import PackageWriter
from throughline.values.errors import RefusedInput
from throughline.values.money import dollars_text
from throughline.values.school_year import SchoolYear

DISTRICT_NAME = "Alder Valley Unified School District"
OF_STUDENTS = ("needs", "attendance", "marks", "behavior", "assessments", "languages")
OF_YEAR_BEFORE = ("needs", "attendance", "marks", "behavior", "assessments")
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
    small: tuple[SmallSchool, ...] = ()

    def plan(self) -> Plan:
        """This function will lay the district out. **Raises** `RefusedInput` where the numbers cannot make one."""
        return make_plan(
            DISTRICT_NAME,
            n_students=self.n_students,
            n_schools=self.n_schools,
            seed=self.seed,
            year=self.year,
            small=self.small,
        )

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
    plan = sample.plan()
    folder.mkdir(parents=True, exist_ok=True)
    writer = _Writer(folder, plan, days, sample)
    writer.write(progress or _quiet)
    (folder / "README.txt").write_text(readme_text(plan, days, sample.seed, writer.n_rows), "utf-8", newline="\r\n")
    return dict(writer.n_rows)


def write_year_before(folder: Path, sample: Sample) -> dict[str, int]:
    """This function will write the school year before, which has ended: its roster and what was known of its students.

    The same children a grade lower, but for those who came since; beside them those who finished school, or left.
    It returns the number of rows of each table.
    """
    plan, today = sample.plan(), sample.days()
    then = plan_before(plan)
    days = SchoolDays(then.year, then.year.last_day)
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        package = stack.enter_context(PackageWriter(folder / "oneroster.zip", source_name=then.name))
        write_frame(package, then, days)
        roster = Roster(package, then, days, is_over=True)
        records = RecordFiles(stack, folder, OF_YEAR_BEFORE, then, luck_of(then), days)
        for officer in district_staff(then, sample.pins):
            roster.add_staff(officer)
        for school in then.schools:
            for each in school_staff(then, school, sample.pins):
                roster.add_staff(each)
            for school_class in courses.classes_of(school, then.id_mark):
                roster.add_class_teacher(school_class, school.id)
        for zone in then.zones:
            now = make_students(plan, zone, today, sample.pins)
            for students in students_before(then, zone, now, days, sample.pins):
                people = People(then, students, sample.pins)
                roster.add_students(students, people)
                records.add(students, people.ids)
        n_rows = records.n_rows()
    n_rows.update(package.n_rows)
    return dict(n_rows)


class _Writer:
    """All files of the district, open at once, filled one zone after another."""

    def __init__(self, folder: Path, plan: Plan, days: SchoolDays, sample: Sample) -> None:
        self._folder, self._plan, self._days, self._pins = folder, plan, days, sample.pins
        self._wanted = tuple(name for name in OF_STUDENTS if name not in sample.without)
        self._counts = SchoolCounts(plan, days)
        self._to_schools: Counter[str] = Counter()
        self.n_rows: Counter[str] = Counter()

    def write(self, progress: Progress) -> None:
        with ExitStack() as stack:
            package = stack.enter_context(PackageWriter(self._folder / "oneroster.zip", source_name=self._plan.name))
            write_frame(package, self._plan, self._days)
            self._roster = Roster(package, self._plan, self._days)
            self._tables = {name: stack.enter_context(open_table(self._path(name), name)) for name in OF_MONEY}
            self._records = RecordFiles(stack, self._folder, self._wanted, self._plan, self._plan, self._days)
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
        self.n_rows.update(self._records.n_rows())
        self.n_rows.update({name: table.n_rows for name, table in self._tables.items()})
        self._write_counts()

    def _add_zone(self, zone: Zone) -> None:
        for number in sorted({number for numbers in zone.school_of.values() for number in numbers}):
            self._add_school(self._plan.school(number))
        students = make_students(self._plan, zone, self._days, self._pins)
        people = People(self._plan, students, self._pins)
        self._roster.add_students(students, people)
        self._counts.add(students)
        self._records.add(students, people.ids)

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

    def _write_counts(self) -> None:
        with (self._folder / "schools.csv").open("w", encoding="utf-8", newline="") as out:
            self.n_rows["schools"] = CsvTable(out, HEADER).add_all(self._counts.rows())

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.csv"


def _quiet(what: str, n_students: int) -> None:
    """Tell nobody."""
