"""Partner organizations and agencies: the list, one of them, and keeping them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from throughline.rooms.accounts.middleware import viewer_of
from throughline.rooms.accounts.partners.commands import add_partner, change_partner, close_partner, reopen_partner
from throughline.rooms.accounts.partners.forms import KINDS, PartnerForm
from throughline.rooms.accounts.partners.queries import (
    PartnerPage,
    PartnersPage,
    check_may_keep,
    find_partner,
    partner_page,
    partners_page,
)
from throughline.rooms.accounts.refusals.forms import say_refused
from throughline.values.errors import RefusedInput
from throughline.web.components.pieces import Status
from throughline.web.tables import Choice, Column, Table


@require_safe
def list_partners(request: HttpRequest) -> HttpResponse:
    """Show every partner organization and agency."""
    page = partners_page(viewer_of(request))
    return render(request, "partners/partners.html", {"page": page, "table": _table(page).read(request)})


@require_safe
def show_partner(request: HttpRequest, organization_id: int) -> HttpResponse:
    """Show one organization: what it does, and how to reach it."""
    page = partner_page(viewer_of(request), organization_id)
    shown = {"page": page, "partner": page.partner, "facts": _facts(page), "crumbs": _crumbs()}
    return render(request, "partners/partner.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def new_partner(request: HttpRequest) -> HttpResponse:
    """Add an organization."""
    viewer = viewer_of(request)
    check_may_keep(viewer)
    form = PartnerForm(request.POST or None)
    if form.is_valid():
        try:
            number = add_partner(by=viewer, at=timezone.now(), kind=form.kind_chosen, facts=form.facts)
        except RefusedInput as refused:
            say_refused(form, refused, "name")
        else:
            messages.success(request, _("%(name)s was added.") % {"name": form.facts.name})
            return redirect("accounts:partner", number)
    return render(request, "partners/edit.html", {"form": form, "crumbs": _crumbs()})


@require_http_methods(["GET", "HEAD", "POST"])
def edit_partner(request: HttpRequest, organization_id: int) -> HttpResponse:
    """Change what is written down of an organization."""
    viewer = viewer_of(request)
    check_may_keep(viewer)
    partner = find_partner(organization_id)
    form = PartnerForm(request.POST or None, partner=partner)
    if form.is_valid():
        try:
            changed = change_partner(by=viewer, at=timezone.now(), organization_id=organization_id, facts=form.facts)
        except RefusedInput as refused:
            say_refused(form, refused, "name")
        else:
            messages.success(request, _("Saved.") if changed else _("Nothing was changed."))
            return redirect("accounts:partner", organization_id)
    crumbs = [*_crumbs(), (partner.name, reverse("accounts:partner", args=[organization_id]))]
    return render(request, "partners/edit.html", {"form": form, "partner": partner, "crumbs": crumbs})


@require_http_methods(["GET", "HEAD", "POST"])
def end_partner(request: HttpRequest, organization_id: int) -> HttpResponse:
    """Ask before an organization is closed, then close it."""
    viewer = viewer_of(request)
    check_may_keep(viewer)
    page = partner_page(viewer, organization_id)
    if request.method == "POST":
        close_partner(by=viewer, at=timezone.now(), organization_id=organization_id)
        messages.success(request, _("%(name)s is closed.") % {"name": page.partner.name})
        return redirect("accounts:partner", organization_id)
    crumbs = [*_crumbs(), (page.partner.name, reverse("accounts:partner", args=[organization_id]))]
    return render(request, "partners/close.html", {"page": page, "partner": page.partner, "crumbs": crumbs})


@require_http_methods(["POST"])
def open_partner(request: HttpRequest, organization_id: int) -> HttpResponse:
    """Open an organization again."""
    reopen_partner(by=viewer_of(request), at=timezone.now(), organization_id=organization_id)
    messages.success(request, _("It is open again. Give its people their roles anew."))
    return redirect("accounts:partner", organization_id)


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Partners"), reverse("accounts:partners"))]


def _facts(page: PartnerPage) -> list[tuple[str, str]]:
    facts = page.partner.facts
    told = [
        (_("Whom to ask there"), facts.contact),
        (_("Phone"), facts.phone),
        (_("E-mail"), facts.email),
        (_("Website"), facts.website),
        (_("Address"), facts.address),
    ]
    if page.may_keep:
        told.append((_("Who has a role there"), ", ".join(page.people)))
    return [(label, words) for label, words in told if words]


def _table(page: PartnersPage) -> Table:
    people = [Column("n_people", _("People with a role"), kind="number")] if page.may_keep else []
    return Table(
        key="partners",
        caption=_("Partner organizations and agencies"),
        columns=[
            Column(
                "name",
                _("Name"),
                value=lambda row: row.partner.name,
                link=lambda row: reverse("accounts:partner", args=[row.partner.id]),
            ),
            Column("kind", _("What it is"), value=lambda row: row.partner.kind_words),
            Column("does", _("What it does"), value=lambda row: row.partner.facts.does, sortable=False),
            Column("contact", _("Whom to ask there"), value=lambda row: row.partner.facts.contact, sortable=False),
            *people,
            Column("state", _("State"), kind="status", value=lambda row: _state(row.partner.is_open)),
        ],
        rows=page.rows,
        choices=[
            Choice(
                "kind",
                _("What it is"),
                [(value, str(label)) for value, label in KINDS],
                test=lambda row, answer: row.partner.kind == answer,
            ),
            Choice(
                "state",
                _("State"),
                [("open", _("Works with us")), ("closed", _("Closed"))],
                test=lambda row, answer: row.partner.is_open == (answer == "open"),
            ),
        ],
        order="name",
        count=lambda n: ngettext("%(n)s organization", "%(n)s organizations", n),
        file_name="partners",
        empty_title=_("No partner is written down yet"),
        empty_text=_("Partners are the organizations outside the district that work with its students and families."),
        narrow="stack",
    )


def _state(is_open: bool) -> Status:
    return Status(_("Works with us"), "good") if is_open else Status(_("Closed"), "quiet")
