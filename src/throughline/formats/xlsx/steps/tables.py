"""The sheets that others draw on: what is decided, whose money it is, and what is known of each school."""

from collections.abc import Iterator
from fractions import Fraction

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from throughline.engines.funding.steps import Parameter
from throughline.formats.xlsx.about import lines_about
from throughline.formats.xlsx.sheet_names import quoted
from throughline.formats.xlsx.steps.book import StepsBook
from throughline.formats.xlsx.steps.compile import PointCells, Reference
from throughline.formats.xlsx.steps.layout import FIRST_INPUT, Column, shown
from throughline.values.words import gettext_noop

_VALUE = 5  # the column of a parameter's value; those by level stand to the right of it


def write_how_it_works(book: StepsBook) -> None:
    """This function will write the sheet that explains the others."""
    sheet = book.workbook.add_worksheet(book.titles.how_it_works)
    book.write_text(sheet, 0, 0, book.title, book.title_style)
    for row, (label, text) in enumerate(_about(book), start=2):
        book.write_text(sheet, row, 0, label, book.strong)
        book.write_text(sheet, row, 1, text, book.wrapped)
    book.prepare(sheet, [26, 100], freeze=(0, 0))
    sheet.activate()


def _about(book: StepsBook) -> Iterator[tuple[str, str]]:
    t, result = book.translate, book.allocation
    formula = result.formula
    yield from lines_about(book.about, t)
    if formula.illustrative:
        words = gettext_noop("These figures are an example. No district has adopted them.")
        yield t(gettext_noop("Illustrative")), t(words)
    yield t(gettext_noop("Formula")), formula.name.text(book.language)
    yield t(gettext_noop("Version")), formula.version
    yield t(gettext_noop("Year")), formula.year
    cited = (formula.source.title, formula.source.publisher, formula.source.place, formula.source.url)
    yield t(gettext_noop("Source")), ". ".join(part for part in cited if part)
    yield "", ""
    words = gettext_noop("The marked cells on the sheet of schools. Every sum that uses them follows.")
    yield t(gettext_noop("What you can change")), t(words)
    words = gettext_noop(
        "Each column is one part of the arithmetic, in the order it is done. A pool is shared to the last cent: "
        "the largest remainders are rounded up, and of equals the school whose ID comes first."
    )
    yield book.titles.working, t(words)
    words = gettext_noop("Inner ROUNDs only remove the traces of the spreadsheet's own arithmetic.")
    yield t(gettext_noop("Rounding")), t(words)
    yield "", ""
    yield t(gettext_noop("Engine version")), result.engine_version
    yield t(gettext_noop("Formula digest")), formula.digest
    yield t(gettext_noop("Inputs digest")), result.inputs_digest
    yield t(gettext_noop("Result digest")), result.digest


def write_parameters(book: StepsBook) -> tuple[dict[str, Reference], dict[str, PointCells]]:
    """This function will write every figure somebody decided, and return where each stands."""
    t, formula, name = book.translate, book.allocation.formula, book.titles.parameters
    sheet = book.workbook.add_worksheet(name)
    levels = list(dict.fromkeys([*formula.levels, *(level for one in formula.parameters for level, _ in one.by_level)]))
    headings = [gettext_noop("Name"), gettext_noop("What it is"), gettext_noop("Unit"), gettext_noop("Year")]
    headings += [gettext_noop("Source"), gettext_noop("Value")]
    for at, words in enumerate([*(t(words) for words in headings), *levels]):
        book.write_text(sheet, 0, at, words, book.heading)
    references: dict[str, Reference] = {}
    points: dict[str, PointCells] = {}
    row = 1
    for one in formula.parameters:
        for at, text in enumerate((one.key, one.label.text(book.language), one.unit, one.year, one.source)):
            book.write_text(sheet, row, at, text, book.wrapped)
        if one.points:
            points[one.key] = _write_points(book, sheet, row, one)
            row += len(one.points)
            continue
        if one.value is not None:
            supposed = book.allocation.supposed.get(one.key, one.value)
            sheet.write_number(row, _VALUE, float(supposed))
            references[one.key] = _always(f"{quoted(name)}!${xl_col_to_name(_VALUE)}${row + 1}")
        else:
            for level, figure in one.by_level:
                sheet.write_number(row, _VALUE + 1 + levels.index(level), float(figure))
            references[one.key] = _by_level(book, name, row + 1, len(levels))
        row += 1
    book.prepare(sheet, [20, 40, 18, 12, 30, 14, *[14] * len(levels)], freeze=(1, 1))
    return references, points


def _write_points(book: StepsBook, sheet: Worksheet, row: int, one: Parameter) -> PointCells:
    name, start, gives = quoted(book.titles.parameters), xl_col_to_name(_VALUE), xl_col_to_name(_VALUE + 1)
    for at, (begins, value) in enumerate(one.points):
        sheet.write_number(row + at, _VALUE, float(begins))
        sheet.write_number(row + at, _VALUE + 1, float(value))
    rows = range(row + 1, row + 1 + len(one.points))
    return PointCells(
        tuple(f"{name}!${start}${at}" for at in rows),
        tuple(f"{name}!${gives}${at}" for at in rows),
        f"{name}!${start}${rows[0]}:${start}${rows[-1]}",
        f"{name}!${gives}${rows[0]}:${gives}${rows[-1]}",
    )


def _by_level(book: StepsBook, name: str, row: int, n_levels: int) -> Reference:
    first, last = xl_col_to_name(_VALUE + 1), xl_col_to_name(_VALUE + n_levels)
    here, heads = f"{quoted(name)}!${first}${row}:${last}${row}", f"{quoted(name)}!${first}$1:${last}$1"
    schools = quoted(book.titles.schools)
    return lambda at: f"INDEX({here},MATCH({schools}!$C{at},{heads},0))"


def write_sources(book: StepsBook) -> dict[str, Reference]:
    """This function will write what each source brings and what became of it."""
    t, name = book.translate, book.titles.sources
    sheet = book.workbook.add_worksheet(name)
    headings = [gettext_noop("Name"), gettext_noop("What it is"), gettext_noop("Brings"), gettext_noop("Held")]
    headings += [gettext_noop("To schools"), gettext_noop("Left")]
    for at, words in enumerate(headings):
        book.write_text(sheet, 0, at, t(words), book.heading)
    references: dict[str, Reference] = {}
    labels = {money.key: money.label.text(book.language) for money in book.allocation.formula.sources}
    for row, use in enumerate(book.allocation.uses(), start=1):
        book.write_text(sheet, row, 0, use.key)
        book.write_text(sheet, row, 1, labels[use.key], book.wrapped)
        if use.brought_cents is not None:
            sheet.write_number(row, 2, use.brought_cents / 100, book.money)
        sheet.write_number(row, 3, use.held_cents / 100, book.money)
        sheet.write_number(row, 4, use.paid_cents / 100, book.money)
        if use.left_cents is not None:
            sheet.write_number(row, 5, use.left_cents / 100, book.money)
        references[use.key] = _always(f"{quoted(name)}!$C${row + 1}")
    book.prepare(sheet, [20, 40, 18, 18, 18, 18], freeze=(1, 1))
    return references


def write_schools(book: StepsBook) -> tuple[dict[str, Column], dict[str, Reference]]:
    """This function will write each school's figures in cells that can be changed, and return where they stand."""
    t, schools, name = book.translate, book.allocation.schools, book.titles.schools
    formula = book.allocation.formula
    sheet = book.workbook.add_worksheet(name)
    words = [gettext_noop("School ID"), gettext_noop("School"), gettext_noop("Level")]
    labels = [one.label.text(book.language) for one in formula.inputs]
    for at, text in enumerate([*(t(one) for one in words), *labels]):
        book.write_text(sheet, 0, at, text, book.heading)
    for row, at in enumerate(book.order, start=1):
        for column, text in enumerate((schools.school_ids[at], schools.name_at(at), schools.levels[at])):
            book.write_text(sheet, row, column, text)
        for column, one in enumerate(formula.inputs, start=FIRST_INPUT):
            cell = shown(_exact(schools.columns[one.key][at]))
            if isinstance(cell, str):
                book.write_text(sheet, row, column, cell, book.text_input)
            else:
                sheet.write(row, column, cell, book.count_input)
    book.prepare(sheet, [14, 36, 14, *[16] * len(formula.inputs)], freeze=(1, 2))
    last = 1 + book.n_schools
    columns = {"level": Column(name, "C", last, tuple(schools.levels[at] for at in book.order))}
    for at, one in enumerate(formula.inputs, start=FIRST_INPUT):
        values = tuple(_exact(schools.columns[one.key][school]) for school in book.order)
        columns[one.key] = Column(name, xl_col_to_name(at), last, values)
    return columns, {key: column.cell for key, column in columns.items()}


def _exact(cell: Fraction | int | bool | str) -> Fraction | bool | str:
    return cell if isinstance(cell, bool | str) else Fraction(cell)


def _always(cell: str) -> Reference:
    return lambda row: cell
