"""Recounts: the list, a new one, and one with every school's change and its reasons."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from throughline.rooms.accounts import api as accounts
from throughline.rooms.funding.budgets.downloads import check_may_export
from throughline.rooms.funding.filed import counted_words
from throughline.rooms.funding.recount_rule import rule_sentences
from throughline.rooms.funding.recounts import commands, pictures, queries
from throughline.rooms.funding.recounts.forms import RecountForm
from throughline.rooms.funding.scenarios import words
from throughline.rooms.funding.told import told
from throughline.values.errors import RefusedInput
from throughline.web.components import figures


@require_safe
def list_recounts(request: HttpRequest) -> HttpResponse:
    """Show every recount."""
    page = queries.recounts_page(accounts.viewer_of(request))
    table = pictures.recounts_table(page.rows).read(request)
    return table.export(request) or render(
        request, "recounts/list.html", {"page": page, "table": table, "crumbs": _budgets()}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def begin_recount(request: HttpRequest) -> HttpResponse:
    """Ask for a day and a rule, count again, and go to what it changes."""
    viewer = accounts.viewer_of(request)
    accounts.check_may(viewer, "write", "finance")
    run, today = queries.base_run_for(viewer), accounts.today()
    initial = {"name": _("Recount of %(day)s") % {"day": figures.day(today)}}
    initial |= RecountForm.beginning_with(queries.last_rule_for(viewer), today)
    form = RecountForm(request.POST or None, initial=initial)
    refused: RefusedInput | None = None
    if request.method == "POST" and run is not None and form.is_valid():
        given = form.cleaned_data
        try:
            made = commands.begin_recount(
                by=viewer,
                at=timezone.now(),
                name=given["name"],
                run=run,
                count_on=given["count_on"],
                rule=form.rule(),
            )
        except RefusedInput as error:
            refused = error
        else:
            return redirect("funding:recount", number=made.number)
    counted = counted_words(run.count_on, run.count_rule) if run else ""
    shown = {"form": form, "run": run, "counted": counted, "refused": told(refused), "crumbs": _crumbs()}
    return render(request, "recounts/new.html", shown, status=400 if refused else 200)


@require_safe
def show_recount(request: HttpRequest, number: int) -> HttpResponse:
    """Show every school's change with what caused it, and what became of each count."""
    viewer = accounts.viewer_of(request)
    page = queries.recount_page(viewer, number)
    tables = [pictures.schools_table(page).read(request), pictures.counts_table(page).read(request)]
    if any(table.exporting for table in tables):
        check_may_export(viewer)
    shown = {
        "page": page,
        "scenario": page.scenario,
        "rule": [*rule_sentences(page.rule), *pictures.staff_sentences(page)],
        "figures": words.headline(page.found),
        "costs": words.cost_sentences(page.found),
        "status": words.state_status(page.scenario.state),
        "thread": words.way_to_adoption(page.scenario),
        "table": tables[0],
        "counts": tables[1],
        "crumbs": _crumbs(),
    }
    answer = next((file for table in tables if (file := table.export(request))), None)
    return answer or render(request, "recounts/detail.html", shown)


def _budgets() -> list[tuple[str, str]]:
    return [(_("School budgets"), reverse("funding:budgets"))]


def _crumbs() -> list[tuple[str, str]]:
    return [*_budgets(), (_("Recounts"), reverse("funding:recounts"))]
