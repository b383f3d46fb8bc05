"""Proposed goals put in words for their pages."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from throughline.rooms.support.plans.kinds import plan_kind_words
from throughline.rooms.support.plans.words import plan_status
from throughline.rooms.support.proposals.queries import Proposed
from throughline.rooms.support.proposals.reasons import reason_words
from throughline.rooms.support.proposals.words import (
    SELF,
    answered_by,
    language_words,
    passed_on_words,
    proposal_status,
    proposed_by,
)
from throughline.rooms.support.proposing.queries import AnswerPage, ProposalsPage
from throughline.web.components.pieces import Status

TAKE, TAKEN = "take", "taken"


@dataclass(frozen=True, slots=True)
class Shown:
    """A proposal in words: whose, how it stands, to whom it was passed on, what was answered, the goal it became.

    And what the viewer may do.
    """

    pk: int
    text: str
    lang: str
    who: str
    written_in: str
    status: Status
    passed: str
    reason: str
    words: str
    answered_by: str
    goal: str
    goal_url: str
    may_withdraw: bool
    may_answer: bool


def shown_proposals(page: ProposalsPage, user_id: int) -> list[Shown]:
    """This function will put all that was proposed for a student in words, what waits first."""
    ordered = sorted(page.proposed, key=lambda one: not one.waits)
    return [shown(one, user_id, role=page.role, may_plan=page.may_plan) for one in ordered]


def shown(one: Proposed, user_id: int, *, role: str = "", may_plan: bool = False) -> Shown:
    """This function will put one proposal in words, for whoever may withdraw it or answer it."""
    row, answer = one.proposal, one.answer
    goal = one.goal
    return Shown(
        row.pk,
        row.text,
        row.language,
        proposed_by(row),
        language_words(row.language),
        proposal_status(one),
        passed_on_words(row),
        reason_words(answer.reason, to_student=row.proposed_as == SELF) if answer else "",
        answer.words if answer else "",
        answered_by(one) if answer else "",
        _goal_words(one),
        f"{reverse('support:plan', args=[goal.plan_id])}#goal-{goal.pk}" if goal else "",
        one.waits and bool(role) and row.proposed_by_id == user_id,
        one.waits and may_plan,
    )


def _goal_words(one: Proposed) -> str:
    """What the goal says that it became, where it says it otherwise."""
    if one.goal is None:
        return ""
    return one.goal.text if one.goal.text != one.proposal.text else _("See it in the plan")


def plans_to_take(page: AnswerPage) -> Iterable[tuple[str, str, str]]:
    """This function will name the plans a proposal may be taken into: each with how it stands, and its form."""
    for plan in page.plans:
        url = reverse("support:change_plan", args=[plan.pk])
        yield plan_kind_words(plan.kind), plan_status(plan).word, f"{url}?{TAKE}={page.one.proposal.pk}#{TAKEN}"
    yield "", "", f"{reverse('support:new_plan', args=[page.student.pk])}?{TAKE}={page.one.proposal.pk}#{TAKEN}"
