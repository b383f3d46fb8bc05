"""One page that says what was adopted, and why."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from throughline.rooms.accounts import api as accounts
from throughline.rooms.funding.adoptions.queries import adopted_page
from throughline.rooms.funding.budgets.queries import get_run_for
from throughline.web.components import figures


@require_safe
def show_adoption(request: HttpRequest, number: int) -> HttpResponse:
    """Show what the district said of a run when it adopted it, and what its figures say."""
    viewer = accounts.viewer_of(request)
    page = adopted_page(viewer, get_run_for(viewer, number))
    lead = _("Nobody has adopted this run.")
    if page:
        about = {"first": page.proposed_by, "second": page.adopted_by, "day": figures.day(page.at.date())}
        lead = _("%(first)s proposed it, and %(second)s adopted it on %(day)s.") % about
    shown = {
        "page": page,
        "title": page.scenario_name if page else _("Run %(number)s") % {"number": number},
        "lead": lead,
        "crumbs": [(_("School budgets"), reverse("funding:run", args=[number]))],
    }
    return render(request, "adoptions/page.html", shown)
