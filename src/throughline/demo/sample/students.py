"""The students of one zone as columns: families, grades, schools, class sections, stays and moves."""

from dataclasses import dataclass, fields

import numpy as np

from throughline.demo.sample import draws, names
from throughline.demo.sample.days import SchoolDays
from throughline.demo.sample.draws import Flags, Real, Whole
from throughline.demo.sample.needs import Need, draw_needs
from throughline.demo.sample.pins import Pins, positions_of, settle
from throughline.demo.sample.plan import FAMILY_BLOCK, GRADES, LEVELS, Plan, Zone

# How eight students in a row fall into families: the place in the block at which each one's family begins.
_PATTERNS = np.array(
    [
        [0, 1, 2, 3, 4, 5, 6, 6],
        [0, 1, 2, 2, 4, 4, 6, 7],
        [0, 0, 2, 3, 4, 5, 5, 7],
        [0, 1, 1, 3, 3, 5, 6, 6],
        [0, 0, 0, 3, 4, 5, 6, 7],
        [0, 1, 2, 3, 3, 3, 6, 6],
        [0, 1, 1, 1, 1, 5, 6, 7],
        [0, 0, 2, 2, 4, 4, 4, 7],
    ],
    dtype=np.int64,
)
_STEP = 2  # grades between siblings, at least: no two are born too close
NEVER = -1


@dataclass
class Students:
    """Columns for the students of one zone, each (n,). Days are positions in the school year's days.

    `school` and `section` are where a student was first this year; `moved_on` is the first day at `moved_to`
    (NEVER where they did not move); `first_day` and `last_day` bound their time in the district. `alone`: no brother or
    sister is in its schools this year.
    """

    number: Whole
    poverty: Real
    family: Whole
    child: Whole
    alone: Flags
    culture: Whole
    grade: Whole
    is_female: Flags
    school: Whole
    section: Whole
    first_day: Whole
    last_day: Whole
    left: Flags
    moved_on: Whole
    moved_to: Whole
    moved_section: Whole
    needs: dict[str, Need]

    def __len__(self) -> int:
        return len(self.number)

    def has(self, category: str) -> Real:
        """This function will return 1.0 for students who ever hold the need this year, else 0.0."""
        return self.needs[category].held.astype(np.float64)

    def only(self, keep: Flags) -> "Students":
        """This function will keep some of the students."""
        columns = {each.name: getattr(self, each.name) for each in fields(self) if each.name != "needs"}
        needs = {category: need.only(keep) for category, need in self.needs.items()}
        return Students(**{name: column[keep] for name, column in columns.items()}, needs=needs)


def make_students(plan: Plan, zone: Zone, days: SchoolDays, pins: Pins) -> Students:
    """This function will make every student of a zone.

    **Shapes** the columns are in order of student number, from `zone.first_student` + 1.
    """
    seed = plan.seed
    number = np.arange(zone.first_student, zone.first_student + zone.n_students, dtype=np.int64) + 1
    place = zone.neighborhood_of(number)
    poverty = zone.poverty[place]
    family, child = (number, np.zeros_like(number)) if zone.grades else _families(seed, number, pins)
    culture = names.culture_of(seed, family, zone.poverty[zone.neighborhood_of(family)])
    _settle_culture(culture, pins, number)
    grade = _grades(plan.seed, zone.grades or plan.grades, family, child)
    settle(grade, pins, number, "grade")
    school = home_schools(zone, place, grade)
    section = sections(plan, school, grade)
    settle(section, pins, number, "section")
    needs = draw_needs(plan, days, pins, number=number, family=family, culture=culture, grade=grade, poverty=poverty)
    is_female = draws.uniform(seed, "sex", number) < 0.487
    for position, sex in positions_of(pins, number, "sex"):
        is_female[position] = sex == "female"
    stay = Stay(plan, days, pins, number, needs)
    moved_on, moved_to = stay.moves(school, grade)
    _, back, sizes = np.unique(family, return_inverse=True, return_counts=True)
    return Students(
        number=number,
        poverty=poverty,
        family=family,
        child=child,
        alone=sizes[back] == 1,
        culture=culture,
        grade=grade,
        is_female=is_female,
        school=school,
        section=section,
        first_day=stay.first_day,
        last_day=stay.last_day,
        left=stay.left,
        moved_on=moved_on,
        moved_to=moved_to,
        moved_section=drawn_sections(plan, moved_to, grade, number),
        needs=needs,
    )


def _families(seed: int, number: Whole, pins: Pins) -> tuple[Whole, Whole]:
    block, place = np.divmod(number - 1, FAMILY_BLOCK)
    pattern = _PATTERNS[draws.below(seed, "families", block, len(_PATTERNS))]
    start = pattern[np.arange(len(number)), place]
    family = block * FAMILY_BLOCK + start + 1
    settle(family, pins, number, "family")
    child = np.maximum(number - family, 0)
    return family, child


def _settle_culture(culture: Whole, pins: Pins, number: Whole) -> None:
    keys = [each.key for each in names.cultures()]
    for position, key in positions_of(pins, number, "culture"):
        culture[position] = keys.index(str(key))


def _grades(seed: int, grades: tuple[int, ...], family: Whole, child: Whole) -> Whole:
    offered = np.array(grades, dtype=np.int64)
    first = draws.below(seed, "grade", family, len(offered))
    gap = _STEP + draws.below(seed, "gap", family, 2)
    return np.asarray(offered[(first + child * gap) % len(offered)], dtype=np.int64)


def home_schools(zone: Zone, place: Whole, grade: Whole) -> Whole:
    """This function will return each student's school by neighborhood; 0 where the zone has none for the grade."""
    school = np.zeros(len(grade), dtype=np.int64)
    for level, numbers in zone.school_of.items():
        here = (grade >= GRADES[level].start) & (grade < GRADES[level].stop)
        school[here] = np.array(numbers, dtype=np.int64)[place[here]]
    return school


def sections(plan: Plan, school: Whole, grade: Whole) -> Whole:
    """This function will deal the students of a school's grade into its sections in turn: sizes differ by one."""
    group = school * 13 + grade
    order = np.argsort(group, kind="stable")
    starts = np.flatnonzero(np.r_[True, np.diff(group[order]) != 0]) if len(group) else np.zeros(0, np.int64)
    rank = np.empty(len(group), dtype=np.int64)
    sizes = np.diff(np.r_[starts, len(group)])
    rank[order] = np.arange(len(group)) - np.repeat(starts, sizes)
    return rank % _n_sections(plan, school, grade) + 1


def drawn_sections(plan: Plan, school: Whole, grade: Whole, number: Whole) -> Whole:
    """This function will draw the section of each student who moved."""
    n = _n_sections(plan, school, grade)
    return draws.below(plan.seed, "section after a move", number, n) + 1


def _n_sections(plan: Plan, school: Whole, grade: Whole) -> Whole:
    pairs, back = np.unique(school * 13 + grade, return_inverse=True)
    counts = [plan.school(int(pair) // 13).sections[int(pair) % 13] if pair >= 13 else 1 for pair in pairs]
    return np.array(counts, dtype=np.int64)[back]


class Stay:
    """When each student came, went and moved this year."""

    def __init__(self, plan: Plan, days: SchoolDays, pins: Pins, number: Whole, needs: dict[str, Need]) -> None:
        self._plan, self._days, self._pins, self._number = plan, days, pins, number
        n_days = len(days.whole_year)
        self._held = len(days.held)
        unsettled = 1.0 + 2.5 * needs["homeless"].held + 3.0 * needs["foster"].held + 0.8 * needs["migrant"].held
        luck = draws.uniform(plan.seed, "stay", number) / unsettled
        for position, stays in positions_of(pins, number, "stays"):
            luck[position] = 1.0 if stays else luck[position]
        when = draws.uniform(plan.seed, "day of change", number)
        arrives = (luck < 0.022) & (self._held > 2)
        leaves = (luck >= 0.022) & (luck < 0.042)
        self._moves = (luck >= 0.042) & (luck < 0.080)
        self._when = 1 + np.floor(when * (n_days - 2)).astype(np.int64)
        self.first_day = np.where(arrives, 1 + np.floor(when * (self._held - 2)).astype(np.int64), 0)
        self.left = leaves & (self._when < self._held)
        self.last_day = np.where(self.left, self._when, n_days - 1)

    def moves(self, school: Whole, grade: Whole) -> tuple[Whole, Whole]:
        """This function will return the first day at another school, NEVER where there is none, and that school."""
        moves = self._moves & (self._when < self._held)
        moved_on = np.where(moves, self._when, NEVER)
        moved_to = self.neighbors(school, grade)
        for position, pin in self._pins.among(self._number):
            if pin.moves_on is not None and pin.moves_to is not None:
                moved_on[position] = self._days.whole_year.index(pin.moves_on)
                moved_to[position] = pin.moves_to
        moved_on[moved_to == 0] = NEVER
        return moved_on, np.where(moved_on == NEVER, 0, moved_to)

    def neighbors(self, school: Whole, grade: Whole) -> Whole:
        """This function will return another school of the level, the next or the one before; 0 where there is none."""
        other = np.zeros(len(school), dtype=np.int64)
        step = np.where(draws.uniform(self._plan.seed, "which way", self._number) < 0.5, 1, -1)
        for level in LEVELS:
            numbers = self._plan.numbers_of(level)
            here = (grade >= GRADES[level].start) & (grade < GRADES[level].stop)
            if len(numbers) > 1:
                at = np.searchsorted(numbers, school[here])
                other[here] = numbers[(at + step[here]) % len(numbers)]
        return other
