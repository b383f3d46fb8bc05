"""The door of the funding room."""

from throughline.rooms.funding.ahead import SchoolHistory
from throughline.rooms.funding.budgets.commands import StartedRun, start_run
from throughline.rooms.funding.budgets.figures import Brought
from throughline.rooms.funding.budgets.queries import latest_run_for
from throughline.rooms.funding.caps.queries import budget_caps
from throughline.rooms.funding.counts.commands import bring_in_counts
from throughline.rooms.funding.formulas.commands import SavedFormula, adopt_library_formula, save_formula
from throughline.rooms.funding.notices.commands import publish_notice
from throughline.rooms.funding.positions.commands import bring_in_positions, guarantee_program
from throughline.rooms.funding.prior.commands import bring_in_prior_budgets
from throughline.rooms.funding.projections.commands import adjust_projection, begin_projection
from throughline.rooms.funding.projections.roster import counted_histories, counted_needs
from throughline.rooms.funding.recount_rule import YearRule
from throughline.rooms.funding.recounts.commands import begin_recount
from throughline.rooms.funding.revenues.commands import bring_in_revenues
from throughline.rooms.funding.revenues.funds import Funds
from throughline.rooms.funding.scenarios.commands import (
    begin_scenario,
    branch_scenario,
    decide_scenario,
    lock_scenario,
)
from throughline.rooms.funding.scenarios.consequences import Decided
from throughline.rooms.funding.scenarios.net import SafetyNet
from throughline.rooms.funding.schools.commands import set_levels
from throughline.rooms.funding.schools.queries import schools_page
from throughline.rooms.funding.staff.commands import bring_in_staff, decide_charge

__all__ = [
    "Brought",
    "Decided",
    "Funds",
    "SafetyNet",
    "SavedFormula",
    "SchoolHistory",
    "StartedRun",
    "YearRule",
    "adjust_projection",
    "adopt_library_formula",
    "begin_projection",
    "begin_recount",
    "begin_scenario",
    "branch_scenario",
    "bring_in_counts",
    "bring_in_positions",
    "bring_in_prior_budgets",
    "bring_in_revenues",
    "bring_in_staff",
    "budget_caps",
    "counted_histories",
    "counted_needs",
    "decide_charge",
    "decide_scenario",
    "guarantee_program",
    "latest_run_for",
    "lock_scenario",
    "publish_notice",
    "save_formula",
    "schools_page",
    "set_levels",
    "start_run",
]
