"""Who may see what, for those who answer for it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from throughline.rooms.accounts.middleware import viewer_of
from throughline.rooms.accounts.policy.queries import ClassRow, Holding, PolicyPage, policy_page
from throughline.web.tables import Column, Table


@require_safe
def show_policy(request: HttpRequest) -> HttpResponse:
    """Show the policy table: what each relation may do with each class of record, and on what basis."""
    page = policy_page(viewer_of(request))
    people = [holding for holding in page.holdings if not holding.is_duty]
    at_work = [holding for holding in people if holding.is_staff]
    others = [holding for holding in people if not holding.is_staff]
    duties = [holding for holding in page.holdings if holding.is_duty]
    tables = {
        "at_work": _matrix(
            page, "staff", _("What people who work in the district may see, change and export"), at_work
        ),
        "others": _matrix(page, "others", _("What families, students and those outside may see and export"), others),
        "duties": _matrix(page, "duties", _("What the system does by itself"), duties),
        "bases": _bases(page),
    }
    return render(request, "policy/policy.html", {key: table.read(request) for key, table in tables.items()})


def _matrix(page: PolicyPage, key: str, caption: str, holdings: list[Holding]) -> Table:
    def column(holding: Holding) -> Column:
        def acts(row: ClassRow) -> str:
            return row.acts.get(holding.code, "")

        return Column(holding.code.replace(":", "-"), holding.name, value=acts, sortable=False)

    return Table(
        key=key,
        caption=caption,
        columns=[Column("name", _("Class of record"), sortable=False), *map(column, holdings)],
        rows=page.classes,
        count=lambda n: ngettext("%(n)s class of record", "%(n)s classes of record", n),
        searchable=False,
        narrow="scroll",
        shares_page=True,
    )


def _bases(page: PolicyPage) -> Table:
    return Table(
        key="bases",
        caption=_("How far each reaches, and on what legal basis"),
        columns=[
            Column("name", _("Who"), sortable=False),
            Column("reach", _("Reaches"), sortable=False),
            Column("basis", _("Basis"), sortable=False),
        ],
        rows=page.holdings,
        count=lambda n: ngettext("%(n)s relation", "%(n)s relations", n),
        searchable=False,
        narrow="stack",
        shares_page=True,
    )
