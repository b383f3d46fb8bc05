"""Closing a meeting, and its recap."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from throughline.rooms.accounts import api as accounts
from throughline.rooms.support.decisions.words import due_status
from throughline.rooms.support.meetings.kinds import meeting_kind_words
from throughline.rooms.support.meetings.planning import said
from throughline.rooms.support.meetings.queries import find_led
from throughline.rooms.support.meetings.views import crumbs, meeting_status
from throughline.rooms.support.recaps.commands import close_meeting
from throughline.rooms.support.recaps.forms import CloseForm
from throughline.rooms.support.recaps.paper import recap_paper
from throughline.rooms.support.recaps.queries import RecapPage, recap_page
from throughline.rooms.support.turns.showing import clock_words
from throughline.values.errors import RefusedInput
from throughline.web.components import figures
from throughline.web.printing import pdf_response


@require_safe
def show_recap(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Show what came of a meeting, ready to print."""
    viewer, at = accounts.viewer_of(request), timezone.now()
    shown = _shown(recap_page(viewer, meeting_id, at=at))
    printed = _("Printed by %(who)s on %(when)s") % {"who": str(viewer), "when": figures.moment(at)}
    return render(request, "recaps/recap.html", shown | {"printed": printed})


@require_safe
def keep_recap(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Hand the recap out as a tagged PDF."""
    viewer, at = accounts.viewer_of(request), timezone.now()
    paper = recap_paper(viewer, _shown(recap_page(viewer, meeting_id, at=at)), at=at)
    return pdf_response(request, paper, "recap", page_url=reverse("support:recap", args=[meeting_id]))


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Show what was not reached and what is not kept yet, then close the meeting."""
    viewer, at = accounts.viewer_of(request), timezone.now()
    find_led(viewer, meeting_id)
    form = CloseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            _meeting, n_told = close_meeting(by=viewer, at=at, meeting_id=meeting_id, tell=form.cleaned_data["tell"])
        except RefusedInput as refused:
            messages.warning(request, said(refused))
            return redirect("support:meeting", meeting_id)
        told = ngettext("%(n)s person is mailed a link to it.", "%(n)s people are mailed a link to it.", n_told)
        words = _("The meeting is closed. This is its recap.")
        messages.success(request, f"{words} {told % {'n': n_told}}" if n_told else words)
        return redirect("support:recap", meeting_id)
    return render(request, "recaps/close.html", _shown(recap_page(viewer, meeting_id, at=at)) | {"form": form})


def _shown(page: RecapPage) -> dict[str, object]:
    meeting = page.meeting
    n, of = len(page.spoken), len(page.spoken) + len(page.not_reached)
    students = ngettext("%(n)s of %(of)s student was spoken of", "%(n)s of %(of)s students were spoken of", of)
    taken = ngettext("%(n)s decision was taken", "%(n)s decisions were taken", page.n_decisions)
    return {
        "page": page,
        "meeting": meeting,
        "kind": meeting_kind_words(meeting.kind),
        "state": meeting_status(meeting),
        "sentence": f"{students % {'n': n, 'of': of}}; {taken % {'n': page.n_decisions}}.",
        "spoken": [
            (one, clock_words(one.turn.n_seconds), [(row, due_status(row)) for row in one.decisions])
            for one in page.spoken
        ],
        "again_url": reverse("support:new_meeting") + "?" + urlencode({"from": "left", "in": meeting.pk}),
        "crumbs": [*crumbs(), (meeting.title, reverse("support:meeting", args=[meeting.pk]))],
    }
