"""Links that rooms above add to a student's page, beside who sees the record and who looked."""

from collections.abc import Callable, Iterable

from throughline.rooms.students.access import Sight
from throughline.rooms.students.models import Student
from throughline.values.viewer import Viewer

# What a link says, and where it leads.
StudentLink = tuple[str, str]
LinkSource = Callable[[Viewer, Student, Sight], Iterable[StudentLink]]
_sources: list[LinkSource] = []


def register_student_links(source: LinkSource) -> None:
    """This function will ask `source` for links on each student's page. Call it from `AppConfig.ready`."""
    if source not in _sources:
        _sources.append(source)


def student_links(viewer: Viewer, student: Student, sight: Sight) -> list[StudentLink]:
    """This function will gather the links of every room above."""
    return [link for source in _sources for link in source(viewer, student, sight)]
