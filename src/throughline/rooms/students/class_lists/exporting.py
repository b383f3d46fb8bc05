"""A class list as a file: who sits where next year, as far as the policy table lets somebody export it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit
from throughline.rooms.students import access
from throughline.rooms.students.class_lists.balancing import class_of
from throughline.rooms.students.class_lists.placing import name_of
from throughline.rooms.students.class_wishes.queries import listed_places
from throughline.rooms.students.directory.noting import note_looked
from throughline.rooms.students.leading import find_class_list
from throughline.rooms.students.models import ClassList, Student
from throughline.rooms.students.next_year import Stage
from throughline.values.errors import NotAllowed
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

# While a list is made, a seat is a note among staff. Once it is final, it is where a student is enrolled next year.
SHOWN = ("directory", "enrollment")


@dataclass(frozen=True, slots=True)
class Seat:
    """A line of the file. `statement` is what the family placed beside what the line holds."""

    student: Student
    room: str
    statement: str = ""


@dataclass(frozen=True, slots=True)
class ListFile:
    """What a file of a class list holds: not `n_left_out` of its students, and nothing of the classes `kept_in`."""

    class_list: ClassList
    seats: Sequence[Seat]
    n_left_out: int
    kept_in: Sequence[str]

    @property
    def is_ready(self) -> bool:
        """Whether there is a file: the list is final, and somebody on it may be exported."""
        return self.class_list.stage == Stage.FINAL and bool(self.seats)


def may_export(viewer: Viewer, class_list: ClassList) -> bool:
    """This function will tell whether the policy table lets `viewer` export who sits where at a school."""
    return all(accounts.find_reach(viewer, "export", name).covers_school(class_list.school_id) for name in SHOWN)


def list_file(viewer: Viewer, list_id: int, *, at: datetime, exporting: bool = False) -> ListFile:
    """This function will return what a file of a class list would hold, and where it is exported note whom it shows.

    **Raises** `NotFound` where there is no class list `viewer` may see; `NotAllowed` where it is to be exported and
    there is no such file, as it is not final or the policy table lets them export nobody.
    """
    class_list = find_class_list(viewer, list_id)
    within = [access.get_students_for(viewer, name, act="export").values("pk") for name in SHOWN]
    shown = set(access.get_students_for(viewer).filter(pk__in=within[0]).filter(pk__in=within[1]).values_list("pk"))
    places = [one for one in listed_places(viewer, class_list) if (one.student_id,) in shown]
    said = access.find_statements_by_student() if exporting else {}
    seats = [
        Seat(
            one.student,
            name_of(class_list, one.room) if class_list.stage == Stage.FINAL else "",
            "\n".join(words for part, words in said.get(one.student_id, ()) if part in SHOWN),
        )
        for one in places
    ]
    kept_in = list(dict.fromkeys(["notes", *(class_of(balance) for balance in class_list.balances)]))
    found = ListFile(class_list, seats, class_list.n_students - len(seats), kept_in)
    if exporting:
        if not found.is_ready:
            raise NotAllowed(
                gettext_noop("There is no file of this class list for you."),
                gettext_noop("A list is exported once it is final, by those whose role lets them export students."),
            )
        _note(viewer, at, found)
    return found


def _note(viewer: Viewer, at: datetime, found: ListFile) -> None:
    people = [seat.student for seat in found.seats]
    sights = access.explain_sight(viewer, people, SHOWN)
    looks = ((one.pk, sights[one.pk], sights[one.pk].bases.keys() & set(SHOWN)) for one in people)
    note_looked(by=viewer, at=at, shown=looks, place="students.class_list_export")
    details = {"students": len(people)}
    row = found.class_list
    audit.record_act(by=viewer, at=at, act="export", noun="class list", object_id=row.pk, details=details)
