"""What requests about records put on Today: for those who answer, each with its clock; for families, what is theirs."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import access
from throughline.rooms.students.record_requests.queries import find_due
from throughline.rooms.students.record_requests.words import clock_words
from throughline.rooms.students.rights import RecordRequest, RequestStatus
from throughline.values.viewer import Viewer


def find_tasks(viewer: Viewer) -> Iterator[accounts.Task]:
    """This function will list the requests that wait for this person."""
    today = accounts.today()
    for row in find_due(viewer):
        late = row.due_on is not None and row.due_on < today
        urgency: accounts.Urgency = "overdue" if late else "today" if row.due_on == today else "soon"
        words = {"kind": row.get_kind_display(), "clock": clock_words(row, today)}
        yield accounts.Task(_("A family asks: %(kind)s. %(clock)s.") % words, _address(row), _("Answer"), urgency)
    own = access.get_relations_of(viewer).filter(relation__in=access.FAMILY).values("student")
    theirs = (RequestStatus.REFUSED, RequestStatus.HEARING_REFUSED, RequestStatus.OFFERED)
    for row in access.get_record_requests_for(viewer).filter(student__in=own, status__in=theirs).order_by("pk"):
        yield accounts.Task(_("Your request about a record was answered."), _address(row), _("Read the answer"), "soon")


def _address(row: RecordRequest) -> str:
    return reverse("students:record_request", args=[row.student_id, row.pk])
