"""Who can see a student, and why."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students.households import not_told_here
from throughline.rooms.students.models import Student
from throughline.rooms.students.sight.queries import WhoSees, who_sees_page
from throughline.web.components import figures
from throughline.web.tables import Column, Table


@require_safe
def show_who_sees(request: HttpRequest, student_id: int) -> HttpResponse:
    """Show everybody who may see a student today, what they may see, and why."""
    page = who_sees_page(accounts.viewer_of(request), student_id, at=timezone.now())
    n = page.n_people
    lead = ngettext("%(n)s person may see this record today.", "%(n)s people may see this record today.", n) % {"n": n}
    lead = lead if page.is_told else ""  # a number would say more than is told
    shown = {"page": page, "crumbs": crumbs(page.student), "lead": lead, "table": _table(page).read(request)}
    shown["not_told"] = not_told_here()
    return render(request, "sight/who_sees.html", shown)


def crumbs(student: Student) -> list[tuple[str, str]]:
    """This function will return the way back to the student's page."""
    return [
        (_("Students"), reverse("students:students")),
        (student.name, reverse("students:student", args=[student.pk])),
    ]


def _table(page: WhoSees) -> Table:
    school = page.student.home_school.name if page.student.home_school else ""
    columns = [
        Column("name", _("Name"), sortable=False),
        Column("relation", _("What they are here"), value=lambda row: _relation(row, school), sortable=False),
        Column("days", _("Since when"), value=_days, sortable=False),
        Column("given_by", _("Given by"), sortable=False),
        Column("classes", _("What they may see"), value=_classes, sortable=False),
        Column("basis", _("Why"), value=lambda row: _(row.basis), sortable=False),
    ]
    return Table(
        key="people",
        caption=_("Who can see this student"),
        columns=columns,
        rows=page.holders,
        count=lambda n: ngettext("%(n)s reason", "%(n)s reasons", n),
        searchable=False,
        narrow="stack",
    )


def _relation(holder: accounts.Holder, school: str) -> str:
    where = school if holder.relation == "teacher" else holder.where
    return ", ".join(part for part in (accounts.relation_words(holder.relation), where) if part)


def _days(holder: accounts.Holder) -> str:
    """`since Aug 17, 2026`, or until when; a relation of the family has no days."""
    if holder.until_at:
        return _("until %(end)s") % {"end": figures.moment(holder.until_at)}
    words = {"start": figures.short_day(holder.starts_on), "end": figures.short_day(holder.ends_on)}
    if holder.starts_on and holder.ends_on:
        return _("%(start)s to %(end)s") % words
    if holder.ends_on:
        return _("until %(end)s") % words
    return _("since %(start)s") % words if holder.starts_on else ""


def _classes(holder: accounts.Holder) -> str:
    return accounts.share_words(holder.classes)
