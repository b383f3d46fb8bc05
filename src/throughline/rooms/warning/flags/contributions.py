"""What early warning adds to a student's page and to Today."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import api as students
from throughline.rooms.warning import access
from throughline.rooms.warning.documents import part_of
from throughline.rooms.warning.flags.tiers import find_tiers, tier_sentence
from throughline.rooms.warning.models import Flag
from throughline.rooms.warning.words import level_words
from throughline.values.viewer import Viewer
from throughline.web.components.figures import day, short_day

MOST_TASKS = 20


def find_parts(viewer: Viewer, student: students.Student) -> Iterator[students.Part]:
    """This function will point to a student's early warning, for those who may see it."""
    if not students.reaches_student(viewer, student, access.CLASS):
        return
    flag = access.get_flags_for(viewer, of=student).filter(cleared_at=None).select_related("rules", "owner").first()
    url = reverse("warning:student", args=[student.pk])
    tiers = find_tiers(viewer, student)
    says = f"{tier_sentence(tiers)} {_sentence(flag)}"
    yield students.Part(_("Early warning"), says, url, _("See how the student stands"), tiers.classes | {access.CLASS})


def _sentence(flag: Flag | None) -> str:
    if flag is None:
        return _("No flag is open.")
    words = {"level": level_words(part_of(flag.rules), flag.level), "day": day(flag.due_on)}
    if flag.owner is None:
        return _("A flag is open: “%(level)s”. Nobody has taken it yet; an answer is due by %(day)s.") % words
    return _("A flag is open: “%(level)s”. %(name)s answers it by %(day)s.") % (words | {"name": flag.owner.name})


def find_tasks(viewer: Viewer) -> Iterator[accounts.Task]:
    """This function will list the flags that are somebody's to answer, those that are due first."""
    mine = access.get_flags_for(viewer).filter(owner_id=viewer.user_id or 0, cleared_at=None)
    mine = mine.filter(student__in=students.get_students_for(viewer)).select_related("student")
    today = accounts.today()
    for flag in mine.order_by("due_on", "pk")[:MOST_TASKS]:
        says = _("Answer the flag on %(name)s by %(day)s.") % {"name": flag.student.name, "day": short_day(flag.due_on)}
        urgency: accounts.Urgency = "overdue" if flag.due_on < today else "today" if flag.due_on == today else "soon"
        url = reverse("warning:student", args=[flag.student_id])
        yield accounts.Task(says, url, _("See why"), urgency, flag.student_id, ("directory", access.CLASS))
