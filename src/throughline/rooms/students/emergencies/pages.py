"""What was opened in emergencies, put into a table."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.rooms.students.emergencies.listing import NotedEmergencies
from throughline.rooms.students.emergencies.queries import EmergenciesPage, is_overdue
from throughline.rooms.students.models import Emergency
from throughline.web.components.pieces import Status
from throughline.web.tables import Choice, Column, Table
from throughline.web.tables.sources import QuerysetSource


def emergencies_table(page: EmergenciesPage) -> Table:
    """This function will list what was opened, and offer to narrow it by how it stands and who opened it."""
    columns = [
        Column("opened_at", _("Opened at"), kind="moment", sortable=False, link=_review_url),
        Column("user", _("By"), value=lambda one: one.user.name, sortable=False),
        Column("student", _("Student"), value=lambda one: one.student.name, sortable=False),
        Column("reason", _("Reason"), sortable=False),
        Column("state", _("Review"), kind="status", value=lambda one: review_status(one, page.at), sortable=False),
    ]
    choices = _choices(page)
    return Table(
        key="emergencies",
        caption=_("Records opened in emergencies"),
        columns=columns,
        rows=NotedEmergencies(QuerysetSource(page.emergencies, columns, choices, ()), page),
        choices=choices,
        searchable=False,
        count=lambda n: ngettext("%(n)s record opened", "%(n)s records opened", n),
        empty_title=_("None here"),
        empty_text=_("No record was opened in an emergency that fits."),
        narrow="stack",
    )


def review_status(one: Emergency, at: datetime) -> Status:
    """This function will say how the review of an emergency stands."""
    if one.reviewed_at is not None:
        return Status(_("Justified"), "good") if one.upheld else Status(_("Not justified"), "stop")
    if is_overdue(one, at):
        return Status(_("Review overdue"), "stop")
    return Status(_("To review"), "care")


def _review_url(one: Emergency) -> str:
    return reverse("students:review_emergency", args=[one.pk])


def _choices(page: EmergenciesPage) -> list[Choice]:
    today = timezone.localtime(page.at).date()
    states = {
        "waiting": (_("To review"), Q(reviewed_at=None)),
        "overdue": (_("Review overdue"), Q(reviewed_at=None, due_on__lt=today)),
        "upheld": (_("Justified"), Q(upheld=True)),
        "refused": (_("Not justified"), Q(upheld=False)),
    }

    def by_state(rows: Any, answer: str) -> Any:
        return rows.filter(states[answer][1])

    found = [Choice("state", _("Review"), [(code, words) for code, (words, _fits) in states.items()], narrow=by_state)]
    if len(page.openers) > 1:
        openers = [(str(pk), name) for pk, name in page.openers]
        found.append(Choice("by", _("By"), openers, lookup="user_id"))
    return found
