"""What every school is guaranteed as staff: fixed units of a position, or so many for every N students.

**How** Units by students are worked out exactly, rounded to a stated step by a stated mode, and never less than a
stated least. They are counted on all students, or on a group of them: those of a need, of a span of grades, of both.
Rounding never falls as students rise, so a school with more students, or with more of a group, is never guaranteed
less. Each line is units times the catalog's price, rounded half up to the cent once; a school's floor is the sum of
its lines. A school without students is guaranteed nothing, and one without a group nothing that is counted on it.

A group whose number is withheld has a least and a most, so a line does as well: since nothing falls as students rise,
the true units and cents lie between the two. What is withheld is never taken for none.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from throughline.engines.funding.positions.catalog import Position, priced

UP, DOWN, NEAREST = "up", "down", "nearest"
MODES = (UP, DOWN, NEAREST)


@dataclass(frozen=True, slots=True)
class Group:
    """Whose students are counted: of a need, of grades from the first to the last (kindergarten is 0), of both.

    All students where neither is named.
    """

    need: str = ""
    first_grade: int | None = None
    last_grade: int | None = None

    def __post_init__(self) -> None:
        if (self.first_grade is None) != (self.last_grade is None):
            raise ValueError("A span of grades has a first and a last one")
        if self.first_grade is not None and self.last_grade is not None and self.first_grade > self.last_grade:
            raise ValueError("A span of grades ends no earlier than it begins")

    @property
    def span(self) -> tuple[int, int] | None:
        """The first and the last grade; none where all grades count."""
        if self.first_grade is None or self.last_grade is None:
            return None
        return self.first_grade, self.last_grade


ALL = Group()


@dataclass(frozen=True, slots=True)
class GroupCount:
    """How many students of a school are in a group: the least and the most there may be, the same where it is known.

    `on` says the day they were counted on, where somebody wants to read it, and `source` where their grades are from,
    where that is not what counted the others.
    """

    least: int
    most: int
    on: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.least <= self.most:
            raise ValueError("A group has no fewer students than none, and no more than its most")

    @property
    def is_known(self) -> bool:
        return self.least == self.most


@dataclass(frozen=True, slots=True)
class Guarantee:
    """Units of one position that a school has at least. `per` is None where they are the same at every school.

    With `per`, they are `units` for every `per` students of `group`, rounded to `step` by `mode`, and at least `least`.
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
    group: Group = ALL

    def __post_init__(self) -> None:
        if self.units < 0 or self.least < 0 or self.step <= 0 or self.mode not in MODES:
            raise ValueError(f"What is guaranteed of {self.position} cannot be counted out")
        if self.per is not None and self.per <= 0:
            raise ValueError(f"{self.position} is guaranteed for each of no students")

    def units_at(self, n_students: int) -> Decimal:
        """This function will return the units that a school with so many students of the group is guaranteed."""
        if not n_students:
            return Decimal(0)
        if self.per is None:
            return self.units
        exact = Fraction(self.units) * n_students / self.per
        return max(_to_step(exact, self.step, self.mode), self.least)


@dataclass(frozen=True, slots=True)
class CountedOut:
    """One guarantee at one school, and the students that it was counted on there."""

    guarantee: Guarantee
    students: GroupCount

    @property
    def units(self) -> Decimal:
        return self.guarantee.units_at(self.students.least)

    @property
    def most_units(self) -> Decimal:
        return self.guarantee.units_at(self.students.most)


@dataclass(frozen=True, slots=True)
class PricedLine:
    """One position that a school is guaranteed: how many units, at what price, and what they cost.

    Where a count it needs is withheld, `units` and `cents` are the least, and `most_units` and `most_cents` the most.
    `counted` says how the units came about, as far as students decide them.
    """

    code: str
    name: str
    units: Decimal
    price_cents: int
    cents: int
    most_units: Decimal | None = None
    most_cents: int | None = None
    counted: tuple[CountedOut, ...] = field(default=())

    @property
    def is_known(self) -> bool:
        return self.most_cents is None

    @property
    def highest_units(self) -> Decimal:
        return self.units if self.most_units is None else self.most_units

    @property
    def highest_cents(self) -> int:
        return self.cents if self.most_cents is None else self.most_cents


def price_program(
    catalog: Mapping[str, Position],
    guarantees: Iterable[Guarantee],
    *,
    n_students: int,
    level: str = "",
    groups: Mapping[Group, GroupCount] = MappingProxyType({}),
) -> tuple[PricedLine, ...]:
    """This function will price what one school is guaranteed, one line a position, in the order of their codes.

    `groups` holds the students of every group that is not all of them. What is said of one position several times,
    such as for all levels and for one, is added up. A position that comes to no units has no line.

    **Raises** `KeyError` where the catalog lacks a position, or `groups` a group.
    """
    everybody = GroupCount(n_students, n_students)
    found: dict[str, list[CountedOut]] = {}
    for one in guarantees:
        if one.level in ("", level) and n_students:
            counted = everybody if one.group == ALL else groups[one.group]
            found.setdefault(one.position, []).append(CountedOut(one, counted))
    lines = (_priced_line(code, catalog[code], found[code]) for code in sorted(found))
    return tuple(line for line in lines if line.highest_units)


def _priced_line(code: str, position: Position, parts: list[CountedOut]) -> PricedLine:
    units, most = (sum(found, Decimal(0)) for found in ((p.units for p in parts), (p.most_units for p in parts)))
    price = position.price_cents
    by_students = [part for part in parts if part.guarantee.per is not None or part.guarantee.group != ALL]
    return PricedLine(
        code,
        position.name,
        units,
        price,
        priced(price, units),
        None if units == most else most,
        None if units == most else priced(price, most),
        tuple(sorted(by_students, key=repr)),
    )


def floor_of(lines: Iterable[PricedLine]) -> int:
    """This function will add a school's lines up: the dollars that it has at least. **Units** cents."""
    return sum(line.cents for line in lines)


def highest_floor_of(lines: Iterable[PricedLine]) -> int:
    """This function will add up the most that a school's lines may come to. **Units** cents."""
    return sum(line.highest_cents for line in lines)


def _to_step(exact: Fraction, step: Decimal, mode: str) -> Decimal:
    """The nearest multiple of a step, above or below; halves go up. No float and no digits are lost on the way."""
    in_steps = exact / Fraction(step)
    whole, rest = divmod(in_steps.numerator, in_steps.denominator)
    if mode == UP:
        whole += rest > 0
    elif mode == NEAREST:
        whole += 2 * rest >= in_steps.denominator
    return whole * step
