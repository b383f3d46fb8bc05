"""A formula in steps as a workbook: each calculation a live formula that recomputes to the same cents."""

from throughline.formats.xlsx.steps.workbook import write_steps_workbook

__all__ = ["write_steps_workbook"]
