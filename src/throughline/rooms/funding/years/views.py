"""A fiscal year, from its first file to its adopted budgets, on one page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from throughline.rooms.accounts import api as accounts
from throughline.rooms.funding.revenues.queries import this_year
from throughline.rooms.funding.years.queries import year_facts
from throughline.rooms.funding.years.words import lead_of, steps_of
from throughline.web.components.pieces import Tab


@require_safe
def show_year(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """Show what a year has, what is missing, what follows, and the next step."""
    facts = year_facts(accounts.viewer_of(request), this_year() if year is None else year)
    steps = steps_of(facts)
    years = [Tab(one.name, reverse("funding:year", args=[one.year]), one.year == facts.year) for one in facts.years]
    shown = {"facts": facts, "steps": steps, "lead": lead_of(facts, steps), "years": years}
    return render(request, "years/detail.html", shown)
