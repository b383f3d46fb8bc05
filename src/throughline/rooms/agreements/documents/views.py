"""Agreements: the list, one to be read, and what is done with it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughline.rooms.accounts import api as accounts
from throughline.rooms.agreements import access, refusing
from throughline.rooms.agreements.documents import commands, forms, rights
from throughline.rooms.agreements.documents.queries import (
    Row,
    agreement_page,
    agreements_page,
    links_to_sign,
    note_listed,
    paper_of,
)
from throughline.rooms.agreements.documents.shares import choose
from throughline.rooms.agreements.documents.shown import shown_page
from throughline.rooms.agreements.library.templates import find_template
from throughline.rooms.agreements.models import How, Side
from throughline.rooms.agreements.papers import Paper
from throughline.rooms.agreements.words import STATES, state_status
from throughline.rooms.district import api as district
from throughline.web.downloads import as_download
from throughline.web.tables import Choice, Column, Table

_BOTH = ["GET", "HEAD", "POST"]


@require_safe
def list_agreements(request: HttpRequest) -> HttpResponse:
    """Show the agreements this person may read."""
    viewer = accounts.viewer_of(request)
    rows = agreements_page(viewer)
    shown = {"table": _table(rows).read(request), "may_manage": access.may_manage(viewer)}
    return render(request, "documents/list.html", shown)


@require_http_methods(_BOTH)
def start(request: HttpRequest) -> HttpResponse:
    """Choose with whom and from which template, then fill in the draft."""
    viewer = accounts.viewer_of(request)
    rights.check_may_manage(viewer)
    chosen = forms.StartForm(request.GET or None)
    template = find_template(request.GET.get("template", ""))
    if template is None or not chosen.is_valid():
        return render(request, "documents/start.html", {"form": chosen, "crumbs": crumbs()})
    organization = district.find_outside([int(chosen.cleaned_data["organization"])])[0]
    form = forms.DraftForm(request.POST or None, initial=forms.from_template(template, organization.name))
    if form.is_valid():
        with refusing.at(form):
            made = commands.draft_agreement(
                by=viewer, at=timezone.now(), organization_id=organization.id, template=template.key, terms=form.terms()
            )
            return redirect("agreements:agreement", made.pk)
    return render(request, "documents/edit.html", {"form": form, "with_whom": organization.name, "crumbs": crumbs()})


@require_safe
def show(request: HttpRequest, agreement_id: int) -> HttpResponse:
    """Show one agreement as a document."""
    viewer, at = accounts.viewer_of(request), timezone.now()
    page = agreement_page(viewer, agreement_id)
    note_listed(viewer, page, at=at)
    shown = shown_page(page, links_to_sign(page, now=at))
    return render(request, "documents/agreement.html", shown | {"crumbs": crumbs()})


@require_http_methods(_BOTH)
def edit(request: HttpRequest, agreement_id: int) -> HttpResponse:
    """Change a draft, or amend what was signed."""
    viewer = accounts.viewer_of(request)
    rights.check_may_manage(viewer)
    page = agreement_page(viewer, agreement_id)
    form = forms.DraftForm(request.POST or None, initial=forms.from_version(page.version))
    if form.is_valid():
        with refusing.at(form):
            commands.change_agreement(by=viewer, at=timezone.now(), agreement_id=agreement_id, terms=form.terms())
            return redirect("agreements:agreement", agreement_id)
    shown = {
        "form": form,
        "with_whom": page.agreement.organization.name,
        "is_amended": bool(page.signatures_of(page.version)),
        "crumbs": crumbs(page.version.title, agreement_id),
    }
    return render(request, "documents/edit.html", shown)


@require_http_methods(_BOTH)
def sign(request: HttpRequest, agreement_id: int, side: str) -> HttpResponse:
    """Sign for one's side by typing one's name."""
    viewer = accounts.viewer_of(request)
    page = agreement_page(viewer, agreement_id)
    form = forms.SignForm(request.POST or None, initial={"name": viewer.name})
    if side not in page.may_sign_as:
        raise refusing.not_yours_to_sign()
    if form.is_valid():
        with refusing.at(form):
            _signed(request, agreement_id, side, form.cleaned_data, How.SCREEN, None)
            return redirect("agreements:agreement", agreement_id)
    shown = {"form": form, "page": page, "crumbs": crumbs(page.version.title, agreement_id)}
    return render(request, "documents/sign.html", shown)


@require_http_methods(_BOTH)
def note_paper(request: HttpRequest, agreement_id: int) -> HttpResponse:
    """Note that a side signed on paper, with the scan."""
    viewer = accounts.viewer_of(request)
    rights.check_may_manage(viewer)
    page = agreement_page(viewer, agreement_id)
    form = forms.PaperForm(request.POST or None, request.FILES or None)
    choose(form, "side", [(value, str(label)) for value, label in Side.choices])
    if form.is_valid() and (paper := forms.paper_from(form)):
        with refusing.at(form):
            given = form.cleaned_data
            _signed(request, agreement_id, given["side"], given, How.PAPER, paper)
            return redirect("agreements:agreement", agreement_id)
    shown = {"form": form, "page": page, "crumbs": crumbs(page.version.title, agreement_id)}
    return render(request, "documents/paper.html", shown)


@require_safe
def show_paper(request: HttpRequest, agreement_id: int, signature_id: int) -> HttpResponse:
    """Hand out the scan of a signature."""
    return handed_out(paper_of(accounts.viewer_of(request), agreement_id, signature_id), f"signature-{signature_id}")


@require_http_methods(_BOTH)
def end(request: HttpRequest, agreement_id: int) -> HttpResponse:
    """End an agreement at once, for a reason."""
    viewer = accounts.viewer_of(request)
    rights.check_may_manage(viewer)
    page = agreement_page(viewer, agreement_id)
    form = forms.EndForm(request.POST or None)
    if form.is_valid():
        with refusing.at(form):
            reason = form.cleaned_data["reason"]
            commands.end_agreement(by=viewer, at=timezone.now(), agreement_id=agreement_id, reason=reason)
            messages.success(request, _("The agreement has ended. Nobody sees anything by it any more."))
            return redirect("agreements:agreement", agreement_id)
    shown = {"form": form, "page": page, "crumbs": crumbs(page.version.title, agreement_id)}
    return render(request, "documents/end.html", shown)


@require_POST
def add_listed(request: HttpRequest, agreement_id: int) -> HttpResponse:
    """Put a student on the list."""
    viewer = accounts.viewer_of(request)
    form = forms.ListForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Give the student's number."))
        return redirect("agreements:agreement", agreement_id)
    with refusing.as_message(request):
        number = form.cleaned_data["number"]
        commands.list_student(by=viewer, at=timezone.now(), agreement_id=agreement_id, number=number)
    return redirect("agreements:agreement", agreement_id)


@require_POST
def take_off(request: HttpRequest, agreement_id: int, student_id: int) -> HttpResponse:
    """Take a student off the list."""
    viewer = accounts.viewer_of(request)
    commands.unlist_student(by=viewer, at=timezone.now(), agreement_id=agreement_id, student_id=student_id)
    return redirect("agreements:agreement", agreement_id)


def handed_out(paper: Paper, name: str) -> HttpResponse:
    """This function will return a scan as a file to be saved, under a name that names nobody."""
    return as_download(paper.content, paper.kind, f"{name}.{paper.suffix}")


def crumbs(title: str = "", agreement_id: int = 0) -> list[tuple[str, str]]:
    """This function will return the way back to the list, and to one agreement."""
    found = [(_("Agreements"), reverse("agreements:agreements"))]
    return [*found, (title, reverse("agreements:agreement", args=[agreement_id]))] if title else found


def _signed(
    request: HttpRequest, agreement_id: int, side: str, given: dict[str, Any], how: str, paper: Paper | None
) -> None:
    commands.sign_agreement(
        by=accounts.viewer_of(request),
        at=timezone.now(),
        agreement_id=agreement_id,
        number=_version_read(request),
        side=side,
        name=given["name"],
        position=given["position"],
        how=how,
        signed_on=given.get("signed_on"),
        paper=paper,
    )
    messages.success(request, _("Signed."))


def _version_read(request: HttpRequest) -> int:
    """The version that was on the page when it was signed; none where the form was tampered with."""
    text = str(request.POST.get("number", ""))
    return int(text) if text.isdecimal() and len(text) < 6 else 0


def _table(rows: list[Row]) -> Table:
    columns = [
        Column("title", _("Agreement"), link=lambda row: reverse("agreements:agreement", args=[row.id])),
        Column("organization", _("With")),
        Column("state", _("How it stands"), kind="status", value=lambda row: state_status(row.state)),
        Column("ground", _("Legal ground"), value=lambda row: accounts.ground_words(row.ground)),
        Column("starts_on", _("First day"), kind="date"),
        Column("ends_on", _("Last day"), kind="date"),
    ]
    states = [(key, _(word)) for key, (word, _kind) in STATES.items() if any(row.state == key for row in rows)]
    partners = sorted({row.organization for row in rows})
    choices = [Choice("state", _("How it stands"), states)] if len(states) > 1 else []
    if len(partners) > 1:
        choices.append(Choice("organization", _("With"), [(name, name) for name in partners]))
    if any(row.ends_soon for row in rows):
        choices.append(Choice("ends_soon", _("Ends soon"), [("True", _("In the next 30 days"))]))
    return Table(
        key="agreements",
        caption=_("Agreements"),
        columns=columns,
        rows=rows,
        choices=choices,
        count=lambda n: ngettext("%(n)s agreement", "%(n)s agreements", n),
        searchable=False,
        empty_title=_("No agreement yet"),
        empty_text=_("Without an agreement in force nobody outside the district sees a student."),
        narrow="stack",
    )
