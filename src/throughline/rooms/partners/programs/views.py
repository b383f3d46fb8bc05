"""Programs: the catalog, one of them, and keeping them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from throughline.rooms.accounts import api as accounts
from throughline.rooms.partners.access import check_may_keep_at
from throughline.rooms.partners.programs.commands import add_program, change_program, close_program, reopen_program
from throughline.rooms.partners.programs.domains import domain_choices, domain_words
from throughline.rooms.partners.programs.forms import ProgramForm
from throughline.rooms.partners.programs.links import program_links
from throughline.rooms.partners.programs.queries import (
    ProgramPage,
    ProgramsPage,
    find_providers,
    program_page,
    programs_page,
)
from throughline.values.errors import RefusedInput
from throughline.web.components.pieces import Status
from throughline.web.tables import Choice, Column, Table


@require_safe
def list_programs(request: HttpRequest) -> HttpResponse:
    """Show every program of the district's schools and partners."""
    page = programs_page(accounts.viewer_of(request))
    table = _table(page).read(request)
    return table.export(request) or render(request, "programs/list.html", {"page": page, "table": table})


@require_safe
def show_program(request: HttpRequest, program_id: int) -> HttpResponse:
    """Show one program, and what may be done with it."""
    viewer = accounts.viewer_of(request)
    page = program_page(viewer, program_id)
    links = program_links(viewer, page.program)
    shown = {"page": page, "program": page.program, "facts": _facts(page), "links": links, "crumbs": _crumbs()}
    return render(request, "programs/program.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def new_program(request: HttpRequest) -> HttpResponse:
    """Add a program."""
    viewer = accounts.viewer_of(request)
    providers = find_providers(viewer)
    if not providers:
        check_may_keep_at(viewer, 0, "")
    form = ProgramForm(request.POST or None, providers=providers)
    if form.is_valid():
        given = form.cleaned_data
        try:
            program = add_program(
                by=viewer, at=timezone.now(), key=given["key"], provider_id=given["provider"], facts=form.facts
            )
        except RefusedInput as refused:
            form.add_error(None, _said(refused))
        else:
            messages.success(request, _("%(name)s was added.") % {"name": program.name})
            return redirect("partners:program", program.pk)
    return render(request, "programs/edit.html", {"form": form, "crumbs": _crumbs()})


@require_http_methods(["GET", "HEAD", "POST"])
def edit_program(request: HttpRequest, program_id: int) -> HttpResponse:
    """Change what is written down of a program; close it, or open it again."""
    viewer, at = accounts.viewer_of(request), timezone.now()
    program = program_page(viewer, program_id).program
    check_may_keep_at(viewer, program.provider_id, program.provider.kind)
    go = request.POST.get("go")
    if go in {"close", "reopen"}:
        return _open_or_close(request, program_id, go)
    form = ProgramForm(request.POST or None, providers=[], program=program)
    if form.is_valid():
        try:
            change_program(by=viewer, at=at, program_id=program_id, facts=form.facts)
        except RefusedInput as refused:
            form.add_error(None, _said(refused))
        else:
            messages.success(request, _("Saved."))
            return redirect("partners:program", program_id)
    crumbs = [*_crumbs(), (program.name, reverse("partners:program", args=[program_id]))]
    return render(request, "programs/edit.html", {"form": form, "program": program, "crumbs": crumbs})


def _open_or_close(request: HttpRequest, program_id: int, go: str) -> HttpResponse:
    command = close_program if go == "close" else reopen_program
    try:
        command(by=accounts.viewer_of(request), at=timezone.now(), program_id=program_id)
    except RefusedInput as refused:
        messages.error(request, _said(refused))
    else:
        said = _("It is offered no more.") if go == "close" else _("It is offered again.")
        messages.success(request, said)
    return redirect("partners:program", program_id)


def _said(refused: RefusedInput) -> str:
    return " ".join(_(part) for part in (refused.says, refused.next_step) if part)


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Programs"), reverse("partners:programs"))]


def _facts(page: ProgramPage) -> list[tuple[str, str]]:
    program = page.program
    minutes = ngettext("%(n)s minute", "%(n)s minutes", program.minutes or 0) % {"n": program.minutes}
    told = [
        (_("Who offers it"), program.provider.name),
        (_("What it is about"), domain_words(program.domain)),
        (_("A usual session"), minutes if program.minutes else ""),
        (_("Who may know that a student takes part"), accounts.class_words(program.record_class)),
        (_("State"), "" if program.closed_at is None else _("Offered no more")),
    ]
    return [(label, words) for label, words in told if words]


def _table(page: ProgramsPage) -> Table:
    return Table(
        key="programs",
        caption=_("Programs"),
        columns=[
            Column("name", _("Name"), link=lambda row: reverse("partners:program", args=[row.pk])),
            Column("provider", _("Who offers it"), value=lambda row: row.provider.name),
            Column("domain", _("What it is about"), value=lambda row: domain_words(row.domain)),
            Column("does", _("What happens there"), sortable=False),
            Column("state", _("State"), kind="status", value=lambda row: _state(row.closed_at is None)),
        ],
        rows=page.rows,
        choices=[
            Choice("domain", _("What it is about"), domain_choices(), test=lambda row, answer: row.domain == answer),
            Choice(
                "state",
                _("State"),
                [("open", _("Offered")), ("closed", _("Offered no more"))],
                test=lambda row, answer: (row.closed_at is None) == (answer == "open"),
            ),
        ],
        order="name",
        count=lambda n: ngettext("%(n)s program", "%(n)s programs", n),
        file_name="programs",
        empty_title=_("No program is written down yet"),
        empty_text=_("Programs are what schools and partners offer; a support is a student's place in one."),
        narrow="stack",
    )


def _state(is_open: bool) -> Status:
    return Status(_("Offered"), "good") if is_open else Status(_("Offered no more"), "quiet")
