"""Grades of a day whose file says none: as the roster knows them, as another file of the year does, or as projected."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _

from throughline.rooms.accounts import api as accounts
from throughline.rooms.district import api as district
from throughline.rooms.funding.ahead import grades_ahead
from throughline.rooms.funding.filed import GRADES, DayCounts
from throughline.rooms.funding.grade_spans import in_span
from throughline.rooms.funding.models import FiledCount, Projection
from throughline.rooms.students import api as students
from throughline.values.school_year import SchoolYear
from throughline.web.components import figures

ROSTER, COUNTED, PROJECTED = "roster", "counted", "projected"
Grades = Mapping[int, Mapping[str, int]]  # students by the school's id, and by the roster's code of a grade


@dataclass(frozen=True)
class Graded:
    """A day's counts; where their file says no grade of a school, those that its school year has from elsewhere."""

    day: DayCounts

    def lacks(self, school_id: int) -> bool:
        """This function will say whether the day's own counts say no grade of a school with students."""
        return school_id in self._lacking

    def in_span(self, school_id: int, span: tuple[int, int]) -> int | None:
        """This function will return the students of a span of grades from elsewhere, or None where nobody says them."""
        found = self._elsewhere.get(school_id)
        return None if found is None else in_span(found[0], *span)

    def source(self, school_id: int) -> str:
        """This function will say in short where a school's grades are from, where that is not the day's own counts."""
        found = self._elsewhere.get(school_id) if self.lacks(school_id) else None
        return found[1] if found else ""

    @cached_property
    def _lacking(self) -> set[int]:
        names = set(self.day.lacking.get(GRADES, ()))
        return {row.school.id for row in self.day.counted.schools if row.school.name in names}

    @cached_property
    def _elsewhere(self) -> dict[int, tuple[Mapping[str, int], str]]:
        """The first that knows a school's grades, and which that is."""
        found: dict[int, tuple[Mapping[str, int], str]] = {}
        for grades, source in _everywhere(self.day.counted.on):
            found = {key: (grades[key], source) for key in self._lacking if any(grades.get(key, {}).values())} | found
            if set(found) >= self._lacking:
                break
        return found


def source_words(source: str) -> str:
    """This function will say where grades are from, such as: as projected (projection 1)."""
    kind, _space, which = source.partition(" ")
    if kind == PROJECTED:
        return _("as projected (projection %(number)s)") % {"number": which}
    if kind == COUNTED:
        return _("as counted on %(day)s") % {"day": figures.day(date.fromisoformat(which))}
    return _("as the roster has them on that day")


def grade_columns(first: int, last: int) -> list[str]:
    """This function will return the headings under which a file of counts says the grades of a span.

    **Example**

    >>> grade_columns(-1, 2)
    ['grade_pk', 'grade_k', 'grade_1', 'grade_2']
    """
    return [f"grade_{'pk' if grade < 0 else grade or 'k'}" for grade in range(first, last + 1)]


def _everywhere(on: date) -> Iterator[tuple[Grades, str]]:
    """What says the grades of a school year: the day itself first, then what was counted, then what is expected."""
    year = SchoolYear.of(on)
    if on <= accounts.today():
        yield students.grades_by_school(on), ROSTER
    filed: dict[date, dict[int, dict[str, int]]] = {}
    for row in FiledCount.objects.filter(on__range=(year.first_day, year.last_day)).exclude(on=on):
        grades = {code.removeprefix(GRADES): n for code, n in row.counts.items() if code.startswith(GRADES)}
        filed.setdefault(row.on, {})[row.school_id] = grades
    for day in sorted(filed, key=lambda day: (abs(day - on), day)):
        yield filed[day], f"{COUNTED} {day.isoformat()}"
    ids = district.ids_by_source_id()
    for projection in Projection.objects.order_by("-number"):
        by_source = grades_ahead(projection, year.ends)
        yield {ids[key]: grades for key, grades in by_source.items() if key in ids}, f"{PROJECTED} {projection.number}"
