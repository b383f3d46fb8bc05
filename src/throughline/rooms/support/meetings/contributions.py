"""What meetings offer on the list of students."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from throughline.rooms.support.meetings.lists import StudentList, of_directory, of_not_reached, register_list
from throughline.rooms.support.meetings.queries import may_plan
from throughline.values.viewer import Viewer

DIRECTORY, NOT_REACHED = "students", "left"


def register_own_lists() -> None:
    """This function will let students come from the list of students and from earlier meetings."""
    register_list(StudentList(DIRECTORY, of_directory))
    register_list(StudentList(NOT_REACHED, of_not_reached))


def find_list_actions(viewer: Viewer, asked: str) -> Iterator[tuple[str, str]]:
    """This function will offer to plan a meeting with the students of a list, to those who may."""
    if may_plan(viewer):
        address = urlencode({"from": DIRECTORY, "in": asked})
        yield _("Plan a meeting with these"), f"{reverse('support:new_meeting')}?{address}"
