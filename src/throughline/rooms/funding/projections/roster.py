"""The district's own counts of earlier Octobers, school by school and grade by grade."""

from collections.abc import Mapping
from datetime import date

from throughline.engines.projection import History
from throughline.formats.enrollment import GRADES
from throughline.rooms.district import api as district
from throughline.rooms.funding.ahead import SchoolHistory
from throughline.rooms.students import api as students
from throughline.values.school_year import SchoolYear

MOST_YEARS = 8


def october(year: int) -> date:
    """This function will return the day on which districts count a school year, named by the year it ends."""
    return date(year - 1, 10, 1)


def counted_histories(last: int) -> list[SchoolHistory]:
    """This function will read each school's students by grade on the Octobers until `last`, as far as it had any.

    A school that has none in the last year has closed, and is left out.
    """
    counted = {year: _by_school(october(year)) for year in range(last - MOST_YEARS + 1, last + 1)}
    found = []
    for school in district.schools_on(october(last)):
        years: list[int] = []
        for year in sorted(counted, reverse=True):
            if not counted[year].get(school.id):
                break
            years.insert(0, year)
        if years:
            found.append(_history(school, {year: counted[year][school.id] for year in years}))
    return found


def counted_needs(on: date) -> dict[str, dict[str, int]]:
    """This function will count each school's students in all and by need on a day, by its id in the roster."""
    codes = (students.ALL_STUDENTS, *students.need_categories())
    rows = students.count_needs(on, codes).schools
    return {row.school.source_id: {code: row.count(code) for code in codes} for row in rows}


def this_year(today: date) -> int:
    """This function will return the newest school year whose October has come."""
    year = SchoolYear.of(today).ends
    return year if october(year) <= today else year - 1


def _by_school(on: date) -> dict[int, Mapping[str, int]]:
    """By grade, for the schools that had students: where there are none, grades are those of classes."""
    here = {row.school.id for row in students.count_needs(on, ()).schools if row.count(students.ALL_STUDENTS)}
    return {school_id: grades for school_id, grades in students.grades_by_school(on).items() if school_id in here}


def _history(school: district.School, by_year: Mapping[int, Mapping[str, int]]) -> SchoolHistory:
    taught = [GRADES.index(grade) for grades in by_year.values() for grade in grades if grade in GRADES]
    grades = GRADES[min(taught) : max(taught) + 1] if taught else GRADES[:1]
    counts = tuple(tuple(found.get(grade, 0) for grade in grades) for found in by_year.values())
    last = list(by_year.values())[-1]
    ungraded = sum(n for grade, n in last.items() if grade not in GRADES)
    return SchoolHistory(school.source_id, school.name, History(tuple(by_year), grades, counts), ungraded)
