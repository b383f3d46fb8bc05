"""The list of students, finding one by name, and one student's page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students.directory import sections
from throughline.rooms.students.directory.actions import list_actions
from throughline.rooms.students.directory.forms import FindForm
from throughline.rooms.students.directory.listing import chosen_in, column_words, lasting_of, read_list
from throughline.rooms.students.directory.own import list_words
from throughline.rooms.students.directory.queries import directory_page
from throughline.rooms.students.directory.student import student_page
from throughline.rooms.students.directory.walk import FIND, find_walk
from throughline.rooms.students.kept_lists.tabs import kept_tabs
from throughline.rooms.students.narrowing import lasting_names
from throughline.web.tables.exports import FORMATS


@require_safe
def list_students(request: HttpRequest) -> HttpResponse:
    """Show the students this person may see, or hand them out as a file where they may."""
    text = str(request.session.get(FIND, ""))
    exporting = request.GET.get("export") in FORMATS
    columns, chosen = request.GET.getlist("show"), chosen_in(request)
    viewer = accounts.viewer_of(request)
    page = directory_page(viewer, at=timezone.now(), text=text, exporting=exporting, columns=columns, chosen=chosen)
    table = read_list(request, page).read(request)
    shown = {
        "title": list_words(viewer),
        "table": table,
        "page": page,
        "text": text,
        "form": FindForm(initial={"text": text}),
        "kicker": page.schools[0][1] if len(page.schools) == 1 else "",
        "actions": list_actions(page.viewer, lasting_of(request)),
        "columns": [(name, words, name in page.columns) for name, words in column_words().items()],
        "kept": kept_tabs(viewer, lasting_of(request)),
        "carried": [(key, value) for key in lasting_names() if key != "show" and (value := request.GET.get(key))],
    }
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
    walk = find_walk(request, page.student, "student")
    shown = {"page": page, "walk": walk} | sections.shown(request, page, carried=walk.carried if walk else "")
    return render(request, "directory/student.html", shown)
