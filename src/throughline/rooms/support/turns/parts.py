"""What rooms above show of a student in a meeting, such as an open flag and its reasons."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from throughline.rooms.students import api as students
from throughline.values.viewer import Viewer
from throughline.web.components.pieces import Status


@dataclass(frozen=True, slots=True)
class TurnPart:
    """One thing to know of a student in a meeting: a heading, lines below it, and where more of it is read.

    `classes` are the classes of record it shows, which are noted as looked at.
    """

    title: str
    lines: tuple[str, ...]
    url: str = ""
    action: str = ""
    status: Status | None = None
    classes: frozenset[str] = frozenset()


PartSource = Callable[[Viewer, students.Student], Iterable[TurnPart]]
_sources: list[PartSource] = []


def register_turn_parts(source: PartSource) -> None:
    """This function will ask `source` for parts whenever a student's turn is opened. Call it from `AppConfig.ready`.

    The source yields only what the viewer may see of the student, and asks the database equally often for any.
    """
    if source not in _sources:
        _sources.append(source)


def contributed_turn_parts(viewer: Viewer, student: students.Student) -> list[TurnPart]:
    """This function will gather what every room above shows of a student."""
    return [part for source in _sources for part in source(viewer, student)]
