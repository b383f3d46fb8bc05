"""The door of the support room: notes about a student, and meetings that speak of them."""

from throughline.rooms.support.access import get_decisions_for, get_notes_for, get_turns_for
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
from throughline.rooms.support.recaps.commands import close_meeting
from throughline.rooms.support.turns.commands import Said, begin_meeting, keep_turn
from throughline.rooms.support.turns.parts import TurnPart, register_turn_parts

__all__ = [
    "Decided",
    "HandedOver",
    "Listed",
    "Planned",
    "PlannedMove",
    "Said",
    "StudentList",
    "TurnPart",
    "Written",
    "begin_meeting",
    "close_meeting",
    "due_status",
    "find_mine",
    "finish_decision",
    "get_decisions_for",
    "get_notes_for",
    "get_turns_for",
    "invite",
    "keep_turn",
    "kind_words",
    "may_plan",
    "plan_handover",
    "plan_meeting",
    "read_handover",
    "register_list",
    "register_turn_parts",
    "turns_of",
    "write_handover",
    "write_note",
]
