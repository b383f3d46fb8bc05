"""Read a year's catalog of positions, and what follows from what schools are guaranteed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from throughline.engines.funding.positions import Group, Position, PricedLine, floor_of, highest_floor_of
from throughline.rooms.accounts import api as accounts
from throughline.rooms.funding import access
from throughline.rooms.funding.budgets.queries import usual_count_day
from throughline.rooms.funding.floors import Program, guarantee_value, position_value
from throughline.rooms.funding.graded import grade_columns
from throughline.rooms.funding.groups import GroupsCounted, count_groups
from throughline.rooms.funding.models import Run
from throughline.rooms.funding.revenues.queries import YearChoice, check_year, this_year
from throughline.rooms.students import api as students
from throughline.values.errors import NotFound
from throughline.values.school_year import SchoolYear
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop


@dataclass(frozen=True, slots=True)
class CatalogPage:
    """A year's catalog, and which of it schools are guaranteed."""

    year: int
    year_name: str
    years: Sequence[YearChoice]
    program: Program
    may_write: bool
    sees_staff: bool

    @property
    def guaranteed(self) -> set[str]:
        return {one.position for one in self.program.guarantees}


@dataclass(frozen=True, slots=True)
class SchoolFloor:
    """What one school is guaranteed at its price, beside what a run pays it; None where no run does.

    Where a count that decides it is withheld, each figure has a most as well.
    """

    name: str
    n_students: int
    lines: Sequence[PricedLine]
    paid_cents: int | None

    @property
    def units(self) -> Decimal:
        return sum((line.units for line in self.lines), Decimal(0))

    @property
    def most_units(self) -> Decimal:
        return sum((line.highest_units for line in self.lines), Decimal(0))

    @property
    def floor_cents(self) -> int:
        return floor_of(self.lines)

    @property
    def most_cents(self) -> int:
        return highest_floor_of(self.lines)

    @property
    def missing_cents(self) -> int | None:
        """What the run pays less than the floor; nothing where it pays as much or more."""
        return None if self.paid_cents is None else max(0, self.floor_cents - self.paid_cents)

    @property
    def most_missing_cents(self) -> int | None:
        return None if self.paid_cents is None else max(0, self.most_cents - self.paid_cents)


@dataclass(frozen=True, slots=True)
class PositionCost:
    """One position at all schools together."""

    code: str
    name: str
    units: Decimal
    most_units: Decimal
    price_cents: int
    cents: int


@dataclass(frozen=True, slots=True)
class UnknownCount:
    """A group whose number is withheld at one school, or not said: what it may be."""

    group: Group
    school: str
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class ProgramCost:
    """What follows from a program on the students of a day: every school's floor, and what a run lacks beneath it."""

    on: date
    rule: str
    run_number: int | None
    schools: Sequence[SchoolFloor]
    n_students: int
    unknown: Sequence[UnknownCount] = ()
    days: Sequence[tuple[str, date]] = ()  # needs that are counted on a day of their own, by the roster's code
    sources: Sequence[str] = ()  # where grades are from that the day's own file does not say
    ungraded: Sequence[str] = ()  # schools of which nobody says the grades
    grade_columns: Sequence[str] = ()  # in which a file of counts would say them

    @property
    def floor_cents(self) -> int:
        return sum(one.floor_cents for one in self.schools)

    @property
    def most_cents(self) -> int:
        return sum(one.most_cents for one in self.schools)

    @property
    def most_missing_cents(self) -> int:
        return sum(one.most_missing_cents or 0 for one in self.schools)

    @property
    def below(self) -> list[SchoolFloor]:
        """The schools that the run pays less than their floor, those that lack the most first."""
        found = [one for one in self.schools if one.missing_cents]
        return sorted(found, key=lambda one: (-(one.missing_cents or 0), one.name))

    @property
    def missing_cents(self) -> int:
        return sum(one.missing_cents or 0 for one in self.schools)

    @property
    def positions(self) -> list[PositionCost]:
        """Each position at all schools, in the order of their codes; they add up to all floors."""
        found: dict[str, PositionCost] = {}
        nothing = Decimal(0)
        for line in (line for one in self.schools for line in one.lines):
            so_far = found.get(line.code, PositionCost(line.code, line.name, nothing, nothing, line.price_cents, 0))
            found[line.code] = replace(
                so_far,
                units=so_far.units + line.units,
                most_units=so_far.most_units + line.highest_units,
                cents=so_far.cents + line.cents,
            )
        return [found[code] for code in sorted(found)]


@dataclass(frozen=True, slots=True)
class ProgramPage:
    """A year's program as it is kept, with what follows from it."""

    year: int
    year_name: str
    program: Program
    cost: ProgramCost
    may_write: bool


def catalog_page(viewer: Viewer, year: int) -> CatalogPage:
    """This function will return a year's catalog. **Raises** `NotAllowed`, `NotFound`."""
    rows = access.get_positions_for(viewer)
    check_year(year)
    counted: dict[int, int] = {}
    for one in rows.values_list("year", flat=True):
        counted[one] = counted.get(one, 0) + 1
    now = this_year()
    years = sorted({now, now + 1, year, *counted}, reverse=True)
    return CatalogPage(
        year=year,
        year_name=str(SchoolYear(year)),
        years=[YearChoice(one, str(SchoolYear(one)), counted.get(one, 0)) for one in years],
        program=program_for(viewer, year),
        may_write=accounts.may(viewer, "write", access.CLASS),
        sees_staff=accounts.may(viewer, "see", access.PERSONNEL),
    )


def position_for(viewer: Viewer, year: int, code: str) -> Position:
    """This function will return one position of a year. **Raises** `NotAllowed`, `NotFound`."""
    row = access.get_positions_for(viewer).filter(year=check_year(year), code=code).first()
    if row is None:
        raise NotFound(gettext_noop("There is no such position."), gettext_noop("Choose one from the list."))
    return position_value(row)


def program_for(viewer: Viewer, year: int) -> Program:
    """This function will return a year's catalog and what is guaranteed of it. **Raises** `NotAllowed`."""
    rows = access.get_positions_for(viewer).filter(year=year)
    guaranteed = access.get_guaranteed_for(viewer).filter(year=year)
    return Program({row.code: position_value(row) for row in rows}, [guarantee_value(row) for row in guaranteed])


def program_page(viewer: Viewer, year: int) -> ProgramPage:
    """This function will return a year's program with what follows. **Raises** `NotAllowed`, `NotFound`."""
    program = program_for(viewer, check_year(year))
    return ProgramPage(
        year=year,
        year_name=str(SchoolYear(year)),
        program=program,
        cost=cost_of(viewer, year, program),
        may_write=accounts.may(viewer, "write", access.CLASS),
    )


def cost_of(viewer: Viewer, year: int, program: Program) -> ProgramCost:
    """This function will price a program on the students of the year's count day, beside the newest run.

    **Raises** `NotAllowed` for those who do not see every school's dollars.
    """
    accounts.check_may(viewer, "see", access.CLASS)
    days = dict(access.get_count_days_for(viewer).filter(year=year).values_list("need", "on"))
    groups = count_groups(_day_of(viewer, year), program.groups, days)
    found = groups.day
    run = run_beside(viewer, year)
    paid = dict(access.get_budgets_for(viewer).filter(run=run).values_list("school_source_id", "total_cents"))
    lines = program.at(groups)
    rows = sorted(found.counted.schools, key=lambda row: (row.school.name, row.school.source_id))
    counted = [(row, row.count(students.ALL_STUDENTS)) for row in rows]
    return ProgramCost(
        on=found.counted.on,
        rule=found.counted.rule,
        run_number=run.number if run else None,
        schools=[
            SchoolFloor(row.school.name, n, lines[row.school.source_id], paid.get(row.school.source_id))
            for row, n in counted
            if n
        ],
        n_students=sum(n for _row, n in counted),
        unknown=_unknown(groups, program),
        days=[(code, one.on) for code, one in sorted(found.own.items())],
        sources=sorted({one.source for of in groups.groups.values() for one in of.values() if one.source}),
        ungraded=[row.school.name for row, _n in counted if row.school.id in groups.ungraded],
        grade_columns=_grade_columns(program) if groups.ungraded else (),
    )


def _unknown(groups: GroupsCounted, program: Program) -> list[UnknownCount]:
    """The counts that something is guaranteed on and that are not known, of schools that it is guaranteed at."""
    rows = sorted(groups.day.counted.schools, key=lambda row: (row.school.name, row.school.source_id))
    levels = {
        group: {one.level for one in program.guarantees if one.group == group}
        for group in sorted(program.groups, key=repr)
    }
    found = []
    for group, of_levels in levels.items():
        for row in rows:
            counted = groups.groups[row.school.id].get(group)
            if counted and not counted.is_known and of_levels & {"", row.school.level}:
                found.append(UnknownCount(group, row.school.name, counted.least, counted.most))
    return found


def _grade_columns(program: Program) -> list[str]:
    spans = [group.span for group in program.groups if group.span]
    return list(dict.fromkeys(name for span in sorted(spans) for name in grade_columns(*span)))


def _day_of(viewer: Viewer, year: int) -> date:
    """The first of October of the year where it has come or a file stands in for it, else the newest one."""
    usual = date(year - 1, 10, 1)
    filed = access.get_filed_counts_for(viewer).filter(on=usual).exists()
    return usual if filed else min(usual, usual_count_day(accounts.today()))


def run_beside(viewer: Viewer, year: int) -> Run | None:
    """This function will return the year's newest run, or where it has none the newest of all."""
    runs = list(access.get_runs_for(viewer).order_by("-number"))
    return next((run for run in runs if run.fiscal_year == year), runs[0] if runs else None)
