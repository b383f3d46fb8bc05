"""Asking to see or to correct a record, and answering."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students.record_requests import commands, queries, words
from throughline.rooms.students.record_requests.clocks import clocks
from throughline.rooms.students.record_requests.forms import DependentForm, ask_form, step_form
from throughline.rooms.students.record_requests.who_may import NotYours, Standing, find_standing
from throughline.rooms.students.rights import CameBy, RecordRequest, RequestKind
from throughline.rooms.students.sight.views import crumbs
from throughline.values.errors import NotAllowed, RefusedInput
from throughline.values.words import gettext_noop
from throughline.web.tables import Column, Table


@require_safe
def show_requests(request: HttpRequest, student_id: int) -> HttpResponse:
    """Show what was asked about a student's record, the rights behind it, and where to ask."""
    page = queries.requests_page(accounts.viewer_of(request), student_id, at=timezone.now())
    rows = [(row, words.title_of(row), words.status_of(row)) for row in page.requests]
    shown = {"page": page, "rows": rows, "crumbs": crumbs(page.standing.student), "clocks": clocks()}
    return render(request, "record_requests/requests.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, student_id: int, kind: str) -> HttpResponse:
    """Ask to see a record or to correct it, for oneself or as it came on paper."""
    viewer, asked = accounts.viewer_of(request), RequestKind(kind)
    standing = find_standing(viewer, student_id)
    if not standing.may_ask:
        raise NotYours
    form = ask_form(standing, asked, request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            row = commands.ask_about_record(
                by=viewer,
                at=timezone.now(),
                student_id=student_id,
                kind=asked,
                part=told["part"],
                words={name: told.get(name, "") for name in ("contested", "why", "wanted")},
                asked_by=told.get("asked_by", ""),
                asked_on=told.get("asked_on"),
                came_by=CameBy(told.get("came_by", CameBy.PAGE)),
            )
        except RefusedInput as refused:
            form.add_error(None, f"{_(refused.says)} {_(refused.next_step)}")
        else:
            messages.success(request, _("The request has been sent. You can follow it here."))
            return redirect("students:record_request", student_id=student_id, request_id=row.pk)
    shown = {"form": form, "student": standing.student, "kind": kind, "standing": standing, "crumbs": _crumbs(standing)}
    return render(request, "record_requests/ask.html", shown, status=400 if form.errors else 200)


@require_safe
def show_request(request: HttpRequest, student_id: int, request_id: int) -> HttpResponse:
    """Show one request: what was asked, what happened, and what comes next."""
    page = queries.request_page(accounts.viewer_of(request), student_id, request_id, at=timezone.now())
    row = page.request
    asked = [(_("What is wrong"), row.contested), (_("Why"), row.why), (_("What it should say"), row.wanted)]
    steps = [
        (_(step.label), reverse("students:record_request_step", args=[student_id, row.pk, step.code]), step)
        for step in page.steps
    ]
    shown = {
        "page": page,
        "title": words.title_of(row),
        "status": words.status_of(row),
        "asked": [pair for pair in asked if pair[1]],
        "thread": words.thread_of(row, page.today),
        "steps": steps,
        "crumbs": _crumbs(page.standing),
    }
    return render(request, "record_requests/request.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def take_step(request: HttpRequest, student_id: int, request_id: int, step: str) -> HttpResponse:
    """Take a request one step further."""
    viewer, at = accounts.viewer_of(request), timezone.now()
    page, taken = queries.step_page(viewer, student_id, request_id, step, at=at)
    form = step_form(taken, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            commands.take_step(
                by=viewer, at=at, student_id=student_id, request_id=request_id, step=step, told=form.cleaned_data
            )
        except RefusedInput as refused:
            form.add_error(None, f"{_(refused.says)} {_(refused.next_step)}")
        else:
            messages.success(request, _("Done. The other side finds it here."))
            return redirect("students:record_request", student_id=student_id, request_id=request_id)
    back = reverse("students:record_request", args=[student_id, request_id])
    way = [*_crumbs(page.standing), (words.title_of(page.request), back)]
    shown = {"form": form, "title": _(taken.label), "page": page, "step": taken, "crumbs": way}
    return render(request, "record_requests/step.html", shown, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def record_dependent(request: HttpRequest, student_id: int) -> HttpResponse:
    """Write down that parents claim an adult student as a dependent."""
    viewer = accounts.viewer_of(request)
    standing = find_standing(viewer, student_id)
    if not standing.answers:
        raise NotAllowed(gettext_noop("This step is not yours to take."), gettext_noop("Ask the privacy office."))
    form = DependentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        shown_by = form.cleaned_data["shown_by"]
        commands.record_dependent(by=viewer, at=timezone.now(), student_id=student_id, shown_by=shown_by)
        messages.success(request, _("Written down. The parents may ask again."))
        return redirect("students:record_requests", student_id=student_id)
    shown = {"form": form, "student": standing.student, "crumbs": _crumbs(standing)}
    return render(request, "record_requests/dependent.html", shown, status=400 if form.errors else 200)


@require_safe
def list_requests(request: HttpRequest) -> HttpResponse:
    """Show every request of the district with its clock, for those who answer."""
    page = queries.all_requests_page(accounts.viewer_of(request), at=timezone.now())

    def link(row: RecordRequest) -> str:
        return reverse("students:record_request", args=[row.student_id, row.pk])

    columns = [
        Column("student", _("Student"), value=lambda row: row.student.name, link=link, sortable=False),
        Column("title", _("What is asked"), value=words.title_of, sortable=False),
        Column("asked_on", _("Asked"), kind="date"),
        Column("status", _("How it stands"), kind="status", value=words.status_of, sortable=False),
        Column("clock", _("Clock"), value=lambda row: words.clock_words(row, page.today), sortable=False),
    ]
    table = Table(
        key="requests",
        caption=_("Requests about records"),
        columns=columns,
        rows=page.requests,
        searchable=False,
        count=lambda n: ngettext("%(n)s request", "%(n)s requests", n),
        empty_title=_("Nobody has asked"),
        empty_text=_("A request that comes on paper is written down on the student's page."),
        narrow="stack",
    ).read(request)
    return render(request, "record_requests/list.html", {"table": table, "clocks": clocks()})


def _crumbs(standing: Standing) -> list[tuple[str, str]]:
    student = standing.student
    return [*crumbs(student), (_("Ask about the record"), reverse("students:record_requests", args=[student.pk]))]
