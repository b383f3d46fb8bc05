"""Who is wished apart or together, as far as a viewer may see both students, and why."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import access
from throughline.rooms.students.directory.noting import note_looked
from throughline.rooms.students.leading import LISTED, find_class_list, leads_at, may_move
from throughline.rooms.students.models import ClassList, ClassWish, NextPlace, Student
from throughline.rooms.students.next_year import WISH_AUDIENCES
from throughline.values.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Wish:
    """Two students who are wished apart or together. `reason` is blank where there is none, or none to be read.

    `is_held` is None where one of the two has no class yet.
    """

    key: UUID
    kind: str
    first: Student
    second: Student
    said_by_id: int
    said_by: str
    is_held: bool | None
    is_rule: bool = False
    reason: str = ""
    audience: str = ""


@dataclass(frozen=True, slots=True)
class WishesPage:
    """The wishes of a class list, and with what a new one can be said."""

    class_list: ClassList
    wishes: list[Wish]
    students: list[Student]
    audiences: list[str]
    may_say: bool
    leads: bool


def listed_places(viewer: Viewer, class_list: ClassList, *, act: str = "see") -> list[NextPlace]:
    """This function will return the places of a class list that `viewer` may see (or write), each with its student."""
    places = access.get_next_places_for(viewer, act=act).filter(class_list=class_list)
    places = places.filter(student__in=access.get_students_for(viewer)).select_related("student")
    return list(places.order_by("student__family_name", "student__given_name", "student"))


def find_wishes(viewer: Viewer, class_list: ClassList, places: Sequence[NextPlace]) -> list[Wish]:
    """This function will return the wishes that stand, of two students both of whom are among `places`."""
    rooms = {place.student_id: place for place in places}
    halves: dict[UUID, list[ClassWish]] = defaultdict(list)
    rows = access.get_class_wishes_for(viewer).filter(class_list=class_list, taken_back_at=None, student__in=rooms)
    for row in rows.select_related("said_by").order_by("said_at", "pk"):
        halves[row.key].append(row)
    reasons = {
        reason.wish_id: reason
        for reason in access.get_wish_reasons_for(viewer, WISH_AUDIENCES).filter(wish__class_list=class_list)
    }
    found = []
    for key, (first, *others) in halves.items():
        if not others:
            continue
        one, other = rooms[first.student_id], rooms[others[0].student_id]
        is_held = None if None in (one.room, other.room) else (one.room == other.room) == (first.kind == "together")
        reason = reasons.get(first.pk) or reasons.get(others[0].pk)
        words = (reason.text, reason.audience) if reason else ("", "")
        said_by = (first.said_by_id, first.said_by.name)
        found.append(Wish(key, first.kind, one.student, other.student, *said_by, is_held, first.is_rule, *words))
    return found


def wishes_page(viewer: Viewer, list_id: int, *, at: datetime) -> WishesPage:
    """This function will return the wishes of a class list with their reasons, and note whom they show.

    **Raises** `NotFound` where there is no class list `viewer` may see.
    """
    class_list = find_class_list(viewer, list_id)
    places = listed_places(viewer, class_list)
    wishes = find_wishes(viewer, class_list, places)
    people = [place.student for place in places]
    reached = accounts.find_reaches(viewer, "write", WISH_AUDIENCES)
    within = [one.pk for one in people]
    audiences = [
        name
        for name in WISH_AUDIENCES
        if reached[name] and access.get_students_for(viewer, name, act="write").filter(pk__in=within).exists()
    ]
    sights = access.explain_sight(viewer, people, (*LISTED, *WISH_AUDIENCES))
    shown = {one.pk: set(LISTED) for one in people}
    for wish in wishes:
        if wish.reason:
            for one in (wish.first, wish.second):
                shown[one.pk] |= {wish.audience} & sights[one.pk].bases.keys()
    looks = ((pk, sights[pk], classes) for pk, classes in shown.items())
    note_looked(by=viewer, at=at, shown=looks, place="students.class_wishes")
    leads = leads_at(viewer, class_list.school_id)
    return WishesPage(class_list, wishes, people, audiences, may_move(viewer, class_list), leads)
