"""How many students of each grade a school has: what a school's level is guessed from."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date

from django.db.models import Count, Value
from django.db.models.functions import Coalesce, NullIf

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students.counts.queries import DUTY
from throughline.rooms.students.counts.rule import enrollments_counted
from throughline.rooms.students.models import Class


def grades_by_school(on: date) -> Mapping[int, Mapping[str, int]]:
    """This function will count each school's students by grade on a day; where it has none, its classes by grade."""
    found: dict[int, Counter[str]] = defaultdict(Counter)
    grade = Coalesce(NullIf("grade", Value("")), "student__grade")
    with accounts.acting_as(DUTY):
        by_grade = enrollments_counted(on).annotate(own_grade=grade).values_list("school_id", "own_grade")
        for school_id, name, n in by_grade.annotate(n=Count("pk")):
            if name:
                found[school_id][name] += n
    with_students = frozenset(found)
    classes = Class.objects.filter(ended_at=None).exclude(grades="").values_list("school_id", "grades")
    for school_id, grades in classes:
        if school_id not in with_students:
            found[school_id].update(part.strip() for part in grades.split(","))
    return found
