"""Who works with the students of a school: those who teach there now, and those named for its students."""

from collections.abc import Iterable

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


def find_related_among(student_ids: Iterable[int], relations: Iterable[str]) -> list[tuple[int, int, str]]:
    """This function will list who stands in one of these relations to any of these students today.

    Each is a student, a person who can sign in, and the relation; one that is limited to some classes of record is left
    out. One query, whoever asks: a duty looks, so that the caller only says to whom something falls.
    """
    with accounts.acting_as(_DUTY):
        rows = access.holding_today().filter(student__in=list(student_ids), relation__in=list(relations))
        whole = rows.filter(record_classes=[], user__is_active=True).order_by("pk")
        standing = whole.values_list("student_id", "user_id", "relation")
        return [(student, user, relation) for student, user, relation in standing if user is not None]
