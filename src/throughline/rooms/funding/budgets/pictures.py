"""The list of budgets as a table and as a chart."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.rooms.funding.budgets.values import BudgetsPage, SchoolRow
from throughline.web.charts import Axis, Chart, Point, scatter
from throughline.web.components import figures
from throughline.web.tables import Choice, Column, Table


def budgets_table(page: BudgetsPage) -> Table:
    """This function will lay the budgets out as a table."""
    run = page.run.number
    share = [Column("need_share", page.share_label, kind="percent")] if page.share_label else []
    return Table(
        key="budgets",
        caption=_("School budgets"),
        columns=[
            Column("name", _("School"), link=lambda row: reverse("funding:school_budget", args=[run, row.school_id])),
            Column("total_cents", _("Budget"), kind="money", total=True),
            Column("per_pupil_cents", _("Dollars per student"), kind="money"),
            Column("n_students", _("Students"), kind="number", total=True),
            *share,
            Column("level_label", _("Level")),
        ],
        rows=page.rows,
        choices=[Choice("level", _("Level"), page.levels)] if len(page.levels) > 1 else [],
        order="name",
        count=lambda n: ngettext("%(n)s school", "%(n)s schools", n),
        file_name=f"school-budgets-run-{run}",
    )


def need_chart(page: BudgetsPage) -> Chart | None:
    """This function will draw dollars per student against need, or nothing where fewer than two schools can be."""
    shown = [row for row in page.rows if row.need_share is not None and row.per_pupil_cents is not None]
    if len(shown) < 2 or not page.share_label:
        return None
    keys = [key for key, _label in page.levels]
    least, most = min(shown, key=_need), max(shown, key=_need)
    named = [row for row in (least, most) if _has_room(row, shown)]
    return scatter(
        key="need",
        title=_("Do schools with more need receive more for each student?"),
        says=_(
            "%(least)s, with the lowest share (%(least_share)s), receives %(least_money)s for each student; "
            "%(most)s, with the highest (%(most_share)s), receives %(most_money)s."
        )
        % _ends(least, most),
        label_head=_("School"),
        x=Axis(_("Share of students: %(need)s") % {"need": page.share_label}, "percent", from_zero=True),
        y=Axis(_("Dollars per student"), "money"),
        points=[
            Point(
                row.name,
                row.need_share or 0.0,
                row.per_pupil_cents or 0,
                keys.index(row.level),
                row in named,
            )
            for row in shown
        ],
        series_labels=[label for _key, label in page.levels],
    )


def _need(row: SchoolRow) -> tuple[float, str]:
    return (row.need_share or 0.0, row.name)


def _has_room(row: SchoolRow, shown: Sequence[SchoolRow]) -> bool:
    """Whether a name beside this dot would cover no other: its words take up to a third of the width."""
    cents = [other.per_pupil_cents or 0 for other in shown]
    height = (max(cents) - min(cents)) or 1
    return all(
        abs((other.per_pupil_cents or 0) - (row.per_pupil_cents or 0)) > 0.06 * height
        or abs(_need(other)[0] - _need(row)[0]) > 0.35
        for other in shown
        if other is not row
    )


def _ends(least: SchoolRow, most: SchoolRow) -> dict[str, str]:
    return {
        "least": least.name,
        "least_share": figures.percent(least.need_share),
        "least_money": figures.money_whole(least.per_pupil_cents),
        "most": most.name,
        "most_share": figures.percent(most.need_share),
        "most_money": figures.money_whole(most.per_pupil_cents),
    }
