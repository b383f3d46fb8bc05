"""A proposed goal becomes a goal of a plan, or waits anew because that goal was let go of before the plan started."""

from collections.abc import Collection
from datetime import datetime

from django.db import IntegrityError, transaction

from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit
from throughline.rooms.support import access
from throughline.rooms.support.models import Goal, Proposal, ProposalAnswer
from throughline.rooms.support.proposals.queries import find_waiting
from throughline.values.errors import RefusedInput
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop


def take_in(by: Viewer, at: datetime, goal: Goal, proposal_id: int) -> ProposalAnswer:
    """This function will keep that a goal came from a proposal for the same student.

    The caller has checked that `by` may write the plan. **Raises** `RefusedInput` where the proposal waits no more.
    """
    waiting = {row.pk: row for row in find_waiting(by, goal.student)}
    proposal = waiting.get(proposal_id)
    if proposal is None:
        raise no_longer()
    return keep_answer(
        by,
        at,
        ProposalAnswer(proposal=proposal, student_id=goal.student_id, goal=goal, answered_by_id=by.user_id or 0),
        act="take in",
    )


def keep_answer(by: Viewer, at: datetime, answer: ProposalAnswer, *, act: str) -> ProposalAnswer:
    """This function will keep an answer to a proposal. **Raises** `RefusedInput` where it waits no more.

    Somebody may have answered meanwhile, or whoever proposed it may have withdrawn it: the first of the two holds.
    """
    answer.answered_on = accounts.today()
    try:
        with transaction.atomic():
            answer.save()
    except IntegrityError:
        raise no_longer() from None
    if Proposal.objects.filter(pk=answer.proposal_id, withdrawn_at__isnull=False).exists():
        raise no_longer()
    audit.record_act(by=by, at=at, act=act, noun="proposed goal", object_id=answer.proposal_id)
    return answer


def let_go(by: Viewer, at: datetime, goal_ids: Collection[int]) -> None:
    """This function will have what these goals came from wait anew: they were let go of before their plan started."""
    for answer in access.get_answers_for(by).filter(goal__in=list(goal_ids), let_go_at=None):
        answer.let_go_at = at
        answer.save(update_fields=["let_go_at"])
        audit.record_act(by=by, at=at, act="let go", noun="proposed goal", object_id=answer.proposal_id)


def no_longer() -> RefusedInput:
    """This function will say that a proposal was answered or withdrawn meanwhile."""
    return RefusedInput(
        gettext_noop("This proposal was answered or withdrawn meanwhile."),
        gettext_noop("Open the student's page to see how it stands."),
    )
