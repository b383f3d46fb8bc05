"""Workbooks that recompute: numbers a person may change, formulas that follow, no macros, no links out."""

from throughline.formats.xlsx.about import About, SchoolDraw
from throughline.formats.xlsx.budget import MOST_SCHOOL_SHEETS, write_budget_workbook
from throughline.formats.xlsx.sheet_names import sheet_names
from throughline.formats.xlsx.steps import write_steps_workbook

__all__ = [
    "MOST_SCHOOL_SHEETS",
    "About",
    "SchoolDraw",
    "sheet_names",
    "write_budget_workbook",
    "write_steps_workbook",
]
