"""What proposed goals add to a student's timeline, and so to the packet: each proposal, and the answer that stands."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from throughline.rooms.students import api as students
from throughline.rooms.support import access
from throughline.rooms.support.models import Proposal, ProposalAnswer
from throughline.rooms.support.planned import PLAN_CLASS, State
from throughline.rooms.support.proposals.queries import Proposed, with_goals_taken
from throughline.rooms.support.proposals.reasons import reason_words
from throughline.rooms.support.proposals.words import SELF, language_words, quoted
from throughline.rooms.support.proposed import VOICE_CLASS
from throughline.values.viewer import Viewer
from throughline.web.components import figures


def find_strands(viewer: Viewer, student: students.Student, sight: students.Sight) -> Iterator[students.Strand]:
    """This function will add to a student's timeline what was proposed for the plan, and what became of it.

    Each stands there for whoever may read it on the page of proposals, whose own access it is asked by.
    """
    if VOICE_CLASS not in sight:
        return
    rows = access.get_proposals_for(viewer).filter(student=student)
    answers = access.get_answers_for(viewer).filter(student=student, let_go_at=None, proposal__in=rows.values("pk"))

    def told(found: list[ProposalAnswer]) -> dict[int, students.Happening]:
        return {one.answer.pk: _became(one) for one in with_goals_taken(viewer, found) if one.answer}

    # Of one day the answer comes first, since the newest does.
    answered, proposed = answers.select_related("proposal", "answered_by"), rows.select_related("proposed_by")
    yield students.Strand("proposal", _("Proposed goals"), "", answered, "answered_on", told)
    yield students.Strand("proposed", _("Proposed goals"), "", proposed, "proposed_on", _said)


def _said(rows: list[Proposal]) -> dict[int, students.Happening]:
    found = {}
    for row in rows:
        by_self = row.proposed_as == SELF
        title = (
            _("The student proposed a goal for the plan") if by_self else _("The family proposed a goal for the plan")
        )
        parts = [row.proposed_by.name, language_words(row.language)]
        if row.withdrawn_at is not None:
            parts.append(_("Withdrawn %(day)s") % {"day": figures.short_day(row.withdrawn_at.date())})
        found[row.pk] = _told(title, parts, row, VOICE_CLASS)
    return found


def _became(one: Proposed) -> students.Happening:
    answer = one.answer
    if answer is None:
        return students.Happening("")
    if not answer.goal_id:
        title = _("The school answered a proposed goal")
    elif one.goal is None or one.goal.plan.state == State.DRAFT:
        title = _("A proposed goal was taken into the plan being written")
    else:
        title = _("A proposed goal was taken into the plan")
    parts = []
    if one.goal is not None and one.goal.text != one.proposal.text:
        parts.append(_("Goal: %(text)s") % {"text": one.goal.text})
    said = reason_words(answer.reason, to_student=one.proposal.proposed_as == SELF)
    parts += [said, answer.words, answer.answered_by.name]
    # The answer quotes what it answers, so that a printed packet can be read alone.
    return _told(title, parts, one.proposal, PLAN_CLASS, (VOICE_CLASS,))


def _told(
    title: str, parts: list[str], row: Proposal, record_class: str, also: tuple[str, ...] = ()
) -> students.Happening:
    """A happening that quotes a proposal, in the language it was written in, before what else is said of it."""
    text = " · ".join(part for part in parts if part)
    url = f"{reverse('support:proposals', args=[row.student_id])}#proposal-{row.pk}"
    return students.Happening(title, text, url, record_class, also, quoted(row.text), row.language)
