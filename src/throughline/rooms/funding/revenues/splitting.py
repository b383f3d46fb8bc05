"""What follows from revenues: what the formula shares out, what stays at the center, what schools are given."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil

from throughline.engines.funding.revenues import LOCKED, SCHOOL_GRANT, UNLOCKED, Placement, Revenue
from throughline.engines.funding.steps import StepsFormula
from throughline.rooms.funding.revenues.funds import Funds
from throughline.values.errors import RefusedInput


@dataclass(frozen=True, slots=True)
class SourceSplit:
    """Where one source goes. Central + schools + formula + locked + left is what it brings, to the cent."""

    revenue: Revenue
    central_cents: int
    formula_cents: int
    schools_cents: int
    locked_cents: int
    left_cents: int

    @property
    def key(self) -> str:
        return self.revenue.key

    @property
    def name(self) -> str:
        return self.revenue.name

    @property
    def brings_cents(self) -> int:
        return self.revenue.brings_cents

    @property
    def apart_cents(self) -> int:
        """What neither the formula nor the central office has: named for schools, locked, or not named yet."""
        return self.schools_cents + self.locked_cents + self.left_cents


@dataclass(frozen=True, slots=True)
class Discretion:
    """How much schools decide over: a share of all revenues and of the unrestricted, of one; None where are none."""

    of_all: Fraction | None = None
    of_unrestricted: Fraction | None = None
    unrestricted_cents: int = 0

    def short_cents(self, aim: Fraction) -> int:
        """This function will return how many unrestricted cents are missing to an aim."""
        return max(0, ceil((aim - (self.of_unrestricted or 0)) * self.unrestricted_cents))


@dataclass(frozen=True, slots=True)
class Split:
    """All sources of a year in their places, and what keeps a formula from drawing on them.

    `refused` is set instead of the rest where central shares or amounts by school are more than a source brings.
    `unplaced` is set where the formula asked about could not take the revenues as they are.
    """

    sources: Sequence[SourceSplit]
    services: Sequence[tuple[str, int]]
    discretion: Discretion = field(default_factory=Discretion)
    refused: RefusedInput | None = None
    unplaced: RefusedInput | None = None

    @property
    def brings_cents(self) -> int:
        return sum(one.brings_cents for one in self.sources)

    @property
    def central_cents(self) -> int:
        return sum(one.central_cents for one in self.sources)

    @property
    def formula_cents(self) -> int:
        return sum(one.formula_cents for one in self.sources)

    @property
    def schools_cents(self) -> int:
        return sum(one.schools_cents for one in self.sources)

    @property
    def locked_cents(self) -> int:
        return sum(one.locked_cents for one in self.sources)

    @property
    def left_cents(self) -> int:
        return sum(one.left_cents for one in self.sources)


def split(funds: Funds, school_ids: Iterable[str], formula: StepsFormula | None) -> Split:
    """This function will put a year's revenues in their places, and say whether a formula could draw on them."""
    ids = tuple(school_ids)
    try:
        placed = funds.place_anyhow(ids)
    except RefusedInput as refused:
        return Split((), (), refused=refused)
    unplaced = None
    try:
        if formula is not None:
            funds.place(formula, ids)
    except RefusedInput as refused:
        unplaced = refused
    return Split(split_sources(placed), _services(placed), discretion_of(placed), unplaced=unplaced)


def discretion_of(placed: Placement) -> Discretion:
    """This function will say how much of a placement schools decide over."""
    unrestricted = sum(one.brings_cents for one in placed.revenues if not one.restricted)
    return Discretion(placed.share_at_schools(), placed.share_at_schools(unrestricted_only=True), unrestricted)


def split_sources(placed: Placement) -> list[SourceSplit]:
    """This function will say where each source of a placement goes."""
    found = []
    for one in placed.revenues:
        named = sum(grant.cents for grant in placed.grants if grant.revenue == one.key)
        kept = sum(placed.central[one.key].values())
        rest = one.brings_cents - kept - named
        by_status = [rest if one.status == status else 0 for status in (UNLOCKED, LOCKED, SCHOOL_GRANT)]
        found.append(SourceSplit(one, kept, by_status[0], named, by_status[1], by_status[2]))
    return found


def _services(placed: Placement) -> list[tuple[str, int]]:
    found: dict[str, int] = {}
    for kept in placed.central.values():
        for service, cents in kept.items():
            found[service] = found.get(service, 0) + cents
    return sorted(found.items(), key=lambda one: (-one[1], one[0]))
