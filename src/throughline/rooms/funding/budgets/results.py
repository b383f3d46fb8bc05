"""What a run comes to, whichever kind of formula it was: one value to store, whatever engine did the sums."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from throughline.engines import funding as engine
from throughline.engines.funding.positions import PricedLine
from throughline.engines.funding.steps import (
    SchoolColumns,
    StepsAllocation,
    StepsFormula,
    Ways,
    allocate_steps,
    number_text,
    way_as_plain,
)
from throughline.formats import formula as files
from throughline.rooms.funding.as_steps import as_steps
from throughline.rooms.funding.budgets.counting import count_for
from throughline.rooms.funding.budgets.figures import Brought, cell_text, columns_for
from throughline.rooms.funding.budgets.roster_columns import code_of
from throughline.rooms.funding.charged import NOT_DECIDED, StaffKept
from throughline.rooms.funding.documents import AnyFormula
from throughline.rooms.funding.filed import OwnDays
from throughline.rooms.funding.revenues.drawing import PaidDraw, drawn_on
from throughline.rooms.funding.revenues.funds import Funds
from throughline.rooms.funding.revenues.only_adds import Checked, check_run_only_adds
from throughline.rooms.students import api as students


@dataclass(frozen=True, slots=True)
class PaidLine:
    """What a school is paid for one need, or by one step."""

    need: str
    amount_cents: int
    counts: str = ""
    step: str = ""
    source: str = ""
    n_students: int | None = None
    rate_cents: int | None = None


@dataclass(frozen=True, slots=True)
class PaidSchool:
    """One school's result with all that is kept of it."""

    id: int
    source_id: str
    name: str
    level: str
    n_students: int
    total_cents: int
    lines: Sequence[PaidLine]
    figures: Mapping[str, str] = field(default_factory=dict)
    steps: Sequence[Mapping[str, object]] = ()
    draws: Sequence[PaidDraw] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """Every school's result, with the digests that prove it."""

    on: date
    rule: str
    schools: Sequence[PaidSchool]
    total_cents: int
    engine_version: str
    formula_digest: str
    inputs_digest: str
    result_digest: str
    revenues_cents: Mapping[str, int] = field(default_factory=dict)
    funds: Funds | None = None
    guaranteed: Mapping[str, Sequence[PricedLine]] = field(default_factory=dict)  # staff, where a formula pays up to it
    own: OwnDays = field(default_factory=dict)  # needs counted on a day of their own
    charge: StaffKept = NOT_DECIDED  # how schools are charged for staff
    allocation: StepsAllocation | None = None  # the result itself, where the formula is in steps


def outcome_of(formula: AnyFormula, on: date, brought: Brought, days: Mapping[str, date]) -> Outcome:
    """This function will count for a formula of either kind and run it.

    **Raises** `RefusedInput` as the parts do, and where money that may only add would replace the district's own.
    """
    if isinstance(formula, StepsFormula):
        found, columns = columns_for(formula, on, brought, days)
        known = [(row.school.id, row.count(students.ALL_STUDENTS)) for row in found.counted.schools]
        result, rule = allocate_steps(formula, columns), found.counted.rule
        _check_only_adds(result, brought.funds)
        return steps_outcome(result, known, on, rule, brought.funds, found.own)
    found, counts = count_for(formula, on, days)
    counted = found.counted
    allocation = engine.allocate(formula, counts)
    draws = _draws_of_matrix(formula, counted, allocation, brought.funds)
    return Outcome(
        counted.on,
        counted.rule,
        [_of_matrix(row, allocation.school_at(at), draws[at]) for at, row in enumerate(counted.schools)],
        allocation.district_cents,
        allocation.engine_version,
        formula.digest,
        allocation.inputs_digest,
        allocation.digest,
        funds=brought.funds,
        own=found.own,
    )


def steps_outcome(
    result: StepsAllocation,
    known: Sequence[tuple[int, int]],
    on: date,
    rule: str,
    funds: Funds | None,
    own: OwnDays,
) -> Outcome:
    """This function will gather a result of a formula in steps; `known` is each school's id and its students."""
    draws, ways = drawn_on(funds, result).schools if funds else [()] * len(known), Ways(result)
    return Outcome(
        on,
        rule,
        [_of_steps(ways, at, *one, draws[at]) for at, one in enumerate(known)],
        result.district_cents,
        result.engine_version,
        result.formula.digest,
        result.inputs_digest,
        result.digest,
        dict(result.schools.revenues_cents),
        funds,
        own=own,
        allocation=result,
    )


def _of_steps(ways: Ways, at: int, school_id: int, n_students: int, draws: Sequence[PaidDraw]) -> PaidSchool:
    """What one school is paid by a formula in steps, and the way there."""
    result, schools = ways.result, ways.result.schools
    return PaidSchool(
        school_id,
        schools.school_ids[at],
        schools.name_at(at),
        schools.levels[at],
        n_students,
        result.totals_cents[at],
        [
            PaidLine(one.step.need, (one.cents or ())[at], code_of(one.step.need), one.step.key, one.step.source)
            for one in result.components
        ],
        {key: cell_text(column[at]) for key, column in schools.columns.items()},
        steps_of(ways, at),
        draws,
    )


def steps_of(ways: Ways, at: int) -> list[Mapping[str, object]]:
    """This function will write one school's arithmetic down, step by step, in plain values."""
    return [
        {
            "key": line.step.key,
            "drawn": [files.drawn_text(drawn) for drawn in line.drawn],
            "exact": number_text(line.exact),
            "result": number_text(line.result),
            "amount_cents": line.amount_cents,
            "rank": line.rank,
            "way": way_as_plain(way),
        }
        for line, way in zip(ways.result.trace(at), ways.of(at), strict=True)
    ]


def _draws_of_matrix(
    formula: engine.Formula, counted: students.NeedCounts, allocation: engine.Allocation, funds: Funds | None
) -> Sequence[Sequence[PaidDraw]]:
    """A matrix pays by the head whatever there is; what its money comes from is traced all the same."""
    if funds is None:
        return [()] * len(counted.schools)
    steps = as_steps(formula)
    columns = SchoolColumns(
        tuple(row.school.source_id for row in counted.schools),
        tuple(row.school.level for row in counted.schools),
        {column.key: [Fraction(row.count(column.key)) for row in counted.schools] for column in steps.inputs},
    )
    result = allocate_steps(steps, columns)
    if list(result.totals_cents) != allocation.totals_cents.tolist():
        raise ArithmeticError("The formula in steps does not come to the cents of its matrix; report this")
    names = tuple(row.school.name for row in counted.schools)
    _check_only_adds(replace(result, schools=replace(columns, school_names=names)), funds)
    return drawn_on(funds, result).schools


def _check_only_adds(result: StepsAllocation, funds: Funds | None) -> None:
    """No scenario stands behind a run that is counted out at once, so what one would be refused for stops it too."""
    schools = result.schools
    names = {school_id: schools.name_at(at) for at, school_id in enumerate(schools.school_ids)}
    check_run_only_adds(Checked.of(result, funds, names))


def _of_matrix(row: students.SchoolCount, school: engine.SchoolAllocation, draws: Sequence[PaidDraw]) -> PaidSchool:
    lines = [
        PaidLine(
            line.need.key,
            line.amount_cents,
            line.need.counts,
            n_students=line.count,
            rate_cents=line.rate_cents,
        )
        for line in school.lines
    ]
    n_students = row.count(students.ALL_STUDENTS)
    return PaidSchool(
        row.school.id,
        school.school_id,
        school.school_name,
        school.level.key,
        n_students,
        school.total_cents,
        lines,
        draws=draws,
    )
