"""The first sheet: what this workbook is, where its figures come from, and what a person may change in it."""

from collections.abc import Iterator

from throughline.formats.xlsx.about import lines_about
from throughline.formats.xlsx.book import Book
from throughline.values.words import gettext_noop

_WORDS = (
    (
        gettext_noop("The sum"),
        gettext_noop(
            "For each need: students counted × dollars for each student = amount. "
            "A school's total is the sum of its amounts."
        ),
    ),
    (
        gettext_noop("Who is counted"),
        gettext_noop(
            "A student can have several needs and is then counted in each. "
            "The line for all students counts everyone enrolled."
        ),
    ),
    (
        gettext_noop("Rounding"),
        gettext_noop(
            "Nothing is rounded: whole students times dollars and cents. "
            "ROUND in a cell only removes the traces of the spreadsheet's own arithmetic."
        ),
    ),
    (
        gettext_noop("What you can change"),
        gettext_noop(
            "The marked cells. Change a count and every sum that uses it follows. "
            "The other cells are locked, without a password."
        ),
    ),
)


def write_how_it_works(book: Book, *, schools_have_sheets: bool) -> None:
    """This function will write the sheet that explains the others."""
    sheet = book.workbook.add_worksheet(book.titles.how_it_works)
    book.write_text(sheet, 0, 0, book.title, book.title_style)
    for row, (label, text) in enumerate(_lines(book, schools_have_sheets=schools_have_sheets), start=2):
        book.write_text(sheet, row, 0, label, book.strong)
        book.write_text(sheet, row, 1, text, book.wrapped)
    book.prepare(sheet, [26, 100], freeze=(0, 0))
    sheet.activate()


def _lines(book: Book, *, schools_have_sheets: bool) -> Iterator[tuple[str, str]]:
    yield from lines_about(book.about, book.translate)
    yield from _about_the_formula(book)
    t, titles = book.translate, book.titles
    yield "", ""
    for label, words in _WORDS:
        yield t(label), t(words)
    yield "", ""
    yield titles.rates, t(gettext_noop("Dollars for each student, by schooling level and need."))
    yield titles.counts, t(gettext_noop("The students counted at each school."))
    yield titles.all_schools, t(gettext_noop("Every school's amounts and the total of them all."))
    if schools_have_sheets:
        words = gettext_noop("Each school's own arithmetic, with room to try other numbers of students.")
        yield t(gettext_noop("One sheet a school")), t(words)
    else:
        yield titles.one_school, t(gettext_noop("The arithmetic of any school, found by its ID."))
    yield "", ""
    yield t(gettext_noop("Engine version")), book.allocation.engine_version
    yield t(gettext_noop("Formula digest")), book.allocation.formula.digest
    yield t(gettext_noop("Inputs digest")), book.allocation.inputs_digest
    yield t(gettext_noop("Result digest")), book.allocation.digest


def _about_the_formula(book: Book) -> Iterator[tuple[str, str]]:
    t, formula = book.translate, book.allocation.formula
    if formula.illustrative:
        words = gettext_noop("These figures are an example. No district has adopted them.")
        yield t(gettext_noop("Illustrative")), t(words)
    yield t(gettext_noop("Formula")), formula.name.text(book.language)
    yield t(gettext_noop("Version")), formula.version
    yield t(gettext_noop("Year")), formula.year
    source = formula.source
    cited = ". ".join(part for part in (source.title, source.publisher, source.place, source.url) if part)
    yield t(gettext_noop("Source")), cited
    yield t(gettext_noop("Currency")), formula.currency
    if formula.notes:
        yield t(gettext_noop("Notes")), formula.notes.text(book.language)
