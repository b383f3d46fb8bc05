"""The goals and actions of a plan, kept as they were written on its page."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max

from throughline.rooms.accounts import api as accounts
from throughline.rooms.partners import api as partners
from throughline.rooms.support import access
from throughline.rooms.support.models import Action, Goal, Plan
from throughline.rooms.support.planned import Reached, State, Whose
from throughline.rooms.support.plans.queries import WORKED_ON, find_owners, find_tieable
from throughline.rooms.support.proposals.taking import let_go, take_in
from throughline.values.errors import RefusedInput
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop


@dataclass(frozen=True, slots=True)
class ActionFacts:
    """What somebody does for a goal; `owner_id` names one of the staff. An empty text lets go of an action there is."""

    text: str
    whose: str = Whose.STAFF
    owner_id: int | None = None
    due_on: date | None = None
    action_id: int | None = None


@dataclass(frozen=True, slots=True)
class GoalFacts:
    """What is to be reached, how one shall know, its actions, and the supports that serve it.

    An empty text lets go of a goal of a draft. `support_ids` of None leaves the supports as they are tied.
    `proposal_id` is what the student or the family proposed, that a new goal takes up.
    """

    text: str
    domain: str
    sign: str = ""
    baseline: str = ""
    target: str = ""
    due_on: date | None = None
    actions: tuple[ActionFacts, ...] = ()
    support_ids: tuple[int, ...] | None = None
    goal_id: int | None = None
    proposal_id: int | None = None


def keep_goals(by: Viewer, at: datetime, plan: Plan, goals: tuple[GoalFacts, ...]) -> None:
    """This function will keep goals and their actions as written; those not named stay as they are.

    **Raises** `RefusedInput` where something is needed.
    """
    there = {goal.pk: goal for goal in access.get_goals_for(by).filter(plan=plan, reached__in=WORKED_ON)}
    owners = {one.user_id for one in find_owners(plan.student)}
    place = access.get_goals_for(by).filter(plan=plan).aggregate(last=Max("place"))["last"] or 0
    for facts in goals:
        goal = there.get(facts.goal_id or 0)
        if facts.goal_id and goal is None:
            raise _gone()
        if goal is None and not facts.text.strip():
            continue
        if goal is None:
            place += 1
            goal = Goal(plan=plan, student_id=plan.student_id, place=place)
        is_new = goal.pk is None
        _keep_goal(by, plan, goal, facts)
        if goal.reached == Reached.DROPPED:
            let_go(by, at, [goal.pk])
        elif is_new and facts.proposal_id:
            take_in(by, at, goal, facts.proposal_id)
        _keep_actions(by, plan, goal, facts.actions, owners)


def _keep_goal(by: Viewer, plan: Plan, goal: Goal, facts: GoalFacts) -> None:
    if not facts.text.strip():
        if plan.state != State.DRAFT:
            raise RefusedInput(
                gettext_noop("A goal of a plan under way keeps its words."),
                gettext_noop("Let go of it on the plan's page, and say why."),
            )
        goal.reached, goal.said_on, goal.said_by_id = Reached.DROPPED, accounts.today(), by.user_id
    elif facts.domain not in dict(partners.domain_choices()):
        raise RefusedInput(gettext_noop("Choose what the goal is about."), "")
    else:
        goal.text, goal.domain, goal.due_on = facts.text.strip(), facts.domain, facts.due_on
        goal.sign, goal.baseline, goal.target = facts.sign.strip(), facts.baseline.strip(), facts.target.strip()
    goal.record_class = plan.record_class
    goal.save()
    if facts.support_ids is not None:
        _tie(by, plan, goal, set(facts.support_ids))


def _tie(by: Viewer, plan: Plan, goal: Goal, chosen: set[int]) -> None:
    """Tie to the goal those supports of the student that `by` may write, and untie those taken off."""
    for support in find_tieable(by, plan.student_id):
        wanted = support.pk in chosen
        if wanted != (support.goal_id == goal.pk):
            support.goal = goal if wanted else None
            support.revision += 1
            support.save(update_fields=["goal", "revision"])


def _keep_actions(by: Viewer, plan: Plan, goal: Goal, actions: tuple[ActionFacts, ...], owners: set[int]) -> None:
    rows = access.get_actions_for(by).filter(goal=goal)
    there = {row.pk: row for row in rows}
    place = max((row.place for row in there.values()), default=0)
    for facts in actions:
        action = there.get(facts.action_id or 0)
        if facts.action_id and action is None:
            raise _gone()
        if action is None and not facts.text.strip():
            continue
        if action is None:
            place += 1
            action = Action(goal=goal, plan=plan, student_id=plan.student_id, place=place)
        _set_action(by, action, facts, owners)
        action.record_class = plan.record_class
        action.save()


def _set_action(by: Viewer, action: Action, facts: ActionFacts, owners: set[int]) -> None:
    if not facts.text.strip():
        action.dropped_on, action.said_by_id = accounts.today(), by.user_id
        return
    if facts.whose not in Whose.values or (facts.whose == Whose.STAFF) != (facts.owner_id is not None):
        raise RefusedInput(gettext_noop("Say who does it."), gettext_noop("Choose one of those offered."))
    if facts.owner_id is not None and facts.owner_id not in owners | {action.owner_id}:
        raise RefusedInput(
            gettext_noop("Only somebody of the staff who may see this plan can do something for it."),
            gettext_noop("Choose another."),
        )
    action.text, action.whose, action.owner_id = facts.text.strip(), facts.whose, facts.owner_id
    action.due_on = facts.due_on


def _gone() -> RefusedInput:
    return RefusedInput(
        gettext_noop("A goal or action on this page is no longer worked on."),
        gettext_noop("Open the plan anew to see how it stands."),
    )
