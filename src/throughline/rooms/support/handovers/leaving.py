"""From which grade the students of a school move on, and to which school: worked out from who is enrolled where."""

from collections.abc import Mapping
from dataclasses import dataclass

from throughline.rooms.accounts import api as accounts
from throughline.rooms.district import api as district
from throughline.rooms.students import api as students
from throughline.rooms.support.handovers.parts import season

Grades = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Leaving:
    """The last grade of a school, blank where none moves on within the district, and the school most go to.

    `to_school_id` is None where several schools begin with the next grade: then a person says which.
    """

    grade: str
    to_school_id: int | None


def last_grade(grades: Grades, few: float) -> str:
    """This function will return the highest grade of a school, passing over grades of a few students.

    **Example**

    >>> last_grade({"04": 40, "05": 38, "06": 1}, 0.2)
    '05'
    """
    numbered = [grade for grade, n in grades.items() if n > 0 and n >= few * max(grades.values())]
    return max(numbered, key=students.grade_order, default="")


def find_leaving(school_id: int) -> Leaving:
    """This function will return from which grade students leave a school, and where to. One query: a duty counts."""
    counts = students.grades_by_school(accounts.today())
    few = season().few
    last = last_grade(counts.get(school_id, {}), few)
    following = students.next_grade(last)
    if not following:
        return Leaving("", None)
    there = [pk for pk, grades in counts.items() if pk != school_id and grades.get(following, 0) > 0]
    fit = [pk for pk in there if counts[pk][following] >= few * max(counts[pk].values())]
    return Leaving(last, fit[0] if len(fit) == 1 else None)


def school_names() -> dict[int, str]:
    """This function will return the schools of the district by id, in the order of their names."""
    return {school.id: school.name for school in district.schools_on(accounts.today())}
