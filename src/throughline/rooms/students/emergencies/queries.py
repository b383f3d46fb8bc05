"""Who may open a record in an emergency, what is open, and all that was opened, for those who answer for it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import access
from throughline.rooms.students.models import Emergency, Student
from throughline.rooms.students.relations.opened import EMERGENCY, Opened, find_opened
from throughline.values.errors import NotAllowed, NotFound
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

OVERSIGHT = "oversight"


@dataclass(frozen=True, slots=True)
class EmergencyPage:
    """What somebody meets before they open a record: for how long, how often, and what is open for them now."""

    minutes: int
    most_a_day: int
    opened: list[Opened] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class EmergenciesPage:
    """All that was opened, not yet fetched, the newest first; and by whom."""

    emergencies: QuerySet[Emergency]
    openers: list[tuple[int, str]]
    viewer: Viewer
    at: datetime


def may_open(viewer: Viewer) -> bool:
    """This function will tell whether a person's role lets them open a record in an emergency."""
    codes = (relation.code for relation in accounts.shipped_policy().relation if relation.opens_in_emergency)
    return viewer.behind is None and accounts.holds(viewer, *codes)


def check_may_open(viewer: Viewer) -> str:
    """This function will return the legal basis on which `viewer` may open a record in an emergency.

    **Raises** `NotAllowed` where their role does not include it, or while they view as somebody else.
    """
    basis = accounts.find_reach(viewer, "see", "directory").relation_bases.get(EMERGENCY, "")
    if not may_open(viewer) or not basis:
        raise NotAllowed(
            gettext_noop("Your role does not include opening a record in an emergency."),
            gettext_noop("If somebody is in danger, call 911, then the student's school."),
        )
    return basis


def emergency_page(viewer: Viewer) -> EmergencyPage:
    """This function will return what is to be known before a record is opened in an emergency.

    **Raises** `NotAllowed` as `check_may_open`.
    """
    check_may_open(viewer)
    rules = accounts.shipped_policy().emergency
    return EmergencyPage(rules.minutes, rules.most_a_day, find_opened(viewer))


def classes_added(viewer: Viewer, students: Iterable[Student]) -> dict[int, tuple[bool, tuple[str, ...]]]:
    """This function will say of each student whether `viewer` sees them anyway, and what an emergency would add."""
    reaches = accounts.find_reaches(viewer, "see", accounts.RECORD_CLASSES)
    opened = tuple(name for name, reach in reaches.items() if EMERGENCY in reach.relations and name != "public")
    sights = access.explain_sight(viewer, students, opened)
    return {
        pk: ("directory" in sight, tuple(name for name in opened if name not in sight)) for pk, sight in sights.items()
    }


def may_review(viewer: Viewer) -> bool:
    """This function will tell whether `viewer` answers for what is opened in the whole district."""
    return accounts.may(viewer, "write", OVERSIGHT)


def find_to_review(viewer: Viewer) -> QuerySet[Emergency]:
    """This function will return what waits for a review that `viewer` may write: nobody reviews their own."""
    return access.get_emergencies_for(viewer).filter(reviewed_at=None).exclude(user_id=viewer.user_id or 0)


def emergencies_page(viewer: Viewer, *, at: datetime) -> EmergenciesPage:
    """This function will return all that was opened in an emergency, for those who answer for the whole district.

    **Raises** `NotAllowed` for all others.
    """
    accounts.check_may(viewer, "see", OVERSIGHT)
    found = access.get_emergencies_for(viewer)
    openers = sorted(set(found.values_list("user_id", "user__name")), key=lambda pair: (pair[1], pair[0]))
    rows = found.select_related("student", "user", "reviewed_by").order_by("-opened_at", "-pk")
    return EmergenciesPage(rows, openers, viewer, at)


def find_emergency(viewer: Viewer, emergency_id: int) -> Emergency:
    """This function will return one emergency for somebody who answers for the whole district.

    **Raises** `NotAllowed` for all others, `NotFound` where there is none.
    """
    accounts.check_may(viewer, "see", OVERSIGHT)
    rows = access.get_emergencies_for(viewer).select_related("student__home_school", "user", "reviewed_by")
    found = rows.filter(pk=emergency_id).first()
    if found is None:
        raise NotFound(gettext_noop("There is no such emergency, or none you may see."))
    return found


def emergencies_of(viewer: Viewer, student: Student) -> list[Emergency]:
    """This function will list who opened one student's record in an emergency, where `viewer` may ask."""
    found = access.get_emergencies_for(viewer).filter(student=student)
    return list(found.select_related("user").order_by("-opened_at", "-pk"))


def is_overdue(one: Emergency, at: datetime) -> bool:
    """This function will tell whether an emergency should have been reviewed by now."""
    return one.reviewed_at is None and one.due_on < timezone.localtime(at).date()
