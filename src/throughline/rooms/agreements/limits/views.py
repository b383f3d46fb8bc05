"""What guardians may not do: the list of one student, and a new limit."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from throughline.rooms.accounts import api as accounts
from throughline.rooms.agreements import refusing
from throughline.rooms.agreements.consents.queries import staff_page
from throughline.rooms.agreements.documents.rights import check_may_manage
from throughline.rooms.agreements.limits import commands, forms
from throughline.rooms.agreements.words import limit_words


@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: HttpRequest, student_id: int) -> HttpResponse:
    """Show the limits, and keep another."""
    viewer = accounts.viewer_of(request)
    check_may_manage(viewer)
    page = staff_page(viewer, student_id, at=timezone.now())
    form = forms.LimitForm(request.POST or None, guardians=page.guardians, initial={"starts_on": accounts.today()})
    if form.is_valid():
        with refusing.at(form):
            given = form.cleaned_data
            commands.limit_contact(
                by=viewer,
                at=timezone.now(),
                student_id=student_id,
                guardian_id=int(given["guardian"]),
                may_not_consent="consent" in given["limits"],
                may_not_be_told="told" in given["limits"],
                may_not_be_reached="reached" in given["limits"],
                may_not_pick_up="pick_up" in given["limits"],
                starts_on=given["starts_on"],
                ends_on=given["ends_on"],
                reason=given["reason"],
            )
            return redirect("agreements:limits", student_id)
    crumbs = [(_("Consents"), reverse("agreements:consents", args=[student_id]))]
    limits = [(row, limit_words(row)) for row in page.limits]
    return render(request, "limits/limits.html", {"form": form, "staff": page, "limits": limits, "crumbs": crumbs})


@require_POST
def end(request: HttpRequest, student_id: int, limit_id: int) -> HttpResponse:
    """End a limit."""
    viewer = accounts.viewer_of(request)
    commands.end_limit(by=viewer, at=timezone.now(), student_id=student_id, limit_id=limit_id)
    return redirect("agreements:limits", student_id)
