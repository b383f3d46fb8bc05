"""The sample of a run: its students, and what somebody says of one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from throughline.rooms.accounts import api as accounts
from throughline.rooms.exchange.models import Verdict
from throughline.rooms.exchange.runs.pages import run_page
from throughline.rooms.exchange.samples import commands, queries
from throughline.rooms.exchange.samples.forms import CheckForm


@require_safe
def show_sample(request: HttpRequest, run_id: int) -> HttpResponse:
    """Show a few of a run's students with what is held of them, to be held against the source system."""
    return _shown(request, run_id)


@require_POST
def check_one(request: HttpRequest, run_id: int, student_id: int) -> HttpResponse:
    """Keep what somebody says of one student of the sample."""
    viewer, form = accounts.viewer_of(request), CheckForm(request.POST)
    queries.sample_run(viewer, run_id)
    if not form.is_valid():
        return _shown(request, run_id, student_id, form)
    commands.check_sample(
        by=viewer,
        at=timezone.now(),
        run_id=run_id,
        student_id=student_id,
        verdict=Verdict(form.cleaned_data["verdict"]),
        differs=form.cleaned_data["differs"].strip(),
    )
    messages.success(request, _("Kept, with your name."))
    return redirect("exchange:sample", run_id)


def _shown(request: HttpRequest, run_id: int, student_id: int = 0, asked: CheckForm | None = None) -> HttpResponse:
    viewer = accounts.viewer_of(request)
    run = queries.sample_run(viewer, run_id)
    sample = queries.find_sample(viewer, run, at=timezone.now())
    rows = [(one, asked if asked and one.student.pk == student_id else CheckForm()) for one in sample]
    shown = {"page": run_page(viewer, run_id, "sample"), "rows": rows, "seed": queries.seed_of(run)}
    return render(request, "samples/sample.html", shown, status=400 if asked else 200)
