"""The workbook of schools' budgets: every amount a live formula that recomputes to the engine's cents."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from xlsxwriter import Workbook

from throughline.engines.funding import Allocation
from throughline.formats.xlsx.about import NOTHING_MORE, PROJECTED_COUNTS, About, write_draws
from throughline.formats.xlsx.book import Book, SheetTitles
from throughline.formats.xlsx.how_it_works import write_how_it_works
from throughline.formats.xlsx.school_sheet import write_one_school, write_school
from throughline.formats.xlsx.sheet_names import sheet_names
from throughline.formats.xlsx.tables import write_all_schools, write_counts, write_rates
from throughline.values.words import gettext_noop

MOST_SCHOOL_SHEETS = 250  # beyond this a workbook opens slowly, and one sheet finds any school by its ID

_AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
# A stated time would make each copy of one result differ; where none is given, all copies share this one.
_NO_TIME = datetime(2000, 1, 1, tzinfo=UTC)


def write_budget_workbook(
    out: Path | BinaryIO,
    allocation: Allocation,
    *,
    school_ids: Sequence[str] | None = None,
    title: str = "",
    language: str = "en",
    translate: Callable[[str], str] = str,
    made_at: datetime | None = None,
    about: About = NOTHING_MORE,
) -> None:
    """This function will write a workbook of the budgets of all schools, or of those in `school_ids`.

    Sheets: how it works, rates, counts, all schools, and one for each school; for more than
    `MOST_SCHOOL_SHEETS` schools, one sheet that finds any of them by its ID; what `about` tells.
    The same result gives the same bytes. **Raises** `KeyError` where a school of `school_ids` is not in the allocation.
    """
    positions = _positions(allocation, school_ids)
    with Workbook(out if not isinstance(out, Path) else str(out), {"in_memory": True, **_AS_TEXT}) as workbook:
        title = title or translate(gettext_noop("School budgets"))
        created = (made_at or _NO_TIME).replace(tzinfo=None)
        workbook.set_properties({"title": title, "author": "Throughline", "created": created})
        titles = _titles(translate, about)
        book = Book(workbook, allocation, positions, titles, language, translate, title, about)
        _write_sheets(book)


def _write_sheets(book: Book) -> None:
    own_sheets = len(book.positions) <= MOST_SCHOOL_SHEETS
    write_how_it_works(book, schools_have_sheets=own_sheets)
    write_rates(book)
    write_counts(book)
    names = _school_sheet_names(book) if own_sheets else []
    write_all_schools(book, names)
    for index, name in enumerate(names):
        write_school(book, name, index)
    if not own_sheets:
        write_one_school(book)
    write_draws(book, book.about, book.translate)


def _positions(allocation: Allocation, school_ids: Sequence[str] | None) -> list[int]:
    if school_ids is None:
        return list(range(allocation.n_schools))
    where = {school_id: position for position, school_id in enumerate(allocation.schools.school_ids)}
    return [where[school_id] for school_id in school_ids]


def _titles(translate: Callable[[str], str], about: About) -> SheetTitles:
    wanted = [
        gettext_noop("How it works"),
        gettext_noop("Rates"),
        PROJECTED_COUNTS if about.projected else gettext_noop("Counts"),
        gettext_noop("All schools"),
        gettext_noop("One school"),
    ]
    return SheetTitles(*sheet_names(translate(words) for words in wanted))


def _school_sheet_names(book: Book) -> list[str]:
    titles = book.titles
    taken = [titles.how_it_works, titles.rates, titles.counts, titles.all_schools]
    names = [book.allocation.schools.school_names[position] for position in book.positions]
    return sheet_names(names, taken)
