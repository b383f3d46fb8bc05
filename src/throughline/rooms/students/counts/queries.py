"""Counts by school and need category, made in the database under a duty that shows no one a student."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import connection

from throughline.rooms.accounts import api as accounts
from throughline.rooms.district import api as district
from throughline.rooms.students.counts.rule import (
    ALL_STUDENTS,
    COUNT_RULE,
    enrollments_counted,
    held_on,
    placed_on,
)
from throughline.rooms.students.models import Need
from throughline.values.viewer import Viewer

DUTY = Viewer(duty="need_count", name="Need count")


@dataclass(frozen=True, slots=True)
class SchoolCount:
    """One school's counts on the day, by category; "all" counts every student. Absent categories count none."""

    school: district.School
    counts: Mapping[str, int]

    def count(self, code: str) -> int:
        """This function will return how many students of the school count in a category."""
        return self.counts.get(code, 0)


@dataclass(frozen=True, slots=True)
class NeedCounts:
    """Every school's counts on one day, by name, and the rule they were made by."""

    on: date
    rule: str
    schools: tuple[SchoolCount, ...]


def count_needs(on: date, categories: Iterable[str]) -> NeedCounts:
    """This function will count the students of each school on a day, in all and in each category.

    Schools open on that day are there even where they have no student, and so is any place that has one.
    """
    wanted = sorted(set(categories) - {ALL_STUDENTS})
    with accounts.acting_as(DUTY):
        counted = _count(on, wanted)
    schools = district.schools_on(on)
    elsewhere = set(counted) - {school.id for school in schools}
    if elsewhere:
        schools += district.find_schools(elsewhere)
    rows = tuple(SchoolCount(school, counted.get(school.id, {ALL_STUDENTS: 0})) for school in schools)
    return NeedCounts(on, COUNT_RULE, rows)


def count_students(on: date, school_id: int, code: str) -> int:
    """This function will count one school's students on a day, in all or in one category."""
    with accounts.acting_as(DUTY):
        enrolled = enrollments_counted(on, school_id)
        if code != ALL_STUDENTS:
            enrolled = enrolled.filter(held_on(on, "student__needs"), student__needs__category=code)
        return enrolled.values("student_id").distinct().count()


def classes_of(code: str) -> frozenset[str]:
    """This function will return the classes of record that the roster's rows of a category carry."""
    if code == ALL_STUDENTS:
        return frozenset()
    with accounts.acting_as(DUTY):
        return frozenset(Need.objects.filter(category=code).values_list("record_class", flat=True).distinct())


# Who counts where is worked out once and kept, so that no plan asks it again for each student.
_COUNT = """
with placed as materialized ({placed}), held as materialized ({held})
select school_id, %s, count(*) from placed group by school_id
union all
select school_id, category, count(*) from placed join held using (student_id) group by school_id, category
"""


def _count(on: date, categories: list[str]) -> dict[int, dict[str, int]]:
    placed, placed_values = placed_on(on).values("student_id", "school_id").query.sql_with_params()
    needs = Need.objects.filter(held_on(on), category__in=categories or [""]).order_by()
    held, held_values = needs.values("student_id", "category").distinct().query.sql_with_params()
    counted: dict[int, dict[str, int]] = defaultdict(dict)
    with connection.cursor() as cursor:
        statement = _COUNT.format(placed=placed, held=held)  # made by the ORM; every value is a parameter
        cursor.execute(statement, [*placed_values, *held_values, ALL_STUDENTS])
        for school_id, code, n in cursor.fetchall():
            counted[school_id][code] = n
    return counted
