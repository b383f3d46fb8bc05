"""Who is wished apart or together: read, said, taken back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students.class_wishes.commands import make_rule, say_wish, take_back_wish
from throughline.rooms.students.class_wishes.forms import WishForm
from throughline.rooms.students.class_wishes.queries import wishes_page
from throughline.rooms.students.class_wishes.words import wish_words
from throughline.rooms.students.directory.words import grade_words, next_grade
from throughline.rooms.students.leading import check_may_move
from throughline.values.errors import RefusedInput
from throughline.values.school_year import SchoolYear


@require_http_methods(["GET", "HEAD", "POST"])
def show_wishes(request: HttpRequest, list_id: int) -> HttpResponse:
    """Show the wishes of a class list; posted to, keep one more."""
    viewer, at = accounts.viewer_of(request), timezone.now()
    page = wishes_page(viewer, list_id, at=at)
    offered = [(one.pk, one.name) for one in page.students]
    form = WishForm(request.POST or None, students=offered, audiences=page.audiences, leads=page.leads)
    if request.method == "POST":
        check_may_move(viewer, page.class_list)
    if form.is_valid():
        try:
            say_wish(by=viewer, at=at, list_id=list_id, wished=form.wished())
        except RefusedInput as refused:
            form.add_error(None, f"{_(refused.says)} {_(refused.next_step)}")
        else:
            messages.success(request, _("The wish is kept. It moves nobody by itself."))
            return redirect("students:class_wishes", list_id)
    mine = {
        one.key
        for one in page.wishes
        if page.may_say and (page.leads or (one.said_by_id == viewer.user_id and not one.is_rule))
    }
    rows = [(one, wish_words(one), one.key in mine, accounts.class_words(one.audience)) for one in page.wishes]
    row = page.class_list
    title = f"{grade_words(next_grade(row.grade))}, {SchoolYear(row.year)}"
    crumbs = [
        (_("Class lists"), reverse("students:class_lists")),
        (title, reverse("students:class_list", args=[list_id])),
    ]
    shown = {"page": page, "rows": rows, "form": form, "crumbs": crumbs, "title": title}
    return render(request, "class_wishes/wishes.html", shown, status=400 if form.errors else 200)


@require_POST
def make_it_rule(request: HttpRequest, list_id: int, key: UUID) -> HttpResponse:
    """Let no move part from a wish that stands."""
    make_rule(by=accounts.viewer_of(request), at=timezone.now(), list_id=list_id, key=key)
    messages.success(request, _("It is a rule now, for the same reason. No move breaks it."))
    return redirect("students:class_wishes", list_id)


@require_POST
def take_back(request: HttpRequest, list_id: int, key: UUID) -> HttpResponse:
    """Let a wish hold no more."""
    take_back_wish(by=accounts.viewer_of(request), at=timezone.now(), list_id=list_id, key=key)
    messages.success(request, _("The wish is taken back."))
    return redirect("students:class_wishes", list_id)
