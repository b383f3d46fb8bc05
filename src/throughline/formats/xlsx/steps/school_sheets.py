"""What people read: every school's amounts side by side, and each school's own sheet."""

from collections.abc import Mapping

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from throughline.formats.xlsx.sheet_names import quoted, sheet_names
from throughline.formats.xlsx.steps.book import StepsBook
from throughline.formats.xlsx.steps.layout import FIRST, Column, shown
from throughline.values.words import gettext_noop

MOST_SCHOOL_SHEETS = 250  # beyond this a workbook opens slowly; the sheet of all schools has every amount
_FIRST_AMOUNT = 3


def write_all_schools(book: StepsBook, sheet: Worksheet, paid: Mapping[str, Column]) -> None:
    """This function will write every school's amounts, their total, and the total of all schools."""
    t, result = book.translate, book.allocation
    words = [gettext_noop("School ID"), gettext_noop("School"), gettext_noop("Level")]
    labels = [one.step.label.text(book.language) for one in result.components]
    headings = [*(t(one) for one in words), *labels, t(gettext_noop("Total"))]
    for at, text in enumerate(headings):
        book.write_text(sheet, 0, at, text, book.heading if at < _FIRST_AMOUNT else book.number_heading)
    total_at = _FIRST_AMOUNT + len(result.components)
    schools = quoted(book.titles.schools)
    for row, at in enumerate(book.order, start=FIRST):
        who = (result.schools.school_ids[at], result.schools.name_at(at), result.schools.levels[at])
        for column, text in enumerate(who):
            letter = xl_col_to_name(column)
            sheet.write_formula(row - 1, column, f'={schools}!${letter}{row}&""', book.wrapped, text)
        for column, one in enumerate(result.components, start=_FIRST_AMOUNT):
            cents = (one.cents or ())[at]
            sheet.write_formula(row - 1, column, f"={paid[one.step.key].cell(row)}", book.money, cents / 100)
        first, last = xl_rowcol_to_cell(row - 1, _FIRST_AMOUNT), xl_rowcol_to_cell(row - 1, total_at - 1)
        sheet.write_formula(row - 1, total_at, f"=SUM({first}:{last})", book.money, result.totals_cents[at] / 100)
    _write_totals(book, sheet, total_at)
    book.prepare(sheet, [14, 36, 14, *[18] * (len(result.components) + 1)], freeze=(1, 2))


def _write_totals(book: StepsBook, sheet: Worksheet, total_at: int) -> None:
    result, row = book.allocation, 1 + book.n_schools
    book.write_text(sheet, row, 0, book.translate(gettext_noop("All schools")), book.total_label)
    sums = [*result.by_component_cents().values(), result.district_cents]
    for column, cents in zip(range(_FIRST_AMOUNT, total_at + 1), sums, strict=True):
        above = f"{xl_rowcol_to_cell(1, column)}:{xl_rowcol_to_cell(row - 1, column)}"
        formula = f"=SUM({above})" if book.n_schools else "=0"
        sheet.write_formula(row, column, formula, book.money_total, cents / 100)


def write_school_sheets(
    book: StepsBook, inputs: Mapping[str, Column], steps: Mapping[str, Column], paid: Mapping[str, Column]
) -> None:
    """This function will write each school's own sheet: its figures, then each step in order, then its total."""
    if book.n_schools > MOST_SCHOOL_SHEETS:
        return
    schools = book.allocation.schools
    titles = book.titles
    taken = [getattr(titles, name) for name in titles.__slots__]
    names = sheet_names([schools.name_at(at) for at in book.order], taken)
    for row, (at, name) in enumerate(zip(book.order, names, strict=True), start=FIRST):
        sheet = book.workbook.add_worksheet(name)
        book.write_text(sheet, 0, 0, schools.name_at(at), book.title_style)
        line = _write_figures(book, sheet, row, at, inputs)
        _write_steps(book, sheet, row, at, line + 1, steps, paid)
        book.prepare(sheet, [52, 20, 20, 70], freeze=(1, 0))


def _write_figures(book: StepsBook, sheet: Worksheet, row: int, at: int, inputs: Mapping[str, Column]) -> int:
    schools = book.allocation.schools
    for line, (label, letter, text) in enumerate(
        (
            (gettext_noop("School ID"), "A", schools.school_ids[at]),
            (gettext_noop("Level"), "C", schools.levels[at]),
        ),
        start=1,
    ):
        book.write_text(sheet, line, 0, book.translate(label), book.strong)
        sheet.write_formula(line, 1, f'={quoted(book.titles.schools)}!${letter}{row}&""', book.wrapped, text)
    line = 4
    for one in book.allocation.formula.inputs:
        column = inputs[one.key]
        book.write_text(sheet, line, 0, one.label.text(book.language), book.wrapped)
        style = book.money if one.unit.startswith("dollars") else None
        sheet.write_formula(line, 1, f"={column.cell(row)}", style, shown(column.values[row - FIRST]))
        book.write_text(sheet, line, 3, schools.counted_on.get(one.key, one.counted_on), book.wrapped)
        line += 1
    return line


def _write_steps(
    book: StepsBook,
    sheet: Worksheet,
    row: int,
    at: int,
    line: int,
    steps: Mapping[str, Column],
    paid: Mapping[str, Column],
) -> None:
    words = [gettext_noop("Step"), gettext_noop("Comes to"), gettext_noop("Pays"), gettext_noop("How")]
    for place, text in enumerate(words):
        book.write_text(sheet, line, place, book.translate(text), book.heading)
    first = line + 1
    for line, result in enumerate(book.allocation.results, start=first):
        step = result.step
        book.write_text(sheet, line, 0, step.label.text(book.language), book.wrapped)
        column = steps[step.key]
        value = shown(column.values[row - FIRST])
        if step.key in paid:
            sheet.write_formula(line, 2, f"={column.cell(row)}", book.money, value)
        else:
            style = book.money if step.unit.startswith("dollars") else None
            sheet.write_formula(line, 1, f"={column.cell(row)}", style, value)
        how = "; ".join(f"{name} = {part.text}" for name, part in step.expressions.items())
        book.write_text(sheet, line, 3, how, book.wrapped)
    end = first + len(book.allocation.results)
    book.write_text(sheet, end, 0, book.translate(gettext_noop("Total")), book.total_label)
    amounts = f"{xl_rowcol_to_cell(first, 2)}:{xl_rowcol_to_cell(end - 1, 2)}"
    total = book.allocation.totals_cents[at] / 100
    sheet.write_formula(end, 2, f"=SUM({amounts})", book.money_total, total)
