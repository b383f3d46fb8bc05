"""Class lists: which there are, a new one, one on its board, and changing what it is."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students.class_lists import commands, queries
from throughline.rooms.students.class_lists.balancing import offered_balances
from throughline.rooms.students.class_lists.exporting import may_export
from throughline.rooms.students.class_lists.forms import BeginForm, ChangeForm, FindForm, GradeForm
from throughline.rooms.students.class_lists.showing import crumbs, shown_board
from throughline.rooms.students.class_lists.words import list_words, stage_status
from throughline.rooms.students.directory.finding import find_by_name_or_near, name_order
from throughline.rooms.students.directory.words import grade_words, next_grade
from throughline.rooms.students.leading import find_led, schools_led, students_to_list
from throughline.rooms.students.models import ClassList, Student
from throughline.values.errors import RefusedInput
from throughline.web.tables import Column, Table


@require_safe
def list_class_lists(request: HttpRequest) -> HttpResponse:
    """Show the class lists this person takes part in."""
    viewer = accounts.viewer_of(request)
    table = _table(queries.find_class_lists(viewer)).read(request)
    return render(request, "class_lists/list.html", {"table": table, "may_begin": bool(schools_led(viewer))})


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Ask for which grade, then for the classes; begin the list with its starting point."""
    viewer = accounts.viewer_of(request)
    grades = queries.grades_to_begin(viewer)
    asked = GradeForm(request.POST if "grade" in request.POST else request.GET or None, grades=grades)
    if not asked.is_valid():
        shown = {"form": asked, "grades": grades, "crumbs": crumbs()}
        return render(request, "class_lists/grade.html", shown, status=400 if request.method == "POST" else 200)
    school_id, grade = asked.chosen()
    balances = offered_balances(viewer, queries.rising_ids(viewer, school_id, grade))
    usual = {"balances": [code for code, _words in balances]}
    form = BeginForm(request.POST or None, balances=balances, initial=usual)
    if form.is_valid():
        begun = commands.Begun(school_id, grade, form.rooms_named(), form.cleaned_data["balances"])
        try:
            row = commands.begin_class_list(by=viewer, at=timezone.now(), begun=begun)
        except RefusedInput as refused:
            form.add_error(None, said(refused))
        else:
            messages.success(request, _("Here is a starting point. Move whom you like; each move is kept."))
            return redirect("students:class_list", row.pk)
    shown = {"form": form, "grade": f"{school_id}:{grade}", "crumbs": crumbs()}
    shown["title"] = _("Classes of %(grade)s") % {"grade": grade_words(next_grade(grade))}
    return render(request, "class_lists/begin.html", shown, status=400 if form.errors else 200)


@require_safe
def show_board(request: HttpRequest, list_id: int) -> HttpResponse:
    """Show a class list: its classes with their students, and how even they are."""
    viewer = accounts.viewer_of(request)
    board = queries.board(viewer, list_id, at=timezone.now())
    shown = shown_board(board) | {"may_export": may_export(viewer, board.class_list)}
    return render(request, "class_lists/board_page.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, list_id: int) -> HttpResponse:
    """Change the classes of a list, what is spread evenly, and who proposes."""
    return _change(request, list_id)


@require_POST
def add(request: HttpRequest, list_id: int) -> HttpResponse:
    """Find a student by name who comes to the grade; with a student chosen, put them on the list."""
    viewer = accounts.viewer_of(request)
    chosen = request.POST.get("student", "")
    if chosen.isascii() and chosen.isdecimal() and len(chosen) < 18:
        commands.add_student(by=viewer, at=timezone.now(), list_id=list_id, student_id=int(chosen))
        messages.success(request, _("On the list, and not placed yet."))
        return redirect("students:change_class_list", list_id)
    find_led(viewer, list_id)
    form = FindForm(request.POST)
    found: list[Student] = []
    if form.is_valid():
        rows, is_near = find_by_name_or_near(students_to_list(viewer), form.cleaned_data["text"])
        rows = rows.select_related("home_school").order_by(*name_order(is_near=is_near), "pk")
        found = list(rows[: queries.MOST_FOUND])
    return _change(request, list_id, find=form, found=found)


@require_POST
def take_off(request: HttpRequest, list_id: int) -> HttpResponse:
    """Take a student off the list."""
    chosen = request.POST.get("student", "")
    student_id = int(chosen) if chosen.isascii() and chosen.isdecimal() and len(chosen) < 18 else 0
    commands.take_off(by=accounts.viewer_of(request), at=timezone.now(), list_id=list_id, student_id=student_id)
    messages.success(request, _("Taken off the list."))
    return redirect("students:change_class_list", list_id)


@require_POST
def let_go(request: HttpRequest, list_id: int) -> HttpResponse:
    """Let a list go that was begun by mistake."""
    commands.let_go_of_class_list(by=accounts.viewer_of(request), at=timezone.now(), list_id=list_id)
    messages.success(request, _("The list is gone. No student's record has changed."))
    return redirect("students:class_lists")


def said(refused: RefusedInput) -> str:
    """This function will say why something was refused, and what to do, in the reader's language."""
    return " ".join(_(part) for part in (refused.says, refused.next_step) if part)


def _change(
    request: HttpRequest, list_id: int, *, find: FindForm | None = None, found: list[Student] | None = None
) -> HttpResponse:
    viewer, at = accounts.viewer_of(request), timezone.now()
    row = find_led(viewer, list_id)
    page = queries.change_page(viewer, row, found or [], at=at)
    usual = {"rooms": "\n".join(row.rooms), "balances": row.balances, "people": row.member_ids}
    sent = request.POST if request.method == "POST" and find is None else None
    form = ChangeForm(sent, balances=page.balances, teachers=page.teachers, initial=usual)
    if form.is_valid():
        given = form.cleaned_data
        try:
            commands.change_class_list(
                by=viewer,
                at=at,
                list_id=list_id,
                rooms=form.rooms_named(),
                balances=given["balances"],
                member_ids=given["people"],
            )
        except RefusedInput as refused:
            form.add_error(None, said(refused))
        else:
            messages.success(request, _("Changed."))
            return redirect("students:class_list", list_id)
    shown: dict[str, Any] = {
        "page": page,
        "form": form,
        "find": find or FindForm(),
        "searched": find is not None and find.is_valid(),
        "crumbs": [*crumbs(), (list_words(row), reverse("students:class_list", args=[list_id]))],
    }
    return render(request, "class_lists/change.html", shown, status=400 if form.errors else 200)


def _table(rows: object) -> Table:
    def link(row: ClassList) -> str:
        return reverse("students:class_list", args=[row.pk])

    return Table(
        key="class-lists",
        caption=_("Class lists"),
        columns=[
            Column("grade", _("Grade next year"), value=list_words, link=link),
            Column("school", _("School"), value=lambda row: row.school.name, order=("school__name",)),
            Column("n_students", _("Students"), kind="number"),
            Column("rooms", _("Classes"), kind="number", value=lambda row: len(row.rooms), sortable=False),
            Column("stage", _("State"), kind="status", value=stage_status, order=("stage",)),
        ],
        rows=rows,  # type: ignore[arg-type]  # a queryset of class lists
        order="grade",
        searchable=False,
        count=lambda n: ngettext("%(n)s class list", "%(n)s class lists", n),
        empty_title=_("No class list yet"),
        empty_text=_("Class lists that you lead or are asked to propose stand here."),
        narrow="stack",
    )
