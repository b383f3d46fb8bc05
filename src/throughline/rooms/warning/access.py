"""The first wall: the sole way to a row of early warning. Each filters by the rules the second wall is made from."""

from typing import TypeVar

from django.db.models import Model, QuerySet

from throughline.engines.warning import Measure
from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import api as students
from throughline.rooms.warning.models import (
    Flag,
    FlagReason,
    RuleVersion,
    StudentStanding,
    Suggestion,
    TrialOutcome,
    TrialReason,
    TrialStudent,
)
from throughline.rooms.warning.tried import REASON_CLASSES as REASON_CLASSES
from throughline.values.errors import NotAllowed
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

CLASS = "warning"
# The class of record of what each measure counts: who may not see it is not told by a reason either.
CLASS_OF = {
    Measure.ABSENCE: "attendance",
    Measure.RECENT_ABSENCE: "attendance",
    Measure.SCHOOL_MOVES: "enrollment",
    Measure.COURSES_FAILED: "academic",
    Measure.COURSES_NOT_PASSED: "academic",
    Measure.CREDITS_NOT_EARNED: "academic",
    Measure.LOW_RESULTS: "assessments",
    Measure.INCIDENTS: "behavior",
    Measure.DAYS_SUSPENDED: "behavior",
}
# Works out how students stand and raises flags; shows no one a student.
DUTY = Viewer(duty="warning", name="Early warning")

_Row = TypeVar("_Row", bound=Model)


def may_see_any(viewer: Viewer) -> bool:
    """This function will tell whether there is any student of whom `viewer` could see early warning."""
    reach = accounts.find_reach(viewer, "see", CLASS)
    if reach.everything or reach.school_ids:
        return True
    return bool(reach) and students.get_students_for(viewer, CLASS).exists()


def check_may_see_any(viewer: Viewer) -> None:
    """This function will do nothing where `viewer` may see early warning of anybody. **Raises** `NotAllowed`."""
    if not may_see_any(viewer):
        raise NotAllowed(
            gettext_noop("Your role does not include early warning."),
            gettext_noop("If you need it for your work, ask the district's administrator."),
        )


def get_flags_for(viewer: Viewer, *, act: str = "see", of: students.Student | None = None) -> QuerySet[Flag]:
    """This function will return the flags `viewer` may see (or answer)."""
    return _within(Flag.objects.all(), viewer, act, of)


def get_suggestions_for(viewer: Viewer) -> QuerySet[Suggestion]:
    """This function will return what is suggested for the students whose early warning `viewer` may see."""
    return _within(Suggestion.objects.all(), viewer, "see")


def get_reasons_for(viewer: Viewer) -> QuerySet[FlagReason]:
    """This function will return the reasons of flags that `viewer` may see, of what they may see of the student."""
    return _of_classes(FlagReason.objects.filter(flag__in=get_flags_for(viewer)), viewer)


def get_standings_for(viewer: Viewer, *, of: students.Student | None = None) -> QuerySet[StudentStanding]:
    """This function will return how students stand, where `viewer` may see early warning and what is counted."""
    return _of_classes(_within(StudentStanding.objects.all(), viewer, "see", of), viewer, of)


def get_tried_for(viewer: Viewer) -> QuerySet[TrialStudent]:
    """This function will return whom rules that were tried would flag, as far as `viewer` may see them by name."""
    rows = _within(TrialStudent.objects.all(), viewer, "see")
    return rows.filter(student__in=students.get_students_for(viewer))


def get_tried_reasons_for(viewer: Viewer) -> QuerySet[TrialReason]:
    """This function will return why, of what `viewer` may see of those students."""
    return _of_classes(TrialReason.objects.filter(row__in=get_tried_for(viewer)), viewer)


def get_outcomes_for(viewer: Viewer) -> QuerySet[TrialOutcome]:
    """This function will return what came to whom in trials, of those whose early warning `viewer` may see."""
    return _within(TrialOutcome.objects.all(), viewer, "see")


def sees_everybody(viewer: Viewer, *record_classes: str) -> bool:
    """This function will tell whether no student's early warning, name or these classes are hidden from `viewer`."""
    reaches = accounts.find_reaches(viewer, "see", ("directory", CLASS, *record_classes))
    return all(reach.everything for reach in reaches.values())


def get_versions_for(viewer: Viewer) -> QuerySet[RuleVersion]:
    """This function will return the rules, for all who may see early warning. **Raises** `NotAllowed`."""
    check_may_see_any(viewer)
    return RuleVersion.objects.all()


def in_force() -> RuleVersion | None:
    """This function will return the rules in force, or None before any were switched on."""
    return RuleVersion.objects.filter(state="in_force").first()


def may_change_rules(viewer: Viewer) -> bool:
    """This function will tell whether `viewer` may change the rules: who may write early warning everywhere."""
    return viewer.behind is None and accounts.may(viewer, "write", CLASS)


def _within(rows: QuerySet[_Row], viewer: Viewer, act: str, of: students.Student | None = None) -> QuerySet[_Row]:
    """Rows of early warning; those `of` one student, whom `viewer` was shown in this request, by what is known."""
    reach = accounts.find_reach(viewer, act, CLASS)
    if of is not None:
        return students.rows_of_one(rows, viewer, reach, CLASS, of)
    if reach.everything:
        return rows
    return rows.filter(student__in=students.get_students_for(viewer, CLASS, act=act))


def _of_classes(rows: QuerySet[_Row], viewer: Viewer, of: students.Student | None = None) -> QuerySet[_Row]:
    reaches = accounts.find_reaches(viewer, "see", REASON_CLASSES)
    return rows.filter(students.within_by_class(viewer, reaches, "record_class", of=of))
