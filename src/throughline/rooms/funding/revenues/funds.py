"""A year's revenues as values: read from rows, kept with what draws on them, and put in their places."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from throughline.engines.funding.canonical import digest_of
from throughline.engines.funding.formula import Label, Source
from throughline.engines.funding.revenues import CentralShare, Grant, Placement, Revenue, place_revenues
from throughline.engines.funding.steps import Money, SchoolColumns, StepsFormula
from throughline.rooms.funding.models import RevenueSource, SchoolRevenue
from throughline.values.school_year import SchoolYear


@dataclass(frozen=True, slots=True)
class Funds:
    """What one fiscal year brings: its sources, and what schools are named for."""

    year: int
    revenues: Sequence[Revenue] = ()
    grants: Sequence[Grant] = ()

    @property
    def digest(self) -> str:
        """The SHA-256 of all that these revenues say."""
        return digest_of(self.as_json())

    @property
    def year_name(self) -> str:
        return str(SchoolYear(self.year))

    def place(self, formula: StepsFormula, school_ids: Iterable[str]) -> Placement:
        """This function will put every source in its place for a formula. **Raises** `RefusedInput` with each."""
        ids = tuple(school_ids)
        return place_revenues(formula, SchoolColumns(ids, ("",) * len(ids), {}), self.revenues, self.grants)

    def place_anyhow(self, school_ids: Iterable[str]) -> Placement:
        """This function will place the sources as any formula could that has a pool for each of them.

        **Raises** `RefusedInput` where central shares or amounts by school are more than a source brings.
        """
        pools = {one.feeds: one.restricted for one in sorted(self.revenues, key=lambda one: one.restricted)}
        sources = tuple(Money(key, Label.of(key), restricted=bound) for key, bound in pools.items())
        nothing = Label.of("")
        formula = StepsFormula("", nothing, "", "", Source(""), (), (), (), sources, (), {})
        return self.place(formula, school_ids)

    def as_json(self) -> dict[str, Any]:
        """This function will return the revenues in plain values, as a run or a scenario keeps them."""
        return {
            "year": self.year,
            "revenues": [plain_revenue(one) | {"key": one.key} for one in self.revenues],
            "grants": [[one.school_id, one.revenue, one.cents] for one in self.grants],
        }

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> "Funds":
        """This function will read what was kept."""
        return cls(
            kept["year"],
            tuple(revenue_of(one["key"], one) for one in kept["revenues"]),
            tuple(Grant(*one) for one in kept["grants"]),
        )


def funds_of(year: int) -> Funds:
    """This function will return a year's revenues, the walls standing: none where none are kept."""
    rows = list(RevenueSource.objects.filter(year=year).order_by("pk"))
    grants = SchoolRevenue.objects.filter(revenue__in=rows).order_by("school__source_id", "revenue_id")
    named = grants.values_list("school__source_id", "revenue__key", "amount_cents")
    return Funds(year, tuple(revenue_value(row) for row in rows), tuple(Grant(*one) for one in named))


def revenue_value(row: RevenueSource) -> Revenue:
    """This function will return a kept source as a value."""
    return revenue_of(row.key, {name: getattr(row, name) for name in FIELDS})


def with_revenue(funds: Funds, revenue: Revenue, at_schools: Mapping[str, int]) -> Funds:
    """This function will return a year's revenues with one source as it would be."""
    at = next((at for at, one in enumerate(funds.revenues) if one.key == revenue.key), len(funds.revenues))
    rest = [one for one in funds.revenues if one.key != revenue.key]
    grants = [grant for grant in funds.grants if grant.revenue != revenue.key]
    grants += [Grant(school_id, revenue.key, cents) for school_id, cents in at_schools.items()]
    return Funds(funds.year, (*rest[:at], revenue, *rest[at:]), tuple(grants))


FIELDS = (
    "name",
    "origin",
    "restricted",
    "status",
    "amount_cents",
    "carry_over_cents",
    "central",
    "starts_on",
    "ends_on",
    "allowed_uses",
    "eligible_schools",
    "eligible_needs",
    "supplement_not_supplant",
    "poolable",
    "pool",
)


def plain_revenue(one: Revenue) -> dict[str, Any]:
    """This function will write a source in plain values, by the names of its columns, its key aside."""
    plain = {name: getattr(one, name) for name in FIELDS}
    shares = [(kept.service, kept.cents, None if kept.share is None else str(kept.share)) for kept in one.central]
    return plain | {
        "central": [list(each) for each in shares],
        "starts_on": one.starts_on.isoformat() if one.starts_on else None,
        "ends_on": one.ends_on.isoformat() if one.ends_on else None,
        "allowed_uses": list(one.allowed_uses),
        "eligible_schools": sorted(one.eligible_schools),
        "eligible_needs": sorted(one.eligible_needs),
    }


def revenue_of(key: str, plain: Mapping[str, Any]) -> Revenue:
    """This function will read a source from plain values."""
    central = [
        CentralShare(service, cents, None if share is None else Fraction(share))
        for service, cents, share in plain["central"]
    ]
    return Revenue(
        key=key,
        name=plain["name"],
        origin=plain["origin"],
        restricted=plain["restricted"],
        status=plain["status"],
        amount_cents=plain["amount_cents"],
        carry_over_cents=plain["carry_over_cents"],
        central=tuple(central),
        starts_on=_day(plain["starts_on"]),
        ends_on=_day(plain["ends_on"]),
        allowed_uses=tuple(plain["allowed_uses"]),
        eligible_schools=frozenset(plain["eligible_schools"]),
        eligible_needs=frozenset(plain["eligible_needs"]),
        supplement_not_supplant=plain["supplement_not_supplant"],
        poolable=plain["poolable"],
        pool=plain["pool"],
    )


def _day(kept: date | str | None) -> date | None:
    return date.fromisoformat(kept) if isinstance(kept, str) else kept
