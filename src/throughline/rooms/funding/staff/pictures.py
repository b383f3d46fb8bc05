"""Staff at the average and at real cost, as tables."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.rooms.funding.brought.states import changes_table
from throughline.rooms.funding.staff.files import ComparedStaff
from throughline.rooms.funding.staff.queries import BothWays, SchoolStaffed, StaffPage
from throughline.web.components import figures
from throughline.web.tables import Column, Table


def moved_table(page: BothWays) -> Table:
    """This function will lay every school's staff out both ways, in few columns to stand beside a choice."""
    return _table("moved", _("Staff at the average and at real cost"), _both_ways(), page)


def left_table(page: BothWays, way: str) -> Table:
    """This function will lay every school's staff out both ways, with what its budget leaves by one of them."""
    left = Column(
        "left", _("Left after staff"), kind="money", value=lambda row: row.left_cents(way), total=True, sortable=False
    )
    return _table("charged", _("Staff at the average and at real cost"), [*_both_ways(), left], page)


def schools_table(page: StaffPage) -> Table:
    """This function will lay every school's staff out both ways, with what its budget leaves as it is decided."""
    name, average, real, _moved = _both_ways()
    columns = [name, Column("units", _("Units"), kind="number", decimals=2, sortable=False), average, real]
    if page.run_number is not None:
        run = {"number": page.run_number}
        columns += [
            Column("budget_cents", _("Run %(number)s pays") % run, kind="money", total=True, sortable=False),
            Column(
                "left",
                _("Left after staff"),
                kind="money",
                value=lambda row: row.left_cents(page.way),
                total=True,
                sortable=False,
            ),
        ]
    return _table("staff", _("Every school's staff and budget"), columns, page)


def _both_ways() -> list[Column]:
    """Those too few to be shown alone stand together in one row."""
    return [
        Column("name", _("School"), value=_name, sortable=False),
        Column("average_cents", _("At the average"), kind="money", total=True, sortable=False),
        Column("real_cents", _("At real cost"), kind="money", total=True, sortable=False),
        Column("moved_cents", _("More at real cost"), kind="money", total=True, sortable=False),
    ]


def _table(key: str, caption: str, columns: Sequence[Column], page: BothWays) -> Table:
    return Table(
        key=key,
        caption=caption,
        columns=columns,
        rows=page.schools,
        searchable=False,
        count=lambda n: ngettext("%(n)s row", "%(n)s rows", n),
        shares_page=True,
        narrow="scroll",
    )


def positions_table(page: StaffPage) -> Table:
    """This function will lay each position's price beside what a unit really costs, where enough hold it."""
    return Table(
        key="priced",
        caption=_("The catalog beside what staff really costs"),
        columns=[
            Column("name", _("Position"), sortable=False),
            Column("units", _("Units"), kind="number", decimals=2, sortable=False),
            Column("price_cents", _("Price in the catalog"), kind="money", sortable=False),
            Column("real_average_cents", _("Real average"), kind="money", sortable=False),
            Column("difference_cents", _("Charged more than it costs"), kind="money", sortable=False),
        ],
        rows=page.positions,
        searchable=False,
        count=lambda n: ngettext("%(n)s position", "%(n)s positions", n),
        shares_page=True,
        narrow="scroll",
    )


def compared_table(rows: Sequence[ComparedStaff]) -> Table:
    """This function will lay the staff of each school in a file beside what is kept of it."""
    columns = [
        Column("name", _("School"), sortable=False),
        Column("was_cents", _("Kept now"), kind="money", total=True, sortable=False),
        Column("cost_cents", _("In the file"), kind="money", total=True, sortable=False),
    ]
    return changes_table(columns, rows, lambda n: ngettext("%(n)s school", "%(n)s schools", n))


def _name(row: SchoolStaffed) -> str:
    if row.name:
        return row.name
    says = ngettext("%(n)s school with few staff", "%(n)s schools with few staff, together", row.n_together)
    return says % {"n": figures.number(row.n_together)}
