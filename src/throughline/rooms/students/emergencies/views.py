"""Opening a record in an emergency, by POST alone; and the review of all that was opened."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students.directory.sections import opened_words
from throughline.rooms.students.emergencies.commands import (
    Found,
    close_emergency,
    look_up,
    open_emergency,
    review_emergency,
    show_again,
)
from throughline.rooms.students.emergencies.forms import (
    ExactForm,
    OpenForm,
    ReviewForm,
    choosable,
    described,
    seal,
    unseal,
)
from throughline.rooms.students.emergencies.listing import note_shown
from throughline.rooms.students.emergencies.pages import emergencies_table, review_status
from throughline.rooms.students.emergencies.queries import (
    EmergenciesPage,
    emergencies_page,
    emergency_page,
    find_emergency,
    may_review,
)


@require_http_methods(["GET", "HEAD", "POST"])
def find_in_emergency(request: HttpRequest) -> HttpResponse:
    """Ask exactly whose record is needed; what is typed is posted, and stands in no address."""
    viewer, form = accounts.viewer_of(request), ExactForm(request.POST or None)
    found = look_up(by=viewer, at=timezone.now(), text=form.cleaned_data["text"]) if form.is_valid() else None
    chooser = None
    if found is not None:
        chooser = OpenForm(choices=choosable(found.matches), initial={"found": seal(viewer, found.matches)})
    return _asked(request, form, found, chooser)


@require_POST
def open_record(request: HttpRequest) -> HttpResponse:
    """Open the record of one of those whom this person's own look-up found, and go to the student's page."""
    viewer, at = accounts.viewer_of(request), timezone.now()
    emergency_page(viewer)
    student_ids = unseal(viewer, request.POST.get("found", ""))
    if not student_ids:
        messages.warning(request, _("Look the student up again: what was found is kept for 15 minutes."))
        return redirect("students:emergency")
    form = OpenForm(request.POST, choices=[(pk, "") for pk in student_ids])
    if form.is_valid():
        chosen, reason = form.cleaned_data["student"], form.cleaned_data["reason"]
        emergency = open_emergency(by=viewer, at=at, student_id=chosen, reason=reason)
        return redirect("students:student", emergency.student_id)
    found = show_again(by=viewer, at=at, student_ids=student_ids)
    return _asked(request, ExactForm(), found, OpenForm(request.POST, choices=choosable(found.matches)))


@require_POST
def close_record(request: HttpRequest, emergency_id: int) -> HttpResponse:
    """Close what this person opened."""
    close_emergency(by=accounts.viewer_of(request), at=timezone.now(), emergency_id=emergency_id)
    messages.success(request, _("The record is closed. Thank you."))
    return redirect("accounts:today")


@require_safe
def list_emergencies(request: HttpRequest) -> HttpResponse:
    """Show what was opened in emergencies, to those who answer for it."""
    page = emergencies_page(accounts.viewer_of(request), at=timezone.now())
    return render(request, "emergencies/list.html", {"table": emergencies_table(page).read(request)})


@require_http_methods(["GET", "HEAD", "POST"])
def review_one(request: HttpRequest, emergency_id: int) -> HttpResponse:
    """Show one emergency, and let somebody else than who opened it say whether it was justified."""
    viewer, at, form = accounts.viewer_of(request), timezone.now(), ReviewForm(request.POST or None)
    one = find_emergency(viewer, emergency_id)
    if form.is_valid():
        upheld, words = form.cleaned_data["finding"] == "upheld", form.cleaned_data["words"]
        review_emergency(by=viewer, at=at, emergency_id=emergency_id, upheld=upheld, words=words)
        messages.success(request, _("Your review is kept. The family can read it."))
        return redirect("students:emergencies")
    note_shown(EmergenciesPage(emergencies_page(viewer, at=at).emergencies, [], viewer, at), [one])
    shown = {
        "one": one,
        "form": form,
        "status": review_status(one, at),
        "described": described(one.student),
        "crumbs": [(_("Opened in emergencies"), reverse("students:emergencies"))],
        "is_own": one.user_id == viewer.user_id,
        "may_review": may_review(viewer) and one.user_id != viewer.user_id and one.reviewed_at is None,
    }
    return render(request, "emergencies/review.html", shown)


def _asked(request: HttpRequest, form: ExactForm, found: Found | None, chooser: OpenForm | None) -> HttpResponse:
    page, at = emergency_page(accounts.viewer_of(request)), timezone.now()
    shown = {
        "page": page,
        "form": form,
        "found": found,
        "seen": [match.student for match in found.matches if match.sees] if found else [],
        "chooser": chooser if found and any(match.adds for match in found.matches) else None,
        "opened": [(one, opened_words(one, at)) for one in page.opened],
    }
    return render(request, "emergencies/emergency.html", shown)
