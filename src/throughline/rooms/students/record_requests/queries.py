"""Requests about records: of one student, one of them with what comes next, and all that wait for the district."""

from dataclasses import dataclass
from datetime import date, datetime

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import access
from throughline.rooms.students.directory.noting import note_looked
from throughline.rooms.students.record_requests.steps import STEPS, WAITING, Step, fits
from throughline.rooms.students.record_requests.who_may import OVERSIGHT, Standing, find_standing, may_answer
from throughline.rooms.students.rights import RecordRequest
from throughline.values.errors import NotAllowed, NotFound
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

_SHOWN = ("directory", OVERSIGHT)


@dataclass(frozen=True, slots=True)
class RequestsPage:
    """One student's requests, the newest first, and what the viewer is to the student's rights."""

    standing: Standing
    requests: list[RecordRequest]


@dataclass(frozen=True, slots=True)
class RequestPage:
    """One request, and the steps this viewer may take now."""

    standing: Standing
    request: RecordRequest
    steps: list[Step]
    today: date


@dataclass(frozen=True, slots=True)
class AllRequestsPage:
    """Every request of the district, those that are due first."""

    requests: list[RecordRequest]
    today: date


def requests_page(viewer: Viewer, student_id: int, *, at: datetime) -> RequestsPage:
    """This function will return a student's requests, and note that `viewer` looked. **Raises** `NotFound`."""
    standing = find_standing(viewer, student_id)
    _note(viewer, at, standing)
    found = access.get_record_requests_for(viewer).filter(student=standing.student)
    return RequestsPage(standing, list(found.order_by("-asked_on", "-pk")))


def request_page(viewer: Viewer, student_id: int, request_id: int, *, at: datetime) -> RequestPage:
    """This function will return one request with what comes next. **Raises** `NotFound`."""
    standing = find_standing(viewer, student_id)
    row = access.get_record_requests_for(viewer).filter(student=standing.student, pk=request_id).first()
    if row is None:
        raise NotFound(gettext_noop("There is no such request, or none you may see."))
    _note(viewer, at, standing)
    today = accounts.today()
    steps = [step for step in STEPS.values() if fits(step, row, today) and _may_take(standing, step)]
    return RequestPage(standing, row, steps, today)


def step_page(viewer: Viewer, student_id: int, request_id: int, code: str, *, at: datetime) -> tuple[RequestPage, Step]:
    """This function will return a request and one step that this viewer may take with it now.

    **Raises** `NotFound` where there is none.
    """
    page = request_page(viewer, student_id, request_id, at=at)
    for step in page.steps:
        if step.code == code:
            return page, step
    raise NotFound(gettext_noop("There is no such request, or none you may see."))


def all_requests_page(viewer: Viewer, *, at: datetime) -> AllRequestsPage:
    """This function will return every request of the district, and note whose names are shown.

    **Raises** `NotAllowed` for those who do not answer requests.
    """
    if not may_answer(viewer):
        raise NotAllowed(
            gettext_noop("Requests about records are answered by the district's privacy office."),
            gettext_noop("Open the student's page for the requests of one student."),
        )
    found = list(access.get_record_requests_for(viewer).select_related("student").order_by("due_on", "-asked_on", "pk"))
    students = {row.student_id: row.student for row in found}
    sights = access.explain_sight(viewer, students.values(), _SHOWN)
    shown = [(pk, sights[pk], _SHOWN) for pk in students]
    note_looked(by=viewer, at=at, shown=shown, place="students.record_requests")
    return AllRequestsPage(found, accounts.today())


def find_due(viewer: Viewer) -> list[RecordRequest]:
    """This function will list the requests that wait for the district's next step, the most urgent first."""
    if not may_answer(viewer):
        return []
    waiting = access.get_record_requests_for(viewer).filter(status__in=WAITING)
    return list(waiting.order_by("due_on", "pk"))


def _may_take(standing: Standing, step: Step) -> bool:
    return standing.answers or (step.of_family and standing.holds_right)


def _note(viewer: Viewer, at: datetime, standing: Standing) -> None:
    shown = [(standing.student.pk, standing.sight, _SHOWN)]
    note_looked(by=viewer, at=at, shown=shown, place="students.record_requests")
