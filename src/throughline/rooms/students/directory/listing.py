"""The list of students as a table: its columns, and its facets with counts."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.rooms.students.directory.facets import find_facets, options_counted
from throughline.rooms.students.directory.finding import name_order
from throughline.rooms.students.directory.queries import DirectoryPage, NotedSource
from throughline.rooms.students.directory.words import grade_words
from throughline.rooms.students.models import Student
from throughline.rooms.students.narrowing import LONGEST_ANSWER, lasting_in, narrows
from throughline.web.tables import Choice, Column, Table, asks_for_more
from throughline.web.tables.columns import Kind
from throughline.web.tables.sources import QuerysetSource

_KINDS: Mapping[str, Kind] = {"there": "percent", "away": "number"}
ORDERS = {"grade": ("grade_rank",), "school": ("home_school__name",)}


def chosen_in(request: HttpRequest) -> tuple[tuple[str, str], ...]:
    """This function will return the answers that an address gives, as (facet, answer)."""
    asked = ((key, request.GET.get(key, "")) for key in narrows())
    return tuple((key, answer) for key, answer in asked if answer and len(answer) < LONGEST_ANSWER)


def lasting_of(request: HttpRequest) -> str:
    """This function will return what an address says of the list itself, fit to be kept or carried along."""
    return lasting_in(request.GET)


def read_list(request: HttpRequest, page: DirectoryPage) -> Table:
    """This function will return the table of a list of students, not yet read."""
    columns = [*_usual(page, lasting_of(request)), *_chosen(page)]
    if page.statements:
        columns.append(Column("statement", _("Statement of the family"), sortable=False))
    choices = _choices(page, every=asks_for_more(request))
    return Table(
        key="students",
        caption=_("Students"),
        columns=columns,
        rows=NotedSource(QuerysetSource(page.students, columns, choices, ()), page),
        choices=choices,
        order="name",
        searchable=False,
        count=lambda n: ngettext("%(n)s student", "%(n)s students", n),
        file_name="students" if page.may_export else "",
        empty_title=_("No student here"),
        empty_text=_("No student on the roster fits what your role lets you see."),
        narrow="stack",
        has_more=not asks_for_more(request),
    )


def _usual(page: DirectoryPage, lasting: str) -> list[Column]:
    listed = urlencode({"in": lasting})

    def opened(row: Student) -> str:
        return f"{reverse('students:student', args=[row.pk])}?{listed}&n={getattr(row, 'place', 1)}"

    columns = [
        Column("name", _("Name"), order=name_order(is_near=page.is_near), link=opened),
        Column("grade", _("Grade"), value=lambda row: grade_words(row.grade), order=ORDERS["grade"]),
    ]
    if len(page.schools) != 1:
        columns.append(Column("school", _("School"), value=lambda row: row.home_school, order=ORDERS["school"]))
    if page.has_homerooms:
        columns.append(Column("homeroom", _("Homeroom"), sortable=False))
    return columns


def _chosen(page: DirectoryPage) -> list[Column]:
    words = column_words()
    return [
        Column(name, words[name], kind=_KINDS.get(name, "text"), value=_extra(name), sortable=False)
        for name in page.columns
    ]


def _extra(name: str) -> Callable[[Student], Any]:
    return lambda row: getattr(row.extra, name)  # type: ignore[attr-defined]  # put there by the query of the page


def column_words() -> dict[str, str]:
    """This function will name the columns one may choose."""
    return {
        "needs": _("Circumstances"),
        "there": _("At school"),
        "away": _("Days away"),
        "strength": _("A strength"),
    }


def _choices(page: DirectoryPage, *, every: bool) -> list[Choice]:
    return [
        Choice(facet.key, facet.label, list(options_counted(facet)), narrow=_narrow(page, facet.key))
        for facet in find_facets(page.viewer, page.seen, page.chosen, act=page.act, every=every)
        if facet.options
    ]


def _narrow(page: DirectoryPage, key: str) -> Callable[[QuerySet[Student], str], QuerySet[Student]]:
    return lambda students, answer: narrows()[key](page.viewer, students, answer, page.act)
