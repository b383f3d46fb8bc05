"""Pages and switches that belong to the look itself."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from throughline.web import theme
from throughline.web.guide.page import guide_page


@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Remember light, dark or the system's own, and go back to where the person was."""
    chosen = request.POST.get("theme", "")
    response = HttpResponseRedirect(_safe_return(request))
    if chosen in theme.THEMES and chosen != "system":
        response.set_cookie(
            theme.COOKIE,
            chosen,
            max_age=theme.ONE_YEAR_SECONDS,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    else:
        response.delete_cookie(theme.COOKIE, samesite="Lax")
    return response


@require_safe
def show_styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component in every state."""
    guide = guide_page(request)
    return guide.budgets.export(request) or render(request, "web/styleguide.html", {"guide": guide})


def _safe_return(request: HttpRequest) -> str:
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return back if safe else "/"
