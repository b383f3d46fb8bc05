"""What is shared about one student: the family's page, the page for staff, and what each can do there."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from throughline.rooms.accounts import api as accounts
from throughline.rooms.agreements import refusing
from throughline.rooms.agreements.consents import commands, forms, rights
from throughline.rooms.agreements.consents.queries import (
    SharingPage,
    check_family,
    check_may_consent,
    consent_paper,
    find_consent,
    find_offer,
    note_consents_shown,
    sharing_page,
    staff_page,
)
from throughline.rooms.agreements.consents.shown import shown_consent, shown_offers, shown_requests
from throughline.rooms.agreements.consents.text import consent_text
from throughline.rooms.agreements.documents.forms import paper_from
from throughline.rooms.agreements.documents.views import handed_out
from throughline.rooms.agreements.words import limit_words

_BOTH = ["GET", "HEAD", "POST"]


@require_safe
def show_sharing(request: HttpRequest, student_id: int) -> HttpResponse:
    """Show the family who may see what today, and why."""
    page = sharing_page(accounts.viewer_of(request), student_id)
    check_family(page.speaker)
    return render(request, "consents/sharing.html", _shown(page))


@require_http_methods(_BOTH)
def give(request: HttpRequest, student_id: int, agreement_id: int) -> HttpResponse:
    """Read what one agrees to, and sign it."""
    page = sharing_page(accounts.viewer_of(request), student_id)
    check_may_consent(page.speaker)
    offer = find_offer(page, agreement_id)
    form = forms.GiveForm(request.POST or None, offer=offer)
    if form.is_valid():
        with refusing.at(form):
            commands.give_consent(
                by=accounts.viewer_of(request),
                at=timezone.now(),
                student_id=student_id,
                agreement_id=agreement_id,
                language=get_language() or "en",
                **form.cleaned_data,
            )
            messages.success(request, _("Thank you. You can take this back on any day."))
            return redirect("agreements:sharing", student_id)
    text = consent_text(
        offer.version,
        student=page.student.name,
        record_classes=offer.version.record_classes,
        ends_on=offer.version.ends_on,
        language=get_language() or "en",
        organization=offer.organization,
    )
    shown = {"form": form, "page": page, "offer": offer, "lines": text.split("\n"), "crumbs": student_page_crumbs(page)}
    return render(request, "consents/give.html", shown)


@require_http_methods(_BOTH)
def withdraw(request: HttpRequest, student_id: int, consent_id: int) -> HttpResponse:
    """Ask once, then take a consent back."""
    viewer = accounts.viewer_of(request)
    speaker, consent = find_consent(viewer, student_id, consent_id)
    back = "agreements:consents" if speaker.is_staff else "agreements:sharing"
    if request.method == "POST":
        commands.withdraw_consent(by=viewer, at=timezone.now(), student_id=student_id, consent_id=consent_id)
        words = {"who": consent.agreement.organization.name}
        messages.success(request, _("Taken back. %(who)s sees nothing by it from now on.") % words)
        return redirect(back, student_id)
    page = sharing_page(viewer, student_id)
    if not rights.may_withdraw(speaker, consent):
        return redirect(back, student_id)
    note_consents_shown(viewer, page.student, at=timezone.now())
    shown = {
        "page": page,
        "consent": consent,
        "one": shown_consent(page, consent),
        "crumbs": student_page_crumbs(page, back),
    }
    return render(request, "consents/withdraw.html", shown)


@require_safe
def show_paper(request: HttpRequest, student_id: int, consent_id: int) -> HttpResponse:
    """Hand out the scan of a consent."""
    paper = consent_paper(accounts.viewer_of(request), student_id, consent_id, at=timezone.now())
    return handed_out(paper, f"consent-{consent_id}")


@require_safe
def show_consents(request: HttpRequest, student_id: int) -> HttpResponse:
    """Show staff what was consented, and who could be asked."""
    page = staff_page(accounts.viewer_of(request), student_id, at=timezone.now())
    limits = [(row.guardian.name, "; ".join(limit_words(row))) for row in page.limits]
    return render(
        request,
        "consents/consents.html",
        {"staff": page, "asked": shown_requests(page), "limits": limits} | _shown(page.sharing),
    )


@require_http_methods(_BOTH)
def record(request: HttpRequest, student_id: int, agreement_id: int) -> HttpResponse:
    """Record a consent given on paper or in words."""
    viewer = accounts.viewer_of(request)
    page = staff_page(viewer, student_id, at=timezone.now())
    offer = find_offer(page.sharing, agreement_id)
    form = forms.RecordForm(
        request.POST or None,
        request.FILES or None,
        offer=offer,
        guardians=page.guardians,
        is_adult=page.sharing.speaker.is_adult,
        initial={"starts_on": accounts.today()},
    )
    if form.is_valid():
        paper = paper_from(form)
        if not form.errors:
            with refusing.at(form):
                given = {name: form.cleaned_data[name] for name in _RECORDED}
                commands.record_consent(
                    by=viewer,
                    at=timezone.now(),
                    student_id=student_id,
                    agreement_id=agreement_id,
                    guardian_id=form.guardian_id(),
                    paper=paper,
                    **given,
                )
                messages.success(request, _("The consent is recorded."))
                return redirect("agreements:consents", student_id)
    shown = {
        "form": form,
        "page": page.sharing,
        "offer": offer,
        "crumbs": student_page_crumbs(page.sharing, "agreements:consents"),
    }
    return render(request, "consents/record.html", shown)


_RECORDED = ("record_classes", "starts_on", "ends_on", "how", "language", "witness")


def _shown(page: SharingPage) -> dict[str, Any]:
    return {
        "page": page,
        "offers": shown_offers(page),
        "past": [shown_consent(page, row) for row in page.past],
        "crumbs": _student_crumbs(page),
    }


def _student_crumbs(page: SharingPage) -> list[tuple[str, str]]:
    student = page.student
    return [
        (_("Students"), reverse("students:students")),
        (student.name, reverse("students:student", args=[student.pk])),
    ]


def student_page_crumbs(page: SharingPage, back: str = "agreements:sharing") -> list[tuple[str, str]]:
    """This function will return the way back to a student's page of sharing, or to that of consents for staff."""
    label = _("Consents") if back == "agreements:consents" else _("Sharing")
    return [*_student_crumbs(page), (label, reverse(back, args=[page.student.pk]))]
