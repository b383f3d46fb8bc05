"""Ask for a signature by link, and answer whoever opens one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from throughline.rooms.accounts import api as accounts
from throughline.rooms.agreements import refusing
from throughline.rooms.agreements.documents.queries import agreement_page
from throughline.rooms.agreements.documents.rights import check_may_manage
from throughline.rooms.agreements.documents.shown import clauses_in_words, terms_in_words
from throughline.rooms.agreements.documents.views import crumbs
from throughline.rooms.agreements.signature_requests import commands, forms
from throughline.rooms.agreements.signature_requests.queries import AskedToSign, find_asked
from throughline.rooms.agreements.words import purpose_in


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, agreement_id: int) -> HttpResponse:
    """Say who is to sign; the link is shown here and now, and never again."""
    viewer = accounts.viewer_of(request)
    check_may_manage(viewer)
    page = agreement_page(viewer, agreement_id)
    form = forms.AskForm(request.POST or None)
    shown = {"form": form, "page": page, "crumbs": crumbs(page.version.title, agreement_id)}
    if form.is_valid():
        with refusing.at(form):
            asked = commands.ask_to_sign(by=viewer, at=timezone.now(), agreement_id=agreement_id, **form.cleaned_data)
            shown |= {"asked": asked, "link": request.build_absolute_uri(asked.path), "to": form.cleaned_data}
            return render(request, "signature_requests/asked.html", shown)
    return render(request, "signature_requests/ask.html", shown)


@require_POST
def take_back(request: HttpRequest, agreement_id: int) -> HttpResponse:
    """End the links by which an agreement could be signed."""
    commands.take_back_asking(by=accounts.viewer_of(request), at=timezone.now(), agreement_id=agreement_id)
    messages.success(request, _("Taken back. The link opens nothing any more."))
    return redirect("agreements:agreement", agreement_id)


def answer(request: HttpRequest, link: accounts.OpenedLink) -> HttpResponse:
    """Show whoever holds a link what they are asked to sign, and keep their yes or no."""
    asked = find_asked(link)
    says_no = "no-name" in request.POST
    yes = forms.AnswerForm(None if says_no else request.POST or None, initial={"name": link.made_for})
    no = forms.DeclineForm(request.POST if says_no else None, initial={"name": link.made_for})
    if not asked.why_not and no.is_valid():
        with refusing.at(no):
            commands.decline_by_link(by=link.viewer, at=timezone.now(), link=link, **no.cleaned_data)
            return _answered(request, asked, signed=False)
    if not asked.why_not and yes.is_valid():
        with refusing.at(yes):
            commands.sign_by_link(
                by=link.viewer,
                at=timezone.now(),
                link=link,
                read_at=str(request.POST.get("read_at", "")),
                name=yes.cleaned_data["name"],
                position=yes.cleaned_data["position"],
            )
            return _answered(request, asked, signed=True)
    shown = {
        "asked": asked,
        "link": link,
        "yes": yes,
        "no": no,
        "says_no": says_no,
        "terms": terms_in_words(asked.version, asked.schools),
        "clauses": clauses_in_words(asked.clauses),
        "purpose": purpose_in(asked.version, request.LANGUAGE_CODE),
    }
    return render(request, "signature_requests/sign.html", shown)


def _answered(request: HttpRequest, asked: AskedToSign, *, signed: bool) -> HttpResponse:
    return render(request, "signature_requests/answered.html", {"asked": asked, "signed": signed})
