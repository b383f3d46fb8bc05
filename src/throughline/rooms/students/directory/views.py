"""The list of students, finding one by name, and one student's page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students.directory import sections
from throughline.rooms.students.directory.forms import FindForm
from throughline.rooms.students.directory.queries import DirectoryPage, NotedSource, directory_page, find_new_students
from throughline.rooms.students.directory.student import student_page
from throughline.rooms.students.directory.words import grade_words
from throughline.web.tables import Choice, Column, Table
from throughline.web.tables.exports import FORMATS
from throughline.web.tables.sources import QuerysetSource

FIND = "students.find"


@require_safe
def list_students(request: HttpRequest) -> HttpResponse:
    """Show the students this person may see, or hand them out as a file where they may."""
    text = str(request.session.get(FIND, ""))
    exporting = request.GET.get("export") in FORMATS
    page = directory_page(accounts.viewer_of(request), at=timezone.now(), text=text, exporting=exporting)
    table = _table(page).read(request)
    kicker = page.schools[0][1] if len(page.schools) == 1 else ""
    shown = {"table": table, "text": text, "form": FindForm(initial={"text": text}), "kicker": kicker}
    return table.export(request) or render(request, "directory/students.html", shown)


@require_POST
def find_students(request: HttpRequest) -> HttpResponse:
    """Keep what was typed, and go back to the list."""
    form = FindForm(request.POST)
    request.session[FIND] = form.cleaned_data["text"] if form.is_valid() else ""
    return redirect("students:students")


@require_safe
def show_student(request: HttpRequest, student_id: int) -> HttpResponse:
    """Show one student, as far as this person may see."""
    page = student_page(accounts.viewer_of(request), student_id, at=timezone.now())
    return render(request, "directory/student.html", {"page": page} | sections.shown(request, page))


def _table(page: DirectoryPage) -> Table:
    columns = [
        Column(
            "name",
            _("Name"),
            order=("family_name", "given_name"),
            link=lambda row: reverse("students:student", args=[row.pk]),
        ),
        Column("grade", _("Grade"), value=lambda row: grade_words(row.grade), order=("grade_rank",)),
    ]
    if len(page.schools) != 1:
        columns.append(Column("school", _("School"), value=lambda row: row.home_school, order=("home_school__name",)))
    if page.has_homerooms:
        columns.append(Column("homeroom", _("Homeroom"), sortable=False))
    choices = _choices(page)
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
    )


def _choices(page: DirectoryPage) -> list[Choice]:
    choices = []
    if len(page.schools) > 1:
        schools = [(str(pk), name) for pk, name in page.schools]
        choices.append(Choice("school", _("School"), schools, lookup="home_school_id"))
    if len(page.grades) > 1:
        choices.append(Choice("grade", _("Grade"), [(grade, grade_words(grade)) for grade in page.grades]))
    choices.append(
        Choice(
            "joined",
            _("Joined"),
            [("new", _("Joined in the last 30 days"))],
            narrow=lambda students, _answer: find_new_students(page.viewer, students),
        )
    )
    return choices
