"""Everybody who has an account, and one of them."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughline.rooms.accounts.administration import commands
from throughline.rooms.accounts.administration.forms import PersonForm
from throughline.rooms.accounts.administration.listing import get_people_for, state_words
from throughline.rooms.accounts.administration.person import find_person, person_page
from throughline.rooms.accounts.administration.table import acts_table, people_table
from throughline.rooms.accounts.middleware import viewer_of
from throughline.rooms.accounts.people.queries import check_may_manage
from throughline.rooms.accounts.refusals.forms import say_refused
from throughline.rooms.accounts.second_factor.commands import start_anew
from throughline.rooms.accounts.sessions.middleware import asks_anew
from throughline.values.errors import RefusedInput


@require_safe
def list_people(request: HttpRequest) -> HttpResponse:
    """Show everybody who has an account, or hand the list out."""
    viewer, now = viewer_of(request), timezone.now()
    table = people_table(get_people_for(viewer, now=now)).read(request)
    if table.exporting:
        commands.note_export(by=viewer, at=now, kind=table.exporting, n_people=table.n_found)
    return table.export(request) or render(request, "administration/people.html", {"table": table})


@require_safe
def show_person(request: HttpRequest, user_id: int) -> HttpResponse:
    """Show one person: roles, what those let them see and why, and what was done to the account."""
    page = person_page(viewer_of(request), user_id, now=timezone.now())
    shown = {
        "page": page,
        "person": page.person,
        "state": state_words(page.state),
        "reads": dict(settings.LANGUAGES).get(page.person.language, page.person.language),
        "acts": acts_table(page.acts).read(request),
        "crumbs": _crumbs(),
    }
    return render(request, "administration/person.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def new_person(request: HttpRequest) -> HttpResponse:
    """Add a person."""
    viewer, now = viewer_of(request), timezone.now()
    check_may_manage(viewer)
    form = PersonForm(request.POST or None)
    if form.is_valid():
        try:
            person = commands.add_and_tie(by=viewer, at=now, who=form.who)
        except RefusedInput as refused:
            say_refused(form, refused)
        else:
            messages.success(request, _("The account was added. Give it a role, then invite its person."))
            return redirect("accounts:person", person.pk)
    return render(request, "administration/edit.html", {"form": form, "crumbs": _crumbs()})


@require_http_methods(["GET", "HEAD", "POST"])
def edit_person(request: HttpRequest, user_id: int) -> HttpResponse:
    """Change who a person is."""
    viewer, now = viewer_of(request), timezone.now()
    person = find_person(viewer, user_id, now=now)
    form = PersonForm(request.POST or None, person=person)
    if form.is_valid():
        try:
            changed = commands.change_person(by=viewer, at=now, user_id=user_id, **form.who)
        except RefusedInput as refused:
            say_refused(form, refused)
        else:
            messages.success(request, _("Saved.") if changed else _("Nothing was changed."))
            return redirect("accounts:person", user_id)
    crumbs = [*_crumbs(), (person.name, reverse("accounts:person", args=[user_id]))]
    return render(request, "administration/edit.html", {"form": form, "person": person, "crumbs": crumbs})


@require_POST
@never_cache
def invite_person(request: HttpRequest, user_id: int) -> HttpResponse:
    """Invite a person; the link is shown here and now, and never again."""
    viewer, now = viewer_of(request), timezone.now()
    invited = commands.invite(by=viewer, at=now, user_id=user_id)
    person = find_person(viewer, user_id, now=now)
    crumbs = [*_crumbs(), (person.name, reverse("accounts:person", args=[user_id]))]
    shown = {"person": person, "link": request.build_absolute_uri(invited.path), "crumbs": crumbs}
    shown["is_mailed"] = invited.is_mailed
    return render(request, "administration/invited.html", shown)


@require_POST
def withdraw(request: HttpRequest, user_id: int) -> HttpResponse:
    """Withdraw a person's invitation."""
    commands.withdraw_invitation(by=viewer_of(request), at=timezone.now(), user_id=user_id)
    messages.success(request, _("The invitation opens nothing any more."))
    return redirect("accounts:person", user_id)


@require_http_methods(["GET", "HEAD", "POST"])
def close_person(request: HttpRequest, user_id: int) -> HttpResponse:
    """Ask before an account is closed, then close it."""
    viewer, now = viewer_of(request), timezone.now()
    page = person_page(viewer, user_id, now=now)
    if request.method == "POST":
        commands.close_account(by=viewer, at=now, user_id=user_id)
        messages.success(request, _("The account is closed, and every session of it is over."))
        return redirect("accounts:person", user_id)
    crumbs = [*_crumbs(), (page.person.name, reverse("accounts:person", args=[user_id]))]
    return render(request, "administration/close.html", {"page": page, "person": page.person, "crumbs": crumbs})


@require_POST
def reopen_person(request: HttpRequest, user_id: int) -> HttpResponse:
    """Open a closed account again."""
    commands.reopen_account(by=viewer_of(request), at=timezone.now(), user_id=user_id)
    messages.success(request, _("The account is open again. Invite its person to choose a new password."))
    return redirect("accounts:person", user_id)


@asks_anew
@require_http_methods(["GET", "HEAD", "POST"])
def start_person_anew(request: HttpRequest, user_id: int) -> HttpResponse:
    """Ask before all of a person's second steps go, then take them away."""
    viewer, now = viewer_of(request), timezone.now()
    person = find_person(viewer, user_id, now=now)
    if request.method == "POST":
        start_anew(by=viewer, at=now, user=person)
        messages.success(
            request, _("Their second steps are gone. They sign in with their password and set up new ones.")
        )
        return redirect("accounts:person", user_id)
    crumbs = [*_crumbs(), (person.name, reverse("accounts:person", args=[user_id]))]
    return render(request, "administration/start_anew.html", {"person": person, "crumbs": crumbs})


def _crumbs() -> list[tuple[str, str]]:
    return [(_("People"), reverse("accounts:people"))]
