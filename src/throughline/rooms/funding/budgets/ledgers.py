"""One school's arithmetic as a ledger, and the list of runs as a table."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.rooms.funding.budgets.values import BudgetPage, RunRow
from throughline.web.components.pieces import Ledger, LedgerLine
from throughline.web.tables import Column, Table


def ledger_of(page: BudgetPage) -> Ledger:
    """This function will lay one school's lines out as a ledger; each opens to who is counted."""
    day = page.run.count_on.isoformat()
    return Ledger(
        caption=_("The arithmetic"),
        lines=[
            LedgerLine(
                line.label,
                line.amount_cents,
                count=line.n_students,
                rate_cents=line.rate_cents,
                url=reverse("funding:count", args=[day, page.school_id, line.code])
                if line.n_students is not None and not page.run.projected
                else "",
                note=line.note,
            )
            for line in page.lines
        ],
        total_label=_("Budget"),
        total_cents=page.total_cents,
        count_head="" if page.run.in_steps else _("Students"),
        rate_head="" if page.run.in_steps else _("Dollars for each"),
    )


def runs_table(rows: Sequence[RunRow]) -> Table:
    """This function will lay the runs out as a table."""
    return Table(
        key="runs",
        caption=_("Runs"),
        columns=[
            Column("number", _("Run"), kind="number", link=lambda row: reverse("funding:run", args=[row.number])),
            Column("formula_name", _("Formula")),
            Column("count_on", _("Count day"), kind="date"),
            Column("projected", _("Students are"), value=lambda row: _("projected") if row.projected else _("counted")),
            Column("n_schools", _("Schools"), kind="number"),
            Column("n_students", _("Students"), kind="number"),
            Column("total_cents", _("Total"), kind="money"),
            Column("by_name", _("By")),
            Column("at", _("When"), kind="moment"),
        ],
        rows=rows,
        order="-number",
        count=lambda n: ngettext("%(n)s run", "%(n)s runs", n),
        file_name="runs",
    )
