"""How Throughline protects students, for anybody."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from throughline.rooms.accounts.protection.words import LEAD, SECTIONS, TITLE


@login_not_required
@require_safe
def show_protection(request: HttpRequest) -> HttpResponse:
    """Say to a parent, in their language, how a student's record is kept safe."""
    sections = [(gettext(section.asks), [gettext(line) for line in section.says]) for section in SECTIONS]
    shown = {"title": gettext(TITLE), "lead": gettext(LEAD), "sections": sections}
    return render(request, "protection/protection.html", shown)
