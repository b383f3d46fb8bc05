"""What plans add to a student's page, to the timeline and so to the packet, and to Today."""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import api as students
from throughline.rooms.support import access
from throughline.rooms.support.models import Action, LookBack, Plan
from throughline.rooms.support.planned import PLAN_CLASS, State
from throughline.rooms.support.plans.kinds import plan_kind_words
from throughline.rooms.support.plans.queries import (
    WholePlan,
    done_actions,
    late_reviews,
    open_actions,
    under_way,
    with_goals,
)
from throughline.rooms.support.plans.showing import days_words, look_back_lines, plan_line
from throughline.rooms.support.plans.words import action_who, goal_measure, reached_words
from throughline.rooms.support.supports import contributions as supports
from throughline.rooms.support.supports.queries import CLASSES
from throughline.values.viewer import Viewer
from throughline.web.components.figures import short_day

MOST_TASKS = 10
AHEAD = timedelta(days=7)


def find_parts(viewer: Viewer, student: students.Student) -> Iterator[students.Part]:
    """This function will tell a student's plan in one line each, and their supports, to those who may see any."""
    for part in supports.find_parts(viewer, student):
        rows = list(under_way(viewer, of=student).select_related("owner").order_by("starts_on"))
        lines = [f"{plan_line(one)}." for one in with_goals(viewer, rows)]
        classes = part.record_classes | {row.record_class for row in rows}
        yield students.Part(part.title, " ".join([*lines, part.sentence]), part.url, part.action, classes)


def plan_tab() -> students.RoomTab:
    """This function will offer a student's plan and supports beside the other views, to those who may see any."""
    return students.RoomTab("support:supports", lambda: _("Plan and supports"), CLASSES)


def find_strands(viewer: Viewer, student: students.Student, sight: students.Sight) -> Iterator[students.Strand]:
    """This function will add to a student's timeline each plan's first day with its goals, its reviews and its end."""
    if PLAN_CLASS not in sight:
        return
    rows = access.get_plans_for(viewer).filter(student=student, state__in=(State.ACTIVE, State.CLOSED))

    def begun(plans: list[Plan]) -> dict[int, students.Happening]:
        return {one.plan.pk: _begun(one) for one in with_goals(viewer, plans)}

    yield students.Strand("plan", _("Plans"), "", rows.select_related("owner"), "starts_on", begun)
    reviewed = access.get_look_backs_for(viewer).filter(student=student).select_related("plan", "said_by")
    yield students.Strand("plan_review", _("Plans"), "", reviewed, "on", _reviewed)


def _begun(whole: WholePlan) -> students.Happening:
    plan = whole.plan
    parts = [plan.why, days_words(plan), plan.owner.name]
    for one in whole.goals:
        goal = one.goal
        said = " · ".join(part for part in (goal.text, goal_measure(goal), reached_words(goal.reached)) if part)
        parts.append(_("Goal: %(text)s") % {"text": said})
        parts += [f"{action.text} ({action_who(action)})" for action in one.actions if not action.dropped_on]
    title = _("Plan: %(kind)s") % {"kind": plan_kind_words(plan.kind)}
    return students.Happening(title, " · ".join(parts), reverse("support:plan", args=[plan.pk]), plan.record_class)


def _reviewed(rows: list[LookBack]) -> dict[int, students.Happening]:
    found = {}
    for row in rows:
        words = {"kind": plan_kind_words(row.plan.kind)}
        title = _("Plan reviewed: %(kind)s") % words if row.next_on else _("Plan closed: %(kind)s") % words
        goals = [f"{text}: {how}" for text, how, _why in look_back_lines(row)]
        text, url = " · ".join([row.words, *goals]), reverse("support:plan", args=[row.plan_id])
        found[row.pk] = students.Happening(title, text, url, row.record_class)
    return found


def find_tasks(viewer: Viewer) -> Iterator[accounts.Task]:
    """This function will list what one does for plans that is due, and one's own plans whose review is late."""
    today, me = accounts.today(), viewer.user_id or 0
    rows = open_actions(viewer).filter(owner=me, due_on__lte=today + AHEAD).order_by("due_on", "pk")
    may_mark = viewer.behind is None
    for row in rows[:MOST_TASKS]:
        due_on = row.due_on or today
        words = {"what": row.text, "name": row.student.name, "day": short_day(due_on)}
        urgency: accounts.Urgency = "overdue" if due_on < today else "today" if due_on == today else "soon"
        says = _("For %(name)s, by %(day)s: %(what)s") % words
        yield _action_task(row, says, urgency, _mark(row, _("Done"), "done", "check") if may_mark else None)
    # What one marked today stays in sight, so that a slip of the thumb is taken back where it happened.
    for row in done_actions(viewer, today).filter(owner=me, said_by=me).order_by("pk")[:MOST_TASKS] if may_mark else ():
        says = _("Done today for %(name)s: %(what)s") % {"what": row.text, "name": row.student.name}
        yield _action_task(row, says, "look", _mark(row, _("Not yet"), "open"))
    seen = late_reviews(viewer).filter(owner=me, student__in=students.get_students_for(viewer))
    for plan in seen.select_related("student").order_by("review_on", "pk")[:MOST_TASKS]:
        words = {"kind": plan_kind_words(plan.kind), "name": plan.student.name, "day": short_day(plan.review_on)}
        says = _("%(kind)s of %(name)s was to be reviewed by %(day)s.") % words
        url = reverse("support:review_plan", args=[plan.pk])
        yield accounts.Task(says, url, _("Review it"), "overdue", plan.student_id, ("directory", plan.record_class))


def _action_task(row: Action, says: str, urgency: accounts.Urgency, mark: accounts.Mark | None) -> accounts.Task:
    url, classes = f"{reverse('support:plan', args=[row.plan_id])}#action-{row.pk}", ("directory", row.record_class)
    return accounts.Task(says, url, _("See it"), urgency, row.student_id, classes, mark)


def _mark(row: Action, label: str, go: str, icon: str = "") -> accounts.Mark:
    return accounts.Mark(reverse("support:mark_action", args=[row.pk]), label, go, icon)
