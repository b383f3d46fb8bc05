"""Who has a hand in class lists: those who lead them at a school, and the teachers who propose."""

from django.db.models import QuerySet

from throughline.rooms.accounts import api as accounts
from throughline.rooms.district import api as district
from throughline.rooms.students import access
from throughline.rooms.students.models import ClassList, Student
from throughline.rooms.students.next_year import Stage
from throughline.values.errors import NotAllowed, NotFound, RefusedInput
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

# Who leads: whoever answers for a school's records, writes of all its students, and sees how they do.
_LEADS_WITH = (("write", "oversight"), ("write", "notes"), ("see", "academic"))
# Sitting beside whom next year is of the class of record of notes: what staff write for each other.
LISTED = ("directory", "notes")

_WHO_TEACHES = Viewer(duty="who_sees", name="Who teaches students")


def leads_at(viewer: Viewer, school_id: int) -> bool:
    """This function will tell whether `viewer` leads the class lists of a school."""
    if viewer.behind is not None or viewer.user_id is None:
        return False
    return all(accounts.find_reach(viewer, act, name).covers_school(school_id) for act, name in _LEADS_WITH)


def schools_led(viewer: Viewer) -> list[tuple[int, str]]:
    """This function will return the schools whose class lists `viewer` leads, as (id, name), by name."""
    found = {school.id: school.name for school in district.schools_on(accounts.today())}
    return [(pk, name) for pk, name in found.items() if leads_at(viewer, pk)]


def takes_part(viewer: Viewer, class_list: ClassList) -> bool:
    """This function will tell whether `viewer` proposes in a class list, or leads it."""
    return viewer.behind is None and (viewer.user_id in class_list.member_ids or leads_at(viewer, class_list.school_id))


def may_move(viewer: Viewer, class_list: ClassList) -> bool:
    """This function will tell whether `viewer` may move students now: teachers until they send it in, leaders after."""
    if class_list.stage == Stage.PROPOSING:
        return takes_part(viewer, class_list)
    return class_list.stage == Stage.REVISING and leads_at(viewer, class_list.school_id)


def find_class_list(viewer: Viewer, list_id: int) -> ClassList:
    """This function will return a class list. **Raises** `NotFound` where there is none `viewer` may see."""
    found = access.get_class_lists_for(viewer).filter(pk=list_id).select_related("school", "sent_by").first()
    if found is None:
        raise NotFound(gettext_noop("There is no such class list, or none you take part in."))
    return found


def find_led(viewer: Viewer, list_id: int) -> ClassList:
    """This function will return a class list that `viewer` leads, and keep it from changing meanwhile.

    **Raises** `NotFound` where there is none they may see, `NotAllowed` where they do not lead it.
    """
    class_list = _locked(viewer, list_id)
    if not leads_at(viewer, class_list.school_id):
        raise NotAllowed(
            gettext_noop("Only who leads the class lists of a school does this."),
            gettext_noop("Ask the principal or the coordinator."),
        )
    return class_list


def find_movable(viewer: Viewer, list_id: int) -> ClassList:
    """This function will return a class list in which `viewer` may move students, and keep it from changing meanwhile.

    **Raises** `NotFound` where there is none they may see, `NotAllowed` where they only read it, `RefusedInput` where
    it is past changing.
    """
    class_list = _locked(viewer, list_id)
    check_may_move(viewer, class_list)
    return class_list


def check_may_move(viewer: Viewer, class_list: ClassList) -> None:
    """This function will do nothing where `may_move` holds. **Raises** `NotAllowed`, `RefusedInput` otherwise."""
    if not takes_part(viewer, class_list):
        raise NotAllowed(
            gettext_noop("You read this class list, and do not change it."),
            gettext_noop("Ask the principal or the coordinator to let you propose."),
        )
    if not may_move(viewer, class_list):
        raise RefusedInput(
            gettext_noop("This class list is not open for changes any more."),
            gettext_noop("Who leads it can open it again."),
        )


def students_to_list(viewer: Viewer) -> QuerySet[Student]:
    """This function will return the students whom `viewer` could put on a class list: of whom they may write."""
    writable = access.get_students_for(viewer, "notes", act="write").values("pk")
    return access.get_students_for(viewer).filter(ended_at=None, pk__in=writable)


def find_teaching(student_ids: list[int]) -> list[tuple[int, str]]:
    """This function will return who teaches any of these students now, as (user id, name): a duty looks."""
    with accounts.acting_as(_WHO_TEACHES):
        related = access.holding_today().filter(relation="teacher", student__in=student_ids).exclude(user=None)
        user_ids = set(related.values_list("user", flat=True))
    people = accounts.User.objects.filter(pk__in=user_ids, is_active=True).order_by("name", "pk")
    return list(people.values_list("pk", "name"))


def _locked(viewer: Viewer, list_id: int) -> ClassList:
    rows = access.get_class_lists_for(viewer).filter(pk=list_id).select_for_update(of=("self",))
    found = rows.first() if viewer.behind is None else None
    if found is None:
        raise NotFound(gettext_noop("There is no such class list, or none you take part in."))
    return found
