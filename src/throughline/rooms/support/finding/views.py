"""Finding notes by what they say."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods

from throughline.rooms.accounts import api as accounts
from throughline.rooms.support.drafts.queries import count_drafts
from throughline.rooms.support.finding.forms import FindForm
from throughline.rooms.support.finding.queries import find_page, may_find
from throughline.rooms.support.kinds.words import kind_words
from throughline.values.errors import NotAllowed


@require_http_methods(["GET", "HEAD", "POST"])
def find_notes(request: HttpRequest) -> HttpResponse:
    """Ask for words, and show the notes that hold them in the same answer."""
    viewer = accounts.viewer_of(request)
    if not may_find(viewer):
        raise NotAllowed(
            gettext_noop("Your role shows you no notes."),
            gettext_noop("If you need them for your work, ask the district's administrator."),
        )
    form = FindForm(request.POST if request.method == "POST" else None)
    page = find_page(viewer, form.cleaned_data["text"], at=timezone.now()) if form.is_valid() else None
    rows = [(text, kind_words(text.note.kind)) for text in page.texts] if page else []
    shown = {"form": form, "page": page, "rows": rows, "n_drafts": count_drafts(viewer)}
    return render(request, "finding/find.html", shown)
