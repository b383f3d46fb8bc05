"""Who needs us: open flags, and gaps. Each list is a query that is paged, and notes whom it shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Exists, Max, OuterRef, QuerySet, Subquery

from throughline.engines.warning import Measure, Standing
from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import api as students
from throughline.rooms.support import api as support
from throughline.rooms.warning import access
from throughline.rooms.warning.flags.queries import shown_flags
from throughline.rooms.warning.models import Flag, RuleVersion, StudentStanding
from throughline.rooms.warning.noting import Dressed
from throughline.values.viewer import Viewer

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


def dressed(viewer: Viewer, found: Sequence[Any]) -> Dressed:
    """This function will put to flags the reasons `viewer` may see; a gap is shown as it stands."""
    flags = [row for row in found if isinstance(row, Flag)]
    shown = shown_flags(viewer, flags) if flags else []
    classes = {reason.record_class for one in shown for reason in one.reasons}
    classes |= {row.record_class for row in found if isinstance(row, StudentStanding)}
    return Dressed(shown or found, [row.student for row in found], frozenset(classes))
