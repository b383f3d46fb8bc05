"""One school's sheet: count × dollars for each student = amount, with room to try another count."""

from collections.abc import Callable

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from throughline.formats.xlsx.book import FIRST_ROW, Book
from throughline.formats.xlsx.sheet_names import quoted
from throughline.formats.xlsx.tables import total_cell
from throughline.values.words import gettext_noop

_LEVEL = "$B$3"  # the level's code, by which the rate is found
_ID = "$B$2"
_HEADING_ROW = 6
_FIRST_LINE = 7

# From a reference on the tables' first row, the reference on this school's row.
OnRow = Callable[[str], str]


def write_school(book: Book, name: str, index: int) -> None:
    """This function will write the sheet `name` for the school that stands at `index` in the tables."""
    sheet = book.workbook.add_worksheet(name)
    schools, position = book.allocation.schools, book.positions[index]
    book.write_text(sheet, 0, 0, schools.school_names[position], book.title_style)
    book.write_text(sheet, 1, 1, schools.school_ids[position])
    back = f"internal:{quoted(book.titles.all_schools)}!A1"
    sheet.write_url(0, 4, back, book.link, string=book.titles.all_schools)
    _write_lines(book, sheet, position, lambda reference: _moved(reference, FIRST_ROW + index))


def write_one_school(book: Book) -> None:
    """This function will write a sheet that shows any school by its ID, where schools are very many."""
    sheet = book.workbook.add_worksheet(book.titles.one_school)
    position = book.positions[0]
    title = book.translate(gettext_noop("Write a school's ID in the marked cell to see its arithmetic."))
    book.write_text(sheet, 0, 0, title, book.title_style)
    book.write_text(sheet, 1, 1, book.allocation.schools.school_ids[position], book.text_input)
    last = FIRST_ROW + len(book.positions)
    ids = f"{quoted(book.titles.counts)}!$A${FIRST_ROW + 1}:$A${last}"

    def on_row(reference: str) -> str:
        place, column = reference.split("!$")[0], reference.split("!$")[1].split("$")[0]
        return f"INDEX({place}!${column}${FIRST_ROW + 1}:${column}${last},MATCH({_ID},{ids},0))"

    _write_lines(book, sheet, position, on_row)


def _moved(reference: str, row: int) -> str:
    return f"{reference.rsplit('$', 1)[0]}${row + 1}"


def _write_lines(book: Book, sheet: Worksheet, position: int, on_row: OnRow) -> None:
    _write_head(book, sheet, position, on_row)
    counts = book.allocation.counts[position].tolist()
    amounts = book.allocation.amounts_cents[position].tolist()
    rates = book.allocation.formula.rates_cents[int(book.allocation.level_index[position])]
    for need_at, (count, rate, amount) in enumerate(zip(counts, rates, amounts, strict=True)):
        row = _FIRST_LINE + need_at
        counted, tried, each = (xl_rowcol_to_cell(row, column) for column in (1, 2, 3))
        book.write_text(sheet, row, 0, book.need_label(need_at))
        sheet.write_formula(row, 1, f"={on_row(book.count_cell(FIRST_ROW, need_at))}", book.count, count)
        sheet.write_blank(row, 2, None, book.count_input)
        sheet.write_formula(row, 3, f"={book.rate_formula(_LEVEL, need_at)}", book.money, rate / 100)
        product = f'=ROUND(IF({tried}="",{counted},{tried})*{each},2)'
        sheet.write_formula(row, 4, product, book.money, amount / 100)
    _ask_for_whole_numbers(book, sheet)
    _write_totals(book, sheet, position, on_row)
    book.prepare(sheet, [44, 18, 18, 20, 20], freeze=(0, 0))


def _write_head(book: Book, sheet: Worksheet, position: int, on_row: OnRow) -> None:
    words = [gettext_noop("School ID"), gettext_noop("Level")]
    for row, label in enumerate(words, start=1):
        book.write_text(sheet, row, 0, book.translate(label), book.strong)
    level = book.allocation.schools.levels[position]
    sheet.write_formula(2, 1, f"={on_row(book.level_cell(FIRST_ROW))}", None, level)
    sheet.write_formula(2, 2, f"={book.label_formula(_LEVEL)}", None, book.level_label(position))
    advice = gettext_noop("To see what a change would do, write another number of students in a marked cell.")
    book.write_text(sheet, 4, 0, book.translate(advice))
    headings = [
        gettext_noop("Need"),
        gettext_noop("Students counted"),
        gettext_noop("Try another number"),
        gettext_noop("Dollars for each student"),
        gettext_noop("Amount"),
    ]
    for column, heading in enumerate(headings):
        style = book.number_heading if column else book.heading
        book.write_text(sheet, _HEADING_ROW, column, book.translate(heading), style)


def _write_totals(book: Book, sheet: Worksheet, position: int, on_row: OnRow) -> None:
    row = _FIRST_LINE + book.n_needs
    total = int(book.allocation.totals_cents[position])
    for column in range(4):
        sheet.write_blank(row, column, None, book.total_label)
    book.write_text(sheet, row, 0, book.translate(gettext_noop("Total")), book.total_label)
    lines = f"{xl_rowcol_to_cell(_FIRST_LINE, 4)}:{xl_rowcol_to_cell(row - 1, 4)}"
    sheet.write_formula(row, 4, f"=SUM({lines})", book.money_total, total / 100)
    book.write_text(sheet, row + 1, 0, book.translate(gettext_noop("Allocated with the students counted")))
    sheet.write_formula(row + 1, 4, f"={on_row(total_cell(book, FIRST_ROW))}", book.money, total / 100)
    book.write_text(sheet, row + 2, 0, book.translate(gettext_noop("Difference that your numbers make")))
    here, allocated = xl_rowcol_to_cell(row, 4), xl_rowcol_to_cell(row + 1, 4)
    sheet.write_formula(row + 2, 4, f"=ROUND({here}-{allocated},2)", book.money, 0)
    if book.all_at is None:
        return
    counted, tried = (xl_rowcol_to_cell(_FIRST_LINE + book.all_at, column) for column in (1, 2))
    students = f'IF({tried}="",{counted},{tried})'
    each = book.allocation.school_at(position).per_pupil_cents
    book.write_text(sheet, row + 3, 0, book.translate(gettext_noop("Dollars per student")))
    formula = f'=IF({students}=0,"",ROUND({here}/{students},2))'
    sheet.write_formula(row + 3, 4, formula, book.money, "" if each is None else each / 100)


def _ask_for_whole_numbers(book: Book, sheet: Worksheet) -> None:
    rule = {
        "validate": "integer",
        "criteria": ">=",
        "value": 0,
        "error_title": book.translate(gettext_noop("A count of students")),
        "error_message": book.translate(gettext_noop("Write a whole number of students, 0 or more.")),
    }
    sheet.data_validation(_FIRST_LINE, 2, _FIRST_LINE + book.n_needs - 1, 2, rule)
