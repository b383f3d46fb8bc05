"""What lies beneath a formula's result: the minimum kept of each school, and what it is guaranteed as staff."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from throughline.engines.funding.positions import (
    CountedOut,
    Group,
    GroupCount,
    Guarantee,
    Position,
    PricedLine,
    floor_of,
    price_program,
)
from throughline.engines.funding.steps import StepsFormula
from throughline.rooms.funding import models
from throughline.rooms.funding.groups import GroupsCounted, count_groups
from throughline.rooms.funding.prior.sides import kept_minimums
from throughline.rooms.students import api as students
from throughline.values.errors import RefusedInput
from throughline.values.problem import Problem, Rule, Severity
from throughline.values.words import gettext_noop

GUARANTEED_PROGRAM = "guaranteed_program"  # a column of what a school's guaranteed staff costs
GUARANTEED = "guaranteed_staff"  # the step that pays up to it
PHASE = "phase_in_change"  # the step that goes a part of the way to the formula

UNKNOWN = Rule(
    "guaranteed-staff-unknown",
    Severity.ERROR,
    gettext_noop(
        "{school} is guaranteed {least} to {most} units of “{position}”: how many students that is counted on is "
        "withheld, or nobody says it. That is no zero."
    ),
    gettext_noop("Bring in the numbers under Counts and begin again, or count “{position}” on students who are known."),
)


@dataclass(frozen=True, slots=True)
class Program:
    """A year's catalog of positions by code, and what schools are guaranteed of them."""

    catalog: Mapping[str, Position] = field(default_factory=dict)
    guarantees: Sequence[Guarantee] = ()

    @property
    def groups(self) -> set[Group]:
        """The groups of students that something is counted on."""
        return {one.group for one in self.guarantees}

    def at(self, found: GroupsCounted) -> dict[str, tuple[PricedLine, ...]]:
        """This function will price what each school is guaranteed, by its id in the roster."""
        return {
            row.school.source_id: price_program(
                self.catalog,
                self.guarantees,
                n_students=row.count(students.ALL_STUDENTS),
                level=row.school.level,
                groups=found.groups[row.school.id],
            )
            for row in found.day.counted.schools
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

    def check_known(self, names: Mapping[str, str]) -> None:
        """This function will do nothing where each school's guaranteed staff is known; `names` are by their ids.

        **Raises** `RefusedInput` with each school and position that is counted on students who are withheld.
        """
        problems = [
            Problem(UNKNOWN, details=_unknown_words(names.get(school_id, school_id), line))
            for school_id, lines in self.guaranteed.items()
            for line in lines
            if not line.is_known
        ]
        if problems:
            raise RefusedInput(
                gettext_noop("What schools are guaranteed as staff cannot be paid yet, and nothing was saved."),
                gettext_noop("Mend what is listed, or leave the guaranteed staff out."),
                tuple(problems),
            )


def floors_of(year: int, on: date, days: Mapping[str, date], program: Program | None = None) -> Floors:
    """This function will return a year's floors, the students of a day deciding what is by students.

    `days` holds the day of each need that is not counted `on` the day of everybody's enrollment. `program` is what was
    guaranteed when somebody froze it; left out, it is what the year says now.
    """
    program = program_of(year) if program is None else program
    guaranteed = program.at(count_groups(on, program.groups, days)) if program.guarantees else {}
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
    group = Group(row.need, row.first_grade, row.last_grade)
    return Guarantee(row.position.code, row.units, row.per_students, row.step, row.mode, row.least, row.level, group)


def reads_program(formula: StepsFormula) -> bool:
    """This function will say whether a formula pays up to what guaranteed staff costs."""
    return any(is_program(column.key, column.unit) for column in formula.inputs)


def is_program(key: str, unit: str) -> bool:
    """This function will say whether a column holds what guaranteed staff costs."""
    return key.startswith(GUARANTEED_PROGRAM) and unit == "dollars"


def program_as_json(program: Program) -> dict[str, Any]:
    """This function will write what is guaranteed, and the price of its positions, as a scenario keeps it."""
    used = {one.position for one in program.guarantees}
    return {
        "catalog": [
            [one.code, one.name, one.salary_cents, str(one.benefits_share), one.benefits_cents, one.source]
            for code, one in program.catalog.items()
            if code in used
        ],
        "guarantees": [{"position": one.position, **_rule_as_json(one)} for one in program.guarantees],
    }


def program_of_json(kept: Mapping[str, Any]) -> Program:
    """This function will read what was guaranteed as a scenario keeps it."""
    catalog = {
        code: Position(code, name, salary, Decimal(share), benefits, source)
        for code, name, salary, share, benefits, source in kept["catalog"]
    }
    return Program(catalog, [_rule_of_json(one["position"], one) for one in kept["guarantees"]])


def is_same_program(one: Program, other: Program) -> bool:
    """This function will say whether two programs guarantee the same at the same price."""
    return program_as_json(one) == program_as_json(other)


def lines_as_json(lines: Iterable[PricedLine]) -> list[list[Any]]:
    """This function will write priced lines as they are kept with a scenario and a budget.

    What students decide stands at the end of a line, with what it was counted on; lines of old have none of it.
    """
    return [
        [one.code, one.name, str(one.units), one.price_cents, one.cents, *([_counted_as_json(one)] * bool(one.counted))]
        for one in lines
    ]


def lines_of_json(kept: Iterable[Sequence[Any]]) -> tuple[PricedLine, ...]:
    """This function will read priced lines as they were kept."""
    return tuple(_line_of_json(*row) for row in kept)


def _counted_as_json(line: PricedLine) -> dict[str, Any]:
    most = {} if line.is_known else {"most": [str(line.most_units), line.most_cents]}
    return {"counted": [_part_as_json(one) for one in line.counted], **most}


def _part_as_json(part: CountedOut) -> dict[str, Any]:
    n = part.students
    source = {"source": n.source} if n.source else {}
    return {**_rule_as_json(part.guarantee), "students": [n.least, n.most], "on": n.on, **source}


def _rule_as_json(one: Guarantee) -> dict[str, Any]:
    return {
        "units": str(one.units),
        "per": one.per,
        "step": str(one.step),
        "mode": one.mode,
        "least": str(one.least),
        "level": one.level,
        "need": one.group.need,
        "grades": list(one.group.span) if one.group.span else None,
    }


def _line_of_json(
    code: str, name: str, units: str, price: int, cents: int, how: Mapping[str, Any] = MappingProxyType({})
) -> PricedLine:
    most_units, most_cents = how.get("most", (None, None))
    counted = tuple(_part_of_json(code, part) for part in how.get("counted", ()))
    most = None if most_units is None else Decimal(most_units)
    return PricedLine(code, name, Decimal(units), price, cents, most, most_cents, counted)


def _part_of_json(position: str, part: Mapping[str, Any]) -> CountedOut:
    least, most = part["students"]
    return CountedOut(_rule_of_json(position, part), GroupCount(least, most, part["on"], part.get("source", "")))


def _rule_of_json(position: str, kept: Mapping[str, Any]) -> Guarantee:
    group = Group(kept["need"], *(kept["grades"] or (None, None)))
    units, step, least = (Decimal(kept[key]) for key in ("units", "step", "least"))
    return Guarantee(position, units, kept["per"], step, kept["mode"], least, kept["level"], group)


def _unknown_words(school: str, line: PricedLine) -> dict[str, str]:
    units = {"least": units_written(line.units), "most": units_written(line.highest_units)}
    return {"school": school, "position": line.name, **units}


def units_written(units: Decimal) -> str:
    """This function will write units plainly, with the decimals they have."""
    return format(units.normalize(), "f")
