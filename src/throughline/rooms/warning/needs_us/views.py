"""The lists of who needs us."""

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
from throughline.rooms.warning.needs_us.queries import (
    NeedsPage,
    dressed,
    flags_page,
    no_contact_page,
    no_note_page,
)
from throughline.rooms.warning.noting import NotedSource
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
    table = _table(request, page, "flags", shown, choices, _("Flags"), order="-answered" if answered else "due")
    return _answer(
        request, page, table, "flags", {"answered": answered, "meeting_url": "" if answered else _meeting_url(request)}
    )


@require_safe
def list_no_contact(request: HttpRequest) -> HttpResponse:
    """Show who was absent much and with whom nobody spoke lately."""
    page = no_contact_page(accounts.viewer_of(request))
    shown = columns.gap_columns(_("Days absent"), _("Last spoken with"))
    title = _("Absent, and nobody spoke with them")
    table = _table(request, page, "no_contact", shown, columns.school_choices(page.schools), title, order="-counted")
    return _answer(request, page, table, "no_contact")


@require_safe
def list_no_note(request: HttpRequest) -> HttpResponse:
    """Show who fails courses and of whom nobody wrote lately."""
    page = no_note_page(accounts.viewer_of(request))
    shown = columns.gap_columns(_("Courses failed"), _("Last note"))
    title = _("Failing, and nobody wrote of it")
    table = _table(request, page, "no_note", shown, columns.school_choices(page.schools), title, order="-counted")
    return _answer(request, page, table, "no_note")


def _table(
    request: HttpRequest,
    page: NeedsPage,
    key: str,
    shown: list[Column],
    choices: list[Choice],
    caption: str,
    *,
    order: str,
) -> Any:
    inner = QuerysetSource(page.rows, shown, choices, ())
    return Table(
        key=key,
        caption=caption,
        columns=shown,
        rows=NotedSource(inner, accounts.viewer_of(request), timezone.now(), f"warning.{key}", dressed),
        choices=choices,
        order=order,
        searchable=False,
        count=lambda n: ngettext("%(n)s student", "%(n)s students", n),
        narrow="stack",
        empty_title=_("Nobody here"),
        empty_text=_("No student whom your role lets you see is on this list today."),
    ).read(request)


def _meeting_url(request: HttpRequest) -> str:
    """Where a meeting is planned with the students of the list as it is narrowed, for those who may plan one."""
    if request.GET.get("answered") == "1" or not support.may_plan(accounts.viewer_of(request)):
        return ""
    asked = urlencode([(key, value) for key in ("whose", "due", "level", "school") if (value := request.GET.get(key))])
    return f"{reverse('support:new_meeting')}?{urlencode({'from': FLAGS, 'in': asked})}"


def _answer(
    request: HttpRequest, page: NeedsPage, table: Any, current: str, more: dict[str, Any] | None = None
) -> HttpResponse:
    tabs = [Tab(_("Flags"), reverse("warning:flags"), current == "flags", page.n_flags)]
    if page.sees_notes:
        no_contact, no_note = reverse("warning:no_contact"), reverse("warning:no_note")
        tabs.append(Tab(_("Absent, no contact"), no_contact, current == "no_contact", page.n_no_contact))
        tabs.append(Tab(_("Failing, no note"), no_note, current == "no_note", page.n_no_note))
    return render(
        request, "needs_us/list.html", {"page": page, "table": table, "tabs": tabs, "current": current, **(more or {})}
    )
