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
    count_in_sight,
    may_see_names,
    students_in_count,
)
from throughline.rooms.students.counts.queries import NeedCounts, SchoolCount, count_needs, count_students
from throughline.rooms.students.counts.rule import ALL_STUDENTS, COUNT_RULE
from throughline.rooms.students.needs.catalogue import NeedCategory, need_categories
from throughline.rooms.students.records.district_files import DISTRICT_FILES
from throughline.rooms.students.relations.commands import forget_relations, refresh_relations
from throughline.rooms.students.roster.oneroster import ENTITIES_OF, ONEROSTER

__all__ = [
    "ALL_STUDENTS",
    "COUNT_RULE",
    "DISTRICT_FILES",
    "ENTITIES_OF",
    "ONEROSTER",
    "CountList",
    "Counted",
    "Holding",
    "NeedCategory",
    "NeedCounts",
    "SchoolCount",
    "classes_to_see",
    "count_in_sight",
    "count_needs",
    "count_students",
    "forget_relations",
    "get_enrollments_for",
    "get_needs_for",
    "get_relations_of",
    "get_students_for",
    "grades_by_school",
    "may_see_names",
    "need_categories",
    "refresh_relations",
    "students_in_count",
]
