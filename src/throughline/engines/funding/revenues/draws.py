"""Who drew on what: every dollar the formula paid, traced to the revenue that may pay it, to the cent."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from throughline.engines.funding.revenues import rules
from throughline.engines.funding.revenues.place import Placement
from throughline.engines.funding.revenues.revenue import Revenue
from throughline.engines.funding.steps import StepsAllocation
from throughline.engines.funding.steps.pools import distribute
from throughline.values.money import dollars_text
from throughline.values.problem import Problem

Row = tuple[str, str]  # a school and a need


@dataclass(frozen=True, slots=True)
class Draw:
    """What one school has from one revenue for one need."""

    school_id: str
    need: str
    revenue: str
    cents: int


@dataclass(frozen=True, slots=True)
class Draws:
    """Every draw, what is left of each revenue, and what no revenue may pay. **Units** cents.

    For each school and need, draws + what is not covered = what the formula paid; for each revenue, draws + what is
    left = what it put into its pool.
    """

    draws: tuple[Draw, ...]
    left: dict[str, int]
    not_covered: tuple[Draw, ...]
    warnings: tuple[Problem, ...]

    def by_revenue(self, school_id: str) -> dict[str, int]:
        """This function will return what one school has from each revenue."""
        found: dict[str, int] = {}
        for draw in self.draws:
            if draw.school_id == school_id:
                found[draw.revenue] = found.get(draw.revenue, 0) + draw.cents
        return found


def draw_on(placement: Placement, result: StepsAllocation) -> Draws:
    """This function will say which revenue pays each school for each need.

    Within a pool the revenue that may pay the fewest goes first, then the one that ends first, each in proportion to
    what is still to be paid; where that leaves somebody short whom another order would have paid, payments are moved
    until it does not. What a claw-back takes is taken from the pool and traced to no revenue.
    """
    draws: list[Draw] = []
    missing: list[Draw] = []
    left = {one.key: placement.pooled_cents(one) for one in placement.revenues}
    warnings = []
    for money in result.formula.sources:
        revenues = _narrowest_first(placement.in_pool(money.key), result)
        if not revenues:
            continue
        pool = _Pool(revenues, left, _paid(result, money.key))
        pool.fill()
        draws += pool.draws()
        for (school_id, need), cents in pool.open.items():
            if cents:
                missing.append(Draw(school_id, need, money.key, cents))
                words = {"school": school_id, "need": need, "pool": money.key}
                warnings.append(Problem(rules.NOT_COVERED, value=dollars_text(cents), details=words))
    return Draws(tuple(draws), left, tuple(missing), tuple(warnings))


def _paid(result: StepsAllocation, source: str) -> dict[Row, int]:
    """What is paid from a source by school and need.

    Where a need was charged more than it was paid, as by a gainer's part of a top-up, the school's other needs make it
    up in the order of their size.
    """
    paid: dict[Row, int] = {}
    for component in result.components:
        if component.step.source == source:
            for school_id, cents in zip(result.schools.school_ids, component.cents or (), strict=True):
                row = (school_id, component.step.need)
                paid[row] = paid.get(row, 0) + cents
    for school_id in result.schools.school_ids:
        rows = sorted((row for row in paid if row[0] == school_id), key=lambda row: -paid[row])
        owed = -sum(paid[row] for row in rows if paid[row] < 0)
        for row in rows:
            taken = min(owed, paid[row]) if paid[row] > 0 else 0
            paid[row] = max(0, paid[row] - taken)
            owed -= taken
    return {row: cents for row, cents in paid.items() if cents}


def _narrowest_first(revenues: Sequence[Revenue], result: StepsAllocation) -> list[Revenue]:
    everybody = result.schools.n_schools

    def key(one: Revenue) -> tuple[int, bool, bool, str, str]:
        ends = one.ends_on.isoformat() if one.ends_on else "9999"
        return len(one.eligible_schools) or everybody, not one.eligible_needs, not one.restricted, ends, one.key

    return sorted(revenues, key=key)


class _Pool:
    """One pool while it is drawn: what is still to be paid, and who has paid what."""

    def __init__(self, revenues: list[Revenue], left: dict[str, int], paid: dict[Row, int]) -> None:
        self.revenues, self.left, self.open = revenues, left, dict(paid)
        self.given: dict[tuple[Row, str], int] = {}

    def fill(self) -> None:
        for revenue in self.revenues:
            rows = sorted(row for row, cents in self.open.items() if cents and revenue.may_pay(*row))
            wanted = [Fraction(self.open[row]) for row in rows]
            total = min(max(0, self.left[revenue.key]), int(sum(wanted)))
            parts = distribute(total, wanted, [f"{school} {need}" for school, need in rows]) if total else []
            for row, cents in zip(rows, parts, strict=False):
                self._give(row, revenue.key, cents)
        for row in sorted(self.open):
            while self.open[row] and (path := self._path(row)):
                self._move(row, path)

    def draws(self) -> list[Draw]:
        return [Draw(school, need, key, cents) for ((school, need), key), cents in sorted(self.given.items()) if cents]

    def _give(self, row: Row, key: str, cents: int) -> None:
        self.given[row, key] = self.given.get((row, key), 0) + cents
        self.open[row] -= cents
        self.left[key] -= cents

    def _path(self, row: Row) -> list[tuple[Row, Revenue]] | None:
        """The shortest way to free money for a row: each entry's revenue takes over a row from the one before it."""
        ways: list[list[tuple[Row, Revenue]]] = [[(row, one)] for one in self.revenues if one.may_pay(*row)]
        seen = {one.key for way in ways for _, one in way}
        for way in ways:  # grows while it is walked: breadth first
            last = way[-1][1]
            if self.left[last.key] > 0:
                return way
            for other in self.revenues:
                if other.key in seen:
                    continue
                taken = next(
                    (r for (r, key), c in self.given.items() if key == last.key and c and other.may_pay(*r)), None
                )
                if taken is not None:
                    seen.add(other.key)
                    ways.append([*way, (taken, other)])
        return None

    def _taken_from(self, holder: Revenue, other: Revenue) -> Row | None:
        """A row that one revenue pays and another may pay as well."""
        for (row, key), cents in self.given.items():
            if key == holder.key and cents and other.may_pay(*row):
                return row
        return None

    def _move(self, row: Row, path: list[tuple[Row, Revenue]]) -> None:
        moved = [self.given[taken, before.key] for (taken, _), (_, before) in zip(path[1:], path, strict=False)]
        cents = min(self.open[row], self.left[path[-1][1].key], *moved)
        for (taken, after), (_, before) in zip(path[1:], path, strict=False):
            self.given[taken, before.key] -= cents
            self.given[taken, after.key] = self.given.get((taken, after.key), 0) + cents
        self.given[row, path[0][1].key] = self.given.get((row, path[0][1].key), 0) + cents
        self.open[row] -= cents
        self.left[path[-1][1].key] -= cents
