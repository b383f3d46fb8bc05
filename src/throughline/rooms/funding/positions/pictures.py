"""Positions as tables: the catalog, a file beside it, and what schools are guaranteed."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from throughline.rooms.funding.brought.states import changes_table
from throughline.rooms.funding.floors import Program
from throughline.rooms.funding.formulas.sentences import level_name
from throughline.rooms.funding.guarantee_words import rule_says
from throughline.rooms.funding.positions.files import ComparedPosition
from throughline.rooms.funding.positions.program_files import ComparedGuarantee
from throughline.rooms.funding.positions.queries import CatalogPage, ProgramCost
from throughline.rooms.funding.positions.words import standing_of
from throughline.web.components.pieces import Status
from throughline.web.tables import Column, Table


def catalog_table(page: CatalogPage) -> Table:
    """This function will list a year's positions with what each costs, and from where that is known."""
    guaranteed = page.guaranteed
    return Table(
        key="positions",
        caption=_("Positions of %(year)s") % {"year": page.year_name},
        columns=[
            Column("name", _("Position"), link=lambda row: reverse("funding:position", args=[page.year, row.code])),
            Column("code", _("Code")),
            Column("salary_cents", _("Average salary"), kind="money"),
            Column("all_benefits_cents", _("Benefits"), kind="money"),
            Column("price_cents", _("Price of one unit"), kind="money"),
            Column(
                "guaranteed",
                _("Every school"),
                kind="status",
                value=lambda row: Status(_("Guaranteed"), "note") if row.code in guaranteed else None,
            ),
            Column("source", _("Known from")),
        ],
        rows=list(page.program.catalog.values()),
        order="name",
        count=lambda n: ngettext("%(n)s position", "%(n)s positions", n),
        file_name=f"positions-{page.year_name}",
        empty_title=_("No positions of this year yet"),
        empty_text=_("Bring in a file with one row for each position, or add them one by one."),
        narrow="stack",
    )


def compared_table(rows: Sequence[ComparedPosition]) -> Table:
    """This function will lay the positions of a file beside those that are kept."""
    columns = [
        Column("name", _("Position"), sortable=False),
        Column("code", _("Code"), sortable=False),
        Column("was_cents", _("Kept now"), kind="money", sortable=False),
        Column("price_cents", _("In the file"), kind="money", sortable=False),
    ]
    return changes_table(columns, rows, lambda n: ngettext("%(n)s position", "%(n)s positions", n))


def guarantees_table(rows: Sequence[ComparedGuarantee], program: Program) -> Table:
    """This function will lay the guarantees of a file beside those that are kept."""
    columns = [
        Column(
            "position",
            _("Position"),
            value=lambda row: program.catalog[row.guarantee.position].name,
            sortable=False,
        ),
        Column("says", _("Units"), value=lambda row: rule_says(row.guarantee), sortable=False),
        Column("level", pgettext("schools of a level", "At"), value=_level, sortable=False),
    ]
    return changes_table(columns, rows, lambda n: ngettext("%(n)s guarantee", "%(n)s guarantees", n))


def _level(row: ComparedGuarantee) -> str:
    level = row.guarantee.level
    return level_name(level) if level else _("Every school")


def floors_table(cost: ProgramCost, year_name: str) -> Table:
    """This function will lay out what each school is guaranteed, beside what a run pays it."""
    certain = not cost.unknown
    most = Column("most_cents", _("At most"), kind="money", total=True)
    columns = [
        Column("name", _("School")),
        Column("n_students", _("Students"), kind="number", total=True),
        Column("units", _("Guaranteed units") if certain else _("Units, at least"), kind="number", decimals=2),
        Column("floor_cents", _("Their price") if certain else _("Their price, at least"), kind="money", total=True),
        *([] if certain else [most]),
    ]
    if cost.run_number is not None:
        run = {"number": cost.run_number}
        columns += [
            Column("paid_cents", _("Run %(number)s pays") % run, kind="money", total=True),
            Column("missing_cents", _("Lacking") if certain else _("Lacking, at least"), kind="money", total=True),
            Column("standing", _("Standing"), kind="status", value=standing_of),
        ]
    return Table(
        key="floors",
        caption=_("What each school is guaranteed"),
        columns=columns,
        rows=cost.schools,
        order="name",
        count=lambda n: ngettext("%(n)s school", "%(n)s schools", n),
        file_name=f"guaranteed-{year_name}",
        shares_page=True,
        narrow="scroll",
    )
