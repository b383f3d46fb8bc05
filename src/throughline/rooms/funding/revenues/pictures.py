"""A year's revenues as tables."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.rooms.funding.brought.states import changes_table
from throughline.rooms.funding.revenues.files import Compared
from throughline.rooms.funding.revenues.queries import RevenuesPage
from throughline.rooms.funding.revenues.words import given_by, status_of
from throughline.web.tables import Column, Table


def revenues_table(page: RevenuesPage) -> Table:
    """This function will list a year's sources, and where each goes; every row adds up, and so does every column."""
    year = page.year
    return Table(
        key="revenues",
        caption=_("Revenues of %(year)s") % {"year": page.year_name},
        columns=[
            Column(
                "name", _("Source"), link=lambda row: reverse("funding:revenue", args=[year, row.key]), sortable=False
            ),
            Column("origin", _("Who gives"), value=lambda row: given_by(row.revenue), sortable=False),
            Column(
                "status", _("Status"), kind="status", value=lambda row: status_of(row.revenue.status), sortable=False
            ),
            Column("brings_cents", _("Brings"), kind="money", total=True, sortable=False),
            Column("formula_cents", _("Shared out"), kind="money", total=True, sortable=False),
            Column("central_cents", _("Centrally"), kind="money", total=True, sortable=False),
            Column("apart_cents", _("Set apart"), kind="money", total=True, sortable=False),
        ],
        rows=page.split.sources,
        searchable=False,
        count=lambda n: ngettext("%(n)s source", "%(n)s sources", n),
        file_name=f"revenues-{page.year_name}",
        empty_title=_("No revenues of this year yet"),
        empty_text=_("Bring in a file, or add them one by one."),
        narrow="scroll",
    )


def compared_table(rows: Sequence[Compared]) -> Table:
    """This function will lay the sources of a file beside those that are kept."""
    columns = [
        Column("name", _("Source"), sortable=False),
        Column("key", _("Code"), sortable=False),
        Column("was_cents", _("Kept now"), kind="money", total=True, sortable=False),
        Column("brings_cents", _("In the file"), kind="money", total=True, sortable=False),
    ]
    return changes_table(columns, rows, lambda n: ngettext("%(n)s source", "%(n)s sources", n))
