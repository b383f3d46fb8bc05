"""Who works with a student; and naming somebody, and ending it, for those who may."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students.sight.views import crumbs
from throughline.rooms.students.team.commands import end_member, name_member, open_team_page
from throughline.rooms.students.team.forms import MemberForm
from throughline.rooms.students.team.queries import Member, TeamPage, check_may_name, staff_by_name
from throughline.values.school_year import SchoolYear
from throughline.web.components import figures
from throughline.web.tables import Column, Table


@require_http_methods(["GET", "HEAD", "POST"])
def show_team(request: HttpRequest, student_id: int) -> HttpResponse:
    """Show who works with a student; posted to, name somebody."""
    viewer, at = accounts.viewer_of(request), timezone.now()
    page = open_team_page(by=viewer, at=at, student_id=student_id)
    people = staff_by_name(school_id=page.student.home_school_id) if page.may_give else []
    today = accounts.today()
    usual = {"starts_on": today, "ends_on": SchoolYear.of(today).last_day}
    form = MemberForm(request.POST or None, people=people, relations=page.may_give, initial=usual)
    if request.method == "POST":
        check_may_name(page.may_give)
    if form.is_valid():
        given = form.cleaned_data
        name_member(
            by=viewer,
            at=at,
            student_id=student_id,
            user_id=given["person"],
            relation=given["relation"],
            starts_on=given["starts_on"],
            ends_on=given["ends_on"],
        )
        messages.success(request, _("They are on the team, and see the student in these days."))
        return redirect("students:team", student_id)
    shown = {
        "page": page,
        "form": form,
        "asks_name": form.is_bound or "name" in request.GET,
        "crumbs": crumbs(page.student),
        "now": [(one, accounts.relation_words(one.relation), days_words(one)) for one in page.now],
        "ahead": [(one, accounts.relation_words(one.relation), days_words(one)) for one in page.ahead],
        "at_work": _at_work(page).read(request),
        "earlier": _earlier(page).read(request) if page.earlier else None,
        "end_url": reverse("students:end_member", args=[student_id]),
    }
    return render(request, "team/team.html", shown)


@require_POST
def end_one(request: HttpRequest, student_id: int) -> HttpResponse:
    """End at once what somebody was named for a student."""
    member = request.POST.get("member", "")
    end_member(
        by=accounts.viewer_of(request),
        at=timezone.now(),
        student_id=student_id,
        relation_id=int(member) if member.isdecimal() and len(member) < 18 else 0,
    )
    messages.success(request, _("It has ended. They see the student no more by it."))
    return redirect("students:team", student_id)


def days_words(one: Member) -> str:
    """This function will say from when until when somebody is named."""
    words = {"start": figures.short_day(one.starts_on), "end": figures.short_day(one.ends_on)}
    if one.starts_on and one.ends_on:
        return _("%(start)s to %(end)s") % words
    return _("since %(start)s") % words if one.starts_on else ""


def _at_work(page: TeamPage) -> Table:
    return Table(
        key="at_work",
        caption=_("By their work at the school"),
        columns=[
            Column("name", _("Name"), sortable=False),
            Column("relation", _("As what"), value=lambda one: accounts.relation_words(one.relation), sortable=False),
            Column("what", _("Where"), sortable=False),
        ],
        rows=page.at_work,
        count=lambda n: ngettext("%(n)s line", "%(n)s lines", n),
        searchable=False,
        empty_title=_("Nobody here yet"),
        empty_text=_("The roster names no teacher, and nobody holds a role at the school."),
        narrow="stack",
        shares_page=True,
    )


def _earlier(page: TeamPage) -> Table:
    return Table(
        key="earlier",
        caption=_("Earlier"),
        columns=[
            Column("name", _("Name"), sortable=False),
            Column("relation", _("As what"), value=lambda one: accounts.relation_words(one.relation), sortable=False),
            Column("days", _("Days"), value=days_words, sortable=False),
            Column("given_by", _("Given by"), sortable=False),
        ],
        rows=page.earlier,
        count=lambda n: ngettext("%(n)s person", "%(n)s people", n),
        searchable=False,
        narrow="stack",
        shares_page=True,
    )
