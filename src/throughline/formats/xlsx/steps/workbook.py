"""The workbook of a formula in steps: what is decided, what is counted, every calculation, and a sheet a school."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from xlsxwriter import Workbook

from throughline.engines.funding.steps import StepsAllocation
from throughline.engines.funding.steps.columns import NOTHING
from throughline.formats.xlsx.about import NOTHING_MORE, PROJECTED_COUNTS, About, write_draws
from throughline.formats.xlsx.sheet_names import sheet_names
from throughline.formats.xlsx.steps.book import StepsBook, Titles
from throughline.formats.xlsx.steps.compile import Compiler
from throughline.formats.xlsx.steps.does import write_step
from throughline.formats.xlsx.steps.layout import Column, Working
from throughline.formats.xlsx.steps.school_sheets import write_all_schools, write_school_sheets
from throughline.formats.xlsx.steps.tables import write_how_it_works, write_parameters, write_schools, write_sources
from throughline.formats.xlsx.steps.writing import StepWriter
from throughline.values.words import gettext_noop

_AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_NO_TIME = datetime(2000, 1, 1, tzinfo=UTC)  # a stated time would make each copy of one result differ


def write_steps_workbook(
    out: Path | BinaryIO,
    allocation: StepsAllocation,
    *,
    title: str = "",
    language: str = "en",
    translate: Callable[[str], str] = str,
    made_at: datetime | None = None,
    about: About = NOTHING_MORE,
) -> None:
    """This function will write a result of a formula in steps with every calculation as a live formula.

    Sheets: how it works, what is decided, sources, schools, all schools, every calculation, and one for each school
    while there are no more than 250, and what `about` tells. Schools stand in the order of their ids, which settles
    ties of a last cent. The same result gives the same bytes.
    """
    schools = allocation.schools
    order = sorted(range(schools.n_schools), key=lambda at: schools.school_ids[at])
    with Workbook(out if not isinstance(out, Path) else str(out), {"in_memory": True, **_AS_TEXT}) as workbook:
        title = title or translate(gettext_noop("School budgets"))
        created = (made_at or _NO_TIME).replace(tzinfo=None)
        workbook.set_properties({"title": title, "author": "Throughline", "created": created})
        book = StepsBook(workbook, title, allocation, order, _titles(translate, about), language, translate, about)
        _write_sheets(book)


def _write_sheets(book: StepsBook) -> None:
    write_how_it_works(book)
    names, points = write_parameters(book)
    names |= write_sources(book)
    inputs, schools_names = write_schools(book)
    names |= schools_names
    all_schools = book.workbook.add_worksheet(book.titles.all_schools)
    sheet = book.workbook.add_worksheet(book.titles.working)
    working = Working(sheet, book.titles.working, book.n_schools, book.heading, book.workbook.add_format())
    compiler = Compiler(
        working,
        book.order,
        _values(book.allocation),
        book.allocation.formula.tables,
        points,
        names,
        dict(inputs),
    )
    writer = StepWriter(book.allocation, compiler)
    columns: dict[str, Column] = {}
    for result in book.allocation.results:
        columns[result.step.key] = write_step(writer, result)
    sheet.write_string(0, 0, book.translate(gettext_noop("School ID")), book.heading)
    for row, school_id in zip(working.rows, writer.ids, strict=True):
        book.write_text(sheet, row - 1, 0, school_id)
    book.prepare(sheet, [16] * min(working.n_columns, 200), freeze=(1, 1))
    write_all_schools(book, all_schools, writer.paid)
    write_school_sheets(book, inputs, columns, writer.paid)
    write_draws(book, book.about, book.translate)


def _values(allocation: StepsAllocation) -> dict[str, object]:
    """What names come to, with nothing paid yet."""
    return {**allocation.known, "paid": NOTHING}


def _titles(translate: Callable[[str], str], about: About) -> Titles:
    wanted = [
        gettext_noop("How it works"),
        gettext_noop("What is decided"),
        gettext_noop("Sources"),
        PROJECTED_COUNTS if about.projected else gettext_noop("Schools"),
        gettext_noop("All schools"),
        gettext_noop("Every calculation"),
    ]
    return Titles(*sheet_names(translate(words) for words in wanted))
