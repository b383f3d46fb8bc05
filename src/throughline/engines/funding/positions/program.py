"""What every school is guaranteed as staff: fixed units of a position, or so many for every N students.

**How** Units by students are worked out exactly, rounded to a stated step by a stated mode, and never less than a
stated least. Rounding never falls as students rise, so a school with more students is never guaranteed less. Each
line is units times the catalog's price, rounded half up to the cent once; a school's floor is the sum of its lines.
A school without students is guaranteed nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from throughline.engines.funding.positions.catalog import Position, priced

UP, DOWN, NEAREST = "up", "down", "nearest"
MODES = (UP, DOWN, NEAREST)


@dataclass(frozen=True, slots=True)
class Guarantee:
    """Units of one position that a school has at least. `per` is None where they are the same at every school.

    With `per`, they are `units` for every `per` students, rounded to `step` by `mode`, and at least `least`.
    `level` names the schooling level it is for; empty is for all.

    **Example**

    >>> Guarantee("C", Decimal(1), per=250, step=Decimal("0.5"), mode=UP).units_at(260)
    Decimal('1.5')
    """

    position: str
    units: Decimal
    per: int | None = None
    step: Decimal = Decimal("0.01")
    mode: str = NEAREST
    least: Decimal = Decimal(0)
    level: str = ""

    def __post_init__(self) -> None:
        if self.units < 0 or self.least < 0 or self.step <= 0 or self.mode not in MODES:
            raise ValueError(f"What is guaranteed of {self.position} cannot be counted out")
        if self.per is not None and self.per <= 0:
            raise ValueError(f"{self.position} is guaranteed for each of no students")

    def units_at(self, n_students: int) -> Decimal:
        """This function will return the units that a school of so many students is guaranteed."""
        if not n_students:
            return Decimal(0)
        if self.per is None:
            return self.units
        exact = Fraction(self.units) * n_students / self.per
        return max(_to_step(exact, self.step, self.mode), self.least)


@dataclass(frozen=True, slots=True)
class PricedLine:
    """One position that a school is guaranteed: how many units, at what price, and what they cost."""

    code: str
    name: str
    units: Decimal
    price_cents: int
    cents: int


def price_program(
    catalog: Mapping[str, Position], guarantees: Iterable[Guarantee], *, n_students: int, level: str = ""
) -> tuple[PricedLine, ...]:
    """This function will price what one school is guaranteed, one line a position, in the order of their codes.

    What is said of one position several times, such as for all levels and for one, is added up. A position that comes
    to no units has no line. **Raises** `KeyError` where the catalog lacks a position.
    """
    units: dict[str, Decimal] = {}
    for one in guarantees:
        if one.level in ("", level):
            units[one.position] = units.get(one.position, Decimal(0)) + one.units_at(n_students)
    lines = []
    for code in sorted(units):
        if units[code]:
            position = catalog[code]
            cents = priced(position.price_cents, units[code])
            lines.append(PricedLine(code, position.name, units[code], position.price_cents, cents))
    return tuple(lines)


def floor_of(lines: Iterable[PricedLine]) -> int:
    """This function will add a school's lines up: the dollars that it has at least. **Units** cents."""
    return sum(line.cents for line in lines)


def _to_step(exact: Fraction, step: Decimal, mode: str) -> Decimal:
    """The nearest multiple of a step, above or below; halves go up. No float and no digits are lost on the way."""
    in_steps = exact / Fraction(step)
    whole, rest = divmod(in_steps.numerator, in_steps.denominator)
    if mode == UP:
        whole += rest > 0
    elif mode == NEAREST:
        whole += 2 * rest >= in_steps.denominator
    return whole * step
