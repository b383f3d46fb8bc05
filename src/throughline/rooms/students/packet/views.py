"""A packet about one student: what goes in is chosen, then it lies ready to print."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students.directory.words import grade_words
from throughline.rooms.students.packet.paper import packet_paper
from throughline.rooms.students.packet.queries import WORDS, PacketPage, packet_page
from throughline.rooms.students.sayings.queries import STRENGTHS
from throughline.rooms.students.sayings.words import said_by
from throughline.rooms.students.sight.views import crumbs
from throughline.web.components import figures
from throughline.web.printing import pdf_response


@require_safe
def show_packet(request: HttpRequest, student_id: int) -> HttpResponse:
    """Ask which parts and days; asked for some, show them as they will be printed, footed with who and when."""
    _page, shown = _read(request, student_id)
    if not shown["is_chosen"]:
        return render(request, "packet/choose.html", shown)
    pdf_url = f"{reverse('students:packet_pdf', args=[student_id])}?{request.GET.urlencode()}"
    return render(request, "packet/packet.html", shown | {"pdf_url": pdf_url})


@require_safe
def keep_packet(request: HttpRequest, student_id: int) -> HttpResponse:
    """Hand the same parts and days out as a tagged PDF; without a choice, ask for one."""
    page, shown = _read(request, student_id)
    if not shown["is_chosen"]:
        return redirect("students:packet", student_id=student_id)
    paper = packet_paper(accounts.viewer_of(request), page, shown, at=shown["at"])
    page_url = f"{shown['again_url']}?{request.GET.urlencode()}"
    return pdf_response(request, paper, "packet", page_url=page_url)


def _read(request: HttpRequest, student_id: int) -> tuple[PacketPage, dict[str, Any]]:
    """The packet asked for, and what is shown of it; that it was handed out is noted."""
    viewer, at = accounts.viewer_of(request), timezone.now()
    chosen, since, until = request.GET.getlist("part"), _day(request, "since"), _day(request, "until")
    page = packet_page(viewer, student_id, at=at, chosen=chosen, since=since, until=until)
    offered = ({WORDS: _("Own words, strengths and interests")} if STRENGTHS in page.sight else {}) | page.offered
    shown = {
        "page": page,
        "at": at,
        "offered": [(code, words, code in chosen or not chosen) for code, words in offered.items()],
        "is_chosen": any(code in offered for code in chosen),
        "told": [(one.kind.name(), [(row, said_by(row)) for row in one.sayings]) for one in page.told],
        "lead": _lead(page),
        "days": _days(since, until),
        "printed": _("Printed by %(who)s on %(when)s") % {"who": str(viewer), "when": figures.moment(at)},
        "again_url": reverse("students:packet", args=[student_id]),
        "since": since,
        "until": until,
        "statements": [(accounts.class_words(row.part), row) for row in page.statements],
        "crumbs": crumbs(page.student),
    }
    return page, shown


def _lead(page: PacketPage) -> str:
    school = page.student.home_school.name if page.student.home_school else ""
    return " · ".join(part for part in (grade_words(page.student.grade), school) if part)


def _days(since: date | None, until: date | None) -> str:
    words = {"start": figures.short_day(since), "end": figures.short_day(until)}
    if since and until:
        return _("%(start)s to %(end)s") % words
    if until:
        return _("until %(end)s") % words
    return _("since %(start)s") % words if since else _("All days on record")


def _day(request: HttpRequest, name: str) -> date | None:
    try:
        return parse_date(request.GET.get(name, ""))
    except ValueError:
        return None
