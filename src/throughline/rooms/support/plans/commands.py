"""Write a plan, change it, start it, or throw its draft away."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from throughline.rooms.audit import api as audit
from throughline.rooms.support import access
from throughline.rooms.support.models import Plan
from throughline.rooms.support.planned import DRAFT_CLASS, PLAN_CLASS, Reached, State
from throughline.rooms.support.plans.keeping import GoalFacts, keep_goals
from throughline.rooms.support.plans.kinds import plan_kinds
from throughline.rooms.support.plans.queries import find_owners, find_planned, find_writable, may_plan
from throughline.rooms.support.proposals.taking import let_go
from throughline.values.errors import NotAllowed, RefusedInput
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What a plan says: its kind, why, what it builds on, its days, who answers for it, and its goals."""

    kind: str
    why: str
    starts_on: date
    review_on: date
    owner_id: int
    goals: tuple[GoalFacts, ...]
    builds_on: str = ""


class PlanChangedMeanwhile(RefusedInput):
    """Somebody changed the plan meanwhile; `now` is the revision it stands at."""

    def __init__(self, now: int) -> None:
        super().__init__(
            gettext_noop("Somebody changed this plan meanwhile."),
            gettext_noop("Open it beside this page, bring both together, and keep it once more."),
        )
        self.now = now


@transaction.atomic
def write_plan(
    *, by: Viewer, at: datetime, key: UUID, student_id: int, facts: PlanFacts, is_started: bool = False
) -> Plan:
    """This function will write a plan for a student as a draft, and start it where asked; sent twice, it is kept once.

    **Raises** `NotFound` where `by` sees no plans of the student, `NotAllowed` where they may write none,
    `RefusedInput` where something is needed.
    """
    student = find_planned(by, student_id)
    if not may_plan(by, student_id):
        raise NotAllowed(gettext_noop("Your role does not let you write a plan for this student."))
    before = access.get_plans_for(by).filter(key=key).first()
    if before is not None and before.student_id == student_id:
        return before
    plan = Plan(key=key, student=student, record_class=DRAFT_CLASS, written_by_id=by.user_id or 0, written_at=at)
    _set(plan, facts)
    try:
        with transaction.atomic():
            plan.save()
    except IntegrityError:
        raise RefusedInput(
            gettext_noop("Something else was kept from this page before."), gettext_noop("Open the form anew.")
        ) from None
    keep_goals(by, at, plan, facts.goals)
    audit.record_act(by=by, at=at, act="write", noun="plan", object_id=plan.pk)
    return start_plan(by=by, at=at, plan_id=plan.pk) if is_started else plan


@transaction.atomic
def change_plan(
    *, by: Viewer, at: datetime, plan_id: int, based_on: int, facts: PlanFacts, is_started: bool = False
) -> Plan:
    """This function will change a plan and the goals that are worked on; what was said before stays in the history.

    **Raises** `PlanChangedMeanwhile` where it is not what `based_on` said; as `write_plan` otherwise.
    """
    plan = find_writable(by, plan_id)
    if plan.revision != based_on:
        raise PlanChangedMeanwhile(plan.revision)
    if plan.state == State.CLOSED:
        raise RefusedInput(gettext_noop("This plan is closed."), gettext_noop("Write a new one."))
    _set(plan, facts)
    keep_goals(by, at, plan, facts.goals)
    _keep(by, at, plan, "change")
    return start_plan(by=by, at=at, plan_id=plan.pk) if is_started else plan


@transaction.atomic
def start_plan(*, by: Viewer, at: datetime, plan_id: int) -> Plan:
    """This function will start a plan: it is no draft any more, and family and student read it.

    **Raises** `RefusedInput` where it has no goal, or another plan of its kind is under way; as `change_plan`.
    """
    plan = find_writable(by, plan_id)
    if plan.state != State.DRAFT:
        return plan
    if not access.get_goals_for(by).filter(plan=plan).exclude(reached=Reached.DROPPED).exists():
        raise RefusedInput(gettext_noop("A plan has at least one goal."), gettext_noop("Write down what it is for."))
    other = access.get_plans_for(by).filter(student=plan.student_id, kind=plan.kind, state=State.ACTIVE)
    if other.exists():
        raise RefusedInput(
            gettext_noop("A plan of this kind is under way for this student."),
            gettext_noop("Review that one, or keep this one as a draft until it is closed."),
        )
    plan.state, plan.record_class = State.ACTIVE, PLAN_CLASS
    _keep(by, at, plan, "start")
    for rows in (access.get_actions_for(by), access.get_goals_for(by)):
        rows.filter(plan=plan).update(record_class=PLAN_CLASS)
    return plan


@transaction.atomic
def drop_plan(*, by: Viewer, at: datetime, plan_id: int) -> Plan:
    """This function will throw a draft away: it is kept in the history and shown no more.

    **Raises** `RefusedInput` where it has started; as `change_plan` otherwise.
    """
    plan = find_writable(by, plan_id)
    if plan.state != State.DRAFT:
        raise RefusedInput(gettext_noop("This plan has started."), gettext_noop("Review it, and close it there."))
    plan.state = State.DROPPED
    let_go(by, at, list(access.get_goals_for(by).filter(plan=plan).values_list("pk", flat=True)))
    return _keep(by, at, plan, "drop")


def _set(plan: Plan, facts: PlanFacts) -> None:
    if facts.kind not in plan_kinds() and facts.kind != plan.kind:
        raise RefusedInput(gettext_noop("Choose what kind of plan it is."), "")
    if not facts.why.strip():
        raise RefusedInput(gettext_noop("Say why there is this plan."), gettext_noop("A sentence is enough."))
    if facts.review_on < facts.starts_on:
        raise RefusedInput(gettext_noop("The review is on the first day or later."), gettext_noop("Mend the days."))
    owners = {one.user_id for one in find_owners(plan.student)}
    if facts.owner_id not in owners | {plan.owner_id}:
        raise RefusedInput(
            gettext_noop("Only somebody of the staff who may see this plan can answer for it."),
            gettext_noop("Choose another."),
        )
    plan.kind, plan.why, plan.builds_on = facts.kind, facts.why.strip(), facts.builds_on.strip()
    plan.starts_on, plan.review_on, plan.owner_id = facts.starts_on, facts.review_on, facts.owner_id


def _keep(by: Viewer, at: datetime, plan: Plan, act: str) -> Plan:
    plan.revision += 1
    plan.save()
    audit.record_act(by=by, at=at, act=act, noun="plan", object_id=plan.pk)
    return plan
