"""A goal or an action of a plan under way, held while it is marked."""

from throughline.rooms.support import access
from throughline.rooms.support.models import Action, Goal
from throughline.values.errors import NotFound
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop


def find_goal(viewer: Viewer, goal_id: int) -> Goal:
    """This function will return a goal of a plan, held until it is marked. **Raises** `NotFound`."""
    rows = access.get_goals_for(viewer).filter(plan__in=access.get_plans_for(viewer))
    found = rows.select_for_update(of=("self",)).select_related("plan").filter(pk=goal_id).first()
    if found is None:
        raise NotFound(gettext_noop("There is no such goal, or none you may see."))
    return found


def find_action(viewer: Viewer, action_id: int) -> Action:
    """This function will return an action of a plan, held until it is marked. **Raises** `NotFound`."""
    rows = access.get_actions_for(viewer).filter(plan__in=access.get_plans_for(viewer))
    found = rows.select_for_update(of=("self",)).select_related("plan").filter(pk=action_id).first()
    if found is None:
        raise NotFound(gettext_noop("There is no such action, or none you may see."))
    return found
