"""The door of the students room: the roster as a viewer may see it."""

from throughline.rooms.students.access import (
    get_enrollments_for,
    get_needs_for,
    get_relations_of,
    get_students_for,
)
from throughline.rooms.students.counts.grades import grades_by_school
from throughline.rooms.students.counts.names import (
    Counted,
    CountList,
    Holding,
    classes_to_see,
    may_see_names,
    students_in_count,
)
from throughline.rooms.students.counts.queries import NeedCounts, SchoolCount, count_needs, count_students
from throughline.rooms.students.counts.rule import ALL_STUDENTS, COUNT_RULE

__all__ = [
    "ALL_STUDENTS",
    "COUNT_RULE",
    "CountList",
    "Counted",
    "Holding",
    "NeedCounts",
    "SchoolCount",
    "classes_to_see",
    "count_needs",
    "count_students",
    "get_enrollments_for",
    "get_needs_for",
    "get_relations_of",
    "get_students_for",
    "grades_by_school",
    "may_see_names",
    "students_in_count",
]
