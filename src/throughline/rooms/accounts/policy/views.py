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
    shown = {
        "people": _matrix(page, duties=False).read(request),
        "duties": _matrix(page, duties=True).read(request),
        "bases": _bases(page).read(request),
    }
    return render(request, "policy/policy.html", shown)


def _matrix(page: PolicyPage, *, duties: bool) -> Table:
    def column(holding: Holding) -> Column:
        def acts(row: ClassRow) -> str:
            return row.acts.get(holding.code, "–")

        return Column(holding.code.replace(":", "-"), holding.name, value=acts, sortable=False)

    return Table(
        key="duties" if duties else "people",
        caption=_("What the system does by itself") if duties else _("What people may see, change and export"),
        columns=[
            Column("name", _("Class of record"), sortable=False),
            *(column(holding) for holding in page.holdings if holding.is_duty == duties),
        ],
        rows=page.classes,
        count=lambda n: ngettext("%(n)s class of record", "%(n)s classes of record", n),
        searchable=False,
        narrow="scroll",
        shares_page=True,
        file_name="" if duties else "policy",
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
