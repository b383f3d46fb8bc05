"""Earlier budgets as tables: what is kept, what a file would change, and dollars of now beside them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from throughline.engines.funding.prior import SchoolBeside
from throughline.rooms.funding.brought.states import changes_table
from throughline.rooms.funding.prior.files import ComparedSchool
from throughline.rooms.funding.prior.queries import KeptSchool, PriorPage
from throughline.rooms.funding.prior.sides import MINIMUM, Compared
from throughline.rooms.funding.prior.words import moved, sentences, side_name, standing_of
from throughline.web.tables import Column, ReadTable, Table


@dataclass(frozen=True, slots=True)
class Section:
    """Dollars of now beside one set of budgets, as a page shows it."""

    title: str
    says: Sequence[str]
    gainers: Sequence[str]
    losers: Sequence[str]
    table: ReadTable
    first: bool


def sections(
    request: HttpRequest, compared: Sequence[Compared], now: str, links: Mapping[str, str], file_name: str
) -> list[Section]:
    """This function will lay dollars of now beside each set; `now` heads them, `links` lead to a school by its id."""
    found = []
    for one in compared:
        gainers, losers = moved(one) if one.side.role != MINIMUM else ([], [])
        table = beside_table(one, now, links, file_name).read(request)
        found.append(Section(side_name(one.side), sentences(one), gainers, losers, table, one is compared[0]))
    return found


def beside_table(one: Compared, now: str, links: Mapping[str, str], file_name: str) -> Table:
    """This function will lay every school beside one set; the change of each adds up to the change of all."""
    role = one.side.role
    name = Column(
        "name",
        _("School"),
        value=lambda row: one.names[row.school_id],
        link=(lambda row: links.get(row.school_id, "")) if links else None,
    )
    now_column = Column("now_cents", now, kind="money", total=True)
    standing = Column("standing", _("Standing"), kind="status", value=lambda row: standing_of(row, role))
    if role == MINIMUM:
        columns = [
            name,
            Column("prior_cents", _("Minimum"), kind="money", total=True),
            now_column,
            Column("change_cents", _("Above the minimum"), kind="money", total=True),
            standing,
        ]
    else:
        columns = [
            name,
            Column("prior_cents", one.side.year_name, kind="money", total=True),
            now_column,
            Column("change_cents", pgettext("difference", "Change"), kind="money", total=True),
            Column("change_share", _("Change, in percent"), kind="percent", value=_share, decimals=1),
            Column("per_pupil_change_cents", _("Change for each student"), kind="money"),
        ]
    return Table(
        key=f"beside-{role.replace('_', '-')}",
        caption=side_name(one.side),
        columns=columns,
        rows=one.found.schools,
        order="change_cents",
        searchable=False,
        count=lambda n: ngettext("%(n)s school", "%(n)s schools", n),
        file_name=f"{file_name}-beside-{one.side.year_name}",
        shares_page=True,
        narrow="scroll",
    )


def exporting(shown: Sequence[Section]) -> bool:
    """This function will say whether a file of one of the sections is asked for."""
    return any(one.table.exporting for one in shown)


def export_of(shown: Sequence[Section], request: HttpRequest) -> HttpResponse | None:
    """This function will return the file that is asked for, or None where none is."""
    return next((file for one in shown if (file := one.table.export(request))), None)


def school_table(compared: Sequence[Compared]) -> Table:
    """This function will lay one school's dollars beside each set, one row a set."""
    return Table(
        key="beside",
        caption=_("Beside earlier budgets"),
        columns=[
            Column("name", _("Beside"), value=lambda one: side_name(one.side), sortable=False),
            Column("prior", _("Budget"), kind="money", value=lambda one: _only(one).prior_cents, sortable=False),
            Column(
                "students", _("Students"), kind="number", value=lambda one: _only(one).prior_students, sortable=False
            ),
            Column(
                "each", _("For each"), kind="money", value=lambda one: _only(one).prior_per_pupil_cents, sortable=False
            ),
            Column(
                "change", _("Change to now"), kind="money", value=lambda one: _only(one).change_cents, sortable=False
            ),
            Column(
                "share",
                _("Change, in percent"),
                kind="percent",
                decimals=1,
                value=lambda one: _share(_only(one)),
                sortable=False,
            ),
            Column(
                "standing",
                _("Standing"),
                kind="status",
                value=lambda one: standing_of(_only(one), one.side.role),
                sortable=False,
            ),
        ],
        rows=compared,
        count=lambda n: ngettext("%(n)s earlier budget", "%(n)s earlier budgets", n),
        searchable=False,
        shares_page=True,
        narrow="stack",
    )


def kept_table(page: PriorPage) -> Table:
    """This function will list what is kept of a year: budgets by source, and minimums."""
    columns = [Column("name", _("School"))]
    if page.has_budgets:
        columns += [
            Column("total_cents", _("Budget"), kind="money", total=True),
            Column("n_students", _("Students"), kind="number", total=True),
            Column("per_pupil_cents", _("Dollars per student"), kind="money"),
        ]
    if page.has_minimums:
        columns.append(Column("minimum_cents", _("Minimum to operate"), kind="money", total=True))
    columns += [
        Column(f"source{at}", name, kind="money", total=True, value=_from(name)) for at, name in enumerate(page.sources)
    ]
    return Table(
        key="prior",
        caption=_("Budgets of %(year)s") % {"year": page.year_name},
        columns=columns,
        rows=page.schools,
        order="name",
        count=lambda n: ngettext("%(n)s school", "%(n)s schools", n),
        file_name=f"budgets-{page.year_name}",
        empty_title=_("No budgets of this year yet"),
        empty_text=_("Bring in a file with one row for each school."),
        narrow="scroll",
    )


def preview_table(rows: Sequence[ComparedSchool]) -> Table:
    """This function will lay the schools of a file beside what is kept of them."""
    columns = [
        Column("name", _("School"), sortable=False),
        Column("was_cents", _("Kept now"), kind="money", total=True, sortable=False),
        Column("total_cents", _("In the file"), kind="money", total=True, sortable=False),
        Column("n_students", _("Students"), kind="number", total=True, sortable=False),
        Column("n_sources", _("Sources"), kind="number", sortable=False),
    ]
    return changes_table(columns, rows, lambda n: ngettext("%(n)s school", "%(n)s schools", n))


def _only(one: Compared) -> SchoolBeside:
    return one.found.schools[0]


def _share(row: SchoolBeside) -> float | None:
    return None if row.change_share is None else float(row.change_share)


def _from(name: str) -> Callable[[KeptSchool], int | None]:
    return lambda row: row.of_source(name)
