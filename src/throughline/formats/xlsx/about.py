"""What a workbook tells beside its arithmetic: whose money each school draws on, and that students are projected."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from throughline.formats.xlsx.paper import Paper
from throughline.formats.xlsx.sheet_names import sheet_names
from throughline.values.words import gettext_noop


@dataclass(frozen=True, slots=True)
class SchoolDraw:
    """What one school has from one source. `beside` is past the formula; a draw without a source none may pay."""

    school: str
    source: str
    cents: int
    beside: bool = False


@dataclass(frozen=True, slots=True)
class About:
    """Draws in the order of the schools; `projected` says for which day students are, where they are not counted.

    `own_days` says which needs are counted on a day of their own.
    `charged` says how schools are charged for staff, where that was decided.
    """

    draws: Sequence[SchoolDraw] = ()
    projected: str = ""
    own_days: str = ""
    charged: str = ""


NOTHING_MORE = About()
Translate = Callable[[str], str]
DRAWS = gettext_noop("Draws on sources")
PROJECTED_COUNTS = gettext_noop("Projected, not counted")
OWN_DAYS = gettext_noop("Each on its own day")
_STAFF = gettext_noop("Staff")
_DRAWS_SAY = gettext_noop(
    "Which source pays each school, worked out for the amounts as they were. These do not follow a changed count."
)


def lines_about(about: About, translate: Translate) -> list[tuple[str, str]]:
    """This function will say on the first sheet what is projected and charged, and what the sheet of draws is."""
    lines = [(translate(PROJECTED_COUNTS), about.projected)] if about.projected else []
    lines += [(translate(OWN_DAYS), about.own_days)] if about.own_days else []
    lines += [(translate(_STAFF), about.charged)] if about.charged else []
    return [*lines, (translate(DRAWS), translate(_DRAWS_SAY))] if about.draws else lines


def write_draws(paper: Paper, about: About, translate: Translate) -> None:
    """This function will write a sheet of every school by source, where there are draws; rows and columns add up."""
    if not about.draws:
        return
    taken = [sheet.name for sheet in paper.workbook.worksheets()]
    sheet = paper.workbook.add_worksheet(*sheet_names([translate(DRAWS)], taken))
    sources = list(dict.fromkeys(draw.source for draw in about.draws if not draw.beside))
    names = [source or translate(gettext_noop("No source may pay it")) for source in sources]
    ends = [translate(gettext_noop("Budget")), translate(gettext_noop("Beside the formula"))]
    paper.write_text(sheet, 0, 0, translate(gettext_noop("School")), paper.heading)
    for at, text in enumerate([*names, *ends], start=1):
        paper.write_text(sheet, 0, at, text, paper.number_heading)
    budget, rows = len(sources) + 1, _by_school(about.draws, sources)
    for row, (school, cents) in enumerate(rows.items(), start=1):
        paper.write_text(sheet, row, 0, school)
        for at, amount in enumerate(cents, start=1):
            if at != budget:
                sheet.write_number(row, at, amount / 100, paper.money)
        _sum(sheet, (row, budget), ((row, 1), (row, budget - 1)), cents[budget - 1], paper.money)
    last = len(rows) + 1
    paper.write_text(sheet, last, 0, translate(gettext_noop("Total")), paper.total_label)
    for at in range(1, budget + 2):
        total = sum(cents[at - 1] for cents in rows.values())
        _sum(sheet, (last, at), ((1, at), (last - 1, at)), total, paper.money_total)
    paper.prepare(sheet, [36, *[18] * (budget + 1)], freeze=(1, 1))


def _by_school(draws: Sequence[SchoolDraw], sources: Sequence[str]) -> dict[str, list[int]]:
    """Each school's cents from every source, in all by the formula, and past it."""
    found: dict[str, list[int]] = {}
    for draw in draws:
        cents = found.setdefault(draw.school, [0] * (len(sources) + 2))
        if draw.beside:
            cents[-1] += draw.cents
        else:
            cents[sources.index(draw.source)] += draw.cents
            cents[-2] += draw.cents
    return found


def _sum(
    sheet: Worksheet, at: tuple[int, int], of: tuple[tuple[int, int], tuple[int, int]], cents: int, style: Format
) -> None:
    """A live sum; what it comes to stands beside it for programs that do not recompute."""
    first, last = (xl_rowcol_to_cell(*cell) for cell in of)
    sheet.write_formula(*at, f"=ROUND(SUM({first}:{last}),2)", style, cents / 100)
