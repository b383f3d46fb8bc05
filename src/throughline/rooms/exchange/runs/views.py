"""Imports: the list, a new one, one run with its preview, and what can be done with it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from throughline.rooms.accounts import api as accounts
from throughline.rooms.exchange.runs import commands, pages, tables
from throughline.rooms.exchange.runs.carrying import CannotNow
from throughline.rooms.exchange.runs.forms import ApplyForm, UploadForm


@require_safe
def list_runs(request: HttpRequest) -> HttpResponse:
    """Show the imports there have been."""
    table = tables.runs_table(pages.runs_page(accounts.viewer_of(request))).read(request)
    return render(request, "runs/imports.html", {"table": table})


def start_run(request: HttpRequest) -> HttpResponse:
    """Take a file, and show how its reading goes."""
    viewer = accounts.viewer_of(request)
    form = UploadForm(request.POST or None, request.FILES or None, kinds=pages.start_page(viewer))
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        run_id = commands.upload_file(
            by=viewer, at=timezone.now(), kind=form.cleaned_data["kind"], file_name=file.name, chunks=file.chunks()
        )
        return redirect("exchange:run", run_id)
    return render(request, "runs/new_import.html", {"form": form, "crumbs": pages.crumbs()})


@require_safe
def show_run(request: HttpRequest, run_id: int) -> HttpResponse:
    """Show one run: how it stands, what it would do or did, and what can be done with it."""
    page = pages.run_page(accounts.viewer_of(request), run_id)
    table = tables.counts_table(page).read(request)
    return render(request, "runs/import.html", {"page": page, "table": table, "form": ApplyForm()})


@require_safe
def show_progress(request: HttpRequest, run_id: int) -> HttpResponse:
    """Show how far the work on a run has come; once it is done the page leads on by itself."""
    return render(request, "runs/import.html", {"page": pages.progress_page(accounts.viewer_of(request), run_id)})


@require_safe
def show_changes(request: HttpRequest, run_id: int, action: str) -> HttpResponse:
    """Show the rows that a run adds, changes, brings back or ends."""
    page, source = pages.changes_page(accounts.viewer_of(request), run_id, action, timezone.now())
    table = tables.changes_table(source).read(request)
    return render(request, "runs/import_changes.html", {"page": page, "table": table})


@require_safe
def show_problems(request: HttpRequest, run_id: int) -> HttpResponse:
    """Show what is wrong with a run's file, or hand it out as a file."""
    page, problems = pages.problems_page(accounts.viewer_of(request), run_id)
    table = tables.problems_table(page, problems).read(request)
    return table.export(request) or render(request, "runs/import_problems.html", {"page": page, "table": table})


@require_POST
def apply_run(request: HttpRequest, run_id: int) -> HttpResponse:
    """Have a previewed run applied."""
    form = ApplyForm(request.POST)
    n_confirmed = form.cleaned_data["n_confirmed"] if form.is_valid() else None
    return _do(request, run_id, commands.apply_run, n_confirmed=n_confirmed)


@require_safe
def ask_roll_back(request: HttpRequest, run_id: int) -> HttpResponse:
    """Ask before an applied run is rolled back."""
    return render(request, "runs/import_roll_back.html", {"page": pages.run_page(accounts.viewer_of(request), run_id)})


@require_POST
def roll_back_run(request: HttpRequest, run_id: int) -> HttpResponse:
    """Have an applied run rolled back."""
    return _do(request, run_id, commands.roll_back_run)


@require_POST
def cancel_run(request: HttpRequest, run_id: int) -> HttpResponse:
    """Stop the work on a run, or put its preview away."""
    return _do(request, run_id, commands.cancel_run)


@require_POST
def read_again(request: HttpRequest, run_id: int) -> HttpResponse:
    """Have a run's file read once more."""
    return _do(request, run_id, commands.read_again)


def _do(request: HttpRequest, run_id: int, command: Callable[..., None], **more: Any) -> HttpResponse:
    try:
        command(by=accounts.viewer_of(request), at=timezone.now(), run_id=run_id, **more)
    except CannotNow as stop:
        messages.warning(request, f"{_(stop.says)} {_(stop.next_step)}")
    return redirect("exchange:run", run_id)
