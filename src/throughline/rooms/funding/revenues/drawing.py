"""Who has what from which source: every dollar that a formula paid, traced to the revenue it came from, to the cent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from throughline.engines.funding.revenues import UNLOCKED, CentralShare, Placement, draw_on
from throughline.engines.funding.steps import StepsAllocation
from throughline.rooms.funding.revenues.funds import Funds
from throughline.rooms.funding.revenues.splitting import Discretion, discretion_of, split_sources
from throughline.values.problem import Problem

NO_SOURCE = ""  # what was paid and no revenue may pay


@dataclass(frozen=True, slots=True)
class PaidDraw:
    """What one school has from one source for one need; `beside` is what reaches it past the formula."""

    source: str
    name: str
    need: str
    cents: int
    beside: bool = False


@dataclass(frozen=True, slots=True)
class SourceDrawn:
    """One source: central + locked + by name + drawn + unpaid is what it brings, to the cent."""

    key: str
    name: str
    brings_cents: int
    central_cents: int
    locked_cents: int
    by_name_cents: int
    drawn_cents: int
    unpaid_cents: int

    @property
    def apart_cents(self) -> int:
        """What is named for schools or locked, past the formula."""
        return self.by_name_cents + self.locked_cents


@dataclass(frozen=True, slots=True)
class Drawn:
    """Every school's draws in the order of the schools, and what became of each source."""

    schools: Sequence[Sequence[PaidDraw]]
    sources: Sequence[SourceDrawn]
    warnings: Sequence[Problem]
    discretion: Discretion


@dataclass(frozen=True, slots=True)
class SchoolsDrawn:
    """Every school by its name with its draws, and what became of each source."""

    schools: Sequence[tuple[str, Sequence[PaidDraw]]]
    sources: Sequence[SourceDrawn]

    @property
    def not_covered_cents(self) -> int:
        return sum(draw.cents for _name, draws in self.schools for draw in draws if draw.source == NO_SOURCE)


def drawn_on(funds: Funds, result: StepsAllocation) -> Drawn:
    """This function will trace a result to a year's revenues.

    **Raises** `RefusedInput` where the formula cannot take them; `ArithmeticError` where draws miss a cent.
    """
    placed = funds.place(result.formula, result.schools.school_ids)
    found = draw_on(placed, result)
    names = {one.key: one.name for one in funds.revenues}
    by_school: dict[str, list[PaidDraw]] = {school_id: [] for school_id in result.schools.school_ids}
    for draw in found.draws:
        by_school[draw.school_id].append(PaidDraw(draw.revenue, names[draw.revenue], draw.need, draw.cents))
    for draw in found.not_covered:
        by_school[draw.school_id].append(PaidDraw(NO_SOURCE, "", draw.need, draw.cents))
    for school_id, total in zip(result.schools.school_ids, result.totals_cents, strict=True):
        if sum(draw.cents for draw in by_school[school_id]) != total:
            raise ArithmeticError(f"The draws of {school_id} do not add up to its dollars; report this")
    for grant in placed.grants:
        by_school[grant.school_id].append(PaidDraw(grant.revenue, names[grant.revenue], "", grant.cents, beside=True))
    drawn: dict[str, int] = {}
    for draw in found.draws:
        drawn[draw.revenue] = drawn.get(draw.revenue, 0) + draw.cents
    warnings = (*placed.warnings, *found.warnings)
    return Drawn(list(by_school.values()), sources_drawn(placed, drawn), warnings, discretion_of(placed))


def sources_drawn(placed: Placement, drawn_cents: Mapping[str, int]) -> list[SourceDrawn]:
    """This function will say what became of each source, given what schools drew from it by the formula."""
    rows = []
    for one in split_sources(placed):
        drawn = drawn_cents.get(one.key, 0)
        unpaid = one.formula_cents + one.left_cents - drawn
        rows.append(
            SourceDrawn(
                one.key,
                one.name,
                one.brings_cents,
                one.central_cents,
                one.locked_cents,
                one.schools_cents,
                drawn,
                unpaid,
            )
        )
    return rows


def with_choices(funds: Funds, choices: Mapping[str, Mapping[str, str]]) -> Funds:
    """This function will decide sources otherwise: `status`, and `central` as the share of all that is kept.

    A source that is unlocked names no school: what schools were named for goes by the formula.
    """
    revenues = []
    for one in funds.revenues:
        chosen = choices.get(one.key, {})
        central = (CentralShare("central", share=Fraction(chosen["central"])),) if "central" in chosen else one.central
        revenues.append(replace(one, status=chosen.get("status", one.status), central=central))
    open_now = {one.key for one in revenues if one.status == UNLOCKED}
    return replace(
        funds,
        revenues=tuple(revenues),
        grants=tuple(grant for grant in funds.grants if grant.revenue not in open_now),
    )
