"""The lists of who needs us."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from throughline.rooms.accounts import api as accounts
from throughline.rooms.support import api as support
from throughline.rooms.warning.flags.in_meetings import FLAGS
from throughline.rooms.warning.needs_us import columns
from throughline.rooms.warning.needs_us.gaps import GAPS
from throughline.rooms.warning.needs_us.queries import FLAGS as OPEN
from throughline.rooms.warning.needs_us.queries import (
    NeedsPage,
    dressed,
    dressed_as,
    flags_page,
    gap_page,
    to_student,
)
from throughline.rooms.warning.needs_us.words import caption_words, latest_words, tab_words
from throughline.rooms.warning.noting import Dress, NotedSource
from throughline.web.components.pieces import Tab
from throughline.web.tables import Choice, Column, Table
from throughline.web.tables.sources import QuerysetSource


@require_safe
def list_flags(request: HttpRequest) -> HttpResponse:
    """Show open flags, or those that were answered."""
    answered = request.GET.get("answered") == "1"
    page = flags_page(accounts.viewer_of(request), answered=answered)
    viewer_id = accounts.viewer_of(request).user_id or 0
    choices = [*columns.school_choices(page.schools), *columns.flag_choices(page.rules, viewer_id)]
    shown = columns.answered_columns() if answered else columns.flag_columns()
    order = "-answered" if answered else "due"
    table = _table(request, page, OPEN, shown, choices, dressed, order=order)
    return _answer(
        request, page, table, OPEN, {"answered": answered, "meeting_url": "" if answered else _meeting_url(request)}
    )


@require_safe
def list_gap(request: HttpRequest, key: str) -> HttpResponse:
    """Show for whom something was left undone."""
    page = gap_page(accounts.viewer_of(request), key)
    choices = columns.school_choices(page.schools, to_student(page.rows))
    shown, order = _columns_of(key, page)
    table = _table(request, page, key, shown, choices, dressed_as(key), order=order)
    return _answer(request, page, table, key)


def _columns_of(key: str, page: NeedsPage) -> tuple[list[Column], str]:
    """The columns of a list of gaps, and by which it is ordered."""
    if key == "not_done":
        return columns.decision_columns(), "due"
    if key == "plan_late":
        return columns.plan_columns(), "due"
    if key == "unchecked":
        return columns.support_columns(), "ended"
    if GAPS[key].from_rules:
        counted = _("Days absent") if key == "no_contact" else _("Courses failed")
        return columns.standing_columns(counted, latest_words(key)), "-counted"
    return columns.student_columns(latest_words(key), page.schools), "student"


def _table(
    request: HttpRequest,
    page: NeedsPage,
    key: str,
    shown: list[Column],
    choices: list[Choice],
    dress: Dress,
    *,
    order: str,
) -> Any:
    inner = QuerysetSource(page.rows, shown, choices, ())
    return Table(
        key=key,
        caption=caption_words(key),
        columns=shown,
        rows=NotedSource(inner, accounts.viewer_of(request), timezone.now(), f"warning.{key}", dress),
        choices=choices,
        order=order,
        searchable=False,
        count=_count_of(key),
        narrow="stack",
        empty_title=_("Nobody here"),
        empty_text=_("No student whom your role lets you see is on this list today."),
    ).read(request)


def _count_of(key: str) -> Callable[[int], str]:
    if key == "not_done":
        return lambda n: ngettext("%(n)s decision", "%(n)s decisions", n)
    if key == "plan_late":
        return lambda n: ngettext("%(n)s plan", "%(n)s plans", n)
    if key == "unchecked":
        return lambda n: ngettext("%(n)s support", "%(n)s supports", n)
    return lambda n: ngettext("%(n)s student", "%(n)s students", n)


def _meeting_url(request: HttpRequest) -> str:
    """Where a meeting is planned with the students of the list as it is narrowed, for those who may plan one."""
    if request.GET.get("answered") == "1" or not support.may_plan(accounts.viewer_of(request)):
        return ""
    asked = urlencode([(key, value) for key in ("whose", "due", "level", "school") if (value := request.GET.get(key))])
    return f"{reverse('support:new_meeting')}?{urlencode({'from': FLAGS, 'in': asked})}"


def _answer(
    request: HttpRequest, page: NeedsPage, table: Any, current: str, more: dict[str, Any] | None = None
) -> HttpResponse:
    tabs = [Tab(tab_words(key), reverse(f"warning:{key}"), key == current, n) for key, n in page.counts.items()]
    from_rules = current == OPEN or GAPS[current].from_rules
    shown = {"page": page, "table": table, "tabs": tabs, "current": current, "from_rules": from_rules}
    return render(request, "needs_us/list.html", shown | (more or {}))
