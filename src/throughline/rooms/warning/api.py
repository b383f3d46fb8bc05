"""The door of the early-warning room."""

from throughline.rooms.warning.flags.commands import clear_flag, hand_flag, take_flag
from throughline.rooms.warning.flags.jobs import ask_to_work_out
from throughline.rooms.warning.flags.queries import find_open_flags
from throughline.rooms.warning.flags.raising import count_taken_flags, forget_worked_out, work_out_warning
from throughline.rooms.warning.rules.commands import save_draft, switch_on

# The tables whose rows are worked out from the roster, and forgotten with it unless a person took them up.
WORKED_OUT = (
    "warning.studentstanding",
    "warning.suggestion",
    "warning.flag",
    "warning.flagreason",
    "warning.trialstudent",
    "warning.trialreason",
    "warning.trialoutcome",
)

__all__ = [
    "WORKED_OUT",
    "ask_to_work_out",
    "clear_flag",
    "count_taken_flags",
    "find_open_flags",
    "forget_worked_out",
    "hand_flag",
    "save_draft",
    "switch_on",
    "take_flag",
    "work_out_warning",
]
