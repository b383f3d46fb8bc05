"""What a change is made of, and the one order in which its causes are told apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from throughline.engines.funding.formula import Label
from throughline.values.words import gettext_noop


class Part(StrEnum):
    """One cause of a change."""

    OPENED = "opened or closed"
    ENROLLMENT = "enrollment"
    NEED_MIX = "need mix"
    FIGURES = "other figures"
    OTHER_SCHOOLS = "other schools"
    SOURCES = "sources"
    RATES = "rates"
    TOP_UPS = "top-ups"
    ROUNDING = "rounding"

    @property
    def says(self) -> str:
        """What the part is, in words to translate."""
        return _SAYS[self]


# Causes are changed in this order, each on top of those before it; the last two are read from the two results.
ORDER = (
    Part.OPENED,
    Part.ENROLLMENT,
    Part.NEED_MIX,
    Part.FIGURES,
    Part.OTHER_SCHOOLS,
    Part.SOURCES,
    Part.RATES,
    Part.TOP_UPS,
    Part.ROUNDING,
)

_SAYS: Mapping[Part, str] = {
    Part.OPENED: gettext_noop("The school opened or closed"),
    Part.ENROLLMENT: gettext_noop("More or fewer students here, with the same share in each need"),
    Part.NEED_MIX: gettext_noop("A larger or smaller share of the students in each need"),
    Part.FIGURES: gettext_noop("Other figures of this school, such as its level or last year's budget"),
    Part.OTHER_SCHOOLS: gettext_noop("Changes at other schools that share the same money"),
    Part.SOURCES: gettext_noop("What revenue sources bring"),
    Part.RATES: gettext_noop("The formula: its rates, weights and rules"),
    Part.TOP_UPS: gettext_noop(
        "Phase-in, protection against losses, minimums and guaranteed programs, and what gainers pay for them"
    ),
    Part.ROUNDING: gettext_noop("Rounding"),
}


@dataclass(frozen=True, slots=True)
class ChangePart:
    """What one cause did. `with_others` are earlier causes that could not be told apart from it: they stand in it."""

    part: Part
    cents: int
    with_others: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class LineChange:
    """One line of the budget, before and after; zero where a formula has no such line."""

    key: str
    label: Label
    before_cents: int
    after_cents: int


@dataclass(frozen=True, slots=True)
class SchoolChange:
    """Why one school has more or less. `before_cents` is None where it was not there, `after_cents` where it is gone.

    Its parts and its lines each add up to the change, to the cent. **Raises** `ValueError` where they do not.
    """

    school_id: str
    school_name: str
    before_cents: int | None
    after_cents: int | None
    parts: tuple[ChangePart, ...]
    lines: tuple[LineChange, ...]

    def __post_init__(self) -> None:
        by_lines = sum(line.after_cents - line.before_cents for line in self.lines)
        if not sum(part.cents for part in self.parts) == by_lines == self.change_cents:
            raise ValueError("The parts of a change add up to it")

    @property
    def change_cents(self) -> int:
        return (self.after_cents or 0) - (self.before_cents or 0)

    def cents(self, part: Part) -> int:
        """This function will return what one cause did, 0 where it did nothing."""
        return sum(one.cents for one in self.parts if one.part is part)


def parts_between(values: Sequence[tuple[Part, Fraction | None]], start: Fraction) -> list[ChangePart]:
    """This function will turn the dollars after each cause into what each cause did, in cents.

    Every value is rounded to the cent by itself and then taken from the one before it, so that parts add up to the
    whole however many there are. A value of None could not be worked out: the next cause that could holds it.

    **Example**

    >>> values = [(Part.ENROLLMENT, Fraction(4, 3)), (Part.RATES, Fraction(2))]
    >>> [part.cents for part in parts_between(values, Fraction(1))]
    [33, 67]
    """
    parts: list[ChangePart] = []
    joined: list[Part] = []
    before = _cents(start)
    for part, value in values:
        if value is None:
            joined.append(part)
            continue
        now = _cents(value)
        parts.append(ChangePart(part, now - before, tuple(joined)))
        before, joined = now, []
    return parts


def _cents(dollars: Fraction) -> int:
    return round(dollars * 100)
