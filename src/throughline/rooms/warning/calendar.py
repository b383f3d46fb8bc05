"""The real school calendar: the days on which a school's attendance was taken."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Count

from throughline.rooms.students import api as students
from throughline.values.viewer import Viewer

# A day counts where at least this part of the school's usual number was recorded: a few rows on a holiday do not.
_LEAST_PART = 5

SchoolDay = tuple[int, date]


def find_school_days(viewer: Viewer, since: date, until: date, *, absences_only: bool) -> list[SchoolDay]:
    """This function will return each school and day in session, as attendance tells. A duty looks, at every school."""
    rows = students.get_attendance_for(viewer).filter(on__gte=since, on__lte=until)
    counted = rows.order_by().values_list("school", "on").annotate(n=Count("pk"))
    found = [(school, day, n) for school, day, n in counted]
    return days_of_absences(found) if absences_only else days_recorded(found)


def days_recorded(counted: Iterable[tuple[int, date, int]]) -> list[SchoolDay]:
    """This function will keep, of rows by school and day, the days on which most of a school was recorded."""
    rows = list(counted)
    most: dict[int, int] = defaultdict(int)
    for school, _day, n in rows:
        most[school] = max(most[school], n)
    return sorted((school, day) for school, day, n in rows if n * _LEAST_PART >= most[school])


def days_of_absences(counted: Iterable[tuple[int, date, int]]) -> list[SchoolDay]:
    """This function will do the same where absences alone are recorded: a small school may have none on a school day.

    So a day is in session at every school where the whole district's absences are at least a part of their most.
    """
    rows = list(counted)
    by_day: dict[date, int] = defaultdict(int)
    for _school, day, n in rows:
        by_day[day] += n
    most = max(by_day.values(), default=0)
    held = [day for day, n in by_day.items() if n * _LEAST_PART >= most]
    return sorted((school, day) for school in {school for school, _day, _n in rows} for day in held)
