"""The school year before: the same children a grade lower, beside those who have gone since. All of it is over."""

from dataclasses import replace

import numpy as np

from throughline.demo.sample import draws, names
from throughline.demo.sample.days import SchoolDays
from throughline.demo.sample.draws import Flags, Whole
from throughline.demo.sample.needs import EACH_YEAR, Need, draw_needs
from throughline.demo.sample.pins import NO_PINS, Pins
from throughline.demo.sample.plan import GRADES, Plan, Zone
from throughline.demo.sample.students import NEVER, Stay, Students, drawn_sections, home_schools, sections
from throughline.values.school_year import SchoolYear

# A student who came to the district over the summer, and one who was at another of its schools before it.
_NEW_SHARE, _MOVED_SHARE = 0.03, 0.04
# Needs that come and go: that share of the families who hold one in July held it before, and others did then.
_LASTING = 0.6
_COMES_AND_GOES = ("homeless", "foster", "migrant")
_OTHER_LUCK = 1_000_003


def plan_before(plan: Plan) -> Plan:
    """This function will lay out the district's year before: the same schools, and ids that say which year it is."""
    ends = plan.year.ends - 1
    return replace(plan, year=SchoolYear(ends), id_mark=f"{ends}-")


def luck_of(plan: Plan) -> Plan:
    """This function will return the plan by which the days of an earlier year fall out: a seed of its own."""
    return replace(plan, seed=plan.seed + _OTHER_LUCK * plan.year.ends)


def students_before(plan: Plan, zone: Zone, now: Students, days: SchoolDays, pins: Pins) -> tuple[Students, Students]:
    """This function will return who was in a zone the year before: those who are still there, and those who are not.

    Whoever is in the lowest grade `now`, or came over the summer, was not there; in the place of each there was
    somebody who finished school, or who left. Those who are at a small school now came to it from another where it
    does not have their grade of then. `plan` and `days` are of the year before.
    """
    fresh = draws.uniform(plan.seed, "new to the district", now.number) < _NEW_SHARE
    for position, pin in pins.among(now.number):
        fresh[position] = pin.new
    begins, enters = now.grade == min(plan.grades), now.grade == min(zone.grades or plan.grades)
    stayed = _stayed(plan, zone, now, days, pins).only(~(begins | fresh))
    return stayed, _gone(plan, zone, now.only(enters | fresh), days)


def _stayed(plan: Plan, zone: Zone, now: Students, days: SchoolDays, pins: Pins) -> Students:
    """Everybody a grade lower, as if nobody were new."""
    grade = np.maximum(now.grade - 1, min(plan.grades))
    needs = {category: _earlier(plan, days, category, need, now) for category, need in now.needs.items()}
    unmoved = Pins({number: replace(pin, moves_on=None, moves_to=None) for number, pin in pins.students.items()})
    stay = Stay(luck_of(plan), days, unmoved, now.number, needs)
    stay.left[:] = False
    stay.last_day[:] = len(days.whole_year) - 1
    moved = draws.uniform(plan.seed, "moved in summer", now.number) < _MOVED_SHARE
    moved[[position for position, _pin in pins.among(now.number)]] = False
    return _placed(plan, zone, now, stay, grade, needs, moved)


def _gone(plan: Plan, zone: Zone, seats: Students, days: SchoolDays) -> Students:
    """Somebody of the same neighborhood in each of these places: of the highest grade, or a grade below the place."""
    number = seats.number + 10 ** len(str(plan.n_students))
    family, grades = number.copy(), zone.grades or plan.grades
    grade = np.where(seats.grade == min(grades), max(grades), seats.grade - 1)
    culture = names.culture_of(plan.seed, family, seats.poverty)
    drawn = draw_needs(
        plan, days, NO_PINS, number=number, family=family, culture=culture, grade=grade, poverty=seats.poverty
    )
    needs = {category: _over(need, days) for category, need in drawn.items()}
    stay = Stay(luck_of(plan), days, NO_PINS, number, needs)
    stay.left &= grade < max(grades)
    stay.last_day = np.where(stay.left, stay.last_day, len(days.whole_year) - 1)
    people = replace(
        seats,
        number=number,
        family=family,
        child=np.zeros_like(number),
        alone=np.ones(len(number), dtype=np.bool_),
        culture=culture,
        is_female=draws.uniform(plan.seed, "sex", number) < 0.487,
    )
    nobody = np.zeros(len(number), dtype=np.bool_)
    return _placed(plan, zone, people, stay, grade, needs, nobody, home=zone.neighborhood_of(seats.number))


def _placed(
    plan: Plan,
    zone: Zone,
    people: Students,
    stay: Stay,
    grade: Whole,
    needs: dict[str, Need],
    elsewhere: Flags,
    home: Whole | None = None,
) -> Students:
    """Put students into the schools and sections of their grade; some were `elsewhere`, at a school next to theirs."""
    place = zone.neighborhood_of(people.number) if home is None else home
    school = home_schools(zone, place, grade)
    for level, of_level in GRADES.items():  # where a small school does not have the grade
        away = (school == 0) & (grade >= of_level.start) & (grade < of_level.stop)
        school[away] = plan.numbers_of(level)[-1] if away.any() else 0
    other = stay.neighbors(school, grade)
    school = np.where(elsewhere & (other > 0), other, school)
    moved_on, moved_to = stay.moves(school, grade)
    moved_on[moved_to == school] = NEVER
    moved_to[moved_on == NEVER] = 0
    return replace(
        people,
        grade=grade,
        school=school,
        section=sections(plan, school, grade),
        first_day=stay.first_day,
        last_day=stay.last_day,
        left=stay.left,
        moved_on=moved_on,
        moved_to=moved_to,
        moved_section=drawn_sections(plan, moved_to, grade, people.number),
        needs=needs,
    )


def _earlier(plan: Plan, days: SchoolDays, category: str, need: Need, now: Students) -> Need:
    """What of a need of now was known a year before: asked for each year, coming and going, or held since it began."""
    july, june = np.datetime64(days.year.first_day), np.datetime64(days.year.last_day)
    if category in EACH_YEAR:
        return replace(need, starts=np.full_like(need.starts, july), ends=np.full_like(need.ends, june))
    if category not in _COMES_AND_GOES:
        ends = np.where(need.ends > june, np.datetime64("NaT"), need.ends)
        return replace(need, held=need.held & (need.starts <= june), ends=ends)
    luck = draws.uniform(plan.seed, f"{category} before", now.family)
    held_in_july = need.held & (need.starts <= june + np.timedelta64(1, "D"))
    others = now.needs["economically_disadvantaged"].held & ~need.held & (luck < need.held.mean())
    began = july + np.floor(draws.uniform(plan.seed, f"{category} began", now.family) * 240).astype("timedelta64[D]")
    held = (held_in_july & (luck < _LASTING)) | (others & (category != "migrant"))
    return replace(need, held=held, starts=began, ends=np.full_like(need.ends, june))


def _over(need: Need, days: SchoolDays) -> Need:
    """A need of somebody who has gone ended with the year at the latest."""
    june = np.datetime64(days.year.last_day)
    ends = np.where(np.isnat(need.ends), june, need.ends)
    return replace(need, ends=np.maximum(ends, need.starts))
