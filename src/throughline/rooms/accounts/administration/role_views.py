"""Giving a person a role, ending it, and taking an end back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from throughline.rooms.accounts.administration.person import earliest_last_day, find_person, find_role
from throughline.rooms.accounts.administration.role_forms import EndForm, GrantForm
from throughline.rooms.accounts.middleware import viewer_of
from throughline.rooms.accounts.models import User
from throughline.rooms.accounts.refusals.forms import say_refused
from throughline.rooms.accounts.roles.commands import end_role, grant_role, take_back_end
from throughline.rooms.accounts.roles.queries import grantable_roles, places_for_roles
from throughline.rooms.accounts.sight.viewing import today
from throughline.values.errors import RefusedInput


@require_http_methods(["GET", "HEAD", "POST"])
def grant(request: HttpRequest, user_id: int) -> HttpResponse:
    """Give a person a role."""
    viewer, now, day = viewer_of(request), timezone.now(), today()
    person = find_person(viewer, user_id, now=now)
    form = GrantForm(request.POST or None, roles=grantable_roles(), places=places_for_roles(day), on=day)
    if form.is_valid():
        given = form.cleaned_data
        try:
            grant_role(
                by=viewer,
                at=now,
                user=person,
                relation=given["relation"],
                organization_id=form.organization_id,
                starts_on=given["starts_on"],
                ends_on=given["ends_on"],
            )
        except RefusedInput as refused:
            say_refused(form, refused)
        else:
            messages.success(request, _("The role was given."))
            return redirect("accounts:person", user_id)
    return render(request, "administration/grant.html", {"form": form, "person": person, "crumbs": _crumbs(person)})


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, role_id: int) -> HttpResponse:
    """Ask when a role ends, and end it."""
    viewer, now = viewer_of(request), timezone.now()
    role, held = find_role(viewer, role_id, now=now)
    form = EndForm(request.POST or None, earliest=earliest_last_day(held))
    if form.is_valid():
        try:
            end_role(by=viewer, at=now, role_id=role_id, last_day=form.chosen_day)
        except RefusedInput as refused:
            say_refused(form, refused)
        else:
            messages.success(request, _("The role ends. You can take this back for a day."))
            return redirect("accounts:person", role.user_id)
    shown = {"form": form, "role": held, "person": role.user, "crumbs": _crumbs(role.user)}
    return render(request, "administration/end.html", shown)


@require_POST
def take_back(request: HttpRequest, role_id: int) -> HttpResponse:
    """Take the end of a role back."""
    viewer, now = viewer_of(request), timezone.now()
    role, _held = find_role(viewer, role_id, now=now)
    take_back_end(by=viewer, at=now, role_id=role_id)
    messages.success(request, _("The role goes on as it was."))
    return redirect("accounts:person", role.user_id)


def _crumbs(person: User) -> list[tuple[str, str]]:
    return [
        (_("People"), reverse("accounts:people")),
        (person.name, reverse("accounts:person", args=[person.pk])),
    ]
