"""Object to sharing, and decide about an objection."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from throughline.rooms.accounts import api as accounts
from throughline.rooms.agreements import refusing
from throughline.rooms.agreements.consents.queries import check_family, find_offer, sharing_page, staff_page
from throughline.rooms.agreements.objections import commands, forms
from throughline.rooms.agreements.objections.queries import find_objection

_BOTH = ["GET", "HEAD", "POST"]


@require_http_methods(_BOTH)
def object_to(request: HttpRequest, student_id: int, agreement_id: int) -> HttpResponse:
    """Say no to what another agreed to."""
    viewer = accounts.viewer_of(request)
    page = sharing_page(viewer, student_id)
    check_family(page.speaker)
    offer = find_offer(page, agreement_id)
    form = forms.ObjectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        commands.object_to_sharing(
            by=viewer,
            at=timezone.now(),
            student_id=student_id,
            agreement_id=agreement_id,
            reason=form.cleaned_data["reason"],
        )
        messages.success(request, _("Nothing is shared from now on. The school's office will talk to you."))
        return redirect("agreements:sharing", student_id)
    return render(request, "objections/object.html", {"form": form, "page": page, "offer": offer})


@require_http_methods(_BOTH)
def decide(request: HttpRequest, student_id: int, objection_id: int) -> HttpResponse:
    """Decide whether an objection stands."""
    viewer = accounts.viewer_of(request)
    page = staff_page(viewer, student_id, at=timezone.now())
    objection = find_objection(viewer, student_id, objection_id)
    form = forms.DecideForm(request.POST or None)
    if form.is_valid():
        with refusing.at(form):
            commands.decide_objection(
                by=viewer,
                at=timezone.now(),
                student_id=student_id,
                objection_id=objection_id,
                upheld=form.cleaned_data["upheld"] == "yes",
                decision=form.cleaned_data["decision"],
            )
            return redirect("agreements:consents", student_id)
    return render(request, "objections/decide.html", {"form": form, "page": page.sharing, "objection": objection})
