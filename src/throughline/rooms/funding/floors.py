"""What lies beneath a formula's result: the minimum kept of each school, and what it is guaranteed as staff."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from throughline.engines.funding.positions import Guarantee, Position, PricedLine, floor_of, price_program
from throughline.engines.funding.steps import StepsFormula
from throughline.rooms.funding import models
from throughline.rooms.funding.filed import count_day
from throughline.rooms.funding.prior.sides import kept_minimums
from throughline.rooms.students import api as students

GUARANTEED_PROGRAM = "guaranteed_program"  # a column of what a school's guaranteed staff costs
GUARANTEED = "guaranteed_staff"  # the step that pays up to it


@dataclass(frozen=True, slots=True)
class Program:
    """A year's catalog of positions by code, and what schools are guaranteed of them."""

    catalog: Mapping[str, Position] = field(default_factory=dict)
    guarantees: Sequence[Guarantee] = ()

    def at(self, counted: Iterable[students.SchoolCount]) -> dict[str, tuple[PricedLine, ...]]:
        """This function will price what each school is guaranteed, by its id in the roster."""
        return {
            row.school.source_id: price_program(
                self.catalog, self.guarantees, n_students=row.count(students.ALL_STUDENTS), level=row.school.level
            )
            for row in counted
        }


@dataclass(frozen=True, slots=True)
class Floors:
    """Each school's floors by its id in the roster: a minimum in cents, and guaranteed staff at its price."""

    minimums_cents: Mapping[str, int] = field(default_factory=dict)
    guaranteed: Mapping[str, Sequence[PricedLine]] = field(default_factory=dict)

    def minimum(self, school_id: str) -> Fraction:
        """This function will return a school's minimum in dollars; one that has none has none to reach."""
        return Fraction(self.minimums_cents.get(school_id, 0), 100)

    def program(self, school_id: str) -> Fraction:
        """This function will return what a school's guaranteed staff costs, in dollars."""
        return Fraction(floor_of(self.guaranteed.get(school_id, ())), 100)


def floors_of(year: int, on: date) -> Floors:
    """This function will return a year's floors, the students of a day deciding what is by students."""
    program = program_of(year)
    guaranteed = program.at(count_day(on, ()).counted.schools) if program.guarantees else {}
    return Floors(kept_minimums(year), guaranteed)


def program_of(year: int) -> Program:
    """This function will return a year's catalog and what is guaranteed of it, the walls standing."""
    rows = models.Position.objects.filter(year=year).order_by("code")
    guaranteed = models.GuaranteedStaff.objects.filter(year=year).select_related("position").order_by("place")
    return Program({row.code: position_value(row) for row in rows}, [guarantee_value(row) for row in guaranteed])


def position_value(row: models.Position) -> Position:
    """This function will return a kept position as a value."""
    return Position(row.code, row.name, row.salary_cents, row.benefits_share, row.benefits_cents, row.source)


def guarantee_value(row: models.GuaranteedStaff) -> Guarantee:
    """This function will return what is kept of a guarantee as a value."""
    return Guarantee(row.position.code, row.units, row.per_students, row.step, row.mode, row.least, row.level)


def reads_program(formula: StepsFormula) -> bool:
    """This function will say whether a formula pays up to what guaranteed staff costs."""
    return any(is_program(column.key, column.unit) for column in formula.inputs)


def is_program(key: str, unit: str) -> bool:
    """This function will say whether a column holds what guaranteed staff costs."""
    return key.startswith(GUARANTEED_PROGRAM) and unit == "dollars"


def lines_as_json(lines: Iterable[PricedLine]) -> list[list[str | int]]:
    """This function will write priced lines as they are kept with a scenario and a budget."""
    return [[one.code, one.name, str(one.units), one.price_cents, one.cents] for one in lines]


def lines_of_json(kept: Iterable[Sequence[str | int]]) -> tuple[PricedLine, ...]:
    """This function will read priced lines as they were kept."""
    return tuple(
        PricedLine(str(code), str(name), Decimal(str(units)), int(price), int(cents))
        for code, name, units, price, cents in kept
    )
