"""What rooms above add to a student's page: each a part of its own, kept in a room that this one need not know."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from throughline.rooms.students.models import Student
from throughline.values.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a student's record that stands on pages of its own: what it is, how it stands, and where.

    `record_classes` are those that the sentence tells of; that they were shown is noted. One that is `near_top` asks
    the reader for something: it stands right under the student's own words, where it is met on a phone as well.
    """

    title: str
    sentence: str
    url: str
    action: str
    record_classes: frozenset[str] = frozenset()
    near_top: bool = False


_sources: list[Callable[[Viewer, Student], Iterable[Part]]] = []


def register_parts(source: Callable[[Viewer, Student], Iterable[Part]]) -> None:
    """This function will ask `source` for parts whenever a student's page is opened. Call it from `AppConfig.ready`.

    The source yields only what the viewer may know of, and asks the database equally often for any student.
    """
    if source not in _sources:
        _sources.append(source)


def contributed_parts(viewer: Viewer, student: Student) -> list[Part]:
    """This function will gather what every room adds to this student's page for `viewer`."""
    return [part for source in _sources for part in source(viewer, student)]
