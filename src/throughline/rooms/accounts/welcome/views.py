"""Where an invitation leads: choose a password."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from throughline.rooms.accounts.people.commands import choose_password
from throughline.rooms.accounts.welcome.forms import PasswordForm
from throughline.rooms.accounts.welcome.invitations import find_invited


@login_not_required
@sensitive_post_parameters("password", "again")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: HttpRequest, number: str, token: str) -> HttpResponse:
    """Let somebody who was invited choose their password; a link that is over says so and nothing else."""
    user = find_invited(number, token, now=timezone.now())
    if user is None:
        return render(request, "welcome/over.html", status=404)
    form = PasswordForm(request.POST or None, user=user)
    if form.is_valid():
        choose_password(by=user.viewer(), at=timezone.now(), password=form.cleaned_data["password"])
        messages.success(request, _("Your password is set. Sign in with it."))
        return redirect("accounts:sign_in")
    return render(request, "welcome/welcome.html", {"form": form, "person": user})
