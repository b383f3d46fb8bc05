"""Who works with the students of a school: those who teach there now, and those named for its students."""

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import access
from throughline.values.viewer import Viewer

_DUTY = Viewer(duty="who_sees", name="Who works with students")


def find_working_at(school_id: int) -> dict[int, str]:
    """This function will return the users who teach at a school or are named for its students today, and as what.

    One query, whoever asks: a duty looks, and hands out no student.
    """
    with accounts.acting_as(_DUTY):
        related = access.holding_today().filter(relation__in=("teacher", *access.NAMED), student__ended_at=None)
        rows = related.filter(student__home_school=school_id).exclude(user=None).order_by("relation")
        found: dict[int, str] = {}
        for user_id, relation in rows.values_list("user", "relation").distinct():
            if user_id is not None and found.get(user_id) != "teacher":
                found[user_id] = relation
    return found
