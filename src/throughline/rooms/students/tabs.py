"""The views of one student, each with its own address: the page itself, the timeline and the charts."""

from django.urls import reverse
from django.utils.translation import gettext as _

from throughline.rooms.students.access import Sight
from throughline.rooms.students.models import Student
from throughline.web.components.pieces import Tab

# Charts are drawn of these classes of record.
CHARTED = ("attendance", "academic", "assessments", "behavior")


def student_tabs(student: Student, sight: Sight, current: str, *, asked: str = "") -> list[Tab]:
    """This function will return the views of a student that somebody with this sight may open, one of them current.

    `asked` is what each address carries along, such as the place in a list.
    """
    views = {"student": _("Overview"), "timeline": _("Timeline")}
    if any(name in sight for name in CHARTED):
        views["charts"] = _("Charts")
    tail = f"?{asked}" if asked else ""
    return [
        Tab(label, reverse(f"students:{name}", args=[student.pk]) + tail, name == current)
        for name, label in views.items()
    ]
