"""Gaps: students for whom something was left undone. Each is a query, within what the viewer would know of."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Exists, Max, OuterRef, QuerySet, Subquery

from throughline.engines.warning import Measure, Standing
from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import api as students
from throughline.rooms.support import api as support
from throughline.rooms.warning import access
from throughline.rooms.warning.models import StudentStanding
from throughline.values.school_year import SchoolYear
from throughline.values.viewer import Viewer

# Notes that tell that somebody spoke with the student or the family.
CONTACT_KINDS = ("student_talk", "family_contact")
RECENT_DAYS = 30


@dataclass(frozen=True, slots=True)
class Gap:
    """A list of what was left undone. Who sees none of its classes of record of anybody is not offered it.

    `find` may return standings, decisions, plans, supports or students; `from_rules` are those of early-warning rules.
    Where `is_by_row`, each row is of one of the classes, which it names itself.
    """

    classes: tuple[str, ...]
    find: Callable[[Viewer], QuerySet[Any]]
    from_rules: bool = False
    is_by_row: bool = False


def find_no_contact(viewer: Viewer) -> QuerySet[StudentStanding]:
    """This function will return who was absent much and with whom nobody spoke lately."""
    return _without(viewer, Measure.ABSENCE, support.get_notes_for(viewer).filter(kind__in=CONTACT_KINDS))


def find_no_note(viewer: Viewer) -> QuerySet[StudentStanding]:
    """This function will return who fails courses and of whom nobody wrote lately."""
    return _without(viewer, Measure.COURSES_FAILED, support.get_notes_for(viewer))


def find_no_adult(viewer: Viewer) -> QuerySet[students.Student]:
    """This function will return the students for whom no adult is named whom they trust."""
    told = students.get_sayings_for(viewer).filter(student=OuterRef("pk"), set_aside_at=None).order_by()
    latest = told.values("student").annotate(latest=Max("told_on")).values("latest")
    named = told.filter(kind=students.TRUSTED_ADULT)
    return _known(viewer, "strengths").filter(~Exists(named)).annotate(latest=Subquery(latest))


def find_not_reviewed(viewer: Viewer) -> QuerySet[students.Student]:
    """This function will return the students of whom no meeting has spoken this school year."""
    met = support.get_turns_for(viewer).filter(student=OuterRef("pk")).order_by()
    latest = met.values("student").annotate(latest=Max("on")).values("latest")
    this_year = met.filter(on__gte=SchoolYear.of(accounts.today()).first_day)
    return _known(viewer, "notes").filter(~Exists(this_year)).annotate(latest=Subquery(latest))


def find_not_done(viewer: Viewer) -> QuerySet[Any]:
    """This function will return what meetings decided whose day has passed and of which nobody said what came."""
    late = support.get_decisions_for(viewer).filter(done_at=None, dropped_at=None, due_on__lt=accounts.today())
    return late.filter(student__in=_known(viewer, "notes")).select_related("owner")


def find_plan_late(viewer: Viewer) -> QuerySet[Any]:
    """This function will return the plans under way whose review day has passed."""
    return support.late_reviews(viewer).filter(student__in=_known(viewer, support.PLAN_CLASS)).select_related("owner")


def find_unchecked(viewer: Viewer) -> QuerySet[Any]:
    """This function will return the supports that ended and of which nobody said whether they helped."""
    here = students.get_students_for(viewer).filter(ended_at=None)
    return support.find_unchecked(viewer).filter(student__in=here)


# In the order they are offered.
GAPS: Mapping[str, Gap] = {
    "no_contact": Gap(("notes",), find_no_contact, from_rules=True),
    "no_note": Gap(("notes",), find_no_note, from_rules=True),
    "no_adult": Gap(("strengths",), find_no_adult),
    "not_reviewed": Gap(("notes",), find_not_reviewed),
    "not_done": Gap(("notes",), find_not_done),
    "plan_late": Gap((support.PLAN_CLASS,), find_plan_late),
    "unchecked": Gap(support.SUPPORT_CLASSES, find_unchecked, is_by_row=True),
}


def _known(viewer: Viewer, record_class: str) -> QuerySet[students.Student]:
    """The students now on the roster of whom the viewer would know, if it were there."""
    within = students.get_students_for(viewer, record_class).values("pk")
    return students.get_students_for(viewer).filter(ended_at=None, pk__in=within)


def _without(viewer: Viewer, measure: Measure, notes: QuerySet[Any]) -> QuerySet[StudentStanding]:
    """Students off track on a measure without such a note lately, where the viewer would know of the note."""
    since = accounts.today() - timedelta(days=RECENT_DAYS)
    of_student = notes.filter(student=OuterRef("student"), struck_at=None).order_by()
    latest = of_student.values("student").annotate(latest=Max("on")).values("latest")
    return (
        access.get_standings_for(viewer)
        .filter(measure=measure, standing__gte=Standing.OFF_TRACK)
        .filter(student__in=_known(viewer, "notes"))
        .filter(~Exists(of_student.filter(on__gte=since)))
        .annotate(latest=Subquery(latest))
    )
