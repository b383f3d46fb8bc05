"""The views of one student, each with its own address: the page itself, timeline, charts, and those of rooms."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from throughline.rooms.students import access
from throughline.rooms.students.access import Sight
from throughline.rooms.students.models import Student
from throughline.values.viewer import Viewer
from throughline.web.components.pieces import Tab

# Charts are drawn of these classes of record.
CHARTED = ("attendance", "academic", "assessments", "behavior")


@dataclass(frozen=True, slots=True)
class RoomTab:
    """A view that a room above gives of a student, offered to those who see any of these classes of record."""

    page: str
    label: Callable[[], str]
    classes: tuple[str, ...]


_added: list[RoomTab] = []


def register_tab(tab: RoomTab) -> None:
    """This function will offer a room's view of a student beside the others. Call it from `AppConfig.ready`."""
    if tab not in _added:
        _added.append(tab)


def tab_classes() -> tuple[str, ...]:
    """This function will name the classes of record by which the views of rooms are offered."""
    return tuple(name for tab in _added for name in tab.classes)


def student_tabs(student: Student, sight: Sight, current: str, *, asked: str = "") -> list[Tab]:
    """This function will return the views of a student that somebody with this sight may open, one of them current.

    `asked` is what each address carries along, such as the place in a list.
    """
    views = {"students:student": _("Overview"), "students:timeline": _("Timeline")}
    if any(name in sight for name in CHARTED):
        views["students:charts"] = _("Charts")
    views |= {tab.page: tab.label() for tab in _added if any(name in sight for name in tab.classes)}
    tail = f"?{asked}" if asked else ""
    return [
        Tab(label, reverse(page, args=[student.pk]) + tail, page in (current, f"students:{current}"))
        for page, label in views.items()
    ]


def tabs_around(viewer: Viewer, student: Student, current: str) -> list[Tab]:
    """This function will return the views of a student as they stand on the page of a room: one query."""
    sight = access.explain_sight(viewer, [student], (*CHARTED, *tab_classes()))[student.pk]
    return student_tabs(student, sight, current)
