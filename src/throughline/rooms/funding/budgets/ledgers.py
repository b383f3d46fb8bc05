"""One school's arithmetic as a ledger, and the list of runs as a table."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.rooms.funding.budgets.values import BudgetPage, LineView, RunRow
from throughline.rooms.funding.filed import counted_words, is_projected
from throughline.web.components.pieces import Ledger, LedgerLine
from throughline.web.tables import Column, Table


def ledger_of(page: BudgetPage, ways: Mapping[str, Sequence[str]] = MappingProxyType({})) -> Ledger:
    """This function will lay one school's lines out as a ledger; each opens to who is counted.

    `ways` says by step how a line came about: then it is said beneath it.
    """
    return Ledger(
        caption=_("The arithmetic"),
        lines=[
            LedgerLine(
                line.label,
                line.amount_cents,
                count=line.n_students,
                rate_cents=line.rate_cents,
                url=_who(page, line),
                note="\n".join([*ways.get(line.step, ()), *_about(page, line)]),
            )
            for line in page.lines
        ],
        total_label=_("Budget"),
        total_cents=page.total_cents,
        count_head="" if page.run.in_steps else _("Students"),
        rate_head="" if page.run.in_steps else _("Dollars for each"),
    )


def _who(page: BudgetPage, line: LineView) -> str:
    """The address of who is counted in a line, on its need's own day where it has one."""
    own = page.run.own.get(line.code)
    if line.n_students is None or (is_projected(own.rule) if own else page.run.projected):
        return ""
    day = own.on if own else page.run.count_on
    return reverse("funding:count", args=[day.isoformat(), page.school_id, line.code])


def _about(page: BudgetPage, line: LineView) -> list[str]:
    """Its source and its own day, on one line."""
    said = [part for part in (line.note, _day(page, line)) if part]
    return ["; ".join(said)] if said else []


def _day(page: BudgetPage, line: LineView) -> str:
    own = page.run.own.get(line.code)
    return counted_words(own.on, own.rule) if own else ""


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
