"""A revenue source as a value: how much, from whom, what binds it, and what the district decided about it."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

LOCKED, UNLOCKED, SCHOOL_GRANT = "locked", "unlocked", "school_grant"
STATUSES = (LOCKED, UNLOCKED, SCHOOL_GRANT)
ORIGINS = ("federal", "state", "local", "private")


@dataclass(frozen=True, slots=True)
class CentralShare:
    """What the central office keeps of a source for one service: an amount, or a share of all it brings."""

    service: str
    cents: int | None = None
    share: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Revenue:
    """One source for one year.

    `locked` stays as it is, `unlocked` is shared out by the formula, a `school_grant` goes to the schools it names.
    Empty `eligible_schools` or `eligible_needs` mean all. `pool` is the formula's source that an unlocked one feeds.
    **Units** cents.
    """

    key: str
    name: str
    origin: str
    restricted: bool
    status: str
    amount_cents: int
    carry_over_cents: int = 0
    central: tuple[CentralShare, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None
    allowed_uses: tuple[str, ...] = ()
    eligible_schools: frozenset[str] = frozenset()
    eligible_needs: frozenset[str] = frozenset()
    supplement_not_supplant: bool = False
    poolable: bool = True
    pool: str = ""

    @property
    def brings_cents(self) -> int:
        """What there is for the year, with what was left from the last."""
        return self.amount_cents + self.carry_over_cents

    @property
    def feeds(self) -> str:
        """The key of the formula's source it feeds: its own where no pool is named."""
        return self.pool or self.key

    def may_pay(self, school_id: str, need: str) -> bool:
        """This function will say whether the source may pay for a need at a school."""
        here = not self.eligible_schools or school_id in self.eligible_schools
        return here and (not self.eligible_needs or need in self.eligible_needs)


@dataclass(frozen=True, slots=True)
class Grant:
    """An amount of a source that stands for one school: a grant to it, or locked money spent there."""

    school_id: str
    revenue: str
    cents: int
