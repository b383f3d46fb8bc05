"""The door of the funding room."""

from throughline.rooms.funding.budgets.commands import StartedRun, start_run
from throughline.rooms.funding.budgets.queries import latest_run_for
from throughline.rooms.funding.formulas.commands import SavedFormula, adopt_library_formula, save_formula
from throughline.rooms.funding.schools.commands import set_levels
from throughline.rooms.funding.schools.queries import schools_page

__all__ = [
    "SavedFormula",
    "StartedRun",
    "adopt_library_formula",
    "latest_run_for",
    "save_formula",
    "schools_page",
    "set_levels",
    "start_run",
]
