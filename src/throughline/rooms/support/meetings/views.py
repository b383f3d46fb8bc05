"""The list of meetings, a new one, and one with its students."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import api as students
from throughline.rooms.support.meetings.commands import plan_meeting
from throughline.rooms.support.meetings.forms import MeetingForm
from throughline.rooms.support.meetings.kinds import meeting_kind_words
from throughline.rooms.support.meetings.lists import MOST_STUDENTS, Listed, find_list
from throughline.rooms.support.meetings.queries import Row, find_meetings, may_plan, meeting_page, schools_to_plan
from throughline.rooms.support.models import Meeting
from throughline.values.errors import RefusedInput
from throughline.web.components.pieces import Status
from throughline.web.tables import Column, Table


@require_safe
def list_meetings(request: HttpRequest) -> HttpResponse:
    """Show the meetings this person takes part in."""
    viewer = accounts.viewer_of(request)
    table = _table(find_meetings(viewer)).read(request)
    return render(request, "meetings/list.html", {"table": table, "may_plan": may_plan(viewer)})


@require_http_methods(["GET", "HEAD", "POST"])
def plan_new(request: HttpRequest) -> HttpResponse:
    """Ask what the meeting is; plan it with the students of the list one came from."""
    viewer = accounts.viewer_of(request)
    form = MeetingForm(request.POST or None, schools=schools_to_plan(viewer))
    listed = _listed(request)
    is_too_long = listed is not None and listed.n > MOST_STUDENTS
    chosen = listed.student_ids if listed and not is_too_long else ()
    if form.is_valid():
        try:
            kept = plan_meeting(by=viewer, at=timezone.now(), planned=form.planned(), student_ids=chosen)
        except RefusedInput as refused:
            form.add_error(None, f"{_(refused.says)} {_(refused.next_step)}".strip())
        else:
            return redirect("support:plan_meeting", kept.pk)
    shown = {"form": form, "listed": listed, "is_too_long": is_too_long}
    return render(request, "meetings/new.html", shown | {"crumbs": crumbs(), "most": MOST_STUDENTS})


@require_safe
def show_meeting(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Show a meeting and the students on its list."""
    page = meeting_page(accounts.viewer_of(request), meeting_id, at=timezone.now())
    ahead = [row for row in page.rows if row.turn.on is None]
    shown = {
        "page": page,
        "rows": [(row, row_status(row)) for row in page.rows],
        "state": meeting_status(page.meeting),
        "kind": meeting_kind_words(page.meeting.kind),
        "crumbs": crumbs(),
        "first": next(iter(ahead or page.rows), None),
        "n_left": len(ahead),
        "may_follow": page.meeting.turn_id in {row.turn.pk for row in page.rows},
        "again_url": reverse("support:new_meeting") + "?" + urlencode({"from": "left", "in": page.meeting.pk}),
    }
    return render(request, "meetings/meeting.html", shown)


def crumbs() -> list[tuple[str, str]]:
    """This function will return the way back to the list of meetings."""
    return [(_("Meetings"), reverse("support:meetings"))]


def meeting_status(meeting: Meeting) -> Status:
    """This function will say how far a meeting is."""
    if meeting.closed_at:
        return Status(_("Closed"), "good")
    if meeting.begun_at:
        return Status(_("Under way"), "note")
    return Status(_("Planned"), "quiet")


def row_status(row: Row) -> Status:
    """This function will say whether a student was spoken of, put off or still waits."""
    if row.turn.on:
        return Status(_("Spoken of"), "good")
    if row.turn.skipped_at:
        return Status(_("Put off for now"), "care")
    return Status(_("Still to come"), "quiet")


def _listed(request: HttpRequest) -> Listed | None:
    """The students of the list that the address names, None where it names none."""
    found, asked = find_list(request.GET.get("from", "")), request.GET.get("in", "")
    if found is None or len(asked) > 600:
        return None
    return found.find(accounts.viewer_of(request), asked, str(request.session.get(students.FIND, "")))


def _table(rows: object) -> Table:
    return Table(
        key="meetings",
        caption=_("Meetings"),
        columns=[
            Column("title", _("Meeting"), link=lambda row: reverse("support:meeting", args=[row.pk])),
            Column("kind", _("Kind"), value=lambda row: meeting_kind_words(row.kind)),
            Column("on", _("Day"), kind="date"),
            Column("leader", _("Led by"), value=lambda row: row.leader.name, order=("leader__name",)),
            Column("n_students", _("Students"), kind="number"),
            Column("state", _("State"), kind="status", value=meeting_status, order=("closed_at", "begun_at")),
        ],
        rows=rows,  # type: ignore[arg-type]  # a queryset of meetings
        order="-on",
        searchable=False,
        count=lambda n: ngettext("%(n)s meeting", "%(n)s meetings", n),
        empty_title=_("No meeting yet"),
        empty_text=_("Meetings that you lead or are invited to stand here."),
        narrow="stack",
    )
