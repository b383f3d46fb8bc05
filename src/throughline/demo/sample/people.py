"""Who the students of a zone are: their names, birth dates and race, and the guardians siblings share."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from throughline.demo.sample import draws, names
from throughline.demo.sample.draws import Flags
from throughline.demo.sample.pins import Person, Pins
from throughline.demo.sample.plan import Plan
from throughline.demo.sample.students import Students

_MANY = 1_000_000


@dataclass(frozen=True)
class Guardian:
    """A guardian of a family, with the OneRoster role that says what they are to the children."""

    id: str
    role: str
    phone: str
    person: Person


@dataclass(frozen=True)
class Family:
    """A family: its name for the children, its guardians, and its children's positions in the zone's columns."""

    name: str
    guardians: tuple[Guardian, ...]
    children: range

    @property
    def agents(self) -> str:
        return ",".join(guardian.id for guardian in self.guardians)


class People:
    """Names and descent of a zone's students."""

    def __init__(self, plan: Plan, students: Students, pins: Pins) -> None:
        self._plan, self._students, self._pins = plan, students, pins
        seed, number, family = plan.seed, students.number, students.family
        self._pin = dict(pins.among(number))
        self._first = draws.below(seed, "family name", family, _MANY).tolist()
        self._second = draws.below(seed, "other family name", family, _MANY).tolist()
        self._given = (draws.below(seed, "given name", family, _MANY) + students.child).tolist()
        self._preferred = draws.uniform(seed, "preferred name", number).tolist()
        self._guardian_luck = [draws.uniform(seed, f"guardian {k}", family).tolist() for k in (1, 2)]
        self._n_guardians = np.where(draws.uniform(seed, "guardians", family) < 0.36, 1, 2).tolist()
        self._phone = draws.below(seed, "phone", family, 7_999_999).tolist()
        self._culture = students.culture.tolist()
        self._is_female = students.is_female.tolist()
        self._foster = students.needs["foster"].held.tolist()
        self.ids = [f"S-{n:06d}" for n in number.tolist()]

    def families(self) -> Iterator[Family]:
        """This function will yield every family once, in order of its first child."""
        family = self._students.family
        starts = np.flatnonzero(np.r_[True, np.diff(family) != 0]).tolist() if len(family) else []
        for start, stop in zip(starts, [*starts[1:], len(family)], strict=True):
            culture = names.cultures()[self._culture[start]]
            name = names.family_name(culture, self._first[start], self._second[start])
            yield Family(name, self._guardians(start), range(start, stop))

    def student(self, at: int, family: Family) -> tuple[str, str, str, str]:
        """This function will return a student's given, family and preferred given name, and username."""
        culture = names.cultures()[self._culture[at]]
        given = names.given_name(culture, "female" if self._is_female[at] else "male", self._given[at])
        last, preferred = family.name, self._preferred_name(culture, given, at)
        pin = self._pin.get(at)
        if pin is not None:
            given, last = pin.given_name or given, pin.family_name or last
            preferred = pin.preferred_name or ("" if pin.given_name else preferred)
            if pin.username:
                return given, last, preferred, pin.username
        return given, last, preferred, f"{names.plain(given)[:10]}{self.ids[at][2:]}"

    def birth_dates(self) -> list[str]:
        """This function will return birth dates in order of student; by 1 September a first grader is six."""
        seed, students = self._plan.seed, self._students
        starts = self._plan.year.ends - 1
        windows = np.array([np.datetime64(f"{starts - 6 - grade}-09-02") for grade in range(13)])
        born = windows[students.grade] + draws.below(seed, "birthday", students.number, 365).astype("timedelta64[D]")
        repeated = (draws.uniform(seed, "repeated a grade", students.number) < 0.05) & students.alone
        born = np.where(repeated, born - np.timedelta64(365, "D"), born)
        days = [str(day) for day in born.astype(str).tolist()]
        for at, pin in self._pin.items():
            days[at] = str(pin.born or days[at])
        return days

    def races(self) -> tuple[Flags, Flags]:
        """This function will return which races each student has, (n, races), and whether they are Hispanic."""
        seed, students = self._plan.seed, self._students
        shares = np.array([culture.race_shares for culture in names.cultures()])[students.culture]
        hispanic = np.array([culture.hispanic_share for culture in names.cultures()])[students.culture]
        luck = np.stack([draws.uniform(seed, race, students.family) for race in names.RACES], axis=1)
        has = luck < shares
        nobody = ~has.any(axis=1)
        has[nobody, shares[nobody].argmax(axis=1)] = True
        return has, draws.uniform(seed, "hispanic", students.family) < hispanic

    def _preferred_name(self, culture: names.Culture, given: str, at: int) -> str:
        luck = self._preferred[at]
        if luck < 0.3 and given in culture.own_script:
            return culture.own_script[given]
        nicknames = names.staff_names().nicknames
        return nicknames[int(luck * 10_000) % len(nicknames)] if luck > 0.965 else ""

    def _guardians(self, at: int) -> tuple[Guardian, ...]:
        return tuple(self._guardian(at, k) for k in range(1, self._n_guardians[at] + 1))

    def _guardian(self, at: int, k: int) -> Guardian:
        family = int(self._students.family[at])
        luck = self._guardian_luck[k - 1][at]
        guardian_id = f"G-{family:06d}-{k}"
        role = "guardian" if self._foster[at] else ("relative" if luck > 0.94 else "parent")
        digits = f"{2_000_000 + self._phone[at]:07d}"
        person = self._pins.people.get(guardian_id) or self._drawn_guardian(at, k, family, luck)
        return Guardian(guardian_id, role, f"+1-555-{digits[:3]}-{digits[3:]}", person)

    def _given_of(self, at: int, k: int) -> tuple[str, str]:
        """The sex and given name of one guardian: never that of the other, or the two would look like one adult."""
        luck, culture = self._guardian_luck[k - 1][at], names.cultures()[self._culture[at]]
        sex, number = "female" if (luck < 0.8) == (k == 1) else "male", int(luck * _MANY) + 3 * k
        given = names.given_name(culture, sex, number)
        is_taken = k > 1 and given == self._given_of(at, k - 1)[1]
        return sex, names.given_name(culture, sex, number + 1) if is_taken else given

    def _drawn_guardian(self, at: int, k: int, family: int, luck: float) -> Person:
        culture = names.cultures()[self._culture[at]]
        sex, given = self._given_of(at, k)
        own = self._first[at] if sex == "male" or not culture.double_family else self._second[at]
        last = names.family_name(culture, own, int(luck * 7919))
        username = f"{names.plain(given)[:10]}.{family:06d}.{k}"
        return Person(given, last, username, f"{username}@mail.example", sex)
