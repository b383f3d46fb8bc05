"""The rules: read as sentences, changed as a draft, switched on with a reason."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughline.rooms.accounts import api as accounts
from throughline.rooms.warning.rules.commands import save_draft, switch_on, throw_away_draft
from throughline.rooms.warning.rules.forms import RulesForm, SwitchOnForm
from throughline.rooms.warning.rules.queries import (
    check_may_change,
    draft_page,
    get_version_for,
    rules_page,
    version_page,
)
from throughline.values.errors import RefusedInput
from throughline.web.downloads import TOML, as_download


@require_safe
def show_rules(request: HttpRequest) -> HttpResponse:
    """Show the rules in force, the draft, and what was before."""
    return render(request, "rules/rules.html", {"page": rules_page(accounts.viewer_of(request))})


@require_safe
def show_version(request: HttpRequest, version_id: int) -> HttpResponse:
    """Show one version, and what it changes."""
    page = version_page(accounts.viewer_of(request), version_id)
    return render(request, "rules/version.html", {"page": page, "crumbs": crumbs(), "form": SwitchOnForm()})


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a draft from the rules in force, or from the library's."""
    save_draft(by=accounts.viewer_of(request), at=timezone.now())
    return redirect("warning:change_rules")


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest) -> HttpResponse:
    """Change the figures of the draft."""
    viewer = accounts.viewer_of(request)
    found = draft_page(viewer)
    form, refused = RulesForm(found.part, request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            save_draft(by=viewer, at=timezone.now(), part=form.part())
            return redirect("warning:version", found.version.pk)
        except RefusedInput as error:
            refused = error
    shown = {"form": form, "refused": refused, "crumbs": crumbs()}
    return render(request, "rules/change.html", shown)


@require_POST
def put_in_force(request: HttpRequest, version_id: int) -> HttpResponse:
    """Switch a version on, with its reason."""
    viewer = accounts.viewer_of(request)
    check_may_change(viewer)
    version = get_version_for(viewer, version_id)
    form, refused = SwitchOnForm(request.POST), None
    if form.is_valid():
        try:
            switch_on(by=viewer, at=timezone.now(), version=version, why=form.cleaned_data["why"])
            return redirect("warning:rules")
        except RefusedInput as error:
            refused = error
    shown = {"page": version_page(viewer, version_id), "crumbs": crumbs(), "form": form, "refused": refused}
    return render(request, "rules/version.html", shown)


@require_POST
def throw_away(request: HttpRequest) -> HttpResponse:
    """Let go of the draft."""
    throw_away_draft(by=accounts.viewer_of(request), at=timezone.now())
    return redirect("warning:rules")


@require_safe
def download(request: HttpRequest, version_id: int) -> HttpResponse:
    """Hand out the document of a version, for another district to begin from."""
    version = get_version_for(accounts.viewer_of(request), version_id)
    return as_download(version.document, TOML, f"warning-rules-{version.number}.toml")


def crumbs() -> list[tuple[str, str]]:
    """This function will return the way back to the rules."""
    return [(_("Early-warning rules"), reverse("warning:rules"))]
