"""Who needs us: open flags, and gaps. Each list is a query that is paged, and notes whom it shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, Max, OuterRef, QuerySet, Subquery

from throughline.engines.warning import Measure, Standing
from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import api as students
from throughline.rooms.support import api as support
from throughline.rooms.warning import access
from throughline.rooms.warning.flags.queries import note_shown, shown_flags
from throughline.rooms.warning.models import Flag, RuleVersion, StudentStanding
from throughline.values.viewer import Viewer
from throughline.web.tables import Column, Question
from throughline.web.tables.sources import QuerysetAnswer, QuerysetSource

# Notes that tell that somebody spoke with the student or the family.
CONTACT_KINDS = ("student_talk", "family_contact")
RECENT_DAYS = 30


@dataclass(frozen=True, slots=True)
class NeedsPage:
    """A list not yet fetched, and what it can be narrowed by. `rules` is None before any are in force."""

    rows: QuerySet[Any]
    schools: Sequence[tuple[int, str]]
    rules: RuleVersion | None
    n_flags: int
    n_no_contact: int
    n_no_note: int
    sees_notes: bool


def flags_page(viewer: Viewer, *, answered: bool = False) -> NeedsPage:
    """This function will return the flags of students whom `viewer` may see. **Raises** `NotAllowed`."""
    found = _flags(viewer).filter(cleared_at__isnull=not answered)
    return _page(viewer, found.select_related("student__home_school", "owner", "rules", "cleared_by"))


def no_contact_page(viewer: Viewer) -> NeedsPage:
    """This function will return who was absent much and with whom nobody spoke lately. **Raises** `NotAllowed`."""
    return _page(viewer, _no_contact(viewer).select_related("student__home_school"))


def no_note_page(viewer: Viewer) -> NeedsPage:
    """This function will return who fails courses and of whom nobody wrote lately. **Raises** `NotAllowed`."""
    return _page(viewer, _no_note(viewer).select_related("student__home_school"))


def _page(viewer: Viewer, rows: QuerySet[Any]) -> NeedsPage:
    access.check_may_see_any(viewer)
    sees_notes = bool(accounts.find_reach(viewer, "see", "notes"))
    seen = rows.order_by("student__home_school__name").exclude(student__home_school=None)
    schools = seen.values_list("student__home_school_id", "student__home_school__name").distinct()
    return NeedsPage(
        rows=rows,
        schools=list(schools),
        rules=access.in_force(),
        n_flags=_flags(viewer).filter(cleared_at=None).count(),
        n_no_contact=_no_contact(viewer).count() if sees_notes else 0,
        n_no_note=_no_note(viewer).count() if sees_notes else 0,
        sees_notes=sees_notes,
    )


def _flags(viewer: Viewer) -> QuerySet[Flag]:
    return access.get_flags_for(viewer).filter(student__in=students.get_students_for(viewer).filter(ended_at=None))


def _no_contact(viewer: Viewer) -> QuerySet[StudentStanding]:
    return _without(viewer, Measure.ABSENCE, support.get_notes_for(viewer).filter(kind__in=CONTACT_KINDS))


def _no_note(viewer: Viewer) -> QuerySet[StudentStanding]:
    return _without(viewer, Measure.COURSES_FAILED, support.get_notes_for(viewer))


def _without(viewer: Viewer, measure: Measure, notes: QuerySet[Any]) -> QuerySet[StudentStanding]:
    """Students off track on a measure without such a note lately, where the viewer would know of the note."""
    since = accounts.today() - timedelta(days=RECENT_DAYS)
    of_student = notes.filter(student=OuterRef("student"), struck_at=None).order_by()
    latest = of_student.values("student").annotate(latest=Max("on")).values("latest")
    return (
        access.get_standings_for(viewer)
        .filter(measure=measure, standing__gte=Standing.OFF_TRACK)
        .filter(student__in=students.get_students_for(viewer).filter(ended_at=None))
        .filter(student__in=students.get_students_for(viewer, "notes"))
        .filter(~Exists(of_student.filter(on__gte=since)))
        .annotate(latest_note=Subquery(latest))
    )


class NotedSource:
    """A table's source that puts to flags their reasons, and notes each student it shows."""

    def __init__(self, inner: QuerysetSource, viewer: Viewer, at: datetime, place: str) -> None:
        self._inner, self._viewer, self._at, self._place = inner, viewer, at, place

    def ask(self, question: Question) -> "NotedAnswer":
        """This function will narrow and order the rows as asked."""
        return NotedAnswer(self._inner.ask(question), self._viewer, self._at, self._place)


class NotedAnswer:
    """Rows that are noted as they are fetched: the same number of queries for any number of rows."""

    def __init__(self, found: QuerysetAnswer, viewer: Viewer, at: datetime, place: str) -> None:
        self._inner, self._viewer, self._at, self._place = found, viewer, at, place
        self.n_all, self.n_found = found.n_all, found.n_found

    def totals(self, columns: Sequence[Column]) -> dict[str, Any]:
        """This function will sum each column in the database."""
        return self._inner.totals(columns)

    def rows(self, start: int, stop: int | None) -> Sequence[Any]:
        """This function will fetch the rows from `start` up to `stop`, and note whom they show."""
        found = list(self._inner.rows(start, stop))
        flags = [row for row in found if isinstance(row, Flag)]
        shown = shown_flags(self._viewer, flags) if flags else []
        classes = {reason.record_class for one in shown for reason in one.reasons}
        classes |= {row.record_class for row in found if isinstance(row, StudentStanding)}
        place, noted = self._place, ["directory", access.CLASS, *sorted(classes)]
        note_shown(self._viewer, [row.student for row in found], at=self._at, place=place, classes=noted)
        return shown or found
