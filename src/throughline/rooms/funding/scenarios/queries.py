"""Read scenarios, and what follows from each, as pages show it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from throughline.engines.funding.positions import CountedOut, floor_of, highest_floor_of
from throughline.engines.funding.prior import PriorBudget
from throughline.engines.funding.steps import Money
from throughline.rooms.accounts import api as accounts
from throughline.rooms.funding import access
from throughline.rooms.funding.as_steps import as_steps
from throughline.rooms.funding.budgets.figures import sources_asked
from throughline.rooms.funding.budgets.roster_columns import asked_by
from throughline.rooms.funding.charged import StaffKept
from throughline.rooms.funding.documents import formula_value
from throughline.rooms.funding.floors import Floors, is_same_program
from throughline.rooms.funding.formulas.decisions import Decision, decisions_of, with_decisions
from throughline.rooms.funding.formulas.sentences import words
from throughline.rooms.funding.models import Scenario
from throughline.rooms.funding.positions.queries import program_for
from throughline.rooms.funding.prior.sides import MINIMUM, Compared, Side, compared_with, sides_for
from throughline.rooms.funding.revenues.drawing import SchoolsDrawn
from throughline.rooms.funding.revenues.funds import Funds
from throughline.rooms.funding.scenarios.consequences import Consequence, Decided, consequence, consequence_of
from throughline.rooms.funding.scenarios.inputs import Inputs
from throughline.rooms.funding.scenarios.proxies import Proxy, choices_in
from throughline.rooms.students.api import ALL_STUDENTS
from throughline.values.errors import NotFound, RefusedInput
from throughline.values.school_year import SchoolYear
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

SAME_STAFF, OTHER_STAFF, UNKEPT_STAFF = "same", "other", "unkept"

MOST_COMPARED = 26  # each is named by a letter


@dataclass(frozen=True, slots=True)
class ScenarioRow:
    """One scenario in the list."""

    number: int
    name: str
    parent: str
    formula: str
    state: str
    total_cents: int
    change_cents: int
    n_losers: int
    by_name: str
    at: datetime
    projected: bool


@dataclass(frozen=True, slots=True)
class YearAhead:
    """One year of a phase-in: what it comes to, and how many schools have less than now."""

    year: int
    total_cents: int
    change_cents: int
    n_losers: int


@dataclass(frozen=True, slots=True)
class KeptFloor:
    """One kind of floor beneath a scenario: of how many schools, and together; at most where a count is withheld."""

    n_schools: int
    cents: int
    most_cents: int | None = None


@dataclass(frozen=True, slots=True)
class KeptFloors:
    """What was kept of a year when a scenario was begun: the minimums to operate, and what guaranteed staff costs."""

    year_name: str
    minimums: KeptFloor
    guaranteed: KeptFloor


@dataclass(frozen=True)
class ScenarioPage:
    """One scenario with all that follows from it."""

    scenario: Scenario
    formula_name: str
    illustrative: bool
    decisions: Sequence[Decision]
    sources: Sequence[Money]
    proxies: Sequence[Proxy]
    decided: Decided
    found: Consequence
    compared: list[Compared]
    years: list[YearAhead]
    funds: Funds | None
    floors: KeptFloors
    may_write: bool
    may_adopt: bool

    @property
    def is_draft(self) -> bool:
        return self.scenario.state == Scenario.DRAFT


def find_scenarios(viewer: Viewer) -> list[ScenarioRow]:
    """This function will list every scenario, the newest first. **Raises** `NotAllowed`."""
    rows = []
    for scenario in access.get_scenarios_for(viewer).order_by("-number"):
        found = consequence(scenario)
        rows.append(
            ScenarioRow(
                scenario.number,
                scenario.name,
                scenario.parent.name if scenario.parent else "",
                words(formula_value(scenario.formula).name),
                scenario.state,
                found.total_cents,
                found.change_cents,
                len(found.losers),
                scenario.by_name,
                scenario.at,
                found.inputs.projected,
            )
        )
    return rows


def get_scenario_for(viewer: Viewer, number: int) -> Scenario:
    """This function will return a scenario by its number. **Raises** `NotAllowed`, `NotFound`."""
    scenario = access.get_scenarios_for(viewer).filter(number=number).first()
    if scenario is None:
        raise NotFound(gettext_noop("There is no such scenario."), gettext_noop("Choose one from the list."))
    return scenario


def scenario_page(viewer: Viewer, scenario: Scenario) -> ScenarioPage:
    """This function will return a scenario as it is kept, with all that follows. **Raises** `NotAllowed`."""
    decisions, sources, decided = decisions_in(scenario)
    base = formula_value(scenario.formula)
    inputs = Inputs.of_json(scenario.inputs)
    found = consequence_of(scenario.formula, inputs, decided)
    may_write = accounts.may(viewer, "write", access.CLASS)
    return ScenarioPage(
        scenario=scenario,
        formula_name=words(base.name),
        illustrative=base.illustrative,
        decisions=decisions,
        sources=sources,
        proxies=proxies_in(scenario, inputs),
        decided=decided,
        found=found,
        compared=compared_beside(viewer, scenario, found),
        years=years_ahead(scenario, inputs, decided),
        funds=inputs.funds,
        floors=floors_in(scenario),
        may_write=may_write,
        may_adopt=may_write and viewer.user_id != scenario.proposed_by_id,
    )


def decisions_in(scenario: Scenario) -> tuple[list[Decision], list[Money], Decided]:
    """This function will return what a scenario's form asks: figures, sources, and what is decided so far."""
    decided = Decided.of_json(scenario.decisions)
    base = as_steps(formula_value(scenario.formula))
    asked = [] if scenario.inputs.get("funds") else sources_asked(base)
    return decisions_of(with_decisions(base, decided.as_numbers())), asked, decided


def proxies_in(scenario: Scenario, inputs: Inputs | None = None) -> list[Proxy]:
    """This function will list the counts of a scenario that can be taken another way."""
    columns = (inputs or Inputs.of_json(scenario.inputs)).columns
    return choices_in(as_steps(formula_value(scenario.formula)), columns)


def needs_in(scenario: Scenario, inputs: Inputs) -> set[str]:
    """This function will return the needs that a scenario counts: its formula's, others instead, and its floors'."""
    asked = set(asked_by(as_steps(formula_value(scenario.formula))).needs.values()) | set(inputs.own)
    instead = {other for one in proxies_in(scenario, inputs) for other in one.others}
    return (asked | instead | {part.guarantee.group.need for part in _counted_out(inputs)}) - {"", ALL_STUDENTS}


def own_days_in(inputs: Inputs) -> dict[str, date]:
    """This function will return the needs that a scenario counts on a day of its own, those of staff too."""
    of_staff = {part.guarantee.group.need: date.fromisoformat(part.students.on) for part in _counted_out(inputs)}
    return {need: on for need, on in of_staff.items() if on != inputs.on} | {
        code: one.on for code, one in inputs.own.items()
    }


def _counted_out(inputs: Inputs) -> Iterator[CountedOut]:
    """What of the guaranteed staff is counted on a need."""
    parts = (part for lines in inputs.floors.guaranteed.values() for line in lines for part in line.counted)
    return (part for part in parts if part.guarantee.group.need)


def floors_in(scenario: Scenario) -> KeptFloors:
    """This function will return the floors that a scenario keeps; a recount has those of its run in the formula."""
    floors = Floors() if scenario.recount else Inputs.of_json(scenario.inputs).floors
    minimums = floors.minimums_cents.values()
    programs = [lines for lines in floors.guaranteed.values() if highest_floor_of(lines)]
    least, most = (sum(map(add, programs)) for add in (floor_of, highest_floor_of))
    return KeptFloors(
        str(SchoolYear(scenario.fiscal_year)),
        KeptFloor(len(minimums), sum(minimums)),
        KeptFloor(len(programs), least, None if least == most else most),
    )


def staff_standing(viewer: Viewer, scenario: Scenario) -> str:
    """This function will say how what a scenario keeps of guaranteed staff stands to what its year says of it now.

    `SAME_STAFF`, `OTHER_STAFF`, or `UNKEPT_STAFF` where it was begun before that was kept. **Raises** `NotAllowed`.
    """
    kept, now = Inputs.of_json(scenario.inputs).program, program_for(viewer, scenario.fiscal_year)
    if kept is None:
        return UNKEPT_STAFF
    return SAME_STAFF if is_same_program(kept, now) else OTHER_STAFF


def funds_in(scenario: Scenario) -> Funds | None:
    """This function will return the revenues that a scenario draws on, as they were when it was begun."""
    return Inputs.of_json(scenario.inputs).funds


def staff_in(scenario: Scenario) -> StaffKept:
    """This function will return how the year of a scenario charged schools for staff when it was begun."""
    return Inputs.of_json(scenario.inputs).staff


def drawn_in(scenario: Scenario) -> SchoolsDrawn:
    """This function will say which source each school's dollars would come from. **Raises** `NotFound` for none."""
    found = consequence(scenario)
    if found.drawn is None:
        raise NotFound(
            gettext_noop("This scenario draws on no revenues."),
            gettext_noop("Start another, and choose a year's revenues for it."),
        )
    schools = [(one.name, draws) for one, draws in zip(found.schools, found.drawn.schools, strict=True)]
    return SchoolsDrawn(schools, found.drawn.sources)


def compared_beside(viewer: Viewer, scenario: Scenario, found: Consequence) -> list[Compared]:
    """This function will lay what follows beside the budgets that are kept, those aside that it begins from."""
    now = [PriorBudget(one.school.source_id, one.total_cents, one.n_students) for one in found.schools]
    names = {one.school.source_id: one.name for one in found.schools}
    return compared_with(now, names, _sides(viewer, scenario, found))


def sides_shared(viewer: Viewer, pairs: Sequence[tuple[Scenario, Consequence]]) -> list[Side]:
    """This function will return the sets that every one of some scenarios stands beside."""
    of_each = [_sides(viewer, *pair) for pair in pairs]
    return [side for side in of_each[0] if all(side in sides for sides in of_each)]


def _sides(viewer: Viewer, scenario: Scenario, found: Consequence) -> list[Side]:
    base = found.inputs.base.get("kept")
    return [side for side in sides_for(viewer, scenario.fiscal_year) if side.role == MINIMUM or side.year != base]


def try_out(scenario: Scenario, decided: Decided) -> tuple[Consequence, list[YearAhead]]:
    """This function will work out what would follow from other decisions, and keep nothing.

    **Raises** `RefusedInput` where the formula cannot be run with them.
    """
    inputs = Inputs.of_json(scenario.inputs)
    return consequence_of(scenario.formula, inputs, decided), years_ahead(scenario, inputs, decided)


def years_ahead(scenario: Scenario, inputs: Inputs, decided: Decided) -> list[YearAhead]:
    """This function will work out each year of a phase-in on the counts of now; none where it is at once."""
    n_years = decided.net.phase_years
    ahead = []
    for year in range(1, n_years + 1) if n_years > 1 else ():
        there = replace(decided, net=replace(decided.net, phase_year=year))
        found = consequence_of(scenario.formula, inputs, there)
        ahead.append(YearAhead(year, found.total_cents, found.change_cents, len(found.losers)))
    return ahead


def compared(viewer: Viewer, numbers: Sequence[int]) -> list[tuple[Scenario, Consequence]]:
    """This function will return two or more scenarios to lay side by side, in the order asked for.

    **Raises** `NotAllowed`; `RefusedInput` where it is one, or more than there are letters.
    """
    wanted = list(dict.fromkeys(numbers))
    by_number = {row.number: row for row in access.get_scenarios_for(viewer).filter(number__in=wanted)}
    rows = [by_number[number] for number in wanted if number in by_number]
    if not 2 <= len(rows) <= MOST_COMPARED:
        raise RefusedInput(
            gettext_noop("Two scenarios or more are laid side by side, and no more than 26."),
            gettext_noop("Tick those to compare in the list."),
        )
    return [(row, consequence(row)) for row in rows]
