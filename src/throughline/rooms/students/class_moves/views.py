"""Moving students on the board: each answer is the board again, or the way back to it without scripts."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students.class_lists.placing import name_of
from throughline.rooms.students.class_lists.queries import board
from throughline.rooms.students.class_lists.showing import crumbs, shown_board
from throughline.rooms.students.class_lists.words import list_words
from throughline.rooms.students.class_moves import commands
from throughline.rooms.students.class_moves.queries import history_page
from throughline.rooms.students.class_moves.words import done_words, step_words
from throughline.rooms.students.next_year import Stage
from throughline.values.errors import RefusedInput


@require_POST
def move(request: HttpRequest, list_id: int) -> HttpResponse:
    """Move a student to a class."""
    student, room, was = (_whole(request.POST.get(name, "")) for name in ("student", "room", "was"))
    try:
        place, *along = commands.move_student(
            by=accounts.viewer_of(request),
            at=timezone.now(),
            list_id=list_id,
            student_id=student or 0,
            room=room,
            was=was,
        )
    except RefusedInput as refused:
        return _answer(request, list_id, refused=refused)
    words = {"name": place.student.name, "room": name_of(place.class_list, place.room)}
    told = _("%(name)s is in %(room)s now.") if words["room"] else _("%(name)s has no class now.")
    said = [told % words]
    if along:
        said.append(_("A rule brings along: %(names)s.") % {"names": ", ".join(one.student.name for one in along)})
    return _answer(request, list_id, told=" ".join(said))


@require_POST
def fix(request: HttpRequest, list_id: int) -> HttpResponse:
    """Fix a student in their class, or free the seat."""
    is_fixed = request.POST.get("fixed") == "1"
    try:
        place = commands.fix_seat(
            by=accounts.viewer_of(request),
            at=timezone.now(),
            list_id=list_id,
            student_id=_whole(request.POST.get("student", "")) or 0,
            is_fixed=is_fixed,
        )
    except RefusedInput as refused:
        return _answer(request, list_id, refused=refused)
    told = _("%(name)s is fixed in %(room)s.") if is_fixed else _("%(name)s can be moved again.")
    words = {"name": place.student.name, "room": name_of(place.class_list, place.room)}
    return _answer(request, list_id, told=told % words)


@require_POST
def undo(request: HttpRequest, list_id: int) -> HttpResponse:
    """Take back the last move."""
    try:
        n = commands.undo_last(by=accounts.viewer_of(request), at=timezone.now(), list_id=list_id)
    except RefusedInput as refused:
        return _answer(request, list_id, refused=refused)
    told = ngettext("%(n)s student is back where they were.", "%(n)s students are back where they were.", n)
    return _answer(request, list_id, told=told % {"n": n})


@require_POST
def suggest(request: HttpRequest, list_id: int) -> HttpResponse:
    """Have everybody placed anew."""
    try:
        row = commands.suggest_again(by=accounts.viewer_of(request), at=timezone.now(), list_id=list_id)
    except RefusedInput as refused:
        return _answer(request, list_id, refused=refused)
    told = (
        _("Placed anew: no other placing is more even.") if row.is_best else _("Placed anew, as evenly as was found.")
    )
    return _answer(request, list_id, told=told)


@require_POST
def send(request: HttpRequest, list_id: int) -> HttpResponse:
    """Send the list in, hand it back, make it final, or open it again."""
    stage = request.POST.get("stage", "")
    try:
        row = commands.send_on(by=accounts.viewer_of(request), at=timezone.now(), list_id=list_id, stage=stage)
    except RefusedInput as refused:
        messages.warning(request, " ".join([_said(refused), *(f"{one}." for one in _named(refused))]))
        return redirect("students:class_list", list_id)
    told = {
        Stage.PROPOSING.value: _("The teachers can propose again."),
        Stage.REVISING.value: _("Sent in. Who leads the list revises it now."),
        Stage.FINAL.value: _("The list is final. Nobody moves students any more, until it is opened again."),
    }
    messages.success(request, told[row.stage])
    return redirect("students:class_list", list_id)


@require_safe
def show_history(request: HttpRequest, list_id: int) -> HttpResponse:
    """Show how a class list came to be."""
    page = history_page(accounts.viewer_of(request), list_id, at=timezone.now())
    title = list_words(page.class_list)
    done = [(one, done_words(one), [step_words(step) for step in one.steps]) for one in page.done]
    shown = {"done": done, "title": title}
    shown["crumbs"] = [*crumbs(), (title, reverse("students:class_list", args=[list_id]))]
    return render(request, "class_moves/history.html", shown)


def _answer(request: HttpRequest, list_id: int, *, told: str = "", refused: RefusedInput | None = None) -> HttpResponse:
    clash = _named(refused)
    no = _said(refused) if refused else ""
    if request.headers.get("HX-Request") == "true":
        shown = board(accounts.viewer_of(request), list_id, at=timezone.now())
        return render(request, "class_lists/board.html", shown_board(shown, told=told, refused=no, clash=clash))
    if refused:
        messages.warning(request, " ".join([no, *(f"{wish}." for wish in clash)]))
    else:
        messages.success(request, told)
    return redirect("students:class_list", list_id)


def _named(refused: RefusedInput | None) -> tuple[str, ...]:
    """The wishes, rules and fixed seats that a refusal names."""
    return tuple(getattr(refused, "wishes", ()))


def _said(refused: RefusedInput) -> str:
    return " ".join(_(part) for part in (refused.says, refused.next_step) if part)


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else None
