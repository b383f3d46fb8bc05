"""Who may ask about a record and who answers: drawn from the policy table, the roster and the day of birth."""

from dataclasses import dataclass
from typing import Literal

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import access
from throughline.rooms.students.models import Student
from throughline.rooms.students.record_requests.clocks import is_adult
from throughline.values.errors import NotAllowed, NotFound
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

OVERSIGHT = "oversight"


class NotYours(NotAllowed):
    """The right belongs to another: to the parents until the student is 18, then to the student."""

    def __init__(self) -> None:
        super().__init__(
            gettext_noop("This right is not yours."),
            gettext_noop("It is the parents' until the student is 18, then the student's own."),
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """What one viewer is to one student's rights: who holds them, whether it is the viewer, whether they are staff."""

    student: Student
    sight: access.Sight
    holder: Literal["parent", "student"]
    is_dependent: bool
    is_family: bool
    holds_right: bool
    is_staff: bool
    answers: bool

    @property
    def may_ask(self) -> bool:
        """Whether they may ask for themselves, or write down what the family asked on paper."""
        return self.holds_right or self.is_staff


def may_answer(viewer: Viewer) -> bool:
    """This function will tell whether `viewer` answers requests: whoever may write oversight in the whole district."""
    return accounts.may(viewer, "write", OVERSIGHT)


def find_standing(viewer: Viewer, student_id: int) -> Standing:
    """This function will return what `viewer` is to a student's rights.

    **Raises** `NotFound` where there is no such student, or none of whom they may see oversight.
    """
    found = access.get_students_for(viewer, OVERSIGHT).filter(pk=student_id).select_related("home_school").first()
    if found is None:
        raise NotFound(gettext_noop("There is no such student, or none you may see."))
    sight = access.explain_sight(viewer, [found], (*access.NEED_CLASSES, *_OTHERS))[found.pk]
    related = access.get_relations_of(viewer).filter(student=found, relation__in=access.FAMILY)
    relations = set(related.values_list("relation", flat=True))
    birth_on = access.get_demographics_for(viewer).filter(student=found).values_list("birth_on", flat=True).first()
    adult = is_adult(birth_on, accounts.today())
    dependent = adult and access.get_dependents_for(viewer).filter(student=found).exists()
    holds = ("self" in relations and adult) or ("guardian" in relations and (not adult or dependent))
    reach = accounts.find_reach(viewer, "write", OVERSIGHT)
    is_staff = reach.everything or found.home_school_id in reach.school_ids
    return Standing(
        found, sight, "student" if adult else "parent", dependent, bool(relations), holds, is_staff, may_answer(viewer)
    )


_OTHERS = (
    "directory",
    "enrollment",
    "attendance",
    "demographics",
    "academic",
    "assessments",
    "behavior",
    "family_contacts",
    OVERSIGHT,
)
