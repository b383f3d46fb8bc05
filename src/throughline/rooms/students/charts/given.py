"""What was given to a student from one day to another, which rooms above tell: the supports marked on the charts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from throughline.rooms.students.access import Sight
from throughline.rooms.students.models import Student
from throughline.values.viewer import Viewer

# The newest are marked; more would hide the lines.
MOST_MARKED = 6


@dataclass(frozen=True, slots=True)
class Given:
    """Something given from a first day to a last, or until now, and its class of record."""

    label: str
    first: date
    last: date | None
    record_class: str

    def until(self, today: date) -> date:
        """This function will return the last day it was given, today where it goes on."""
        return min(self.last or today, today)


GivenSource = Callable[[Viewer, Student, Sight], Iterable[Given]]
_sources: list[GivenSource] = []


def register_given(source: GivenSource) -> None:
    """This function will ask `source` what to mark on each student's charts. Call it from `AppConfig.ready`.

    The source yields only what the viewer may know of, and asks the database equally often for any student.
    """
    if source not in _sources:
        _sources.append(source)


def find_given(viewer: Viewer, student: Student, sight: Sight, *, since: date, today: date) -> list[Given]:
    """This function will return what was given on any day from `since` until today, by its first day."""
    every = [one for source in _sources for one in source(viewer, student, sight)]
    lately = [one for one in every if one.first <= today and (one.last is None or one.last >= since)]
    return sorted(lately, key=lambda one: (one.first, one.label))[-MOST_MARKED:]
