"""Notices: the list, one with its schools, one school's own, and telling or taking back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_POST, require_safe

from throughline.rooms.accounts import api as accounts
from throughline.rooms.funding import access
from throughline.rooms.funding.budgets.downloads import check_may_export
from throughline.rooms.funding.notices import commands, queries
from throughline.rooms.funding.scenarios.forms import NoticeForm
from throughline.rooms.funding.scenarios.queries import get_scenario_for
from throughline.rooms.funding.told import told
from throughline.values.errors import RefusedInput
from throughline.web.components import figures
from throughline.web.components.pieces import Ledger, LedgerLine, Status
from throughline.web.tables import Column, Table


@require_safe
def list_notices(request: HttpRequest) -> HttpResponse:
    """Show every notice that the viewer may see."""
    rows = queries.find_notices(accounts.viewer_of(request))
    table = Table(
        key="notices",
        caption=_("What schools would receive"),
        columns=[
            Column("name", _("Scenario"), link=lambda row: reverse("funding:notice", args=[row.id])),
            Column("starts_on", _("Would hold from"), kind="date"),
            Column("by_name", _("Told by")),
            Column("at", _("When"), kind="moment"),
            Column("state", _("State"), kind="status", value=_state),
        ],
        rows=rows,
        searchable=False,
        count=lambda n: ngettext("%(n)s notice", "%(n)s notices", n),
        empty_title=_("No school has been told of a scenario"),
        empty_text=_("Finance tells them from a scenario that is locked."),
        narrow="stack",
    ).read(request)
    return render(request, "notices/list.html", {"table": table})


@require_safe
def show_notice(request: HttpRequest, notice_id: int, school_id: int | None = None) -> HttpResponse:
    """Show what each school in sight would receive, or one school with the way to it."""
    viewer = accounts.viewer_of(request)
    page = queries.notice_page(viewer, notice_id, school_id)
    crumbs = [(_("What schools would receive"), reverse("funding:notices"))]
    if len(page.rows) == 1:
        return render(request, "notices/school.html", {"page": page, "crumbs": crumbs, **_of_one(page)})
    table = _schools_table(page).read(request)
    if table.exporting:
        check_may_export(viewer)
    return table.export(request) or render(
        request, "notices/detail.html", {"page": page, "table": table, "crumbs": crumbs}
    )


@require_POST
def publish_notice(request: HttpRequest, number: int) -> HttpResponse:
    """Tell schools what they would receive under a scenario."""
    viewer = accounts.viewer_of(request)
    accounts.check_may(viewer, "write", access.CLASS)
    scenario = get_scenario_for(viewer, number)
    form = NoticeForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write from which day it would hold and what schools should know, then tell them."))
        return redirect("funding:scenario", number=number)
    try:
        notice = commands.publish_notice(by=viewer, at=timezone.now(), scenario=scenario, **form.cleaned_data)
    except RefusedInput as refused:
        said = told(refused)
        messages.error(request, f"{said.says} {said.next_step}" if said else "")
        return redirect("funding:scenario", number=number)
    messages.success(request, _("Told. Each school's leaders see their own school; nothing is a budget."))
    return redirect("funding:notice", notice_id=notice.pk)


@require_POST
def withdraw_notice(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Take a notice back."""
    commands.withdraw_notice(by=accounts.viewer_of(request), at=timezone.now(), notice_id=notice_id)
    messages.success(request, _("Taken back. No school sees it any more."))
    return redirect("funding:notices")


def _of_one(page: queries.NoticePage) -> dict[str, object]:
    (row,) = page.rows
    words = {"money": figures.money(abs(row.change_cents)), "current": figures.money(row.current_cents)}
    says = _("The same as its current budget of %(current)s.")
    if row.change_cents:
        says = _("%(money)s more than its current budget of %(current)s.")
    if row.change_cents < 0:
        says = _("%(money)s less than its current budget of %(current)s.")
    return {
        "row": row,
        "says": says % words,
        "figures": [
            (_("Would receive"), figures.money(row.total_cents), ""),
            (_("Current budget"), figures.money(row.current_cents), ""),
            (_("Dollars per student"), figures.money(row.per_pupil_cents), ""),
        ],
        "ledger": Ledger(
            caption=_("How it would come about"),
            lines=[
                LedgerLine(line.label, line.cents, note="\n".join(page.replayed.lines.get(line.step, ())))
                for line in page.lines
            ],
            total_label=_("Would receive"),
            total_cents=row.total_cents,
        ),
        "replayed": page.replayed,
        "why": _why(page, row) if page.causes else None,
    }


def _why(page: queries.NoticePage, row: queries.ShadowRow) -> Ledger:
    return Ledger(
        caption=_("Why it would change"),
        lines=[LedgerLine(says, cents) for says, cents in page.causes],
        total_label=_("Change from the current budget"),
        total_cents=row.change_cents,
    )


def _schools_table(page: queries.NoticePage) -> Table:
    def its_own(row: queries.ShadowRow) -> str:
        return reverse("funding:school_notice", args=[page.notice.id, row.school_id])

    return Table(
        key="schools",
        caption=_("What schools would receive"),
        columns=[
            Column("name", _("School"), link=its_own),
            Column("current_cents", _("Current budget"), kind="money", total=True),
            Column("total_cents", _("Would receive"), kind="money", total=True),
            Column("change_cents", pgettext("difference", "Change"), kind="money", total=True),
            Column("per_pupil_cents", _("Dollars per student"), kind="money"),
        ],
        rows=page.rows,
        order="name",
        count=lambda n: ngettext("%(n)s school", "%(n)s schools", n),
        file_name="would-receive",
    )


def _state(row: queries.NoticeRow) -> Status:
    if row.withdrawn_at:
        return Status(pgettext("notice", "Taken back"), "quiet")
    return Status(pgettext("notice", "Schools see it"), "note")
