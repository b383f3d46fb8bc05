"""The pages of proposed goals, noted as they are read."""

from dataclasses import dataclass
from datetime import datetime

from throughline.rooms.students import api as students
from throughline.rooms.support.models import Plan
from throughline.rooms.support.planned import PLAN_CLASS, State
from throughline.rooms.support.plans.queries import may_plan, seen_plans
from throughline.rooms.support.proposals.queries import Proposed, find_proposal, find_proposed, find_voiced
from throughline.rooms.support.proposed import VOICE_CLASS
from throughline.values.errors import NotAllowed
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop


@dataclass(frozen=True, slots=True)
class ProposalsPage:
    """All that was proposed for a student's plan; `role` is as whom the viewer may propose, and nothing for others."""

    student: students.Student
    proposed: list[Proposed]
    role: str
    may_plan: bool


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """One proposal that the viewer may take into a plan or answer, and the plans it could be taken into."""

    student: students.Student
    one: Proposed
    plans: list[Plan]


def proposals_page(viewer: Viewer, student_id: int, *, at: datetime) -> ProposalsPage:
    """This function will return what was proposed for a student's plan, and note that `viewer` looked.

    **Raises** `NotFound` where there is no such student, or none of whom they read what is told.
    """
    student = find_voiced(viewer, student_id)
    _note(viewer, student, at=at)
    rows, role = find_proposed(viewer, student_id), students.speaks_as(viewer, student_id)
    return ProposalsPage(student, rows, role, may_plan(viewer, student_id))


def answer_page(viewer: Viewer, proposal_id: int, *, at: datetime) -> AnswerPage:
    """This function will return a proposal that `viewer` may take in or answer, and note that they looked.

    **Raises** `NotFound`, `NotAllowed` where they may write no plan for the student.
    """
    one = find_proposal(viewer, proposal_id)
    student = one.proposal.student
    if not may_plan(viewer, student.pk):
        raise NotAllowed(gettext_noop("Your role does not let you write a plan for this student."))
    _note(viewer, student, at=at)
    plans = seen_plans(viewer).filter(student=student, state__in=(State.ACTIVE, State.DRAFT))
    return AnswerPage(student, one, list(plans.order_by("-starts_on", "-pk")))


def _note(viewer: Viewer, student: students.Student, *, at: datetime) -> None:
    sight = students.explain_sight(viewer, [student], ("directory", VOICE_CLASS, PLAN_CLASS))[student.pk]
    known = {name for name in ("directory", VOICE_CLASS, PLAN_CLASS) if name in sight}
    students.note_looked(by=viewer, at=at, shown=[(student.pk, sight, known)], place="support.proposals")
