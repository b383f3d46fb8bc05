"""What proposed goals add to a student's page and to Today."""

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import api as students
from throughline.rooms.support import access
from throughline.rooms.support.models import Proposal
from throughline.rooms.support.planned import PLAN_CLASS
from throughline.rooms.support.proposals.queries import find_proposed, find_waiting
from throughline.rooms.support.proposals.words import SELF, proposal_status, proposed_by, quoted, title_for
from throughline.rooms.support.proposed import VOICE_CLASS
from throughline.rooms.support.proposing.facets import PROPOSED, WAITS
from throughline.rooms.support.proposing.whose import find_theirs
from throughline.values.viewer import Viewer

CLASSES = frozenset({VOICE_CLASS, PLAN_CLASS})
MOST_SHOWN, MOST_LETTERS, MOST_TASKS = 2, 120, 10
# For how long Today tells whoever proposed a goal what became of it.
TOLD_FOR = timedelta(days=14)


def find_parts(viewer: Viewer, student: students.Student) -> Iterator[students.Part]:
    """This function will ask the family and the student for a goal, and tell staff of those that wait."""
    if not students.reaches_student(viewer, student, VOICE_CLASS):
        return
    url, role = reverse("support:proposals", args=[student.pk]), students.speaks_as(viewer, student.pk)
    if role:
        found = find_proposed(viewer, student.pk)
        lines = [f"{_quoted(one.proposal)} {proposal_status(one).word}." for one in found[:MOST_SHOWN]]
        says = " ".join(lines) or _("Tell the school what the plan should work on, in your own words and language.")
        action = _("Propose another goal") if found else _("Propose a goal")
        yield students.Part(title_for(role), says, url, action, CLASSES if found else frozenset(), near_top=True)
        return
    waiting = find_waiting(viewer, student)
    if waiting:
        lines = [f"{_quoted(row)} {proposed_by(row)}." for row in waiting[:MOST_SHOWN]]
        if more := len(waiting) - len(lines):
            lines.append(ngettext("And %(n)s more.", "And %(n)s more.", more) % {"n": more})
        yield students.Part(_("Proposed for the plan"), " ".join(lines), url, _("Read what was proposed"), CLASSES)


def find_tasks(viewer: Viewer) -> Iterator[accounts.Task]:
    """This function will tell what waits for one's answer, and what became of what one proposed oneself."""
    yield from _to_answer(viewer)
    held = students.get_relations_of(viewer).filter(relation__in=("self", "guardian"))
    if viewer.behind is None and held.exists():
        yield from _answered(viewer)


def _to_answer(viewer: Viewer) -> Iterator[accounts.Task]:
    theirs = find_theirs(viewer, MOST_TASKS + 1)
    for row, may_answer in theirs[:MOST_TASKS]:
        words = {"name": row.student.name, "words": _quoted(row)}
        by_self, waits_long = row.proposed_as == SELF, bool(row.passed_on or row.passed_further_on)
        if may_answer:
            says = _("The family of %(name)s proposes a goal for the plan: %(words)s") % words
            if by_self:
                says = _("%(name)s proposes a goal for the plan: %(words)s") % words
            url, action = reverse("support:answer_proposal", args=[row.pk]), _("Read and answer")
        else:
            says, action = _unanswered(by_self=by_self, waits_long=waits_long) % words, _("Name who answers")
            url = f"{reverse('students:team', args=[row.student_id])}?name"
        urgency: accounts.Urgency = "overdue" if waits_long else "soon"
        yield accounts.Task(says, url, action, urgency, row.student_id, ("directory", VOICE_CLASS))
    if len(theirs) > MOST_TASKS:
        says = _("More goals that were proposed wait for an answer, newer than these.")
        url = f"{reverse('students:students')}?{urlencode({PROPOSED: WAITS})}"
        yield accounts.Task(says, url, _("See for whom"), "soon")


def _unanswered(*, by_self: bool, waits_long: bool) -> str:
    """What is said to whoever may not answer, and names who does: that nobody is there, or that it waits too long."""
    if waits_long and by_self:
        return _("%(name)s proposed a goal for the plan, and waits too long for an answer: %(words)s")
    if waits_long:
        return _("The family of %(name)s proposed a goal for the plan, and waits too long for an answer: %(words)s")
    if by_self:
        return _("%(name)s proposes a goal for the plan, and nobody answers for it yet: %(words)s")
    return _("The family of %(name)s proposes a goal for the plan, and nobody answers for it yet: %(words)s")


def _answered(viewer: Viewer) -> Iterator[accounts.Task]:
    since = accounts.today() - TOLD_FOR
    rows = access.get_answers_for(viewer).filter(answered_on__gte=since, let_go_at=None)
    mine = rows.filter(proposal__in=access.get_proposals_for(viewer).filter(proposed_by=viewer.user_id or 0))
    for row in mine.select_related("proposal", "student").order_by("-answered_on", "-pk")[:MOST_TASKS]:
        words = {"name": row.student.name, "words": _quoted(row.proposal)}
        if row.goal_id:
            says = _("What you proposed for %(name)s was taken into the plan: %(words)s") % words
        else:
            says = _("The school answered what you proposed for %(name)s: %(words)s") % words
        url = reverse("support:proposals", args=[row.student_id])
        yield accounts.Task(says, url, _("See it"), "look", row.student_id, ("directory", *sorted(CLASSES)))


def _quoted(row: Proposal) -> str:
    return quoted(Truncator(" ".join(row.text.split())).chars(MOST_LETTERS))
