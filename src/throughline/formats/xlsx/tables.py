"""The three tables of a budget workbook: what is paid, who is counted, and what every school receives."""

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from throughline.formats.xlsx.book import FIRST_COUNT_COLUMN, FIRST_RATE_COLUMN, FIRST_ROW, Book
from throughline.formats.xlsx.sheet_names import quoted
from throughline.values.words import gettext_noop

_AMOUNTS_FROM = 4  # after the school's ID, name, level and students
_MOST_STUDENTS = 10_000_000


def write_rates(book: Book) -> None:
    """This function will write the matrix: dollars for each student, by level and need."""
    sheet = book.workbook.add_worksheet(book.titles.rates)
    formula = book.allocation.formula
    headings = [gettext_noop("Level code"), gettext_noop("Level")]
    for column, words in enumerate(headings):
        book.write_text(sheet, 0, column, book.translate(words), book.heading)
    for need_at in range(book.n_needs):
        column = FIRST_RATE_COLUMN + need_at
        book.write_text(sheet, 0, column, book.need_label(need_at), book.number_heading)
    for level_at, level in enumerate(formula.levels):
        row = FIRST_ROW + level_at
        book.write_text(sheet, row, 0, level.key)
        book.write_text(sheet, row, 1, level.label.text(book.language))
        for need_at, cents in enumerate(formula.rates_cents[level_at]):
            sheet.write_number(row, FIRST_RATE_COLUMN + need_at, cents / 100, book.money)
    book.prepare(sheet, [18, 28, *[16] * book.n_needs], freeze=(1, 2))


def write_counts(book: Book) -> None:
    """This function will write who is counted: the cells a person may change, and every sum follows."""
    sheet = book.workbook.add_worksheet(book.titles.counts)
    _write_school_headings(book, sheet)
    for need_at in range(book.n_needs):
        column = FIRST_COUNT_COLUMN + need_at
        book.write_text(sheet, 0, column, book.need_label(need_at), book.number_heading)
    for index, position in enumerate(book.positions):
        row = FIRST_ROW + index
        book.write_text(sheet, row, 0, book.allocation.schools.school_ids[position])
        book.write_text(sheet, row, 1, book.allocation.schools.school_names[position])
        book.write_text(sheet, row, 2, book.allocation.schools.levels[position], book.text_input)
        for need_at, count in enumerate(book.allocation.counts[position].tolist()):
            sheet.write_number(row, FIRST_COUNT_COLUMN + need_at, count, book.count_input)
    _ask_for_whole_numbers(book, sheet)
    book.prepare(sheet, [16, 34, 18, *[16] * book.n_needs], freeze=(1, 2))


def write_all_schools(book: Book, sheet_of: list[str]) -> None:
    """This function will write every school's amounts, each a live formula, and the district's totals.

    `sheet_of` names the sheet of each school, where schools have their own; otherwise it is empty.
    """
    sheet = book.workbook.add_worksheet(book.titles.all_schools)
    _write_school_headings(book, sheet)
    labels = [book.need_label(need_at) for need_at in range(book.n_needs)]
    numbers = [
        book.translate(gettext_noop("Students")),
        *labels,
        book.translate(gettext_noop("Total")),
        book.translate(gettext_noop("Dollars per student")),
    ]
    for column, words in enumerate(numbers, start=FIRST_COUNT_COLUMN):
        book.write_text(sheet, 0, column, words, book.number_heading)
    for index, position in enumerate(book.positions):
        row = FIRST_ROW + index
        book.write_text(sheet, row, 0, book.allocation.schools.school_ids[position])
        name = book.allocation.schools.school_names[position]
        if sheet_of:
            target = f"internal:{quoted(sheet_of[index])}!A1"
            sheet.write_url(row, 1, target, book.link, string=name)
        else:
            book.write_text(sheet, row, 1, name)
        _write_amounts(book, sheet, row, position)
    _write_totals(book, sheet)
    last = FIRST_ROW + len(book.positions) - 1
    sheet.autofilter(0, 0, max(last, FIRST_ROW), len(numbers) + FIRST_COUNT_COLUMN - 1)
    book.prepare(sheet, [16, 34, 22, 12, *[18] * (book.n_needs + 2)], freeze=(1, 2))


def total_cell(book: Book, row: int) -> str:
    """This function will return the reference of a school's total, by its row in the tables."""
    return f"{quoted(book.titles.all_schools)}!${xl_col_to_name(_AMOUNTS_FROM + book.n_needs)}${row + 1}"


def _write_school_headings(book: Book, sheet: Worksheet) -> None:
    headings = [gettext_noop("School ID"), gettext_noop("School"), gettext_noop("Level")]
    for column, words in enumerate(headings):
        book.write_text(sheet, 0, column, book.translate(words), book.heading)


def _write_amounts(book: Book, sheet: Worksheet, row: int, position: int) -> None:
    result = book.allocation
    level = book.level_cell(row)
    sheet.write_formula(row, 2, f"={book.label_formula(level)}", None, book.level_label(position))
    for need_at, cents in enumerate(result.amounts_cents[position].tolist()):
        formula = f"=ROUND({book.count_cell(row, need_at)}*{book.rate_formula(level, need_at)},2)"
        sheet.write_formula(row, _AMOUNTS_FROM + need_at, formula, book.money, cents / 100)
    total_at = _AMOUNTS_FROM + book.n_needs
    total = int(result.totals_cents[position])
    cells = f"{xl_rowcol_to_cell(row, _AMOUNTS_FROM)}:{xl_rowcol_to_cell(row, total_at - 1)}"
    sheet.write_formula(row, total_at, f"=SUM({cells})", book.money, total / 100)
    if book.all_at is None:
        return
    students = book.count_cell(row, book.all_at)
    n_students = int(result.counts[position, book.all_at])
    sheet.write_formula(row, FIRST_COUNT_COLUMN, f"={students}", book.count, n_students)
    each = f'=IF({students}=0,"",ROUND({xl_rowcol_to_cell(row, total_at)}/{students},2))'
    school = result.school_at(position)
    shown: float | str = "" if school.per_pupil_cents is None else school.per_pupil_cents / 100
    sheet.write_formula(row, total_at + 1, each, book.money, shown)


def _write_totals(book: Book, sheet: Worksheet) -> None:
    row = FIRST_ROW + len(book.positions)
    result, positions = book.allocation, list(book.positions)
    total_at = _AMOUNTS_FROM + book.n_needs
    for column in range(FIRST_COUNT_COLUMN):
        sheet.write_blank(row, column, None, book.total_label)
    book.write_text(sheet, row, 0, book.translate(gettext_noop("All schools")), book.total_label)
    sums = [*result.amounts_cents[positions].sum(axis=0).tolist(), int(result.totals_cents[positions].sum())]
    for column, cents in enumerate(sums, start=_AMOUNTS_FROM):
        sheet.write_formula(row, column, _sum_above(row, column), book.money_total, cents / 100)
    if book.all_at is not None:
        n_students = int(result.counts[positions, book.all_at].sum())
        formula = _sum_above(row, FIRST_COUNT_COLUMN)
        sheet.write_formula(row, FIRST_COUNT_COLUMN, formula, book.count_total, n_students)
        sheet.write_blank(row, total_at + 1, None, book.total_label)


def _sum_above(row: int, column: int) -> str:
    if row == FIRST_ROW:
        return "=0"
    return f"=SUM({xl_rowcol_to_cell(FIRST_ROW, column)}:{xl_rowcol_to_cell(row - 1, column)})"


def _ask_for_whole_numbers(book: Book, sheet: Worksheet) -> None:
    if not book.positions:
        return
    last_row = FIRST_ROW + len(book.positions) - 1
    last_column = FIRST_COUNT_COLUMN + book.n_needs - 1
    rule = {
        "validate": "integer",
        "criteria": "between",
        "minimum": 0,
        "maximum": _MOST_STUDENTS,
        "error_title": book.translate(gettext_noop("A count of students")),
        "error_message": book.translate(gettext_noop("Write a whole number of students, 0 or more.")),
    }
    sheet.data_validation(FIRST_ROW, FIRST_COUNT_COLUMN, last_row, last_column, rule)
    n_levels = len(book.allocation.formula.levels)
    keys = f"={quoted(book.titles.rates)}!$A${FIRST_ROW + 1}:$A${FIRST_ROW + n_levels}"
    sheet.data_validation(FIRST_ROW, 2, last_row, 2, {"validate": "list", "source": keys})
