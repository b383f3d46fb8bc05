"""Who looked at a student, on screen and on paper; and looks across the district."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students.households import not_told_here
from throughline.rooms.students.looks.paper import who_looked_paper
from throughline.rooms.students.looks.queries import MOST_PRINTED, LooksPage, WhoLooked, looks_page, who_looked_page
from throughline.rooms.students.looks.words import place_words, unusual_words
from throughline.rooms.students.models import RecordRequest
from throughline.rooms.students.sight.views import crumbs
from throughline.web.printing import pdf_response
from throughline.web.tables import Choice, Column, Table
from throughline.web.tables.exports import FORMATS


@require_safe
def show_who_looked(request: HttpRequest, student_id: int) -> HttpResponse:
    """Show each look at a student: when, who, at which classes of record, where and on what basis."""
    page = who_looked_page(accounts.viewer_of(request), student_id, at=timezone.now())
    table = _looks_at(page, exporting=request.GET.get("export") in FORMATS).read(request)
    print_url = reverse("students:print_who_looked", args=[student_id])
    shown = {"page": page, "crumbs": crumbs(page.student), "table": table, "print_url": print_url}
    shown |= {"statements": _statements(page), "not_told": not_told_here()}
    return table.export(request) or render(request, "looks/who_looked.html", shown)


@require_safe
def print_who_looked(request: HttpRequest, student_id: int) -> HttpResponse:
    """Show the same as one letter, for paper."""
    return render(request, "looks/letter.html", _letter(request, student_id))


@require_safe
def keep_who_looked(request: HttpRequest, student_id: int) -> HttpResponse:
    """Hand the letter out as a tagged PDF."""
    paper = who_looked_paper(accounts.viewer_of(request), _letter(request, student_id))
    return pdf_response(request, paper, "who-looked", page_url=reverse("students:print_who_looked", args=[student_id]))


def _letter(request: HttpRequest, student_id: int) -> dict[str, Any]:
    page = who_looked_page(accounts.viewer_of(request), student_id, at=timezone.now())
    columns = _columns()
    looks = [(look["at"], [column.of(look) for column in columns[1:]]) for look in page.looks[:MOST_PRINTED]]
    return {
        "page": page,
        "crumbs": crumbs(page.student),
        "heads": columns,
        "looks": looks,
        "on": timezone.now(),
        "statements": _statements(page),
        "not_told": not_told_here(),
    }


@require_safe
def list_looks(request: HttpRequest) -> HttpResponse:
    """Show looks across the district, what is unusual first."""
    page = looks_page(accounts.viewer_of(request), at=timezone.now())
    shown = {"page": page, "unusual": _unusual(page).read(request), "table": _looks(page).read(request)}
    return render(request, "looks/looks.html", shown)


def _columns() -> list[Column]:
    return [
        Column("at", _("When"), kind="moment", sortable=False),
        Column("viewer_name", _("Who"), sortable=False),
        Column("classes", _("What they saw"), value=_classes, sortable=False),
        Column("place", _("Where"), value=lambda look: place_words(look["place"]), sortable=False),
        Column("bases", _("Why"), value=lambda look: "; ".join(_(basis) for basis in look["bases"]), sortable=False),
    ]


def _statements(page: WhoLooked) -> list[tuple[str, RecordRequest]]:
    return [(accounts.class_words(row.part), row) for row in page.statements]


def _looks_at(page: WhoLooked, *, exporting: bool) -> Table:
    columns = _columns()
    if exporting and page.statements:
        words = "\n".join(f"{part}: {row.statement}" for part, row in _statements(page))
        columns.append(Column("statement", _("Statement of the family"), value=lambda _look: words, sortable=False))
    return Table(
        key="looks",
        caption=_("Who looked at this record"),
        columns=columns,
        rows=page.looks,
        count=lambda n: ngettext("%(n)s look", "%(n)s looks", n),
        searchable=False,
        file_name="who-looked" if page.may_export else "",
        empty_title=_("Nobody has looked") if page.is_told else _("No look is told here"),
        empty_text=_("Nobody but the family and the student has opened anything of this record.")
        if page.is_told
        else "",
        narrow="stack",
    )


def _looks(page: LooksPage) -> Table:
    columns = [
        *_columns()[:2],
        Column("n_students", _("Students"), kind="number", sortable=False),
        *_columns()[2:4],
    ]
    return Table(
        key="looks",
        caption=_("Looks in the last 30 days"),
        columns=columns,
        rows=page.looks,
        choices=[Choice("viewer_id", _("Who"), [(str(pk), name) for pk, name in page.lookers])],
        count=lambda n: ngettext("%(n)s look", "%(n)s looks", n),
        searchable=False,
        empty_title=_("Nobody has looked"),
        narrow="stack",
        shares_page=True,
    )


def _unusual(page: LooksPage) -> Table:
    columns = [
        Column("day", _("Day"), kind="date"),
        Column("viewer_name", _("Who"), link=_looks_of),
        Column("why", _("Why it is listed"), value=unusual_words, sortable=False),
    ]
    return Table(
        key="unusual",
        caption=_("Unusual looking"),
        columns=columns,
        rows=page.unusual,
        count=lambda n: ngettext("%(n)s to ask about", "%(n)s to ask about", n),
        searchable=False,
        empty_title=_("Nothing unusual"),
        empty_text=_("No looking of the last 30 days is pointed out by a rule."),
        narrow="stack",
        shares_page=True,
    )


def _looks_of(one: Any) -> str:
    return f"{reverse('students:looks')}?looks-viewer_id={one.viewer_id}"


def _classes(look: Mapping[str, Any]) -> str:
    return accounts.share_words(accounts.together(look["classes"]))
