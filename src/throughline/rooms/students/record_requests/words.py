"""A request in words: how it stands, its clock, and its steps on the thread."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students.record_requests.steps import OPEN, WAITING
from throughline.rooms.students.rights import RecordRequest, RequestKind, RequestStatus
from throughline.web.components import figures
from throughline.web.components.pieces import Kind, Status
from throughline.web.components.pieces import Step as Knot

_KINDS: dict[str, Kind] = {
    RequestStatus.GRANTED: "good",
    RequestStatus.HEARING_GRANTED: "good",
    RequestStatus.INSPECTED: "good",
}


def status_of(row: RecordRequest) -> Status:
    """This function will say how a request stands."""
    kind: Kind = "note" if row.status in OPEN else _KINDS.get(row.status, "quiet")
    return Status(row.get_status_display(), kind)


def clock_words(row: RecordRequest, today: date) -> str:
    """This function will say how many days the district has left, empty where the next step is not its own."""
    if row.due_on is None or row.status not in WAITING:
        return ""
    left = (row.due_on - today).days
    if left < 0:
        return ngettext("%(n)s day overdue", "%(n)s days overdue", -left) % {"n": -left}
    if left == 0:
        return _("due today")
    words = ngettext("%(n)s day left, to %(day)s", "%(n)s days left, to %(day)s", left)
    return words % {"n": left, "day": figures.short_day(row.due_on)}


def title_of(row: RecordRequest) -> str:
    """This function will name a request by what is asked."""
    part = accounts.class_words(row.part) if row.part else _("all of the record")
    words = _("To see: %(part)s") if row.kind == RequestKind.INSPECT else _("To correct: %(part)s")
    return words % {"part": part}


def thread_of(row: RecordRequest, today: date) -> list[Knot]:
    """This function will lay out what happened, and what comes next, as knots on the thread."""
    came = _("%(who)s asked, %(how)s.") % {"who": row.asked_by, "how": row.get_came_by_display()}
    knots = [Knot(_("Asked"), "done", figures.day(row.asked_on), came)]
    if row.answered_on:
        knots.append(Knot(_answered(row), "done", figures.day(row.answered_on), row.answer))
    if row.inspected_on:
        knots.append(Knot(_("The record was seen"), "done", figures.day(row.inspected_on)))
    if row.hearing_asked_on:
        knots.append(Knot(_("A hearing was asked for"), "done", figures.day(row.hearing_asked_on)))
    if row.hearing_on and row.hearing_told_on:
        words = {"day": figures.day(row.hearing_on), "officer": row.hearing_officer, "place": row.hearing_place}
        told = _("On %(day)s, held by %(officer)s. %(place)s") % words
        knots.append(Knot(_("A hearing was set"), "done", figures.day(row.hearing_told_on), told))
    if row.hearing_decided_on:
        granted = row.status == RequestStatus.HEARING_GRANTED
        title = _("Granted after the hearing") if granted else _("Refused after the hearing")
        knots.append(Knot(title, "done", figures.day(row.hearing_decided_on), row.hearing_reason))
    if row.statement_on:
        knots.append(Knot(_("A statement was placed"), "done", figures.day(row.statement_on), row.statement))
    if row.withdrawn_on:
        knots.append(Knot(_("Taken back"), "done", figures.day(row.withdrawn_on)))
    if row.status in OPEN:
        knots.append(Knot(row.get_status_display(), "now", clock_words(row, today)))
    return knots


def _answered(row: RecordRequest) -> str:
    if row.kind == RequestKind.INSPECT:
        return _("A way to see it was offered")
    return _("Granted") if row.status == RequestStatus.GRANTED else _("Refused")
