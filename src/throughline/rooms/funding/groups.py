"""How many students of each school are in a group: those of a need, of a span of grades, or of both, on a day.

A number that is withheld, or that the file of a day does not say, stands with the least and the most it may be. It is
never taken for none, and where it is not known how many there are, nothing is paid on it. Where a file says no grades,
those that its school year has from elsewhere serve, and their source is kept with them.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from throughline.engines.funding.positions import ALL, Group, GroupCount
from throughline.rooms.funding.filed import DayCounts, count_day
from throughline.rooms.funding.grade_spans import grade_number, in_span
from throughline.rooms.funding.graded import Graded
from throughline.rooms.funding.own_days import count_own_days
from throughline.rooms.students import api as students

Bounds = tuple[int, int]


@dataclass(frozen=True, slots=True)
class GroupsCounted:
    """A day's counts, and each school's students of every group that was asked for, by the school's id."""

    day: DayCounts
    groups: Mapping[int, Mapping[Group, GroupCount]] = field(default_factory=dict)
    ungraded: Collection[int] = ()  # schools of which nobody says the grades that something is counted on


def count_groups(on: date, groups: Iterable[Group], days: Mapping[str, date]) -> GroupsCounted:
    """This function will count groups of students at every school.

    `days` holds the day of each need that is not counted `on` the day of everybody's enrollment; the grades of a need's
    students are those of that day.
    """
    wanted = sorted({group for group in groups if group != ALL}, key=repr)
    needs = [group.need for group in wanted if group.need]
    found = count_own_days(on, needs, days, grades=any(not group.need for group in wanted))
    crossed = {group.need for group in wanted if group.need and group.span} - set(found.uncounted)
    by_grade = {need: _NeedByGrade.of(found, need) for need in sorted(crossed)}
    graded = Graded(found)
    counted: dict[int, dict[Group, GroupCount]] = {row.school.id: {} for row in found.counted.schools}
    for group in wanted:
        bounds = _bounds(graded, group, by_grade)
        day = (found.day_of(group.need) if group.need else on).isoformat()
        of_grades = by_grade[group.need].graded if group.need in by_grade else graded
        for row in found.counted.schools:
            least, most = bounds.get(row.school.id, (0, row.count(students.ALL_STUDENTS)))
            source = of_grades.source(row.school.id) if group.span else ""
            counted[row.school.id][group] = GroupCount(least, most, day, source)
    spans = any(group.span and not group.need for group in wanted)
    ids = [row.school.id for row in found.counted.schools] if spans else []
    return GroupsCounted(found, counted, {key for key in ids if graded.lacks(key) and not graded.source(key)})


@dataclass(frozen=True, slots=True)
class _NeedByGrade:
    """A need's own day, and its students by school and grade; none where a file says the day, which never says both."""

    graded: Graded
    exact: Mapping[int, Mapping[str, int]] | None

    @classmethod
    def of(cls, found: DayCounts, need: str) -> "_NeedByGrade":
        day = count_day(found.day_of(need), [need], grades=True)
        return cls(Graded(day), None if day.filed else students.need_by_grade(day.counted.on, need))

    def bounds(self, group: Group) -> dict[int, Bounds]:
        if self.exact is None or group.span is None:
            return _of_both(self.graded, group)
        ids = [row.school.id for row in self.graded.day.counted.schools]
        exact = {key: in_span(self.exact.get(key, {}), *group.span) for key in ids}
        return {key: (n, n) for key, n in exact.items()}


def _bounds(graded: Graded, group: Group, by_grade: Mapping[str, _NeedByGrade]) -> dict[int, Bounds]:
    """By the school's id; a school that is not there may have any number of its students in the group."""
    found = graded.day
    if not group.need:
        return _of_span(graded, group)
    if group.need in found.uncounted:
        return {}
    if group.span is None:
        return _of_need(found, group.need)
    absent = _schools_named(found, found.absent.get(group.need, ()))
    return {key: bounds for key, bounds in by_grade[group.need].bounds(group).items() if key not in absent}


def _of_need(found: DayCounts, need: str) -> dict[int, Bounds]:
    hidden = found.withheld.get(need, {})
    unsaid = _schools_named(found, (*found.lacking.get(need, ()), *found.absent.get(need, ()))) - set(hidden)
    counted = {row.school.id: row.count(need) for row in found.counted.schools}
    return {key: hidden.get(key, (n, n)) for key, n in counted.items() if key not in unsaid}


def _schools_named(found: DayCounts, names: Collection[str]) -> set[int]:
    return {row.school.id for row in found.counted.schools if row.school.name in names}


def _of_span(graded: Graded, group: Group) -> dict[int, Bounds]:
    found, bounds = graded.day, {}
    for row in found.counted.schools:
        n_students = row.count(students.ALL_STUDENTS)
        if not n_students:
            bounds[row.school.id] = (0, 0)
        elif group.span and not graded.lacks(row.school.id):
            bounds[row.school.id] = _in_grades(found, row.school.id, group.span, n_students)
        elif group.span and (n := graded.in_span(row.school.id, group.span)) is not None:
            bounds[row.school.id] = (min(n, n_students),) * 2
    return bounds


def _in_grades(found: DayCounts, school_id: int, span: Bounds, n_students: int) -> Bounds:
    """One school's students in a span: those who are known, and those of its withheld grades.

    Where a file lacks a grade of the span, whoever it puts in no grade may be in that one.
    """
    grades, hidden = found.grades.get(school_id, {}), found.hidden_grades.get(school_id, {})
    known = in_span(grades, *span)
    if not found.filed:
        return known, known
    least, most = found.hidden_in(*span).get(school_id, (0, 0))
    all_least = sum(grades.values()) + sum(one for one, _most in hidden.values())
    beside = all_least - known - least  # are in other grades for certain
    if not {grade_number(grade) for grade in (*grades, *hidden)} >= set(range(span[0], span[1] + 1)):
        most += max(0, n_students - all_least)
    return min(known + least, n_students), max(min(known + least, n_students), min(known + most, n_students - beside))


def _of_both(graded: Graded, group: Group) -> dict[int, Bounds]:
    """A file says how many have a need and how many are in each grade, never both: what follows from the two."""
    day, of_span, bounds = graded.day, _of_span(graded, group), {}
    of_need = _of_need(day, group.need)
    for row in day.counted.schools:
        n_students = row.count(students.ALL_STUDENTS)
        if not n_students and row.school.id not in of_need:
            continue  # the file does not name it
        need, span = (of.get(row.school.id, (0, n_students)) for of in (of_need, of_span))
        bounds[row.school.id] = (max(0, need[0] + span[0] - n_students), min(need[1], span[1]))
    return bounds
