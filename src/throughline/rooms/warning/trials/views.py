"""Try rules before they are switched on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from throughline.rooms.accounts import api as accounts
from throughline.rooms.warning.models import RuleVersion, Trial
from throughline.rooms.warning.rules.views import crumbs
from throughline.rooms.warning.trials import showing
from throughline.rooms.warning.trials.commands import compare_rules, stop_trial
from throughline.rooms.warning.trials.forms import DayForm
from throughline.rooms.warning.trials.queries import find_days, try_page
from throughline.values.errors import RefusedInput


@require_http_methods(["GET", "HEAD", "POST"])
def try_rules(request: HttpRequest, version_id: int) -> HttpResponse:
    """Show whom rules would add and drop on a day, and try them on another."""
    viewer, at, refused = accounts.viewer_of(request), timezone.now(), None
    page = try_page(viewer, version_id)
    first, last = find_days()
    form = DayForm(request.POST or None, first=first, last=last, initial=page.trial.on if page.trial else last)
    if request.method == "POST" and form.is_valid():
        try:
            compare_rules(by=viewer, at=at, version_id=version_id, on=form.cleaned_data["on"])
            return redirect("warning:try_rules", version_id)
        except RefusedInput as error:
            refused = error
    shown = {"page": page, "form": form, "refused": refused, "crumbs": way_back(page.version)}
    asks_how_far = request.GET.get("progress") == "1"
    if page.trial is not None and (asks_how_far or page.state == "working"):
        shown |= {"progress": showing.progress_of(page.trial, page.state, request.path)}
    elif page.compared is not None:
        shown |= {"says": showing.sentences_of(page.compared)} | showing.tables_of(request, page.compared, at)
    return render(request, "trials/try.html", shown)


@require_POST
def stop(request: HttpRequest, trial_id: int) -> HttpResponse:
    """Stop a trial."""
    trial = stop_trial(by=accounts.viewer_of(request), at=timezone.now(), trial_id=trial_id)
    page = "warning:foresee_rules" if trial.kind == Trial.Kind.FORESEE else "warning:try_rules"
    return redirect(page, trial.version_id)


def way_back(version: RuleVersion) -> list[tuple[str, str]]:
    """This function will return the way back to a version of the rules."""
    words = _("Rules, version %(number)s") % {"number": version.number}
    return [*crumbs(), (words, reverse("warning:version", args=[version.pk]))]
