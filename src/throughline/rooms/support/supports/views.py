"""A support given, changed, ended and checked."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from throughline.rooms.accounts import api as accounts
from throughline.rooms.support.sheets.forms import put_found
from throughline.rooms.support.sheets.showing import Begun, answer_saved, begun_on, let_go
from throughline.rooms.support.supports.commands import (
    ChangedMeanwhile,
    change_support,
    check_support,
    end_support,
    give_support,
)
from throughline.rooms.support.supports.forms import CheckForm, EndForm, SupportForm
from throughline.rooms.support.supports.queries import (
    SupportPage,
    find_owners,
    find_programs,
    may_fill,
    support_page,
    supports_page,
)
from throughline.rooms.support.supports.showing import around, crumbs_to, said_of, shown_given
from throughline.values.errors import NotAllowed, RefusedInput
from throughline.values.words import gettext_noop
from throughline.web.forms import PlainForm


@require_http_methods(["GET", "HEAD", "POST"])
def give(request: HttpRequest, student_id: int) -> HttpResponse:
    """Give a student a place in a program."""
    viewer, at = accounts.viewer_of(request), timezone.now()
    page = supports_page(viewer, student_id, at=at)
    if not page.may_add:
        raise NotAllowed(gettext_noop("Your role lets you read of supports, and not give any."))
    programs = find_programs(viewer, student_id)
    owners = find_owners(page.student)
    begun = begun_on(request, student_id, "support", _saved_at(student_id, "support"))
    form = SupportForm(request.POST or None, programs=programs, owners=owners, me=viewer.user_id or 0)
    put_found(form, begun.fields)
    if form.is_valid():
        given = form.cleaned_data
        try:
            support = give_support(
                by=viewer,
                at=at,
                key=given["key"],
                student_id=student_id,
                program_id=given["program"],
                facts=form.facts,
            )
        except RefusedInput as refused:
            form.add_error(None, said_of(refused))
        else:
            let_go(request)
            messages.success(request, _("The support is kept."))
            return redirect("support:support", support.pk)
    shown = {"form": form, "student": page.student, "programs": programs, "crumbs": crumbs_to(page.student)}
    return render(request, "supports/edit.html", shown | {"begun": begun})


@require_POST
def save(request: HttpRequest, student_id: int, page: str) -> HttpResponse:
    """Keep what was typed so far into the form of a support, and say so."""
    if not may_fill(accounts.viewer_of(request), student_id):
        raise NotAllowed(gettext_noop("Your role lets you read of supports, and not give any."))
    return answer_saved(request, student_id, page)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, support_id: int) -> HttpResponse:
    """Change a support."""
    viewer, at, page = _writable(request, support_id)
    form = SupportForm(request.POST or None, owners=find_owners(page.support.student), support=page.support)
    begun = _begin(request, page, form, "support")

    def keep() -> None:
        based_on = form.cleaned_data["based_on"]
        change_support(by=viewer, at=at, support_id=support_id, based_on=based_on, facts=form.facts)

    return _ask(request, page, form, begun, "supports/edit.html", keep, _("The support is changed."))


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, support_id: int) -> HttpResponse:
    """Ask when and why a support ended, then end it."""
    viewer, at, page = _writable(request, support_id)
    form = EndForm(request.POST or None, initial={"ended_on": accounts.today()})
    begun = _begin(request, page, form, "end")

    def keep() -> None:
        given = form.cleaned_data
        end_support(by=viewer, at=at, support_id=support_id, ended_on=given["ended_on"], why=given["why"])

    return _ask(request, page, form, begun, "supports/end.html", keep, _("It has ended. Say now whether it helped."))


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, support_id: int) -> HttpResponse:
    """Ask whether a support that ended helped, and keep it."""
    viewer, at, page = _writable(request, support_id)
    row = page.support
    before = {"helped": row.helped, "words": row.check_words, "next_step": row.next_step}
    form = CheckForm(request.POST or None, initial=before)
    begun = _begin(request, page, form, "check")

    def keep() -> None:
        check_support(by=viewer, at=at, support_id=support_id, checked=form.checked)

    return _ask(request, page, form, begun, "supports/check.html", keep, _("Thank you. It is kept."))


def _writable(request: HttpRequest, support_id: int) -> tuple[Any, Any, SupportPage]:
    viewer, at = accounts.viewer_of(request), timezone.now()
    page = support_page(viewer, support_id, at=at)
    if not page.given.may_write:
        raise NotAllowed(gettext_noop("Your role lets you read of this support, and not write."))
    return viewer, at, page


def _saved_at(student_id: int, page: str) -> str:
    return reverse("support:save_support", args=[student_id, page])


def _begin(request: HttpRequest, page: SupportPage, form: PlainForm, name: str) -> Begun:
    """What was begun in one of the forms about a support, put into it."""
    kind = f"{name}-{page.support.pk}"
    begun = begun_on(request, page.support.student_id, kind, _saved_at(page.support.student_id, kind))
    put_found(form, begun.fields)
    return begun


def _ask(
    request: HttpRequest,
    page: SupportPage,
    form: PlainForm,
    begun: Begun,
    template: str,
    keep: Callable[[], None],
    thanks: str,
) -> HttpResponse:
    """Show a form about one support; where it says what is needed, keep it and go back to the support."""
    if form.is_valid():
        try:
            keep()
        except RefusedInput as refused:
            form.add_error(None, said_of(refused))
            if isinstance(refused, ChangedMeanwhile):
                form.base_on(refused.now.revision)
        else:
            let_go(request)
            messages.success(request, thanks)
            return redirect("support:support", page.support.pk)
    return render(
        request, template, around(page) | {"form": form, "begun": begun, "meanwhile": shown_given(page.given)}
    )
