"""Change the figures of a formula, with what follows live beside them."""

from collections.abc import Mapping
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from throughline.rooms.accounts import api as accounts
from throughline.rooms.funding.deciding import queries
from throughline.rooms.funding.filed import counted_words
from throughline.rooms.funding.formulas import commands
from throughline.rooms.funding.formulas.decisions import DecisionsForm
from throughline.rooms.funding.formulas.queries import decisions_for, formula_name
from throughline.rooms.funding.formulas.views import tell_saved
from throughline.rooms.funding.models import Formula
from throughline.rooms.funding.scenarios import matrices, pictures, words
from throughline.rooms.funding.told import told
from throughline.values.errors import RefusedInput
from throughline.values.viewer import Viewer


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, formula_id: int) -> HttpResponse:
    """Show each figure of a formula in its own field, and keep those that are changed as a new version."""
    viewer = accounts.viewer_of(request)
    accounts.check_may(viewer, "write", "finance")
    row, decisions = decisions_for(viewer, formula_id)
    form = DecisionsForm(decisions, request.POST or None)
    refused: RefusedInput | None = None
    if request.method == "POST" and form.is_valid():
        try:
            saved = commands.decide(by=viewer, at=timezone.now(), formula=row, changes=form.changes())
        except RefusedInput as error:
            refused = error
        else:
            tell_saved(request, saved)
            return redirect("funding:formula", formula_id=saved.formula.pk)
    crumbs = [
        (_("Formulas"), reverse("funding:formulas")),
        (formula_name(row), reverse("funding:formula", args=[formula_id])),
    ]
    shown = {"form": form, "formula": row, "refused": told(refused), "crumbs": crumbs}
    follows = _follows(request, viewer, row, {})
    return render(request, "deciding/decide.html", {**shown, **follows}, status=400 if refused else 200)


@require_POST
def try_figures(request: HttpRequest, formula_id: int) -> HttpResponse:
    """Answer with what would follow from the figures sent; nothing is kept."""
    viewer = accounts.viewer_of(request)
    accounts.check_may(viewer, "write", "finance")
    row, decisions = decisions_for(viewer, formula_id)
    form = DecisionsForm(decisions, request.POST)
    if not form.is_valid():
        return render(request, "scenarios/not_yet.html", {"form": {"parts": [form]}})
    return render(request, "deciding/follows.html", _follows(request, viewer, row, form.changes()))


def _follows(request: HttpRequest, viewer: Viewer, row: Formula, changes: Mapping[str, Decimal]) -> dict[str, object]:
    try:
        tried = queries.try_figures(viewer, row, changes)
    except RefusedInput as error:
        return {"stopped": told(error)}
    if tried is None:
        return {"new_run_url": f"{reverse('funding:new_run')}?formula={row.pk}"}
    run, found = tried.run, tried.found
    about = {"number": run.number, "counted": counted_words(run.count_on, run.count_rule)}
    against = _("Against run %(number)s") % about
    gainers, losers = words.moved(found)
    return {
        "tried": _("Tried on run %(number)s, %(counted)s. Nothing is kept until you save.") % about,
        "figures": words.headline(found, against),
        "costs": words.cost_sentences(found),
        "gainers": gainers,
        "losers": losers,
        "chart": pictures.change_strips(found, against) if gainers or losers else None,
        "beyond": matrices.beyond_matrix(found.result.formula),
        "matrix": matrices.matrix_table(found.result.formula).read(request),
    }
