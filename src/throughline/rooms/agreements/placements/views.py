"""Refer a student to an organization, or put them on the roster of one of its sessions."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from throughline.rooms.accounts import api as accounts
from throughline.rooms.agreements import refusing
from throughline.rooms.agreements.consents.queries import check_places, find_offer, staff_page
from throughline.rooms.agreements.placements import commands, forms


@require_http_methods(["GET", "HEAD", "POST"])
def place(request: HttpRequest, student_id: int, agreement_id: int) -> HttpResponse:
    """Place a student for some days."""
    viewer = accounts.viewer_of(request)
    page = staff_page(viewer, student_id, at=timezone.now())
    check_places(viewer)
    offer = find_offer(page.sharing, agreement_id)
    initial = {"starts_on": accounts.today(), "ends_on": offer.version.ends_on}
    form = forms.PlaceForm(request.POST or None, places=page.places, initial=initial)
    if form.is_valid():
        with refusing.at(form):
            commands.place_student(
                by=viewer, at=timezone.now(), student_id=student_id, agreement_id=agreement_id, **form.cleaned_data
            )
            return redirect("agreements:consents", student_id)
    return render(request, "placements/place.html", {"form": form, "page": page.sharing, "offer": offer})


@require_POST
def end(request: HttpRequest, student_id: int, placement_id: int) -> HttpResponse:
    """End a placement now."""
    viewer = accounts.viewer_of(request)
    commands.end_placement(by=viewer, at=timezone.now(), student_id=student_id, placement_id=placement_id)
    return redirect("agreements:consents", student_id)
