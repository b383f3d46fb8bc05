"""One student's timeline, narrowed by kinds and days."""

from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students.directory.walk import find_walk
from throughline.rooms.students.sight.views import crumbs
from throughline.rooms.students.tabs import student_tabs
from throughline.rooms.students.timeline.queries import Asked, timeline_page
from throughline.rooms.students.timeline.strands import Told
from throughline.web.components import figures
from throughline.web.components.pieces import Step


@require_safe
def show_timeline(request: HttpRequest, student_id: int) -> HttpResponse:
    """Show what happened to a student, the newest first."""
    asked = _asked(request)
    page = timeline_page(accounts.viewer_of(request), student_id, at=timezone.now(), asked=asked)
    steps = [_step(one) for one in page.told]
    walk = find_walk(request, page.student, "timeline")
    shown = {
        "walk": walk,
        "page": page,
        "steps": steps,
        "asked": asked,
        "carried_in": request.GET.get("in", ""),
        "crumbs": crumbs(page.student)[:1],
        "tabs": student_tabs(page.student, page.sight, "timeline", asked=walk.carried if walk else ""),
        "newer": _address(request, asked, asked.page - 1) if asked.page > 1 else "",
        "older": _address(request, asked, asked.page + 1) if asked.page < page.n_pages else "",
    }
    return render(request, "timeline/timeline.html", shown)


def _asked(request: HttpRequest) -> Asked:
    number = request.GET.get("page", "")
    return Asked(
        frozenset(request.GET.getlist("kind")),
        _day(request.GET.get("since", "")),
        _day(request.GET.get("until", "")),
        max(1, int(number)) if number.isascii() and number.isdecimal() and len(number) < 6 else 1,
    )


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _address(request: HttpRequest, asked: Asked, page: int) -> str:
    days = {"since": asked.since, "until": asked.until}
    held = [(name, value) for name in ("in", "n") if (value := request.GET.get(name))]
    held += [("kind", kind) for kind in sorted(asked.kinds)] + [
        (name, day.isoformat()) for name, day in days.items() if day
    ]
    return "?" + urlencode([*held, ("page", page)])


def _step(one: Told) -> Step:
    told, day = one.happening, figures.short_day(one.on)
    return Step(told.title, "done", day, told.text, told.url, told.quoted, told.language)
