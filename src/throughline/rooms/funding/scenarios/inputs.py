"""A scenario's frozen figures: each school's counts and facts, its current budget, and the day they are of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any

from throughline.engines.funding.prior import PriorBudget
from throughline.engines.funding.steps import Cell, Figures, Input, Names, SchoolColumns, StepsFormula
from throughline.rooms.funding.budgets.figures import (
    KEPT_MINIMUM,
    Brought,
    cell_of,
    cell_text,
    columns_for,
    is_floor,
    with_last_year,
)
from throughline.rooms.funding.budgets.ground import Ground
from throughline.rooms.funding.budgets.queries import Base
from throughline.rooms.funding.budgets.roster_columns import asked_by
from throughline.rooms.funding.charged import NOT_DECIDED, StaffKept
from throughline.rooms.funding.filed import OwnDays, is_filed, is_projected
from throughline.rooms.funding.floors import (
    Floors,
    Program,
    is_program,
    lines_as_json,
    lines_of_json,
    program_as_json,
    program_of_json,
)
from throughline.rooms.funding.own_days import as_json, by_column, of_json
from throughline.rooms.funding.revenues.funds import Funds
from throughline.rooms.funding.scenarios.proxies import also_counted
from throughline.rooms.students import api as students


@dataclass(frozen=True, slots=True)
class SchoolHere:
    """One school of a scenario."""

    id: int
    source_id: str
    name: str
    level: str
    n_students: int
    current_cents: int


@dataclass(frozen=True)
class Inputs:
    """Every school with its figures as text, by column, in the order of the schools.

    Counts that could stand for one the formula reads are there as well, by the roster's code.
    """

    on: date
    rule: str
    schools: Sequence[SchoolHere]
    columns: Mapping[str, Sequence[str]]
    funds: Funds | None = None
    base: Mapping[str, int] = field(default_factory=dict)  # whose the current budgets are: {"run": 3} or {"kept": 2027}
    floors: Floors = field(default_factory=Floors)  # what is kept of each school, and what it is guaranteed
    own: OwnDays = field(default_factory=dict)  # needs counted on a day of their own
    staff: StaffKept = NOT_DECIDED  # how the year charges schools for staff, and the digest of what staff costs
    year_days: Mapping[str, str] | None = None  # the days that its year decided for needs; None where nobody kept them
    program: Program | None = None  # what its year guaranteed as staff when it was begun; None where nobody kept it
    _read: dict[tuple[str, str], Figures] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def projected(self) -> bool:
        """True where students were projected and not counted."""
        return is_projected(self.rule)

    def as_json(self) -> dict[str, Any]:
        """This function will return the figures as a scenario keeps them."""
        return {
            "on": self.on.isoformat(),
            "rule": self.rule,
            "schools": [
                [one.id, one.source_id, one.name, one.level, one.n_students, one.current_cents] for one in self.schools
            ],
            "columns": {key: list(column) for key, column in self.columns.items()},
            "funds": self.funds.as_json() if self.funds else None,
            "base": dict(self.base),
            "days": as_json(self.own),
            "minimums": dict(self.floors.minimums_cents),
            "guaranteed": {key: lines_as_json(lines) for key, lines in self.floors.guaranteed.items()},
            "staff": self.staff.as_json(),
            **({} if self.year_days is None else {"year_days": dict(self.year_days)}),
            **({} if self.program is None else {"program": program_as_json(self.program)}),
        }

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> "Inputs":
        """This function will read the figures that a scenario keeps."""
        schools = [SchoolHere(*row) for row in kept["schools"]]
        funds = Funds.of_json(kept["funds"]) if kept.get("funds") else None
        guaranteed = {key: lines_of_json(lines) for key, lines in kept.get("guaranteed", {}).items()}
        floors, own = Floors(kept.get("minimums", {}), guaranteed), of_json(kept.get("days", {}))
        program = program_of_json(kept["program"]) if "program" in kept else None
        staff = StaffKept.of_json(kept.get("staff", {}))
        about = (kept.get("base", {}), floors, own, staff, kept.get("year_days"), program)
        return cls(date.fromisoformat(kept["on"]), kept["rule"], schools, kept["columns"], funds, *about)

    def columns_of(self, formula: StepsFormula, revenues_cents: Mapping[str, int]) -> SchoolColumns:
        """This function will return the figures that a formula reads, current budgets and floors among them."""
        return SchoolColumns(
            self._ids,
            self._levels,
            {column.key: self._cells(column) for column in formula.inputs},
            tuple(one.name for one in self.schools),
            dict(revenues_cents),
            counted_on=by_column(self.own, asked_by(formula).needs),
        )

    def day_of(self, code: str) -> date:
        """This function will return the day on which a need is counted, by the roster's code."""
        return self.own[code].on if code in self.own else self.on

    def year_day_of(self, code: str) -> date:
        """This function will return the day on which the year counts a need, as far as that was kept."""
        if self.year_days is None:
            return self.day_of(code)
        return date.fromisoformat(self.year_days[code]) if code in self.year_days else self.on

    def facts(self, formula: StepsFormula) -> dict[str, dict[str, Cell]]:
        """This function will return what was brought to a formula by column and school; its floors are taken anew."""
        return {
            column.key: {
                one.source_id: cell_of(text, column.unit)
                for one, text in zip(self.schools, self.columns[column.key], strict=True)
            }
            for column in asked_by(formula).facts
            if column.key in self.columns and not is_floor(column)
        }

    @cached_property
    def _ids(self) -> Names:
        return Names(one.source_id for one in self.schools)

    @cached_property
    def _levels(self) -> Names:
        return Names(one.level for one in self.schools)

    @cached_property
    def _current(self) -> Figures:
        return Figures(Fraction(one.current_cents, 100) for one in self.schools)

    @cached_property
    def _minimums(self) -> Figures:
        return Figures(self.floors.minimum(one.source_id) for one in self.schools)

    @cached_property
    def _programs(self) -> Figures:
        return Figures(self.floors.program(one.source_id) for one in self.schools)

    def _cells(self, column: Input) -> Figures:
        """What was counted or brought; of the way there, a floor or the current budget."""
        if column.key in self.columns:
            return self._figures(column.key, column.unit)
        if is_program(column.key, column.unit):
            return self._programs
        return self._minimums if column.key.startswith(KEPT_MINIMUM) else self._current

    def _figures(self, key: str, unit: str) -> Figures:
        """A column read once, however often the formula is run on it: each year of a phase-in is a run."""
        if (key, unit) not in self._read:
            self._read[key, unit] = Figures(cell_of(text, unit) for text in self.columns[key])
        return self._read[key, unit]


def gather(
    formula: StepsFormula, on: date, brought: Brought, base: Base, floors: Floors, days: Mapping[str, date]
) -> Inputs:
    """This function will count every school for a formula, and set its current budget and its floors beside it.

    `days` holds the day of each need that is not counted `on` the day of everybody's enrollment.

    **Raises** `RefusedInput` with each school that lacks something.
    """
    brought, also = with_last_year(formula, on, brought, base.budgets, floors), also_counted(formula)
    found, columns = columns_for(formula, on, brought, days, also)
    counted = found.counted
    current = base.budgets
    schools = [
        SchoolHere(
            row.school.id,
            row.school.source_id,
            row.school.name,
            row.school.level,
            row.count(students.ALL_STUDENTS),
            current[row.school.source_id].cents if row.school.source_id in current else 0,
        )
        for row in counted.schools
    ]
    # A file may say nothing of a need that no formula asked it for: then that cannot stand in for another.
    rules = {code: found.own[code].rule if code in found.own else counted.rule for code in also}
    here = [
        code
        for code in also
        if not (is_filed(rules[code]) and found.lacking.get(code))
        and code not in found.uncounted
        and code not in found.absent
    ]
    texts = {code: [str(row.count(code)) for row in counted.schools] for code in here}
    texts |= {key: [cell_text(cell) for cell in column] for key, column in columns.columns.items()}
    return Inputs(on, counted.rule, schools, texts, brought.funds, base.origin, floors, found.own)


def inputs_of(ground: Ground) -> Inputs:
    """This function will return a run's own figures as those of a scenario, its budgets as the current ones."""
    schools = [
        SchoolHere(one.school_id, one.school_source_id, one.school_name, one.level, one.n_students, one.total_cents)
        for one in ground.budgets
    ]
    texts = {key: [*map(cell_text, column)] for key, column in ground.columns.columns.items()}
    guaranteed = {one.school_source_id: lines_of_json(one.guaranteed) for one in ground.budgets if one.guaranteed}
    run = ground.run
    about = (Floors(guaranteed=guaranteed), of_json(run.count_days), StaffKept.of_json(run.charge))
    return Inputs(run.count_on, run.count_rule, schools, texts, ground.funds, {"run": run.number}, *about)


def current_of(inputs: Inputs) -> Base:
    """This function will return the current budgets that a scenario keeps, and whose they are."""
    kept = {one.source_id: PriorBudget(one.source_id, one.current_cents, None) for one in inputs.schools}
    return Base(kept, dict(inputs.base))
