"""A class list of the invented district: the high school's tenth grade, in homerooms of next year."""

from django.utils import timezone

from throughline.demo import cast, named
from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import api as students

ROOMS = ("Homeroom A", "Homeroom B", "Homeroom C", "Homeroom D")
BALANCES = ("sex", "level:reading", "need:english_learner", "need:special_education")


def list_classes(users: dict[str, accounts.User]) -> None:
    """This function will begin a class list as the coordinator; who teaches the grade is asked to propose."""
    leader = users[cast.COORDINATOR.key].viewer()
    with accounts.acting_as(leader):
        first = students.get_students_for(leader).get(source_id=named.CAST_STUDENT)
        begun = students.Begun(first.home_school_id or 0, first.grade, ROOMS, BALANCES)
        students.begin_class_list(by=leader, at=timezone.now(), begun=begun)
