"""What follows from a scenario's decisions: every school's dollars, who gains, who loses, what the way there costs."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any

from throughline.engines.funding.revenues import Supplement
from throughline.engines.funding.steps import SourceUse, StepsAllocation, StepsFormula, allocate_steps
from throughline.rooms.funding.as_steps import as_steps
from throughline.rooms.funding.budgets.figures import funded
from throughline.rooms.funding.documents import AnyFormula, formula_value
from throughline.rooms.funding.floors import GUARANTEED, PHASE, reads_program
from throughline.rooms.funding.formulas.decisions import with_decisions
from throughline.rooms.funding.models import Formula, Scenario
from throughline.rooms.funding.revenues.drawing import Drawn, drawn_on, with_choices
from throughline.rooms.funding.revenues.funds import Funds
from throughline.rooms.funding.revenues.only_adds import Checked
from throughline.rooms.funding.scenarios.inputs import Inputs, SchoolHere
from throughline.rooms.funding.scenarios.net import HOLD, MINIMUM, NetNames, SafetyNet, with_net
from throughline.rooms.funding.scenarios.proxies import SchoolRecounted, with_proxies
from throughline.values.money import per_pupil
from throughline.values.problem import Problem


@dataclass(frozen=True, slots=True)
class Decided:
    """What a scenario decides: figures of its formula by name, what sources bring and how they stand, the way there.

    `proxies` are the counts taken another way, by the column they replace; `discretion` is the share of unrestricted
    revenues that schools are to decide over, of one, 0 where no aim is set. `staff` is the way schools are charged for
    staff, empty where it is as the year decides.
    """

    figures: Mapping[str, str] = field(default_factory=dict)
    revenues_cents: Mapping[str, int] = field(default_factory=dict)
    net: SafetyNet = field(default_factory=SafetyNet)
    sources: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    proxies: Mapping[str, str] = field(default_factory=dict)
    discretion: str = "0"
    staff: str = ""

    def as_json(self) -> dict[str, Any]:
        """This function will return the decisions as a scenario keeps them."""
        return {
            "figures": dict(self.figures),
            "revenues_cents": dict(self.revenues_cents),
            "net": self.net.as_json(),
            "sources": {key: dict(chosen) for key, chosen in self.sources.items()},
            "proxies": dict(self.proxies),
            "discretion": self.discretion,
            "staff": self.staff,
        }

    def as_numbers(self) -> dict[str, Decimal]:
        """This function will return the figures as numbers, by the name of their decision."""
        return {name: Decimal(figure) for name, figure in self.figures.items()}

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> "Decided":
        """This function will read the decisions that a scenario keeps."""
        return cls(
            figures=kept.get("figures", {}),
            revenues_cents=kept.get("revenues_cents", {}),
            net=SafetyNet(**kept.get("net", {})),
            sources=kept.get("sources", {}),
            proxies=kept.get("proxies", {}),
            discretion=kept.get("discretion", "0"),
            staff=kept.get("staff", ""),
        )


@dataclass(frozen=True, slots=True)
class Keyed:
    """A formula under its digest, by which what is made of it is kept."""

    digest: str
    value: AnyFormula = field(compare=False)


@dataclass(frozen=True, slots=True)
class SchoolOutcome:
    """One school under a scenario, beside its current budget; what the way there gives or takes stands apart."""

    school: SchoolHere
    total_cents: int
    phase_cents: int
    held_cents: int
    minimum_cents: int
    guaranteed_cents: int

    @property
    def id(self) -> int:
        return self.school.id

    @property
    def name(self) -> str:
        return self.school.name

    @property
    def level(self) -> str:
        return self.school.level

    @property
    def n_students(self) -> int:
        return self.school.n_students

    @property
    def current_cents(self) -> int:
        return self.school.current_cents

    @property
    def change_cents(self) -> int:
        return self.total_cents - self.school.current_cents

    @property
    def change_share(self) -> float | None:
        return self.change_cents / self.school.current_cents if self.school.current_cents else None

    @property
    def per_pupil_cents(self) -> int | None:
        return per_pupil(self.total_cents, self.school.n_students)


@dataclass(frozen=True)
class Consequence:
    """All that follows from a scenario."""

    result: StepsAllocation
    inputs: Inputs
    schools: Sequence[SchoolOutcome]
    funds: Funds | None = None

    @cached_property
    def drawn(self) -> Drawn | None:
        """Which source each school's dollars come from; nothing where the scenario draws on no revenues."""
        return drawn_on(self.funds, self.result) if self.funds else None

    @cached_property
    def checked(self) -> Checked:
        """Whether money that may only add would take the place of the district's own, with the names of all."""
        return Checked.of(self.result, self.funds, {one.school.source_id: one.name for one in self.schools})

    @property
    def supplement(self) -> Supplement:
        """What was found of money that may only add."""
        return self.checked.supplement

    @property
    def total_cents(self) -> int:
        return self.result.district_cents

    @property
    def current_cents(self) -> int:
        return sum(one.current_cents for one in self.schools)

    @property
    def change_cents(self) -> int:
        return self.total_cents - self.current_cents

    @cached_property
    def gainers(self) -> list[SchoolOutcome]:
        """The schools that gain, the most first."""
        return sorted((one for one in self.schools if one.change_cents > 0), key=lambda one: -one.change_cents)

    @cached_property
    def losers(self) -> list[SchoolOutcome]:
        """The schools that lose, the most first."""
        return sorted((one for one in self.schools if one.change_cents < 0), key=lambda one: one.change_cents)

    @cached_property
    def held(self) -> list[SchoolOutcome]:
        """The schools that are raised to what they are promised."""
        return [one for one in self.schools if one.held_cents > 0]

    @property
    def hold_cost_cents(self) -> int:
        return sum(one.held_cents for one in self.held)

    @property
    def given_cents(self) -> int:
        """What gainers give so that others are held harmless."""
        return -sum(one.held_cents for one in self.schools if one.held_cents < 0)

    @property
    def raised_to_program(self) -> list[SchoolOutcome]:
        """The schools whose guaranteed staff costs more than they have otherwise."""
        return [one for one in self.schools if one.guaranteed_cents > 0]

    @property
    def guaranteed_cost_cents(self) -> int:
        return sum(one.guaranteed_cents for one in self.schools)

    @property
    def minimum_cost_cents(self) -> int:
        return sum(one.minimum_cents for one in self.schools)

    @property
    def uses(self) -> tuple[SourceUse, ...]:
        return self.result.uses()

    @property
    def warnings(self) -> tuple[Problem, ...]:
        return self.result.warnings


def formula_of(row: Formula, decided: Decided) -> StepsFormula:
    """This function will return a scenario's own formula: the kept one, with all that was decided otherwise.

    **Raises** `RefusedInput` where what was decided makes no formula.
    """
    return _decided(formula_value(row), decided)


def consequence_of(row: Formula, inputs: Inputs, decided: Decided) -> Consequence:
    """This function will work out what follows. **Raises** `RefusedInput` where the formula cannot be run."""
    return consequence_for(formula_value(row), inputs, decided)


def consequence_for(value: AnyFormula, inputs: Inputs, decided: Decided) -> Consequence:
    """This function will work out what follows with a formula that need not be kept. **Raises** as `consequence_of`."""
    formula, named = _decided(value, decided), _net_names(Keyed(value.digest, value))
    if reads_program(formula):
        inputs.floors.check_known({one.source_id: one.name for one in inputs.schools})
    funds = with_choices(inputs.funds, decided.sources) if inputs.funds else None
    result = allocate_steps(formula, funded(formula, inputs.columns_of(formula, decided.revenues_cents), funds))
    by_step = {one.step.key: one.cents or () for one in result.components}
    nothing = (0,) * len(inputs.schools)
    parts = zip(
        inputs.schools,
        result.totals_cents,
        by_step.get(named.of(PHASE), nothing),
        by_step.get(named.of(HOLD), nothing),
        by_step.get(named.of(MINIMUM), nothing),
        by_step.get(named.of(GUARANTEED), nothing),
        strict=True,
    )
    return Consequence(result, inputs, [SchoolOutcome(*one) for one in parts], funds)


def recounted_by_proxies(row: Formula, decided: Decided, found: Consequence) -> list[SchoolRecounted]:
    """This function will say whom a way of counting changes: what follows with it beside what follows without."""
    if not decided.proxies:
        return []
    without = consequence_of(row, found.inputs, replace(decided, proxies={}))
    columns = found.inputs.columns
    return [
        SchoolRecounted(
            now.name,
            sum(int(columns[key][at]) for key in decided.proxies),
            sum(int(columns[code][at]) for code in decided.proxies.values()),
            now.total_cents - before.total_cents,
        )
        for at, (now, before) in enumerate(zip(found.schools, without.schools, strict=True))
    ]


def consequence(scenario: Scenario) -> Consequence:
    """This function will work out what follows from a scenario as it is kept."""
    return consequence_of(scenario.formula, Inputs.of_json(scenario.inputs), Decided.of_json(scenario.decisions))


def _decided(value: AnyFormula, decided: Decided) -> StepsFormula:
    return _made(Keyed(value.digest, value), json.dumps(decided.as_json(), sort_keys=True))


@lru_cache(maxsize=256)
def _net_names(base: Keyed) -> NetNames:
    return NetNames.free_in(as_steps(base.value))


@lru_cache(maxsize=256)
def _made(base: Keyed, decided: str) -> StepsFormula:
    said = Decided.of_json(json.loads(decided))
    counted = with_proxies(as_steps(base.value), said.proxies)
    return with_net(with_decisions(counted, said.as_numbers()), said.net)
