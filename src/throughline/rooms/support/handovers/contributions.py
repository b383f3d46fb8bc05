"""What notes and handovers add to a student's page, and handovers to Today."""

from collections.abc import Iterator

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import api as students
from throughline.rooms.support import access
from throughline.rooms.support.handovers.covering import find_left, schools_covered
from throughline.rooms.support.handovers.own import TOLD_FOR, find_asked
from throughline.rooms.support.handovers.parts import season
from throughline.rooms.support.handovers.queries import find_arrived, unread
from throughline.rooms.support.notes.contributions import notes_part
from throughline.values.viewer import Viewer

# Whose work the handover is: of those who leave, and of those who come.
SENDERS = ("coordinator",)
RECEIVERS = ("coordinator", "school_counselor", "school_social_worker", "school_leader")


def find_parts(viewer: Viewer, student: students.Student) -> Iterator[students.Part]:
    """This function will point to a student's notes and handover, for those who may know of notes: one question.

    What a handover says is notes of its own, so that counting them tells whether there is one.
    """
    if not students.reaches_student(viewer, student, "notes"):
        return
    notes = access.get_notes_for(viewer, of=student)
    counted = notes.aggregate(n=Count("pk"), n_handed=Count("pk", filter=Q(handover__isnull=False)))
    yield notes_part(student, counted["n"])
    says = _("There is a handover note.") if counted["n_handed"] else _("What the next school should know.")
    yield students.Part(_("Handover"), says, reverse("support:handover", args=[student.pk]), _("Handover to a school"))


def find_tasks(viewer: Viewer) -> Iterator[accounts.Task]:
    """This function will tell whom nobody has written of, what one is asked to write, and what came to be read."""
    if season().holds(accounts.today()) and accounts.holds(viewer, *SENDERS):
        yield from _left(viewer)
    if n := find_asked(viewer).count():
        says = ngettext(
            "You are asked to write %(n)s handover note.", "You are asked to write %(n)s handover notes.", n
        )
        yield accounts.Task(says % {"n": n}, reverse("support:own_handovers"), _("Write"))
    if accounts.holds(viewer, *RECEIVERS) and (n := unread(find_arrived(viewer)).count()):
        says = ngettext(
            "%(n)s student came with a handover note that nobody has read yet.",
            "%(n)s students came with a handover note that nobody has read yet.",
            n,
        )
        yield accounts.Task(says % {"n": n}, reverse("support:arrived") + "?state=written", _("Read them"))
    since = timezone.now() - TOLD_FOR
    if n := access.get_handovers_sent_by(viewer).filter(read_at__gte=since).count():
        says = ngettext(
            "%(n)s handover note of yours was read at the next school.",
            "%(n)s handover notes of yours were read at the next school.",
            n,
        )
        yield accounts.Task(says % {"n": n}, reverse("support:own_handovers"), _("See by whom"), "look")


def _left(viewer: Viewer) -> Iterator[accounts.Task]:
    for school_id, name in schools_covered(viewer):
        if n := len(find_left(viewer, school_id)):
            says = ngettext(
                "%(n)s student moves on from %(school)s without a handover note.",
                "%(n)s students move on from %(school)s without a handover note.",
                n,
            )
            url = f"{reverse('support:handovers')}?school={school_id}"
            yield accounts.Task(says % {"n": n, "school": name}, url, _("See whom"))
