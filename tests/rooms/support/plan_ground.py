"""Plans in the town: how to write one as somebody, and to find and review what stands in it."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from tests.rooms.conftest import AT
from tests.rooms.support.meeting_ground import Ground

if TYPE_CHECKING:
    from throughline.rooms.support.models import Plan

FIRST, REVIEW = date(2026, 11, 2), date(2027, 2, 1)
Writes = Callable[..., "Plan"]


def writing(ground: Ground) -> Writes:
    """Write a plan as somebody, with as many goals as asked for, started or a draft."""

    def write(
        by: str = "coordinator",
        student: str = "mateo",
        *,
        kind: str = "academic",
        goals: int = 1,
        is_started: bool = True,
        key: UUID | None = None,
        review_on: date = REVIEW,
        due_on: date | None = None,
    ) -> "Plan":
        from throughline.rooms.support.plans.commands import PlanFacts, write_plan
        from throughline.rooms.support.plans.keeping import ActionFacts, GoalFacts

        me, viewer = ground.town.users[by].pk, ground.town.viewer(by)
        todo = (ActionFacts("Ask the club.", "staff", me, due_on), ActionFacts("Practice.", "student"))
        aims = tuple(GoalFacts(f"To pass {n}.", "academic", "The test", "3", "5", actions=todo) for n in range(goals))
        facts = PlanFacts(kind, "He wants to build.", FIRST, review_on, me, aims)
        with ground.acting(by):
            return write_plan(
                by=viewer,
                at=AT,
                key=key or uuid4(),
                student_id=ground.town.students[student].pk,
                facts=facts,
                is_started=is_started,
            )

    return write


def goal_of(plan: "Plan", ground: Ground, n: int = 0) -> int:
    from throughline.rooms.support.models import Goal

    with ground.acting("coordinator"):
        return Goal.objects.filter(plan=plan).order_by("place")[n].pk


def action_of(plan: "Plan", ground: Ground, n: int = 0) -> int:
    from throughline.rooms.support.models import Action

    with ground.acting("coordinator"):
        return Action.objects.filter(plan=plan).order_by("goal__place", "place")[n].pk


def look_back(ground: Ground, plan: "Plan", *, next_on: date | None) -> None:
    from throughline.rooms.support.models import Goal
    from throughline.rooms.support.plans.queries import WORKED_ON
    from throughline.rooms.support.progress.commands import Reviewed, review_plan

    with ground.acting("coordinator"):
        rows = Goal.objects.filter(plan=plan, reached__in=WORKED_ON)
        reviewed = Reviewed("Over.", {row.pk: ("met", "") for row in rows}, next_on)
        by = ground.town.viewer("coordinator")
        review_plan(by=by, at=AT, plan_id=plan.pk, based_on=plan.revision, reviewed=reviewed)
