"""What supports add to a student's page, to the timeline, to a program's page and to Today."""

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.rooms.accounts import api as accounts
from throughline.rooms.partners import api as partners
from throughline.rooms.students import api as students
from throughline.rooms.support import access
from throughline.rooms.support.models import Session, Support
from throughline.rooms.support.supports.queries import (
    CLASSES,
    Came,
    count_sessions,
    find_unchecked,
    may_log_any,
    may_write,
    seen_supports,
)
from throughline.rooms.support.supports.showing import session_words
from throughline.rooms.support.supports.words import came_words, days_words, helped_words
from throughline.values.viewer import Viewer
from throughline.web.components import figures

MOST_NAMED = 4
MOST_TASKS = 10


def find_parts(viewer: Viewer, student: students.Student) -> Iterator[students.Part]:
    """This function will tell a student's supports at a glance, to those who may see any."""
    reaches = accounts.find_reaches(viewer, "see", CLASSES)
    if not any(reach and students.reaches_student(viewer, student, name) for name, reach in reaches.items()):
        return
    rows = access.get_supports_for(viewer, of=student).filter(ended_on=None).select_related("program")
    supports = list(rows.order_by("starts_on", "pk"))
    if not supports and accounts.memberships(viewer):
        return
    url = reverse("support:supports", args=[student.pk])
    classes = frozenset(row.record_class for row in supports)
    yield students.Part(_("Plan and supports"), _at_a_glance(viewer, supports), url, _("Plan and supports"), classes)


def _at_a_glance(viewer: Viewer, supports: list[Support]) -> str:
    if not supports:
        return _("No support is given now.")
    came = count_sessions(access.get_sessions_for(viewer).filter(support__in=[row.pk for row in supports]))
    named = [f"{row.program.name} ({_came(came.get(row.pk, Came()))})" for row in supports[:MOST_NAMED]]
    more = len(supports) - len(named)
    says = "; ".join(named) + "."
    if more:
        says += " " + ngettext("And %(n)s more.", "And %(n)s more.", more) % {"n": more}
    return says


def _came(came: Came) -> str:
    words = came_words(came.attended, came.missed)
    return words[:1].lower() + words[1:]


def find_strands(viewer: Viewer, student: students.Student, sight: students.Sight) -> Iterator[students.Strand]:
    """This function will add to a student's timeline each support's first and last day, and each session."""
    if not any(name in sight for name in CLASSES):
        return
    rows = access.get_supports_for(viewer).filter(student=student).select_related("program", "owner")
    yield students.Strand("support", _("Supports"), "", rows, "starts_on", _begun)
    ended = rows.exclude(ended_on=None)
    yield students.Strand("support_end", _("Supports"), "", ended, "ended_on", _ended)
    told = access.get_sessions_for(viewer).filter(student=student, taken_back_at=None)
    told = told.select_related("support__program")
    yield students.Strand("session", _("Sessions of supports"), "", told, "on", _met)


def _begun(rows: list[Support]) -> dict[int, students.Happening]:
    return {
        row.pk: students.Happening(
            _("Support: %(program)s") % {"program": row.program.name},
            " · ".join((row.purpose, days_words(row), row.owner.name)),
            reverse("support:support", args=[row.pk]),
            row.record_class,
        )
        for row in rows
    }


def _ended(rows: list[Support]) -> dict[int, students.Happening]:
    found = {}
    for row in rows:
        title = _("Support ended: %(program)s") % {"program": row.program.name}
        parts = (row.why_ended, helped_words(row.helped) or _("Not checked yet"), row.check_words)
        text, url = " · ".join(part for part in parts if part), reverse("support:support", args=[row.pk])
        found[row.pk] = students.Happening(title, text, url, row.record_class)
    return found


def _met(rows: list[Session]) -> dict[int, students.Happening]:
    return {
        row.pk: students.Happening(
            row.support.program.name,
            session_words(row),
            reverse("support:support", args=[row.support_id]),
            row.record_class,
        )
        for row in rows
    }


def find_links(viewer: Viewer, program: partners.Program) -> Iterator[tuple[str, str]]:
    """This function will offer to write down a program's sessions, to those who write of anybody's supports."""
    if may_log_any(viewer):
        yield _("Write down a session"), reverse("support:log_group", args=[program.pk])


def find_tasks(viewer: Viewer) -> Iterator[accounts.Task]:
    """This function will list the supports one answers for that ended unchecked, or are past their planned end."""
    mine = Q(owner=viewer.user_id or 0)
    unchecked = find_unchecked(viewer).filter(mine, pk__in=may_write(viewer).values("pk"))
    for row in unchecked.order_by("ended_on", "pk")[:MOST_TASKS]:
        words = {"program": row.program.name, "name": row.student.name}
        says = _("%(program)s ended for %(name)s. Did it help?") % words
        url = reverse("support:check_support", args=[row.pk])
        yield accounts.Task(says, url, _("Say so"), "today", row.student_id, ("directory", row.record_class))
    late = seen_supports(viewer).filter(ended_on=None, ends_on__lt=accounts.today()).filter(mine)
    for row in late.order_by("ends_on", "pk")[:MOST_TASKS]:
        words = {"program": row.program.name, "name": row.student.name, "day": figures.short_day(row.ends_on)}
        says = _("%(program)s of %(name)s was planned until %(day)s.") % words
        url = reverse("support:support", args=[row.pk])
        yield accounts.Task(says, url, _("See it"), "today", row.student_id, ("directory", row.record_class))
