"""A class list as a file, and the page that says what is in it and what is not."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students.class_lists.exporting import ListFile, list_file
from throughline.rooms.students.class_lists.showing import crumbs
from throughline.rooms.students.class_lists.words import list_words
from throughline.rooms.students.directory.words import grade_words
from throughline.web.tables import Column
from throughline.web.tables.exports import FORMATS, export_response


@require_safe
def export(request: HttpRequest, list_id: int) -> HttpResponse:
    """Say what a file of the class list holds and leaves out; asked for a kind, hand it out."""
    viewer, kind = accounts.viewer_of(request), request.GET.get("export", "")
    page = list_file(viewer, list_id, at=timezone.now(), exporting=kind in FORMATS)
    if kind in FORMATS:
        return export_response(kind, "class-list", _columns(page), page.seats)
    row = page.class_list
    reaches = accounts.find_reaches(viewer, "export", page.kept_in)
    shown: dict[str, Any] = {
        "page": page,
        "kinds": [(f"?export={name}", words) for name, words in (("csv", "CSV"), ("xlsx", "Excel"))],
        "kept_in": [(accounts.class_words(name), bool(reaches[name])) for name in page.kept_in if name != "notes"],
        "crumbs": [*crumbs(), (list_words(row), reverse("students:class_list", args=[list_id]))],
    }
    return render(request, "class_lists/export.html", shown)


def _columns(page: ListFile) -> list[Column]:
    columns = [
        Column("name", _("Name"), value=lambda seat: seat.student.name),
        Column("grade", _("Grade now"), value=lambda seat: grade_words(seat.student.grade)),
        Column("room", _("Class next year"), value=lambda seat: seat.room),
    ]
    if any(seat.statement for seat in page.seats):
        columns.append(Column("statement", _("Statement of the family"), value=lambda seat: seat.statement))
    return columns
