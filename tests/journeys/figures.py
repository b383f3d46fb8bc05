"""Figures as a page shows them, and as a spreadsheet program comes to them."""

import re
from pathlib import Path

import formulas
import openpyxl


def cents_in(text: str) -> int:
    """Cents from the first amount of dollars in a text, whichever way the language groups it."""
    found = re.search(r"\$?\s?(\d{1,3}(?:[.,\s]\d{3})*)[.,](\d{2})", text.replace("\u00a0", " "))
    assert found, text
    return int(re.sub(r"\D", "", found[1]) + found[2])


def recomputed_dollars(file: Path) -> set[float]:
    """Every number a spreadsheet program comes to in the workbook, rounded to the cent, from formulas alone."""
    n_formulas = sum(
        str(cell.value).startswith("=")
        for sheet in openpyxl.load_workbook(file)
        for row in sheet.iter_rows()
        for cell in row
    )
    assert n_formulas > 5
    solution = formulas.ExcelModel().loads(str(file)).finish().calculate()
    values = (value for found in solution.values() if hasattr(found, "value") for value in found.value.flat)
    return {round(float(value), 2) for value in values if isinstance(value, int | float)}
