"""The door of the support room: plans and supports of a student, notes about them, and meetings that speak of them."""

from throughline.rooms.support.access import (
    get_actions_for,
    get_decisions_for,
    get_goals_for,
    get_notes_for,
    get_plans_for,
    get_supports_for,
    get_turns_for,
)
from throughline.rooms.support.decisions.commands import Decided, finish_decision
from throughline.rooms.support.decisions.queries import find_mine
from throughline.rooms.support.decisions.words import due_status
from throughline.rooms.support.handovers.commands import HandedOver, plan_handover, read_handover, write_handover
from throughline.rooms.support.handovers.commands import Planned as PlannedMove
from throughline.rooms.support.kinds.words import kind_words
from throughline.rooms.support.meetings.commands import Planned, invite, plan_meeting
from throughline.rooms.support.meetings.lists import Listed, StudentList, register_list
from throughline.rooms.support.meetings.queries import may_plan, turns_of
from throughline.rooms.support.notes.commands import Written, write_note
from throughline.rooms.support.planned import PLAN_CLASS
from throughline.rooms.support.plans.commands import PlanFacts, write_plan
from throughline.rooms.support.plans.keeping import ActionFacts, GoalFacts
from throughline.rooms.support.plans.kinds import plan_kind_words
from throughline.rooms.support.plans.queries import late_reviews, under_way
from throughline.rooms.support.plans.words import plan_status
from throughline.rooms.support.progress.commands import Reviewed, mark_action, mark_goal, review_plan
from throughline.rooms.support.proposing.commands import propose_goal
from throughline.rooms.support.recaps.commands import close_meeting
from throughline.rooms.support.sessions.commands import Logged, log_session
from throughline.rooms.support.supports.commands import (
    Checked,
    SupportFacts,
    check_support,
    end_support,
    give_support,
)
from throughline.rooms.support.supports.queries import CLASSES as SUPPORT_CLASSES
from throughline.rooms.support.supports.queries import find_unchecked
from throughline.rooms.support.supports.words import support_status
from throughline.rooms.support.turns.commands import Said, begin_meeting, keep_turn
from throughline.rooms.support.turns.parts import TurnPart, register_turn_parts

__all__ = [
    "PLAN_CLASS",
    "SUPPORT_CLASSES",
    "ActionFacts",
    "Checked",
    "Decided",
    "GoalFacts",
    "HandedOver",
    "Listed",
    "Logged",
    "PlanFacts",
    "Planned",
    "PlannedMove",
    "Reviewed",
    "Said",
    "StudentList",
    "SupportFacts",
    "TurnPart",
    "Written",
    "begin_meeting",
    "check_support",
    "close_meeting",
    "due_status",
    "end_support",
    "find_mine",
    "find_unchecked",
    "finish_decision",
    "get_actions_for",
    "get_decisions_for",
    "get_goals_for",
    "get_notes_for",
    "get_plans_for",
    "get_supports_for",
    "get_turns_for",
    "give_support",
    "invite",
    "keep_turn",
    "kind_words",
    "late_reviews",
    "log_session",
    "mark_action",
    "mark_goal",
    "may_plan",
    "plan_handover",
    "plan_kind_words",
    "plan_meeting",
    "plan_status",
    "propose_goal",
    "read_handover",
    "register_list",
    "register_turn_parts",
    "review_plan",
    "support_status",
    "turns_of",
    "under_way",
    "write_handover",
    "write_note",
    "write_plan",
]
