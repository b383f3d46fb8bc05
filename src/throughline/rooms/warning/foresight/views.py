"""How well rules do, on the district's own past."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from throughline.rooms.accounts import api as accounts
from throughline.rooms.warning.documents import part_of
from throughline.rooms.warning.foresight import showing
from throughline.rooms.warning.foresight.commands import foresee_rules
from throughline.rooms.warning.foresight.forms import DaysForm
from throughline.rooms.warning.foresight.queries import first_offer, foresight_page
from throughline.rooms.warning.trials.queries import find_days
from throughline.rooms.warning.trials.showing import progress_of
from throughline.rooms.warning.trials.views import way_back
from throughline.values.errors import RefusedInput


@require_http_methods(["GET", "HEAD", "POST"])
def judge_rules(request: HttpRequest, version_id: int) -> HttpResponse:
    """Show how well rules foresaw what came, and work it out for other days."""
    viewer, at, refused = accounts.viewer_of(request), timezone.now(), None
    page = foresight_page(viewer, version_id)
    first, last = find_days()
    initial = (page.trial.on, page.trial.until) if page.trial else first_offer()
    form = DaysForm(request.POST or None, first=first, last=last, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            foresee_rules(by=viewer, at=at, version_id=version_id, **form.cleaned_data)
            return redirect("warning:foresee_rules", version_id)
        except RefusedInput as error:
            refused = error
    shown = {"page": page, "form": form, "refused": refused, "crumbs": way_back(page.version)}
    shown |= {"outcome": showing.outcome_words(part_of(page.version))}
    if page.trial is not None and (request.GET.get("progress") == "1" or page.state == "working"):
        shown |= {"progress": progress_of(page.trial, page.state, request.path)}
    elif page.judged is not None:
        shown |= showing.shown_of(request, page.judged)
    return render(request, "foresight/how_well.html", shown)
