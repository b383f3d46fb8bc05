"""Mark a goal or an action, and review a plan: how each goal stands, then carry it on or close it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit
from throughline.rooms.support import access
from throughline.rooms.support.models import Action, Goal, LookBack, Plan
from throughline.rooms.support.planned import Reached, State
from throughline.rooms.support.plans.commands import PlanChangedMeanwhile
from throughline.rooms.support.plans.queries import WORKED_ON, find_writable, may_mark_own, may_plan
from throughline.rooms.support.progress.queries import find_action, find_goal
from throughline.values.errors import NotAllowed, RefusedInput
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

DONE, DROPPED, OPEN = "done", "dropped", "open"


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What a review says: what came of the plan, of each goal how it stands and why, and the next review if any."""

    words: str
    goals: Mapping[int, tuple[str, str]]
    next_on: date | None = None


@transaction.atomic
def mark_action(*, by: Viewer, at: datetime, action_id: int, mark: str) -> Action:
    """This function will say that an action is done, let go of, or to be done after all.

    Whoever does it says that it is done, and takes that back, also where they only read the plan.

    **Raises** `NotFound`, `NotAllowed` where `by` may not write the plan nor does the action, `RefusedInput` where the
    plan is not under way.
    """
    action = find_action(by, action_id)
    if may_plan(by, action.student_id):
        _under_way(find_writable(by, action.plan_id))
    else:
        _check_own(by, action, mark)
        _under_way(action.plan)
    if mark not in {DONE, DROPPED, OPEN}:
        raise RefusedInput(gettext_noop("Say whether it is done."), "")
    today = accounts.today()
    action.done_on = today if mark == DONE else None
    action.dropped_on = today if mark == DROPPED else None
    action.said_by_id = None if mark == OPEN else by.user_id
    action.save(update_fields=["done_on", "dropped_on", "said_by"])
    audit.record_act(by=by, at=at, act="mark", noun="plan action", object_id=action.pk)
    return action


@transaction.atomic
def mark_goal(*, by: Viewer, at: datetime, goal_id: int, reached: str, why: str = "") -> Goal:
    """This function will say how a goal stands; why is asked for where it is not met. **Raises** as `mark_action`."""
    goal = find_goal(by, goal_id)
    _under_way(find_writable(by, goal.plan_id))
    _say(by, goal, reached, why)
    audit.record_act(by=by, at=at, act="mark", noun="plan goal", object_id=goal.pk)
    return goal


@transaction.atomic
def review_plan(*, by: Viewer, at: datetime, plan_id: int, based_on: int, reviewed: Reviewed) -> Plan:
    """This function will keep a review of a plan: how each goal worked on stands, then it goes on or ends.

    Where it goes on, goals met in part or not at all are worked on anew. **Raises** `PlanChangedMeanwhile`,
    `RefusedInput` where something is needed; as `mark_action` otherwise.
    """
    plan = find_writable(by, plan_id)
    if plan.revision != based_on:
        raise PlanChangedMeanwhile(plan.revision)
    _under_way(plan)
    today = accounts.today()
    if not reviewed.words.strip():
        raise RefusedInput(gettext_noop("Say what came of the plan."), gettext_noop("A sentence is enough."))
    if reviewed.next_on is not None and reviewed.next_on <= today:
        raise RefusedInput(gettext_noop("The next review is on a day after today."), gettext_noop("Mend the day."))
    told = []
    for goal in access.get_goals_for(by).filter(plan=plan).order_by("place").select_for_update(of=("self",)):
        if goal.reached in WORKED_ON:
            _say(by, goal, *reviewed.goals.get(goal.pk, (Reached.OPEN, "")))
        told.append({"goal": goal.pk, "text": goal.text, "reached": goal.reached, "why": goal.why})
        if reviewed.next_on is not None and goal.reached in WORKED_ON:
            _work_on(goal)
    LookBack(
        plan=plan,
        student_id=plan.student_id,
        record_class=plan.record_class,
        on=today,
        words=reviewed.words.strip(),
        goals=told,
        next_on=reviewed.next_on,
        said_by_id=by.user_id or 0,
    ).save()
    if reviewed.next_on is not None:
        plan.review_on = reviewed.next_on
    else:
        plan.state, plan.closed_on, plan.outcome = State.CLOSED, today, reviewed.words.strip()
    plan.revision += 1
    plan.save()
    audit.record_act(by=by, at=at, act="review", noun="plan", object_id=plan.pk)
    return plan


def _say(by: Viewer, goal: Goal, reached: str, why: str) -> None:
    if reached not in Reached.values or reached == Reached.OPEN:
        raise RefusedInput(
            gettext_noop("Say of each goal how it stands."), gettext_noop("Choose one of those offered.")
        )
    if reached != Reached.MET and not why.strip():
        raise RefusedInput(
            gettext_noop("Say why a goal is met in part, not met, or let go."), gettext_noop("A sentence is enough.")
        )
    goal.reached, goal.why, goal.said_on, goal.said_by_id = reached, why.strip(), accounts.today(), by.user_id
    goal.save(update_fields=["reached", "why", "said_on", "said_by"])


def _work_on(goal: Goal) -> None:
    goal.reached, goal.why, goal.said_on, goal.said_by_id = Reached.OPEN, "", None, None
    goal.save(update_fields=["reached", "why", "said_on", "said_by"])


def _check_own(by: Viewer, action: Action, mark: str) -> None:
    """Of a plan one only reads, one marks what one does oneself: done, or not yet; others let go of it."""
    if not may_mark_own(by, action):
        raise NotAllowed(
            gettext_noop("Your role lets you read of this plan, and not write."),
            gettext_noop("You can mark what you do yourself."),
        )
    if mark == DROPPED or action.dropped_on is not None:
        raise NotAllowed(
            gettext_noop("Whoever writes the plan lets go of an action."),
            gettext_noop("Tell the person who answers for the plan."),
        )


def _under_way(plan: Plan) -> None:
    if plan.state != State.ACTIVE:
        raise RefusedInput(
            gettext_noop("Only a plan under way is marked and reviewed."), gettext_noop("Open it to see how it stands.")
        )
