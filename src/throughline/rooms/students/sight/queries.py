"""Who can see one student, and why, for those entitled to ask."""

from dataclasses import dataclass
from datetime import datetime

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import access
from throughline.rooms.students.directory.noting import note_looked
from throughline.rooms.students.households import may_be_told
from throughline.rooms.students.models import Student
from throughline.values.errors import NotFound
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

# The class of record that holds who may see a student, and who looked.
OVERSIGHT = "oversight"
# What is recorded of a student, class by class; the others are of schools, or are public.
STUDENT_CLASSES = tuple(
    name for name in accounts.RECORD_CLASSES if name not in {"finance", "personnel_cost", "schools", "public"}
)


@dataclass(frozen=True, slots=True)
class WhoSees:
    """Everybody who may see one student today: family and the student first, then those closest to them."""

    student: Student
    holders: list[accounts.Holder]
    sight: access.Sight
    is_told: bool = True

    @property
    def n_people(self) -> int:
        return len({holder.user_id for holder in self.holders})


def find_overseen(viewer: Viewer, student_id: int) -> tuple[Student, access.Sight]:
    """This function will return a student of whom `viewer` may ask who sees and who looked, with their own sight.

    **Raises** `NotFound` where there is no such student, or none of whom they may ask.
    """
    found = access.get_students_for(viewer, OVERSIGHT).filter(pk=student_id).select_related("home_school").first()
    if found is None:
        raise NotFound(gettext_noop("There is no such student, or none you may see."))
    return found, access.explain_sight(viewer, [found], ("directory", OVERSIGHT))[found.pk]


def who_sees_page(viewer: Viewer, student_id: int, *, at: datetime) -> WhoSees:
    """This function will return who may see a student today, and note that `viewer` asked.

    **Raises** `NotFound` where `viewer` may not ask.
    """
    student, sight = find_overseen(viewer, student_id)
    note_looked(by=viewer, at=at, shown=[(student.pk, sight, ("directory", OVERSIGHT))], place="students.who_sees")
    holders, is_told = find_who_sees(student), may_be_told(viewer, student)
    if not is_told:
        holders = [holder for holder in holders if holder.relation not in by_consent()]
    return WhoSees(student, holders, sight, is_told)


def by_consent() -> frozenset[str]:
    """This function will name the relations in which somebody outside stands because a family consented."""
    return frozenset(one.code for one in accounts.shipped_policy().relation if one.ground == "consent")


def find_who_sees(student: Student) -> list[accounts.Holder]:
    """This function will list who may see any of a student's record today, by the rules that both walls read."""
    related = access.find_related_to(student)
    holders = accounts.find_holders(STUDENT_CLASSES, school_id=student.home_school_id, related=related)
    order = {code: place for place, code in enumerate(accounts.RELATIONS)}
    # The table of relations goes from the district to the student; here it is read from the student outwards.
    return sorted(holders, key=lambda holder: (-order.get(holder.relation, 0), holder.name, holder.user_id))
