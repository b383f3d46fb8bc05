"""What meetings add to a student's timeline and to Today."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import api as students
from throughline.rooms.support import access
from throughline.rooms.support.decisions.queries import find_late, find_mine
from throughline.rooms.support.decisions.words import due_status
from throughline.rooms.support.meetings.kinds import meeting_kind_words
from throughline.rooms.support.models import Decision, Turn
from throughline.values.viewer import Viewer
from throughline.web.components.figures import short_day

MOST_TASKS = 20
MOST_MEETINGS = 10
AHEAD = timedelta(days=7)


def find_strands(viewer: Viewer, student: students.Student, sight: students.Sight) -> Iterator[students.Strand]:
    """This function will add to a student's timeline the meetings that spoke of them, and what was decided there."""
    if "notes" not in sight:
        return
    mine = access.get_meetings_for(viewer)

    def tell(rows: list[Turn]) -> dict[int, students.Happening]:
        seen = set(mine.filter(pk__in={row.meeting_id for row in rows}).values_list("pk", flat=True))
        return {row.pk: _met(row, is_mine=row.meeting_id in seen) for row in rows}

    met = access.get_turns_for(viewer).filter(student=student).exclude(on=None)
    yield students.Strand("meeting", _("Meetings"), "notes", met, "on", tell)
    decided = access.get_decisions_for(viewer).filter(student=student, dropped_at=None).select_related("owner")
    yield students.Strand("decision", _("Meetings"), "notes", decided, "decided_on", _decided)


def _met(turn: Turn, *, is_mine: bool) -> students.Happening:
    url = reverse("support:turn", args=[turn.meeting_id, turn.pk]) if is_mine else ""
    return students.Happening(meeting_kind_words(turn.kind), "", url)


def _decided(rows: list[Decision]) -> dict[int, students.Happening]:
    found = {}
    for row in rows:
        parts = (row.owner.name, due_status(row).word, row.outcome)
        found[row.pk] = students.Happening(row.text, " · ".join(part for part in parts if part))
    return found


def find_tasks(viewer: Viewer) -> Iterator[accounts.Task]:
    """This function will list meetings of these days, what one said one would do, and what is late where one leads."""
    yield from _meetings(viewer)
    today = accounts.today()
    for row in find_mine(viewer).order_by("due_on", "pk")[:MOST_TASKS]:
        urgency: accounts.Urgency = "overdue" if row.due_on < today else "today" if row.due_on == today else "soon"
        words = {"what": row.text, "name": row.student.name, "day": short_day(row.due_on)}
        says, url = _("For %(name)s, by %(day)s: %(what)s") % words, reverse("support:finish_decision", args=[row.pk])
        yield accounts.Task(says, url, _("Say that it is done"), urgency, row.student_id, access.NAMED_WITH)
    if n := find_late(viewer).count():
        says = ngettext(
            "%(n)s decision of meetings you lead is late with somebody else.",
            "%(n)s decisions of meetings you lead are late with others.",
            n,
        )
        yield accounts.Task(says % {"n": n}, reverse("support:decisions"), _("See which"), "look")


def _meetings(viewer: Viewer) -> Iterator[accounts.Task]:
    today = accounts.today()
    near = Q(on__lte=today + AHEAD, on__gte=today) | Q(leader=viewer.user_id or 0, on__lt=today)
    own = access.get_meetings_for(viewer).filter(near, closed_at=None, member_ids__contains=[viewer.user_id or 0])
    for row in own.order_by("on", "pk")[:MOST_MEETINGS]:
        words = {"title": row.title, "day": short_day(row.on)}
        url = reverse("support:meeting", args=[row.pk])
        if row.begun_at:
            yield accounts.Task(_("“%(title)s” is under way.") % words, url, _("Go on"), "today")
        elif row.on == today:
            yield accounts.Task(_("“%(title)s” is today.") % words, url, _("Open it"), "today")
        elif row.on < today:
            says = _("“%(title)s” was planned for %(day)s and has not begun.")
            yield accounts.Task(says % words, url, _("Open it"), "overdue")
        else:
            yield accounts.Task(_("“%(title)s” is on %(day)s.") % words, url, _("Open it"), "look")
