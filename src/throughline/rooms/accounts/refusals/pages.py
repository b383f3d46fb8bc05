"""The page that says no: what is so, and what to do next. It never says whether something hidden exists."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from throughline.values.errors import NotAllowed, NotFound, RefusedInput, ThroughlineError
from throughline.values.words import gettext_noop as _

_STATUS: dict[type[Exception], int] = {NotFound: 404, Http404: 404, NotAllowed: 403, RefusedInput: 400}
_TITLE = {
    404: _("There is no such page, or none you may see"),
    403: _("This is not yours to open"),
    400: _("This could not be taken"),
}
_NOT_FOUND = NotFound(
    _("It may have moved, or it is not among what your role lets you see."),
    _("Go back to Today, or ask whoever gave you the address."),
)


def is_refusal(exception: Exception) -> bool:
    """This function will tell whether an exception is an answer for the person rather than a fault of ours."""
    return isinstance(exception, tuple(_STATUS))


def refuse(request: HttpRequest, exception: Exception) -> HttpResponse:
    """This function will return the page for a refusal."""
    status = next(code for kind, code in _STATUS.items() if isinstance(exception, kind))
    told = exception if isinstance(exception, ThroughlineError) and status != 404 else _NOT_FOUND
    shown = {
        "title": gettext(_TITLE[status]),
        "says": gettext(told.says) if told.says else "",
        "next_step": gettext(told.next_step) if told.next_step else "",
    }
    return render(request, "refusals/refused.html", shown, status=status)
