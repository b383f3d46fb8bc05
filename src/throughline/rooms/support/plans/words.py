"""Plans in words: how one stands, how a goal stands, who does an action, and until when."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from throughline.rooms.accounts import api as accounts
from throughline.rooms.support.models import Action, Goal, Plan
from throughline.rooms.support.planned import Reached, State, Whose
from throughline.values.words import gettext_noop
from throughline.web.components import figures
from throughline.web.components.pieces import Kind, Status

REACHED: Mapping[str, tuple[str, Kind]] = {
    Reached.OPEN: (gettext_noop("Under way"), "note"),
    Reached.MET: (gettext_noop("Met"), "good"),
    Reached.PARTLY: (gettext_noop("Met in part"), "care"),
    Reached.NOT: (gettext_noop("Not met"), "stop"),
    Reached.DROPPED: (gettext_noop("Let go"), "quiet"),
}
WHOSE: Mapping[str, str] = {
    Whose.STUDENT: gettext_noop("The student"),
    Whose.FAMILY: gettext_noop("The family"),
    Whose.PARTNER: gettext_noop("A partner"),
}


def plan_status(plan: Plan) -> Status:
    """This function will say how a plan stands: a draft, ahead, under way, to be reviewed, closed."""
    today = accounts.today()
    if plan.state == State.DRAFT:
        return Status(_("Draft, for staff only"), "quiet")
    if plan.state == State.CLOSED:
        return Status(_("Closed %(day)s") % {"day": figures.short_day(plan.closed_on)}, "quiet")
    if plan.review_on < today:
        return Status(_("Review was due %(day)s") % {"day": figures.short_day(plan.review_on)}, "care")
    if plan.starts_on > today:
        return Status(_("Starts %(day)s") % {"day": figures.short_day(plan.starts_on)}, "note")
    return Status(_("Under way"), "good")


def goal_status(goal: Goal) -> Status:
    """This function will say how a goal stands."""
    words, kind = REACHED[goal.reached]
    return Status(_(words), kind)


def reached_words(code: str) -> str:
    """This function will say in the reader's language how a goal stands, by its code."""
    return _(REACHED[code][0]) if code in REACHED else code


def goal_measure(goal: Goal) -> str:
    """This function will say how one shall know of a goal: the sign, from where to where, by when."""
    way = _("from %(start)s to %(end)s") % {"start": goal.baseline, "end": goal.target}
    if not (goal.baseline and goal.target):
        way = goal.target or goal.baseline
    by = _("by %(day)s") % {"day": figures.short_day(goal.due_on)} if goal.due_on else ""
    return " · ".join(part for part in (goal.sign, way, by) if part)


def action_who(action: Action) -> str:
    """This function will say who does an action."""
    if action.owner is not None:
        return action.owner.name
    return _(WHOSE[action.whose]) if action.whose in WHOSE else ""


def action_status(action: Action) -> Status:
    """This function will say how an action stands: done, let go, late, by when."""
    if action.done_on:
        return Status(_("Done %(day)s") % {"day": figures.short_day(action.done_on)}, "good")
    if action.dropped_on:
        return Status(_("Let go"), "quiet")
    if action.due_on is None:
        return Status(_("Under way"), "note")
    words = {"day": figures.short_day(action.due_on)}
    if action.due_on < accounts.today():
        return Status(_("Due %(day)s, late") % words, "care")
    return Status(_("Due %(day)s") % words, "note")
