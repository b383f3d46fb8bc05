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
from throughline.rooms.funding.deciding.draft import Draft, draft_of, is_reshaping
from throughline.rooms.funding.deciding.grids import grid_of
from throughline.rooms.funding.deciding.words import in_a_sentence
from throughline.rooms.funding.documents import formula_value
from throughline.rooms.funding.filed import counted_words
from throughline.rooms.funding.formulas import commands
from throughline.rooms.funding.formulas.queries import formula_name, get_formula_for
from throughline.rooms.funding.formulas.views import tell_saved
from throughline.rooms.funding.models import Formula
from throughline.rooms.funding.scenarios import matrices, pictures, words
from throughline.rooms.funding.told import told
from throughline.values.errors import RefusedInput
from throughline.values.viewer import Viewer


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, formula_id: int) -> HttpResponse:
    """Show the figures of a formula in a grid, and keep what is changed, put in or taken out as a new version."""
    viewer = accounts.viewer_of(request)
    accounts.check_may(viewer, "write", "finance")
    row = get_formula_for(viewer, formula_id)
    sent = request.POST if request.method == "POST" else None
    draft = draft_of(formula_value(row), sent)
    refused: RefusedInput | None = None
    if sent is not None and not is_reshaping(sent) and draft.form.is_valid():
        try:
            saved = commands.decide(
                by=viewer, at=timezone.now(), formula=row, changes=draft.form.changes(), shape=draft.shape
            )
        except RefusedInput as error:
            refused = error
        else:
            tell_saved(request, saved)
            return redirect("funding:formula", formula_id=saved.formula.pk)
    changes = draft.form.changes() if sent is not None and draft.form.is_valid() else {}
    shown = {
        "draft": draft,
        "form": draft.form,
        "grid": grid_of(draft.form),
        "formula": row,
        "refused": told(refused),
        "crumbs": [
            (_("Formulas"), reverse("funding:formulas")),
            (formula_name(row), reverse("funding:formula", args=[formula_id])),
        ],
        **_follows(request, viewer, row, draft, changes),
    }
    return render(request, "deciding/decide.html", shown, status=400 if refused else 200)


@require_POST
def try_figures(request: HttpRequest, formula_id: int) -> HttpResponse:
    """Answer with what would follow from the figures sent; nothing is kept."""
    viewer = accounts.viewer_of(request)
    accounts.check_may(viewer, "write", "finance")
    row = get_formula_for(viewer, formula_id)
    draft = draft_of(formula_value(row), request.POST)
    if not draft.form.is_valid():
        return render(request, "deciding/follows.html", {"form": draft.form})
    shown = _follows(request, viewer, row, draft, draft.form.changes())
    return render(request, "deciding/answer.html", shown)


def _follows(
    request: HttpRequest, viewer: Viewer, row: Formula, draft: Draft, changes: Mapping[str, Decimal]
) -> dict[str, object]:
    try:
        tried = queries.try_figures(viewer, row, changes, draft.value)
    except RefusedInput as error:
        return {"stopped": told(error)}
    if tried is None:
        return {"new_run_url": f"{reverse('funding:new_run')}?formula={row.pk}"}
    run, found = tried.run, tried.found
    about = {"number": run.number, "counted": counted_words(run.count_on, run.count_rule)}
    against = _("Against run %(number)s") % about
    gainers, losers = words.moved(found)
    says = [_("Tried on run %(number)s, %(counted)s. Nothing is kept until you save.") % about]
    if tried.counted:
        says.append(_("Counted now for that day: %(needs)s.") % {"needs": ", ".join(tried.counted)})
    return {
        "sentence": in_a_sentence(found, run.number),
        "tried": " ".join(says),
        "figures": words.headline(found, against),
        "costs": words.cost_sentences(found),
        "gainers": gainers,
        "losers": losers,
        "chart": pictures.change_strips(found, against) if gainers or losers else None,
        "beyond": matrices.beyond_matrix(found.result.formula),
        "matrix": matrices.matrix_table(found.result.formula).read(request),
    }
