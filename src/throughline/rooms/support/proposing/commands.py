"""Propose a goal for a student's plan, withdraw it, and answer one that is not taken in."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit
from throughline.rooms.students import api as students
from throughline.rooms.support import access
from throughline.rooms.support.models import Proposal, ProposalAnswer
from throughline.rooms.support.plans.queries import may_plan
from throughline.rooms.support.proposals.queries import find_proposal, find_proposed, find_voiced
from throughline.rooms.support.proposals.reasons import reasons
from throughline.rooms.support.proposals.taking import keep_answer, no_longer
from throughline.values.errors import NotAllowed, NotFound, RefusedInput
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

MOST_LETTERS = 500
# So many may wait for an answer at once: a plan has few goals, and nobody reads a list of many.
MOST_WAITING = 10


@transaction.atomic
def propose_goal(*, by: Viewer, at: datetime, student_id: int, key: UUID, text: str, language: str) -> Proposal:
    """This function will keep a goal that the student or who stands for them proposes, word for word. Sent twice: once.

    **Raises** `NotFound` for a student of whom they read nothing, `NotAllowed` where they may not speak for the
    student, `RefusedInput` where it says nothing, or too much.
    """
    student = find_voiced(by, student_id)
    role = students.speaks_as(by, student_id)
    if not role:
        raise NotAllowed(
            gettext_noop("The student, and those who may speak for the student, propose goals here."),
            gettext_noop("If you think that you may, ask the school's office."),
        )
    words = text.strip()
    if not words:
        raise RefusedInput(
            gettext_noop("There is nothing written yet."), gettext_noop("Write it in a sentence or two.")
        )
    if len(words) > MOST_LETTERS:
        raise RefusedInput(gettext_noop("It is longer than fits here."), gettext_noop("Keep it to a few sentences."))
    sent = access.get_proposals_for(by).filter(key=key).first()
    if sent is not None and sent.student_id == student.pk and sent.proposed_by_id == by.user_id:
        return sent
    if sum(one.waits and one.proposal.proposed_by_id == by.user_id for one in find_proposed(by, student_id)) >= (
        MOST_WAITING
    ):
        raise RefusedInput(
            gettext_noop("Several of your proposals wait for an answer."),
            gettext_noop("Withdraw one, or ask the school to answer first."),
        )
    row = Proposal(
        key=key,
        student=student,
        text=words,
        language=language.partition("-")[0],
        proposed_by_id=by.user_id or 0,
        proposed_as=role,
        proposed_on=accounts.today(),
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise RefusedInput(
            gettext_noop("Something else was kept from this page before."), gettext_noop("Open the form anew.")
        ) from None
    audit.record_act(by=by, at=at, act="propose", noun="goal", object_id=row.pk)
    return row


@transaction.atomic
def withdraw_proposal(*, by: Viewer, at: datetime, proposal_id: int) -> Proposal:
    """This function will withdraw a goal that `by` proposed; it stays to be read, shown withdrawn.

    **Raises** `NotFound` where it is not theirs, `NotAllowed` where they may not speak for the student any more,
    `RefusedInput` where it was answered.
    """
    row = find_proposal(by, proposal_id).proposal
    if row.proposed_by_id != by.user_id or by.behind is not None:
        raise NotFound(gettext_noop("There is no such proposal of yours."))
    if not students.speaks_as(by, row.student_id):
        raise NotAllowed(gettext_noop("The student, and those who may speak for the student, propose goals here."))
    held = access.get_proposals_for(by).select_for_update(of=("self",)).get(pk=row.pk)
    if find_proposal(by, proposal_id).answer is not None:
        raise no_longer()
    if held.withdrawn_at is None:
        held.withdrawn_at = at
        held.save(update_fields=["withdrawn_at"])
        audit.record_act(by=by, at=at, act="withdraw", noun="goal", object_id=row.pk)
    return held


@transaction.atomic
def answer_proposal(*, by: Viewer, at: datetime, proposal_id: int, reason: str, words: str = "") -> ProposalAnswer:
    """This function will say why a proposed goal is not taken in, to whoever proposed it.

    **Raises** `NotFound`, `NotAllowed` where `by` may write no plan for the student, `RefusedInput` where a reason or
    its words are needed, or it waits no more.
    """
    one = find_proposal(by, proposal_id)
    if not may_plan(by, one.proposal.student_id):
        raise NotAllowed(gettext_noop("Your role does not let you write a plan for this student."))
    chosen, said = reasons().get(reason), words.strip()
    if chosen is None:
        raise RefusedInput(gettext_noop("Say why it is not taken in."), gettext_noop("Choose one of those offered."))
    if chosen.words and not said:
        raise RefusedInput(
            gettext_noop("This reason needs a sentence of your own."),
            gettext_noop("The family reads it; write it in their language where you can."),
        )
    if not one.waits:
        raise no_longer()
    answer = ProposalAnswer(
        proposal=one.proposal,
        student_id=one.proposal.student_id,
        reason=reason,
        words=said[:MOST_LETTERS],
        answered_by_id=by.user_id or 0,
    )
    return keep_answer(by, at, answer, act="answer")
