"""Plans as far as a viewer may see: of one student, one of them whole, and who could answer for one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q, QuerySet

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import api as students
from throughline.rooms.support import access
from throughline.rooms.support.audiences.queries import Reader
from throughline.rooms.support.models import Action, Goal, LookBack, Plan, Proposal, ProposalAnswer, Support
from throughline.rooms.support.planned import DRAFT_CLASS, PLAN_CLASS, Reached, State
from throughline.rooms.support.proposals.queries import find_taken, find_waiting
from throughline.rooms.support.supports import queries as supports
from throughline.values.errors import NotAllowed, NotFound
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

# A goal that is neither reached nor let go is worked on.
WORKED_ON = (Reached.OPEN, Reached.PARTLY, Reached.NOT)
STRENGTHS = "strengths"


@dataclass(frozen=True, slots=True)
class PlannedGoal:
    """A goal with what is done for it, and the supports that serve it as far as the viewer may see them."""

    goal: Goal
    actions: list[Action]
    supports: list[Support]


@dataclass(frozen=True, slots=True)
class WholePlan:
    """A plan with its goals in order, whether the viewer may write of it, and which actions are theirs to mark."""

    plan: Plan
    goals: list[PlannedGoal]
    may_write: bool
    own_actions: frozenset[int] = frozenset()

    @property
    def n_met(self) -> int:
        return sum(one.goal.reached == Reached.MET for one in self.goals)

    @property
    def n_counted(self) -> int:
        return sum(one.goal.reached != Reached.DROPPED for one in self.goals)


@dataclass(frozen=True, slots=True)
class PlanPage:
    """One plan, earlier reviews of it, and what is told of the student, with which a plan begins."""

    whole: WholePlan
    look_backs: list[LookBack]
    told: list[students.Told] = field(default_factory=list)
    may_tell: bool = False
    # By goal, the answer by which it came from what the student or the family proposed; and what waits for one.
    taken: Mapping[int, ProposalAnswer] = field(default_factory=dict)
    waiting: list[Proposal] = field(default_factory=list)
    may_propose: bool = False

    @property
    def plan(self) -> Plan:
        return self.whole.plan


@dataclass(frozen=True, slots=True)
class PlanSupportsPage:
    """A student's plans and supports: under way or being written first, then those that are closed."""

    supports: supports.SupportsPage
    plans: list[WholePlan]
    closed: list[Plan]
    may_plan: bool
    may_propose: bool = False
    taken: Mapping[int, ProposalAnswer] = field(default_factory=dict)
    waiting: list[Proposal] = field(default_factory=list)


def plan_page(viewer: Viewer, plan_id: int, *, at: datetime) -> PlanPage:
    """This function will return one plan whole, and note whose it is. **Raises** `NotFound`.

    It asks the database equally often however much stands in the plan.
    """
    plan = find_plan(viewer, plan_id)
    (whole,) = with_goals(viewer, [plan])
    told = note_and_tell(viewer, plan.student, [whole], at=at)
    rows = access.get_look_backs_for(viewer).filter(plan=plan).select_related("said_by")
    taken = find_taken(viewer, [one.goal.pk for one in whole.goals])
    waiting = find_waiting(viewer, plan.student) if whole.may_write else []
    may_tell = students.may_tell_of(viewer, plan.student)
    may_propose = bool(students.speaks_as(viewer, plan.student_id))
    return PlanPage(whole, list(rows.order_by("-on", "-pk")), told, may_tell, taken, waiting, may_propose)


def plan_and_supports_page(viewer: Viewer, student_id: int, *, at: datetime) -> PlanSupportsPage:
    """This function will return a student's plans and supports, and note that `viewer` looked. **Raises** `NotFound`.

    It asks the database equally often however many there are.
    """
    page = supports.supports_page(viewer, student_id, at=at)
    rows = list(seen_plans(viewer).filter(student=page.student).order_by("-starts_on", "-pk"))
    whole = with_goals(viewer, [row for row in rows if row.state != State.CLOSED])
    _note(viewer, page.student, {row.record_class for row in rows}, at=at)
    closed = [row for row in rows if row.state == State.CLOSED]
    ordered = sorted(whole, key=lambda one: one.plan.state != State.ACTIVE)
    taken = find_taken(viewer, [goal.goal.pk for one in ordered for goal in one.goals])
    waiting, may_propose = find_waiting(viewer, page.student), bool(students.speaks_as(viewer, student_id))
    return PlanSupportsPage(page, ordered, closed, may_plan(viewer, student_id), may_propose, taken, waiting)


def note_and_tell(
    viewer: Viewer, student: students.Student, plans: Iterable[WholePlan], *, at: datetime
) -> list[students.Told]:
    """This function will return what is told of a student, where that is the viewer's to read, and note the look."""
    classes = {one.plan.record_class for one in plans}
    classes |= {support.record_class for one in plans for goal in one.goals for support in goal.supports}
    known = _note(viewer, student, classes, at=at, also=STRENGTHS)
    return students.find_told(viewer, student) if STRENGTHS in known else []


def _note(viewer: Viewer, student: students.Student, shown: set[str], *, at: datetime, also: str = "") -> set[str]:
    """Note that a student's plans stood before `viewer`, also where there are none; return the classes shown."""
    asked = {"directory", PLAN_CLASS, *shown, *([also] if also else [])}
    sight = students.explain_sight(viewer, [student], sorted(asked))[student.pk]
    known = {name for name in asked if name in sight}
    students.note_looked(by=viewer, at=at, shown=[(student.pk, sight, known)], place="support.plans")
    return known


def seen_plans(viewer: Viewer) -> QuerySet[Plan]:
    """This function will return the plans of students whom `viewer` may see, with what is named beside them."""
    rows = access.get_plans_for(viewer).filter(student__in=students.get_students_for(viewer))
    return rows.select_related("student__home_school", "owner")


def find_plan(viewer: Viewer, plan_id: int, *, lock: bool = False) -> Plan:
    """This function will return one plan. **Raises** `NotFound` where there is none they may see."""
    rows = seen_plans(viewer)
    found = (rows.select_for_update(of=("self",)) if lock else rows).filter(pk=plan_id).first()
    if found is None:
        raise NotFound(gettext_noop("There is no such plan, or none you may see."))
    return found


def with_goals(viewer: Viewer, plans: list[Plan]) -> list[WholePlan]:
    """This function will put to plans their goals, actions and supports: as many questions for one as for many."""
    ids = [plan.pk for plan in plans]
    if not ids:
        return []
    goals = list(access.get_goals_for(viewer).filter(plan__in=ids).order_by("place"))
    actions: dict[int, list[Action]] = {}
    for action in access.get_actions_for(viewer).filter(plan__in=ids).select_related("owner").order_by("place"):
        actions.setdefault(action.goal_id, []).append(action)
    served: dict[int, list[Support]] = {}
    rows = access.get_supports_for(viewer).filter(goal__in=[goal.pk for goal in goals])
    for support in rows.select_related("program").order_by("starts_on", "pk"):
        served.setdefault(support.goal_id or 0, []).append(support)
    own: dict[int, set[int]] = {}
    for listed in actions.values():
        for action in listed:
            if may_mark_own(viewer, action):
                own.setdefault(action.plan_id, set()).add(action.pk)
    mine = {pk for pk in {plan.student_id for plan in plans} if may_plan(viewer, pk)}
    found: dict[int, list[PlannedGoal]] = {}
    for goal in goals:
        planned = PlannedGoal(goal, actions.get(goal.pk, []), served.get(goal.pk, []))
        found.setdefault(goal.plan_id, []).append(planned)
    return [
        WholePlan(plan, found.get(plan.pk, []), plan.student_id in mine, frozenset(own.get(plan.pk, ())))
        for plan in plans
    ]


def may_mark_own(viewer: Viewer, action: Action) -> bool:
    """This function will tell whether an action of a plan that `viewer` sees is theirs to do, and so to mark done."""
    return viewer.behind is None and action.owner_id is not None and action.owner_id == viewer.user_id


def may_plan(viewer: Viewer, student_id: int) -> bool:
    """This function will tell whether `viewer` may write plans for a student: none while viewing as somebody.

    A plan begins as a draft, so that who writes one may write both notes and plans.
    """
    if viewer.behind is not None:
        return False
    noted = students.get_students_for(viewer, DRAFT_CLASS, act="write")
    return bool(access.gives_to(viewer, student_id, (PLAN_CLASS,))) and noted.filter(pk=student_id).exists()


def find_writable(by: Viewer, plan_id: int) -> Plan:
    """This function will return a plan that `by` may write, held until the end of the transaction.

    **Raises** `NotFound` where they may not see it, `NotAllowed` where they may read it only.
    """
    plan = find_plan(by, plan_id, lock=True)
    if not may_plan(by, plan.student_id):
        raise NotAllowed(gettext_noop("Your role lets you read of this plan, and not write."))
    return plan


def find_planned(viewer: Viewer, student_id: int) -> students.Student:
    """This function will return a student whose plans `viewer` may see. **Raises** `NotFound`."""
    found = students.find_student_for(viewer, student_id, PLAN_CLASS)
    if found is None:
        raise NotFound(gettext_noop("There is no such student, or none whose plans you may see."))
    return found


def find_owners(student: students.Student) -> list[Reader]:
    """This function will name the staff who could answer for a plan of a student, or do something for it."""
    return supports.find_owners(student, PLAN_CLASS)


def find_tieable(viewer: Viewer, student_id: int) -> list[Support]:
    """This function will list the supports now given to a student that `viewer` may tie to a goal."""
    rows = supports.may_write(viewer).filter(student=student_id, ended_on=None)
    return list(rows.select_related("program").order_by("program__name", "pk"))


# --- For lists of students: which plans are under way, and whose review is late ---


def under_way(viewer: Viewer, *, of: students.Student | None = None) -> QuerySet[Plan]:
    """This function will return the plans under way that `viewer` may see, of one kind for each student at most."""
    return access.get_plans_for(viewer, of=of).filter(state=State.ACTIVE)


def late_reviews(viewer: Viewer, *, on: date | None = None) -> QuerySet[Plan]:
    """This function will return the plans under way whose review day has passed."""
    return under_way(viewer).filter(review_on__lt=on or accounts.today())


def open_actions(viewer: Viewer) -> QuerySet[Action]:
    """This function will return what is still to be done in plans under way."""
    return _worked_on(viewer).filter(done_on=None, dropped_on=None)


def done_actions(viewer: Viewer, on: date) -> QuerySet[Action]:
    """This function will return what was done on a day in plans under way, and could still be taken back."""
    return _worked_on(viewer).filter(done_on=on)


def _worked_on(viewer: Viewer) -> QuerySet[Action]:
    goal_open = Q(goal__reached__in=WORKED_ON)
    rows = access.get_actions_for(viewer).filter(goal_open, plan__state=State.ACTIVE)
    return rows.filter(student__in=students.get_students_for(viewer)).select_related("student", "plan")
