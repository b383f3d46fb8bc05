"""Facts laid down beforehand for a few named students, so that a cast can live among the drawn ones."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from throughline.demo.sample.draws import Whole


@dataclass(frozen=True)
class Pin:
    """What is settled about one student; what is None or empty is drawn as for anyone else.

    Whoever is settled was in the district the year before, but for those who are `new`.
    """

    grade: int | None = None
    section: int | None = None
    family: int | None = None
    sex: str = ""
    culture: str = ""
    given_name: str = ""
    family_name: str = ""
    preferred_name: str = ""
    username: str = ""
    born: date | None = None
    needs: tuple[str, ...] = ()
    not_needs: tuple[str, ...] = ()
    stays: bool = False
    new: bool = False
    moves_on: date | None = None
    moves_to: int | None = None


@dataclass(frozen=True)
class Person:
    """The names of one guardian or staff member, where they are settled."""

    given_name: str
    family_name: str
    username: str
    email: str
    sex: str = ""


@dataclass(frozen=True)
class Pins:
    """All that is settled beforehand: students by number, guardians and staff by their id."""

    students: Mapping[int, Pin] = field(default_factory=dict)
    people: Mapping[str, Person] = field(default_factory=dict)

    def among(self, numbers: Whole) -> Iterator[tuple[int, Pin]]:
        """This function will yield the position and the pin of each settled student among `numbers`.

        **Shapes** `numbers` counts up.
        """
        for number, pin in self.students.items():
            position = int(np.searchsorted(numbers, number))
            if position < len(numbers) and numbers[position] == number:
                yield position, pin


NO_PINS = Pins()


def positions_of(pins: Pins, numbers: Whole, attribute: str) -> Iterator[tuple[int, object]]:
    """This function will yield the position and value of one attribute for each pin that settles it."""
    for position, pin in pins.among(numbers):
        value = getattr(pin, attribute)
        if value not in (None, "", ()):
            yield position, value


def settle(column: Whole, pins: Pins, numbers: Whole, attribute: str) -> Whole:
    """This function will put settled numbers into a drawn column, in place, and return it."""
    for position, value in positions_of(pins, numbers, attribute):
        column[position] = np.int64(str(value))
    return column
