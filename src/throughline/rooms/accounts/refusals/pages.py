"""The page that says no: what is so, and what to do next. It never says whether something hidden exists."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from throughline.values.errors import NotAllowed, NotFound, RefusedInput
from throughline.values.words import gettext_noop as _

_STATUS: dict[type[Exception], int] = {NotFound: 404, Http404: 404, NotAllowed: 403, RefusedInput: 400}
_TITLE = {403: _("This is not yours to open"), 400: _("This could not be taken")}


def is_refusal(exception: Exception) -> bool:
    """This function will tell whether an exception is an answer for the person rather than a fault of ours."""
    return isinstance(exception, tuple(_STATUS))


def refuse(request: HttpRequest, exception: Exception) -> HttpResponse:
    """This function will return the page for a refusal."""
    status = next(code for kind, code in _STATUS.items() if isinstance(exception, kind))
    if not isinstance(exception, NotAllowed | RefusedInput):
        return render(request, "404.html", status=status)
    shown = {
        "title": gettext(_TITLE[status]),
        "says": gettext(exception.says),
        "next_step": gettext(exception.next_step) if exception.next_step else "",
    }
    return render(request, "refusals/refused.html", shown, status=status)
