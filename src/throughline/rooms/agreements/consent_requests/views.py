"""Ask a family by link, and answer whoever opens one."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from throughline.rooms.accounts import api as accounts
from throughline.rooms.agreements import refusing
from throughline.rooms.agreements.consent_requests import commands
from throughline.rooms.agreements.consent_requests.forms import AskForm
from throughline.rooms.agreements.consent_requests.queries import AskedConsent, find_asked
from throughline.rooms.agreements.consents.forms import GiveForm
from throughline.rooms.agreements.consents.queries import find_offer, staff_page
from throughline.rooms.agreements.consents.text import consent_text
from throughline.rooms.agreements.consents.views import student_page_crumbs


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, student_id: int, agreement_id: int) -> HttpResponse:
    """Say whom to ask; the link is shown here and now, and never again."""
    viewer, now = accounts.viewer_of(request), timezone.now()
    page = staff_page(viewer, student_id, at=now)
    offer = find_offer(page.sharing, agreement_id)
    speaker = page.sharing.speaker
    form = AskForm(request.POST or None, guardians=page.guardians, is_adult=speaker.is_adult)
    shown = {
        "form": form,
        "page": page.sharing,
        "offer": offer,
        "crumbs": student_page_crumbs(page.sharing, "agreements:consents"),
    }
    if form.is_valid():
        with refusing.at(form):
            asked = commands.ask_family(
                by=viewer, at=now, student_id=student_id, agreement_id=agreement_id, **form.given()
            )
            shown |= {"asked": asked, "link": request.build_absolute_uri(asked.path)}
            return render(request, "consent_requests/asked.html", shown | {"email": form.cleaned_data["email"]})
    return render(request, "consent_requests/ask.html", shown)


@require_POST
def take_back(request: HttpRequest, student_id: int, request_id: int) -> HttpResponse:
    """End the links to one question."""
    viewer = accounts.viewer_of(request)
    commands.take_back_request(by=viewer, at=timezone.now(), student_id=student_id, request_id=request_id)
    messages.success(request, _("Taken back. The link opens nothing any more."))
    return redirect("agreements:consents", student_id)


def answer(request: HttpRequest, link: accounts.OpenedLink) -> HttpResponse:
    """Show whoever holds a link what they are asked, in their language, and keep what they say."""
    asked = find_asked(link)
    language = _language(request, asked.row.language)
    with override(language):
        response = _answer(request, link, asked, language)
    response["Content-Language"] = language
    return response


def _answer(request: HttpRequest, link: accounts.OpenedLink, asked: AskedConsent, language: str) -> HttpResponse:
    said = str(request.POST.get("say", "")) if request.method == "POST" else ""
    form = GiveForm(request.POST if said == "yes" else None, offer=asked.offer) if asked.offer else None
    now, by = timezone.now(), link.viewer
    if said == "yes" and form is not None and form.is_valid():
        with refusing.at(form):
            commands.give_by_link(by=by, at=now, link=link, language=language, **form.cleaned_data)
            return _answered(request, link, asked, _("Thank you. You agreed"))
    if said in {"no", "stop"}:
        with refusing.as_message(request):
            if said == "no":
                commands.decline_by_link(by=by, at=now, link=link)
                return _answered(request, link, asked, _("You said no"))
            commands.withdraw_by_link(by=by, at=now, link=link)
            return _answered(request, link, asked, _("You took it back"))
    shown = _shown(link, asked, language)
    return render(request, "consent_requests/read.html", shown | {"form": form})


def _shown(link: accounts.OpenedLink, asked: AskedConsent, language: str) -> dict[str, Any]:
    shown: dict[str, Any] = {"asked": asked, "link": link}
    if asked.standing is not None:
        return shown | {"lines": asked.standing.text.split("\n"), "text_language": asked.standing.language}
    if asked.offer is None or asked.why_not:
        return shown
    text = consent_text(
        asked.offer.version,
        student=asked.row.student.name,
        record_classes=asked.offer.version.record_classes,
        ends_on=asked.offer.version.ends_on,
        language=language,
        organization=asked.offer.organization,
    )
    return shown | {"lines": text.split("\n"), "text_language": language}


def _answered(request: HttpRequest, link: accounts.OpenedLink, asked: AskedConsent, title: str) -> HttpResponse:
    now = find_asked(link)
    return render(request, "consent_requests/answered.html", {"asked": asked, "now": now, "link": link, "title": title})


def _language(request: HttpRequest, asked_in: str) -> str:
    """The language somebody chose with the switch here, or else the one they were asked in."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in dict(settings.LANGUAGES) else asked_in
