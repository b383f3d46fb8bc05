"""Who is looked at: the students on the roster today, or those who were enrolled on a day of before."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import Q, QuerySet

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import api as students
from throughline.rooms.warning import access

Batch = tuple[int, list[int]]


def batches(on: date) -> Iterator[Batch]:
    """This function will yield each school with its students of a day, so that no more is held at a time.

    A duty looks. Today it is the roster; for a day of before it is whoever was enrolled then, and has left since.
    """
    pairs = _today() if on >= accounts.today() else _then(on)
    for school, group in groupby(pairs, key=itemgetter(0)):
        yield school, [student_id for _place, student_id in group]


def was_anybody_there(on: date) -> bool:
    """This function will tell whether anybody was enrolled on a day of before. A duty looks."""
    with accounts.acting_as(access.DUTY):
        return _enrolled(on).exists()


def _today() -> Iterator[tuple[int, int]]:
    rows = students.get_students_for(access.DUTY).filter(ended_at=None).exclude(home_school=None)
    yield from rows.order_by("home_school", "pk").values_list("home_school", "pk")


def _then(on: date) -> list[tuple[int, int]]:
    """The school they were at that day: where there were two, the one that began first, as days are counted."""
    rows = _enrolled(on)
    school_of: dict[int, int] = {}
    for student, school in rows.order_by("starts_on", "ends_on", "school", "pk").values_list("student", "school"):
        school_of.setdefault(student, school)
    return sorted((school, student) for student, school in school_of.items())


def _enrolled(on: date) -> "QuerySet[Any]":
    rows = students.get_enrollments_for(access.DUTY).filter(is_primary=True, starts_on__lte=on)
    return rows.filter(Q(ends_on=None) | Q(ends_on__gte=on)).exclude(ended_at__date__lte=on)
