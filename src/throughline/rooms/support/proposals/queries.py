"""Goals that students and families proposed, as far as a viewer may see them, and what became of each."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from throughline.rooms.students import api as students
from throughline.rooms.support import access
from throughline.rooms.support.models import Goal, Proposal, ProposalAnswer
from throughline.rooms.support.proposed import VOICE_CLASS
from throughline.values.errors import NotFound
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal with the answer that stands; without one it waits, unless it was withdrawn.

    `goal` is what it became, once the viewer may see it: a draft is for staff.
    """

    proposal: Proposal
    answer: ProposalAnswer | None = None
    goal: Goal | None = None

    @property
    def waits(self) -> bool:
        return self.answer is None and self.proposal.withdrawn_at is None


def find_proposed(viewer: Viewer, student_id: int) -> list[Proposed]:
    """This function will return what was proposed for a student's plan, the newest first: three questions at most."""
    rows = access.get_proposals_for(viewer).filter(student=student_id).select_related("proposed_by")
    found = list(rows.order_by("-proposed_on", "-pk"))
    return _with_answers(viewer, found)


def find_waiting(viewer: Viewer, student: students.Student) -> list[Proposal]:
    """This function will return all that waits for an answer about a student, the oldest first: one question."""
    rows = access.get_waiting_proposals_for(viewer, of=student).select_related("proposed_by")
    return list(rows.order_by("proposed_on", "pk"))


def find_proposal(viewer: Viewer, proposal_id: int) -> Proposed:
    """This function will return one proposal. **Raises** `NotFound` where there is none they may see."""
    rows = access.get_proposals_for(viewer).filter(student__in=students.get_students_for(viewer))
    row = rows.select_related("proposed_by", "student__home_school").filter(pk=proposal_id).first()
    if row is None:
        raise NotFound(gettext_noop("There is no such proposal, or none you may see."))
    return _with_answers(viewer, [row])[0]


def find_taken(viewer: Viewer, goal_ids: Collection[int]) -> Mapping[int, ProposalAnswer]:
    """This function will return by which answer goals came from a proposal, each with the proposal: one question."""
    rows = access.get_answers_for(viewer).filter(goal__in=list(goal_ids), let_go_at=None)
    rows = rows.filter(proposal__in=access.get_proposals_for(viewer)).select_related("proposal__proposed_by")
    return {row.goal_id or 0: row for row in rows}


def with_goals_taken(viewer: Viewer, answers: list[ProposalAnswer]) -> list[Proposed]:
    """This function will put to answers, each with its proposal, the goals that were taken: one question at most."""
    ids = [row.goal_id for row in answers if row.goal_id]
    goals = access.get_goals_for(viewer).select_related("plan").in_bulk(ids) if ids else {}
    return [Proposed(row.proposal, row, goals.get(row.goal_id or 0)) for row in answers]


def find_voiced(viewer: Viewer, student_id: int) -> students.Student:
    """This function will return a student of whom `viewer` may read what is proposed. **Raises** `NotFound`."""
    found = students.find_student_for(viewer, student_id, VOICE_CLASS)
    if found is None:
        raise NotFound(gettext_noop("There is no such student, or none you may see."))
    return found


def _with_answers(viewer: Viewer, rows: list[Proposal]) -> list[Proposed]:
    if not rows:
        return []
    answers = access.get_answers_for(viewer).filter(proposal__in=[row.pk for row in rows], let_go_at=None)
    standing = with_goals_taken(viewer, list(answers.select_related("proposal", "answered_by")))
    answered = {one.proposal.pk: one for one in standing}
    found = []
    for row in rows:
        one = answered.get(row.pk, Proposed(row))
        found.append(Proposed(row, one.answer, one.goal))
    return found
