"""What schools are charged for their staff: the catalog's average of each position, or what their own people cost.

**How** At the average a school pays units times the catalog's price, rounded half up to the cent for each position; at
real cost it pays what its people cost. The two differ school by school: one with long-serving staff pays less at the
average, one with new staff more. Over all schools they come to the same only where each price is the district's own
average of that position. What is left otherwise is a difference of the catalog, named here position by position.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from throughline.engines.funding.positions.catalog import Position, priced

AVERAGE, REAL = "average", "real"
WAYS = (AVERAGE, REAL)


@dataclass(frozen=True, slots=True)
class Staff:
    """All who hold one position at one school, together: units and what they really cost, benefits included."""

    school_id: str
    position: str
    units: Decimal
    cost_cents: int

    def __post_init__(self) -> None:
        if self.units <= 0 or self.cost_cents < 0:
            raise ValueError(f"Staff of {self.position} at {self.school_id} is more than no units and costs no less")


@dataclass(frozen=True, slots=True)
class SchoolCharged:
    """One school's staff both ways. **Units** cents."""

    school_id: str
    units: Decimal
    average_cents: int
    real_cents: int

    @property
    def moved_cents(self) -> int:
        """What it is charged more at real cost; below zero where that is less."""
        return self.real_cents - self.average_cents


@dataclass(frozen=True, slots=True)
class PositionCharged:
    """One position at all schools both ways. `real_average_cents` is what one unit costs, rounded half up."""

    code: str
    name: str
    units: Decimal
    price_cents: int
    average_cents: int
    real_cents: int

    @property
    def real_average_cents(self) -> int:
        exact = Fraction(self.real_cents) / Fraction(self.units)
        return (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)

    @property
    def difference_cents(self) -> int:
        """What the catalog charges more than the position really costs; below zero where that is less."""
        return self.average_cents - self.real_cents


@dataclass(frozen=True, slots=True)
class Charged:
    """All schools both ways. Schools and positions each add up to the same two totals."""

    schools: tuple[SchoolCharged, ...]
    positions: tuple[PositionCharged, ...]

    @property
    def average_cents(self) -> int:
        return sum(one.average_cents for one in self.schools)

    @property
    def real_cents(self) -> int:
        return sum(one.real_cents for one in self.schools)

    @property
    def difference_cents(self) -> int:
        """What all schools together are charged more at the average than staff really costs."""
        return self.average_cents - self.real_cents


def charge(catalog: Mapping[str, Position], staff: Iterable[Staff]) -> Charged:
    """This function will charge every school for its staff both ways, in the order of their ids and of the codes.

    **Raises** `KeyError` where the catalog lacks a position.
    """
    schools: dict[str, SchoolCharged] = {}
    positions: dict[str, PositionCharged] = {}
    for one in staff:
        position = catalog[one.position]
        average = priced(position.price_cents, one.units)
        here = schools.get(one.school_id, SchoolCharged(one.school_id, Decimal(0), 0, 0))
        schools[one.school_id] = SchoolCharged(
            one.school_id, here.units + one.units, here.average_cents + average, here.real_cents + one.cost_cents
        )
        so_far = positions.get(
            one.position, PositionCharged(one.position, position.name, Decimal(0), position.price_cents, 0, 0)
        )
        positions[one.position] = PositionCharged(
            one.position,
            position.name,
            so_far.units + one.units,
            position.price_cents,
            so_far.average_cents + average,
            so_far.real_cents + one.cost_cents,
        )
    return Charged(tuple(schools[key] for key in sorted(schools)), tuple(positions[key] for key in sorted(positions)))


def too_few(units: Mapping[str, Decimal], least: Decimal) -> set[str]:
    """This function will name those whose real cost comes too close to telling one person's pay.

    Whoever has fewer units than `least` is named. Where only one is, or all that are named have fewer than that
    together, the next smallest is named too: what is shown of the others and of all would tell it otherwise.

    **Example**

    >>> sorted(too_few({"A": Decimal(2), "B": Decimal(7), "C": Decimal(40)}, Decimal(5)))
    ['A', 'B']
    """
    by_size = sorted(units, key=lambda key: (units[key], key))
    n = sum(units[key] < least for key in by_size)
    while 0 < n < len(by_size) and (n == 1 or sum(units[key] for key in by_size[:n]) < least):
        n += 1
    return set(by_size[:n])
