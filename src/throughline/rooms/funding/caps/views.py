"""The caps of an adopted run: on a page, as JSON that planning takes over, and as CSV."""

import io

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from throughline.formats.caps import write_caps, write_caps_csv
from throughline.rooms.accounts import api as accounts
from throughline.rooms.funding.budgets.downloads import check_may_export
from throughline.rooms.funding.budgets.queries import get_run_for
from throughline.rooms.funding.caps.pictures import caps_table
from throughline.rooms.funding.caps.queries import caps_of
from throughline.web.components import figures
from throughline.web.downloads import CSV, as_download


@require_safe
def show_caps(request: HttpRequest, number: int) -> HttpResponse:
    """Show what each school in sight may plan with."""
    viewer = accounts.viewer_of(request)
    caps = caps_of(viewer, get_run_for(viewer, number))
    lead, table = _("Nobody has adopted this run, so nothing is handed over."), None
    if caps:
        about = {"year": caps.fiscal_year, "total": figures.money(caps.formula_cents)}
        lead = _("%(total)s for %(year)s, by the formula.") % about
        if caps.beside_cents:
            lead += " " + _("%(money)s more is named for schools.") % {"money": figures.money(caps.beside_cents)}
        table = caps_table(caps).read(request)
        if table.exporting:
            check_may_export(viewer)
    shown = {
        "caps": caps,
        "lead": lead,
        "table": table,
        "number": number,
        "crumbs": [(_("School budgets"), reverse("funding:run", args=[number]))],
    }
    return (table.export(request) if table else None) or render(request, "caps/page.html", shown)


@require_safe
def download_caps(request: HttpRequest, number: int, kind: str) -> HttpResponse:
    """Send the caps of the schools in sight as JSON or CSV; of a run that nobody adopted there is no file."""
    viewer = accounts.viewer_of(request)
    check_may_export(viewer)
    caps = caps_of(viewer, get_run_for(viewer, number))
    if caps is None:
        messages.info(request, _("Nobody has adopted this run, so nothing is handed over."))
        return redirect("funding:caps", number=number)
    content, content_type = write_caps(caps), "application/json"
    if kind == "csv":
        out = io.StringIO(newline="")
        write_caps_csv(out, caps)
        content, content_type = out.getvalue().encode("utf-8-sig"), CSV
    return as_download(content, content_type, f"budget-caps-{caps.fiscal_year}-run-{number}.{kind}")
