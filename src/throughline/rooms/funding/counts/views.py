"""Who is in a count, and why."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from throughline.rooms.accounts import api as accounts
from throughline.rooms.funding.budgets.downloads import check_may_export
from throughline.rooms.funding.budgets.queries import usual_count_day
from throughline.rooms.funding.counts.forms import DayForm
from throughline.rooms.funding.counts.overview import counts_page, counts_table
from throughline.rooms.funding.counts.queries import CountPage, NamesSource, count_page
from throughline.rooms.students.api import ALL_STUDENTS, Counted
from throughline.web.components import figures
from throughline.web.tables import Column, Table


@require_safe
def list_counts(request: HttpRequest) -> HttpResponse:
    """Show every school's counts on a day."""
    viewer = accounts.viewer_of(request)
    usual = usual_count_day(accounts.today())
    form = DayForm(request.GET if "on" in request.GET else None, initial={"on": usual})
    on = form.cleaned_data["on"] if form.is_bound and form.is_valid() else usual
    page = counts_page(viewer, on)
    table = counts_table(page).read(request)
    if table.exporting:
        check_may_export(viewer)
    shown = {"form": form, "table": table, "sentence": _sentence(page.n_students, on), "crumbs": _budgets()}
    return table.export(request) or render(request, "counts/list.html", shown)


@require_safe
def show_count(request: HttpRequest, on: date, school_id: int, code: str) -> HttpResponse:
    """Show how many students are in a count, and to those allowed, who they are and why."""
    viewer = accounts.viewer_of(request)
    page = count_page(viewer, at=timezone.now(), school_id=school_id, code=code, on=on)
    table = _table(page, page.names).read(request) if page.names else None
    shown = {"page": page, "table": table, "sentence": _sentence(page.n_students, on), "crumbs": _crumbs(page)}
    return render(request, "counts/detail.html", shown)


def _sentence(n: int, on: date) -> str:
    says = ngettext("%(n)s student was counted on %(day)s.", "%(n)s students were counted on %(day)s.", n)
    return says % {"n": figures.number(n), "day": figures.day(on)}


def _budgets() -> list[tuple[str, str]]:
    return [(_("School budgets"), reverse("funding:budgets"))]


def _crumbs(page: CountPage) -> list[tuple[str, str]]:
    if page.in_run is None:
        return []
    crumbs = [(_("School budgets"), reverse("funding:run", args=[page.in_run.number]))]
    return [*crumbs, (page.school, reverse("funding:school_budget", args=[page.in_run.number, page.school_id]))]


def _table(page: CountPage, names: NamesSource) -> Table:
    columns = [
        Column("name", _("Student"), link=_student_url, sortable=False),
        Column("grade", _("Grade"), sortable=False),
        Column("enrolled_since", _("Enrolled here since"), kind="date", sortable=False),
    ]
    if page.code != ALL_STUDENTS:
        columns.append(Column("holdings", page.label, value=_why, sortable=False))
        columns.append(Column("source", _("Known from"), value=_known_from, sortable=False))
    return Table(
        key="names",
        caption=_("Who is in this count, and why"),
        columns=columns,
        rows=names,
        searchable=False,
        count=lambda n: ngettext("%(n)s student", "%(n)s students", n),
        narrow="stack",
        empty_title=_("Nobody in sight"),
        empty_text=_("Nobody in this count is a student whose record you may see."),
    )


def _student_url(row: Counted) -> str:
    return reverse("students:student", args=[row.student_id])


def _why(row: Counted) -> str:
    parts = []
    for held in row.holdings:
        words = {"start": figures.short_day(held.starts_on), "end": figures.short_day(held.ends_on)}
        days = _("%(start)s to %(end)s") % words if held.ends_on else _("since %(start)s") % words
        parts.append(f"{held.level.replace('_', ' ')}, {days}" if held.level else days)
    return "; ".join(parts)


def _known_from(row: Counted) -> str:
    return "; ".join(dict.fromkeys(held.source for held in row.holdings if held.source))
