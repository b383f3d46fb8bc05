"""The shape of the district: neighborhoods, schools, grades and class sections, before any student exists."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from throughline.demo.sample import draws
from throughline.demo.sample.draws import Whole
from throughline.demo.sample.places import school_name
from throughline.values.errors import RefusedInput
from throughline.values.school_year import SchoolYear

LEVELS = ("elementary", "middle", "high")
GRADES = {"elementary": range(6), "middle": range(6, 9), "high": range(9, 13)}
GRADE_CODES = ("KG", *(f"{grade:02d}" for grade in range(1, 13)))
FAMILY_BLOCK = 8  # students are numbered so that no family crosses a multiple of this
_SECTION_SIZE = {"elementary": 22.5, "middle": 26.0, "high": 26.0}
_FEWEST_PER_SCHOOL = 20


@dataclass(frozen=True)
class SmallSchool:
    """A small school beside those that share the neighborhoods: its students are its own, and numbered last."""

    name: str
    level: str
    n_students: int
    poverty_share: float


@dataclass(frozen=True)
class School:
    """A school: its level, how poor its neighborhoods are, and how many students each grade was planned for.

    `is_apart`: nobody moves to it from another school in the middle of a year.
    """

    number: int
    name: str
    level: str
    poverty_share: float
    planned: tuple[float, ...]
    is_apart: bool = False

    @property
    def id(self) -> str:
        return f"SCH-{self.number:04d}"

    @property
    def grades(self) -> range:
        return GRADES[self.level]

    @cached_property
    def sections(self) -> dict[int, int]:
        """The number of class sections in each grade."""
        size = _SECTION_SIZE[self.level]
        counts = (max(1, round(planned / size)) for planned in self.planned)
        return dict(zip(self.grades, counts, strict=True))

    @property
    def n_planned(self) -> float:
        return sum(self.planned)


@dataclass(frozen=True)
class Zone:
    """The neighborhoods that share a high school. Its students are numbered without a gap.

    **Shapes** `bounds` has one more entry than there are neighborhoods: neighborhood k of the zone holds the
    students from `bounds[k]` up to, not including, `bounds[k + 1]`. `school_of[level][k]` is a school's number.
    `grades` are those of its students where it has a small school alone; their brothers and sisters go elsewhere.
    """

    number: int
    bounds: Whole
    poverty: draws.Real
    first_neighborhood: int
    school_of: dict[str, tuple[int, ...]]
    grades: tuple[int, ...] = ()

    def neighborhood_of(self, number: Whole) -> Whole:
        """This function will return the place in the zone of the neighborhood of each student's home."""
        return np.searchsorted(self.bounds, number - 1, side="right") - 1

    @property
    def first_student(self) -> int:
        return int(self.bounds[0])

    @property
    def n_students(self) -> int:
        return int(self.bounds[-1] - self.bounds[0])


@dataclass(frozen=True)
class Plan:
    """A whole district, known without drawing a single student.

    `id_mark` stands in the ids of what belongs to one school year, and is empty for the year the district is now in.
    """

    name: str
    seed: int
    year: SchoolYear
    n_students: int
    schools: tuple[School, ...]
    zones: tuple[Zone, ...]
    id_mark: str = ""

    district_id = "D-0001"

    def school(self, number: int) -> School:
        return self.schools[number - 1]

    @cached_property
    def grades(self) -> tuple[int, ...]:
        """The grades the district offers; all but in districts of one or two schools."""
        return tuple(sorted({grade for school in self.schools for grade in school.grades}))

    def numbers_of(self, level: str) -> Whole:
        """This function will return the numbers of the schools of one level, in order, without those apart."""
        return self._numbers[level]

    @cached_property
    def _numbers(self) -> dict[str, Whole]:
        return {
            level: np.array([s.number for s in self.schools if s.level == level and not s.is_apart], dtype=np.int64)
            for level in LEVELS
        }


def make_plan(
    name: str,
    *,
    n_students: int,
    n_schools: int,
    seed: int,
    year: SchoolYear,
    small: Sequence[SmallSchool] = (),
) -> Plan:
    """This function will lay out a district of the asked size, and `small` schools beside it.

    **Raises** `RefusedInput` where the numbers cannot make a district.
    """
    if n_schools < 1 or n_students < n_schools * _FEWEST_PER_SCHOOL:
        raise RefusedInput(
            f"{n_students} students cannot fill {n_schools} schools.",
            f"Ask for at least one school and {_FEWEST_PER_SCHOOL} students a school.",
        )
    n_high = max(1, round(0.14 * n_schools)) if n_schools >= 3 else 0
    n_middle = max(1, n_high, round(0.24 * n_schools)) if n_schools >= 2 else 0
    n_elementary = n_schools - n_high - n_middle
    bounds = _neighborhood_bounds(seed, n_students, n_elementary)
    poverty = _neighborhood_poverty(seed, n_elementary)
    n_grades = sum(len(GRADES[level]) for level, n in zip(LEVELS, (1, n_middle, n_high), strict=True) if n)
    layout = _Layout(bounds, poverty, n_grades)
    for number, (k, middles, highs) in enumerate(_zones(n_elementary, n_middle, n_high)):
        layout.add_zone(number, k, middles, highs)
    for one in small:
        layout.add_small(one)
    n_in_all = n_students + sum(one.n_students for one in small)
    return Plan(name, seed, year, n_in_all, tuple(layout.schools), tuple(layout.zones))


class _Layout:
    """Numbers schools zone by zone while the district is laid out."""

    def __init__(self, bounds: Whole, poverty: draws.Real, n_grades: int) -> None:
        self.bounds, self.poverty, self.n_grades = bounds, poverty, n_grades
        self.schools: list[School] = []
        self.zones: list[Zone] = []

    def add_zone(self, number: int, k: range, n_middle: int, n_high: int) -> None:
        school_of: dict[str, tuple[int, ...]] = {}
        for level, n_level in zip(LEVELS, (len(k), n_middle, n_high), strict=True):
            if n_level:
                served = [range(part[0], part[-1] + 1) for part in np.array_split(np.array(k), n_level)]
                numbers = [self._add_school(level, part) for part in served]
                school_of[level] = tuple(n for n, part in zip(numbers, served, strict=True) for _ in part)
        ends = slice(k.start, k.stop + 1)
        inside = slice(k.start, k.stop)
        self.zones.append(Zone(number, self.bounds[ends], self.poverty[inside], k.start, school_of))

    def add_small(self, one: SmallSchool) -> None:
        """Put a small school in a zone of its own, whose students come after all others."""
        first, number = int(self.zones[-1].bounds[-1]), len(self.schools) + 1
        planned = (one.n_students / len(GRADES[one.level]),) * len(GRADES[one.level])
        self.schools.append(School(number, one.name, one.level, one.poverty_share, planned, is_apart=True))
        bounds = np.array([first, first + one.n_students], dtype=np.int64)
        poverty = np.array([one.poverty_share], dtype=np.float64)
        neighborhoods = self.zones[-1].first_neighborhood + len(self.zones[-1].poverty)
        home: dict[str, tuple[int, ...]] = {one.level: (number,)}
        self.zones.append(Zone(len(self.zones), bounds, poverty, neighborhoods, home, grades=tuple(GRADES[one.level])))

    def _add_school(self, level: str, served: range) -> int:
        sizes = np.diff(self.bounds)[served.start : served.stop]
        poverty = float(np.average(self.poverty[served.start : served.stop], weights=np.maximum(sizes, 1)))
        each = float(sizes.sum()) / self.n_grades
        number = len(self.schools) + 1
        name = school_name(number, level)
        self.schools.append(School(number, name, level, poverty, (each,) * len(GRADES[level])))
        return number


def _zones(n_elementary: int, n_middle: int, n_high: int) -> Iterator[tuple[range, int, int]]:
    n_zones = max(1, n_high)
    elementaries = np.array_split(np.arange(n_elementary), n_zones)
    middles = np.array_split(np.arange(n_middle), n_zones)
    for k, middle in zip(elementaries, middles, strict=True):
        yield range(int(k[0]), int(k[-1]) + 1), len(middle), 1 if n_high else 0


def _neighborhood_bounds(seed: int, n_students: int, n: int) -> Whole:
    weight = 0.65 + 0.7 * draws.uniform(seed, "neighborhood size", np.arange(n))
    ends = np.cumsum(weight) / weight.sum() * n_students
    bounds = (ends // FAMILY_BLOCK * FAMILY_BLOCK).astype(np.int64)
    bounds[-1] = n_students
    return np.concatenate([np.zeros(1, dtype=np.int64), bounds])


def _neighborhood_poverty(seed: int, n: int) -> draws.Real:
    """Poverty runs in long waves across the map with a little noise: poor places lie beside poor places."""
    where = np.arange(n) / max(n, 1)
    wave = np.sin(2 * np.pi * (where * max(1.0, n / 9) + draws.one(seed, "poverty phase", 0)))
    noise = draws.normal(seed, "poverty noise", np.arange(n))
    return np.asarray(np.clip(0.48 + 0.34 * wave + 0.10 * noise, 0.06, 0.93), dtype=np.float64)
