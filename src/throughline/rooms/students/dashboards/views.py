"""Dashboards of attendance and behavior: many students at once, nobody by name."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students.dashboards import drawing, queries
from throughline.rooms.students.dashboards.asked import Asked, read_asked
from throughline.rooms.students.dashboards.groups import FEWEST
from throughline.rooms.students.dashboards.words import dimension_words, period_words
from throughline.values.viewer import Viewer
from throughline.web.components import figures
from throughline.web.components.pieces import Tab
from throughline.web.tables import Column, Table
from throughline.web.tables.table import ReadTable


@require_safe
def show_attendance(request: HttpRequest) -> HttpResponse:
    """Show how often students are at school, by month, weekday and group."""
    viewer = accounts.viewer_of(request)
    page = queries.attendance_page(viewer, read_asked(request.GET.dict(), accounts.today()))
    columns = [
        Column("students", _("Students"), "number", value=lambda row: row[1].n_students),
        Column("there", _("At school"), "percent", value=lambda row: row[1].share_there, decimals=1),
        Column("often", _("Often away"), "number", value=lambda row: row[1].n_often),
        Column("often_share", _("Share often away"), "percent", value=lambda row: row[1].share_often, decimals=1),
        Column("tardy", _("Late"), "percent", value=lambda row: row[1].share_tardy, decimals=1),
    ]
    may_export = queries.sees_many(viewer, "attendance", act="export")
    table = _table("attendance" if may_export else "", page.by, columns, page.groups).read(request)
    shown: dict[str, Any] = {
        "months": drawing.months_chart(page),
        "weekdays": drawing.weekdays_chart(page),
        "nothing": _("No attendance on record"),
        "headline": [
            (_("At school"), figures.percent(page.whole.share_there or 0, 1), _("of days on record")),
            (_("Often away"), figures.number(page.whole.n_often), _students(page.whole.n_students)),
            (_("Late"), figures.percent(page.whole.share_tardy or 0, 1), _("of days on record")),
        ]
        if page.whole.n_days
        else [],
    }
    file = table.export(request) if may_export else None
    return file or render(request, "dashboards/attendance.html", shown | _around(viewer, page, table, "attendance"))


@require_safe
def show_behavior(request: HttpRequest) -> HttpResponse:
    """Show what was written down of behavior, by weekday, hour and group."""
    viewer = accounts.viewer_of(request)
    page = queries.behavior_page(viewer, read_asked(request.GET.dict(), accounts.today()))
    columns = [
        Column("incidents", _("Incidents"), "number", value=lambda row: row[1].n_incidents),
        Column("students", _("Students"), "number", value=lambda row: row[1].n_students),
        Column("suspended", _("Days suspended"), "number", value=lambda row: row[1].days_suspended, decimals=1),
    ]
    may_export = queries.sees_many(viewer, "behavior", act="export")
    table = _table("behavior" if may_export else "", page.by, columns, page.groups).read(request)
    shown: dict[str, Any] = {
        "hours": drawing.hours_chart(page),
        "nothing": _("Nothing written down"),
        "headline": [
            (_("Incidents"), figures.number(page.whole.n_incidents), _took_part(page.whole.n_students)),
            (_("Days suspended"), figures.number(page.whole.days_suspended, 1), ""),
        ]
        if page.whole.n_incidents
        else [],
    }
    file = table.export(request) if may_export else None
    return file or render(request, "dashboards/behavior.html", shown | _around(viewer, page, table, "behavior"))


def _students(n: int) -> str:
    return ngettext("of %(n)s student", "of %(n)s students", n) % {"n": figures.number(n)}


def _took_part(n: int) -> str:
    return ngettext("%(n)s student took part", "%(n)s students took part", n) % {"n": figures.number(n)}


def _table(file: str, by: str, columns: Sequence[Column], groups: Sequence[tuple[str, Any]]) -> Table:
    label = dimension_words()[by]
    return Table(
        key="groups",
        caption=label,
        columns=[Column("name", label, value=lambda row: row[0] or _("Not said")), *columns],
        rows=list(groups),
        searchable=False,
        count=lambda n: ngettext("%(n)s group", "%(n)s groups", n),
        file_name=f"{file}-by-{by}" if file else "",
        empty_title=_("Nothing to part by"),
        empty_text=_("Nothing of this kind is on record that you may see."),
    )


def _around(
    viewer: Viewer, page: queries.AttendancePage | queries.BehaviorPage, table: ReadTable, current: str
) -> dict[str, Any]:
    """What both dashboards have: the choices, the views beside, and by what the table parts."""
    asked, words = page.asked, dimension_words()
    views = {"attendance": _("Attendance"), "behavior": _("Behavior")}
    return {
        "table": table,
        "page": page,
        "periods": period_words().items(),
        "fewest": FEWEST if page.by == "group" else 0,
        "views": [
            Tab(label, f"{reverse(f'students:{name}_dashboard')}?{_address(asked)}", name == current)
            for name, label in views.items()
            if queries.sees_many(viewer, name)
        ],
        "parts": [Tab(words[by], f"?{_address(asked, by)}#parts", by == page.by) for by in page.offered.by],
    }


def _address(asked: Asked, by: str = "") -> str:
    held = {"school": asked.school_id or "", "grade": asked.grade, "period": asked.period, "by": by}
    return urlencode({key: value for key, value in held.items() if value})
