"""Plans put in words for their pages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from throughline.rooms.partners import api as partners
from throughline.rooms.students import api as students
from throughline.rooms.support.models import Action, Goal, LookBack, Plan, Proposal, ProposalAnswer, Support
from throughline.rooms.support.planned import Reached, State
from throughline.rooms.support.plans.kinds import plan_kind_about, plan_kind_words
from throughline.rooms.support.plans.queries import WORKED_ON, PlannedGoal, PlanPage, WholePlan
from throughline.rooms.support.plans.words import (
    action_status,
    action_who,
    goal_measure,
    goal_status,
    plan_status,
    reached_words,
)
from throughline.rooms.support.proposals.words import proposed_by
from throughline.rooms.support.supports.words import support_status
from throughline.web.components import figures
from throughline.web.components.pieces import Status

# What a plan begins from, of all that is told of a student.
BEGINS_FROM = ("words", "strength", "interest", "hope")
MOST_TOLD = 3
NOTHING: Mapping[int, ProposalAnswer] = {}


@dataclass(frozen=True, slots=True)
class ShownAction:
    """An action in words, and whether the viewer may mark it."""

    action: Action
    who: str
    status: Status
    is_open: bool
    may_mark: bool
    may_let_go: bool


@dataclass(frozen=True, slots=True)
class ShownGoal:
    """A goal in words with its actions and supports; `is_open` while it is worked on."""

    goal: Goal
    status: Status
    domain: str
    measure: str
    actions: list[ShownAction]
    supports: list[tuple[Support, Status]]
    is_open: bool
    # Whose words it came from, and these as they were written, where the goal says it otherwise.
    proposed: str = ""
    proposed_words: str = ""
    proposed_lang: str = ""


@dataclass(frozen=True, slots=True)
class ShownPlan:
    """A plan in words; `may_mark` while it is under way and the viewer may write of it."""

    plan: Plan
    name: str
    about: str
    status: Status
    days: str
    goals: list[ShownGoal]
    may_write: bool
    may_mark: bool
    is_draft: bool


def shown_plan(whole: WholePlan, taken: Mapping[int, ProposalAnswer] = NOTHING) -> ShownPlan:
    """This function will put a plan and all that stands in it in words; `taken` by which answer goals were proposed."""
    plan = whole.plan
    return ShownPlan(
        plan,
        plan_kind_words(plan.kind),
        plan_kind_about(plan.kind),
        plan_status(plan),
        days_words(plan),
        [
            _goal(one, whole, taken.get(one.goal.pk))
            for one in whole.goals
            if not (plan.state == State.DRAFT and one.goal.reached == Reached.DROPPED)
        ],
        whole.may_write,
        whole.may_write and plan.state == State.ACTIVE,
        plan.state == State.DRAFT,
    )


def days_words(plan: Plan) -> str:
    """This function will say from when a plan is, and when it is reviewed or was closed."""
    words = {"start": figures.short_day(plan.starts_on), "end": figures.short_day(plan.closed_on or plan.review_on)}
    if plan.closed_on:
        return _("%(start)s to %(end)s") % words
    return _("from %(start)s, review by %(end)s") % words


def plan_line(whole: WholePlan) -> str:
    """This function will say a plan in one line: its kind, how many goals are met, until when."""
    words = {"kind": plan_kind_words(whole.plan.kind), "met": whole.n_met, "n": whole.n_counted}
    goals = _("%(met)s of %(n)s goals met") % words if whole.n_counted else _("no goals yet")
    return f"{words['kind']}: {goals}, {days_words(whole.plan)}"


def told_lines(student: students.Student, told: Iterable[students.Told]) -> list[tuple[str, list[tuple[str, str]]]]:
    """This function will return what is told of a student by kind, each with who told it: that a plan begins from."""
    begun = [one for one in told if one.kind.code in BEGINS_FROM]
    return [(one.kind.name(), [(row.text, _by(student, row)) for row in one.sayings[:MOST_TOLD]]) for one in begun]


def waiting_lines(rows: Iterable[Proposal]) -> list[tuple[Proposal, str]]:
    """This function will return what the student and the family proposed and waits, each with whose words it is."""
    return [(row, proposed_by(row)) for row in rows]


def look_back_lines(row: LookBack) -> list[tuple[str, str, str]]:
    """This function will return how each goal stood at a review: its text, how, and why."""
    return [(one["text"], reached_words(one["reached"]), one["why"]) for one in row.goals]


def around(page: PlanPage) -> dict[str, Any]:
    """This function will return what stands around one plan on every page about it."""
    student = page.plan.student
    shown = {"page": page, "plan": page.plan, "student": student, "shown": shown_plan(page.whole, page.taken)}
    return shown | {"told": told_lines(student, page.told), "crumbs": crumbs_to(student)}


def crumbs_to(student: students.Student) -> list[tuple[str, str]]:
    """This function will lead from a student to their plan and supports."""
    own = reverse("students:student", args=[student.pk])
    return [(student.name, own), (_("Plan and supports"), reverse("support:supports", args=[student.pk]))]


def _by(student: students.Student, row: Any) -> str:
    return f"{student.name}, {students.said_by(row)}" if row.is_own else students.said_by(row)


def _goal(planned: PlannedGoal, whole: WholePlan, taken: ProposalAnswer | None) -> ShownGoal:
    goal = planned.goal
    words = taken.proposal.text if taken else ""
    return ShownGoal(
        goal,
        goal_status(goal),
        partners.domain_words(goal.domain),
        goal_measure(goal),
        [_action(one, whole, goal) for one in planned.actions],
        [(one, support_status(one)) for one in planned.supports],
        goal.reached in WORKED_ON,
        proposed_by(taken.proposal) if taken else "",
        words if words != goal.text else "",
        taken.proposal.language if taken else "",
    )


def _action(action: Action, whole: WholePlan, goal: Goal) -> ShownAction:
    is_open = action.done_on is None and action.dropped_on is None
    is_marked = whole.plan.state == State.ACTIVE and goal.reached in WORKED_ON
    own = action.pk in whole.own_actions and action.dropped_on is None
    may_mark = is_marked and (whole.may_write or own)
    return ShownAction(
        action, action_who(action), action_status(action), is_open, may_mark, is_marked and whole.may_write
    )
