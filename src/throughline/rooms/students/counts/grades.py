"""How many students of each grade a school has, in all and of a need."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date

from django.db.models import Count, Value
from django.db.models.functions import Coalesce, NullIf

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students.counts.queries import DUTY
from throughline.rooms.students.counts.rule import enrollments_counted, held_on
from throughline.rooms.students.models import Class, Need

_GRADE = Coalesce(NullIf("grade", Value("")), "student__grade")


def grades_by_school(on: date) -> Mapping[int, Mapping[str, int]]:
    """This function will count each school's students by grade on a day; where it has none, its classes by grade."""
    found: dict[int, Counter[str]] = defaultdict(Counter)
    with accounts.acting_as(DUTY):
        by_grade = enrollments_counted(on).annotate(own_grade=_GRADE).values_list("school_id", "own_grade")
        for school_id, name, n in by_grade.annotate(n=Count("pk")):
            if name:
                found[school_id][name] += n
    with_students = frozenset(found)
    classes = Class.objects.filter(ended_at=None).exclude(grades="").values_list("school_id", "grades")
    for school_id, grades in classes:
        if school_id not in with_students:
            found[school_id].update(part.strip() for part in grades.split(","))
    return found


def need_by_grade(on: date, code: str) -> Mapping[int, Mapping[str, int]]:
    """This function will count each school's students who have a need on a day by grade, each of them once.

    A student of whom no grade is known is in none.
    """
    found: dict[int, Counter[str]] = defaultdict(Counter)
    with accounts.acting_as(DUTY):
        held = Need.objects.filter(held_on(on), category=code).values("student_id")
        rows = enrollments_counted(on).filter(student_id__in=held).annotate(own_grade=_GRADE)
        for school_id, name, n in rows.values_list("school_id", "own_grade").annotate(n=Count("pk")):
            if name:
                found[school_id][name] += n
    return found
