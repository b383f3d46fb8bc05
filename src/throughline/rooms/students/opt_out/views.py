"""Directory information: the yearly notice, the refusal, and the list of refusals."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students.opt_out import commands, queries
from throughline.rooms.students.opt_out.forms import PaperForm
from throughline.rooms.students.opt_out.listed import directory_information
from throughline.rooms.students.record_requests.who_may import NotYours
from throughline.rooms.students.rights import CameBy
from throughline.rooms.students.sight.views import crumbs
from throughline.values.errors import RefusedInput
from throughline.web.tables import Column, Table


@require_http_methods(["GET", "HEAD", "POST"])
def show_opt_out(request: HttpRequest, student_id: int) -> HttpResponse:
    """Show the notice and how it stands; refuse, for oneself or as it came on paper."""
    viewer, at = accounts.viewer_of(request), timezone.now()
    page = queries.opt_out_page(viewer, student_id, at=at)
    if request.method == "POST" and not page.standing.may_ask:
        raise NotYours
    on_paper = not page.standing.holds_right
    form = PaperForm(request.POST if request.method == "POST" and on_paper else None)
    if request.method == "POST" and (not on_paper or form.is_valid()):
        told = form.cleaned_data if on_paper else {}
        try:
            commands.opt_out(
                by=viewer,
                at=at,
                student_id=student_id,
                said_by=told.get("said_by", ""),
                starts_on=told.get("starts_on"),
                came_by=CameBy(told.get("came_by", CameBy.PAGE)),
            )
        except RefusedInput as refused:
            if not on_paper:
                raise
            form.add_error(None, f"{_(refused.says)} {_(refused.next_step)}")
        else:
            messages.success(request, _("Saved. Directory information is not shared without asking from now on."))
            return redirect("students:opt_out", student_id=student_id)
    listed = directory_information(get_language() or "en")
    shown = {"page": page, "form": form, "listed": listed, "crumbs": crumbs(page.standing.student)}
    return render(request, "opt_out/opt_out.html", shown, status=400 if form.errors else 200)


@require_POST
def withdraw(request: HttpRequest, student_id: int) -> HttpResponse:
    """Take a refusal back."""
    commands.withdraw_opt_out(by=accounts.viewer_of(request), at=timezone.now(), student_id=student_id)
    messages.success(request, _("Taken back. Directory information may be shared again."))
    return redirect("students:opt_out", student_id=student_id)


@require_safe
def list_opt_outs(request: HttpRequest) -> HttpResponse:
    """Show every student whose directory information is refused today."""
    page = queries.opt_outs_page(accounts.viewer_of(request), at=timezone.now())
    columns = [
        Column("name", _("Name"), value=lambda row: row.student.name, sortable=False),
        Column("school", _("School"), value=lambda row: row.student.home_school, sortable=False),
        Column("starts_on", _("Since"), kind="date"),
        Column("said_by", _("Who refused"), sortable=False),
        Column("came_by", _("How it came"), value=lambda row: row.get_came_by_display(), sortable=False),
    ]
    table = Table(
        key="refusals",
        caption=_("Directory information refused"),
        columns=columns,
        rows=page.rows,
        searchable=False,
        count=lambda n: ngettext("%(n)s student", "%(n)s students", n),
        file_name="directory-information-refused" if page.may_export else "",
        empty_title=_("Nobody has refused"),
        empty_text=_("Directory information of every student may be shared."),
        narrow="stack",
    ).read(request)
    file = table.export(request) if page.may_export else None
    return file or render(request, "opt_out/list.html", {"table": table})
