"""The count day of each need."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from throughline.rooms.accounts import api as accounts
from throughline.rooms.funding.days import commands, queries
from throughline.rooms.funding.days.forms import DaysForm
from throughline.values.school_year import SchoolYear
from throughline.web.components import figures
from throughline.web.components.pieces import Tab


@require_http_methods(["GET", "HEAD", "POST"])
def decide_days(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """Show on which day each need is counted, and keep what is decided."""
    viewer, now = accounts.viewer_of(request), SchoolYear.of(accounts.today()).ends
    page = queries.days_page(viewer, _year(year, now))
    form = DaysForm(page, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        accounts.check_may(viewer, "write", "finance")
        if form.is_valid():
            commands.decide_days(by=viewer, at=timezone.now(), year=page.year, days=form.days())
            messages.success(request, _("Kept. What is counted from now on follows these days."))
            return redirect("funding:count_days_of", year=page.year)
    shown = {
        "page": page,
        "form": form,
        "lead": _sentence(page),
        "own_terms": [(one.label, figures.day(one.on)) for one in page.needs if one.on],
        "years": [_tab(one, page.year) for one in (now, now + 1)],
        "filed": "; ".join(map(figures.day, page.filed)),
        "crumbs": [(_("School budgets"), reverse("funding:budgets")), (_("Counts"), reverse("funding:counts"))],
    }
    return render(request, "days/edit.html", shown, status=400 if form.errors else 200)


def _year(asked: int | None, now: int) -> int:
    """A year that can be decided: near enough to have counts. Any other address shows this year."""
    return asked if asked is not None and now - 10 <= asked <= now + 10 else now


def _sentence(page: queries.DaysPage) -> str:
    if not page.n_own:
        return _("Every need is counted on the day of everybody's enrollment.")
    says = ngettext(
        "%(n)s need has a day of its own; the others are counted on the day of everybody's enrollment.",
        "%(n)s needs have a day of their own; the others are counted on the day of everybody's enrollment.",
        page.n_own,
    )
    return says % {"n": figures.number(page.n_own)}


def _tab(year: int, chosen: int) -> Tab:
    return Tab(str(SchoolYear(year)), reverse("funding:count_days_of", args=[year]), year == chosen)
