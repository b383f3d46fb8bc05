"""Begin a class list, change its classes and people, put students on it and take them off, and let it go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit
from throughline.rooms.students.class_lists.balancing import NEED, offered_balances
from throughline.rooms.students.class_lists.placing import move_all, room_of, suggest
from throughline.rooms.students.class_wishes.queries import listed_places
from throughline.rooms.students.directory.words import next_grade
from throughline.rooms.students.leading import find_led, find_teaching, leads_at, students_to_list
from throughline.rooms.students.models import ClassList, NextPlace
from throughline.rooms.students.next_year import Stage
from throughline.values.errors import NotFound, RefusedInput
from throughline.values.school_year import SchoolYear
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

MOST_ROOMS = 12
MOST_STUDENTS = 400
MOST_LETTERS = 60


@dataclass(frozen=True, slots=True)
class Begun:
    """A class list to begin: the grade its students are in now, the classes next year, and what is spread evenly."""

    school_id: int
    grade: str
    rooms: Sequence[str]
    balances: Sequence[str] = ()


@transaction.atomic
def begin_class_list(*, by: Viewer, at: datetime, begun: Begun) -> ClassList:
    """This function will begin the class list of a grade for next year, its students placed as evenly as can be.

    Those who teach them now are asked to propose. **Raises** `RefusedInput` where `by` leads no class lists at the
    school, there is one already, or nobody to place.
    """
    if not leads_at(by, begun.school_id) or not next_grade(begun.grade):
        raise RefusedInput(
            gettext_noop("You can begin no class list for this grade."), gettext_noop("Choose one of those offered.")
        )
    rooms = _checked_rooms(begun.rooms)
    rising = list(students_to_list(by).filter(home_school=begun.school_id, grade=begun.grade))
    if not rising or len(rising) > MOST_STUDENTS:
        raise RefusedInput(
            gettext_noop("A class list is for 1 to 400 students."), gettext_noop("Choose another grade.")
        )
    ids = [one.pk for one in rising]
    offered = dict(offered_balances(by, ids))
    row = ClassList(
        school_id=begun.school_id,
        grade=begun.grade,
        year=SchoolYear.of(accounts.today()).ends + 1,
        rooms=rooms,
        sizes=[0] * len(rooms),
        n_students=len(rising),
        balances=[code for code in offered if code in set(begun.balances)],
        member_ids=[pk for pk, _name in find_teaching(ids)],
        begun_by_id=by.user_id or 0,
        begun_at=at,
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as taken:
        raise RefusedInput(
            gettext_noop("There is a class list for this grade already."), gettext_noop("Go on with that one.")
        ) from taken
    places = [NextPlace(class_list=row, student=one) for one in rising]
    NextPlace.objects.bulk_create(places)
    placement = suggest(by, row, places)
    row.is_best = placement.is_best
    row.save(update_fields=["is_best"])
    move_all(by, at, row, [(place, room_of(placement, place.student_id)) for place in places], "started")
    details = {"students": len(rising), "classes": len(rooms)}
    audit.record_act(by=by, at=at, act="begin", noun="class list", object_id=row.pk, details=details)
    return row


@transaction.atomic
def change_class_list(
    *, by: Viewer, at: datetime, list_id: int, rooms: Sequence[str], balances: Sequence[str], member_ids: Sequence[int]
) -> ClassList:
    """This function will name the classes anew, add some, and say what is spread evenly and who proposes.

    Things to balance by that `by` may not see stay as they are. **Raises** as `find_led`; `RefusedInput` where a class
    that holds students would go.
    """
    row = _open(by, list_id)
    named = _checked_rooms(rooms)
    if any(row.sizes[len(named) :]):
        raise RefusedInput(
            gettext_noop("A class that holds students cannot be taken away."),
            gettext_noop("Move them first; the last lines are the classes that go."),
        )
    places = listed_places(by, row)
    offered = dict(offered_balances(by, [place.student_id for place in places]))
    teaching = dict(find_teaching([place.student_id for place in places]))
    hidden = [code for code in row.balances if code not in offered and code.startswith(NEED)]
    row.rooms, row.sizes = named, [*row.sizes[: len(named)], *[0] * (len(named) - len(row.sizes))]
    row.balances = [*(code for code in offered if code in set(balances)), *hidden]
    row.member_ids = sorted({pk for pk in member_ids if pk in teaching or pk in row.member_ids})
    row.save(update_fields=["rooms", "sizes", "balances", "member_ids"])
    details = {"classes": len(named), "people": len(row.member_ids)}
    audit.record_act(by=by, at=at, act="change", noun="class list", object_id=row.pk, details=details)
    return row


@transaction.atomic
def add_student(*, by: Viewer, at: datetime, list_id: int, student_id: int) -> NextPlace:
    """This function will put a student on a list who comes to the grade: from another school, or to repeat it.

    They have no class yet. **Raises** as `find_led`; `NotFound` where `by` may not write of such a student.
    """
    row = _open(by, list_id)
    student = students_to_list(by).filter(pk=student_id).first()
    if student is None:
        raise NotFound(gettext_noop("There is no such student, or none you may put on a list."))
    place, is_new = NextPlace.objects.get_or_create(class_list=row, student=student)
    if is_new:
        row.n_students += 1
        row.save(update_fields=["n_students"])
        move_all(by, at, row, [(place, None)], "added")
        audit.record_act(by=by, at=at, act="add student", noun="class list", object_id=row.pk)
    return place


@transaction.atomic
def take_off(*, by: Viewer, at: datetime, list_id: int, student_id: int) -> None:
    """This function will take a student who moves away off a list. **Raises** as `find_led`, `NotFound`."""
    row = _open(by, list_id)
    place = next((one for one in listed_places(by, row, act="write") if one.student_id == student_id), None)
    if place is None:
        raise NotFound(gettext_noop("There is no such student on this list."))
    move_all(by, at, row, [(place, None)], "taken off")
    place.delete()
    row.n_students -= 1
    row.save(update_fields=["n_students"])
    audit.record_act(by=by, at=at, act="take off student", noun="class list", object_id=row.pk)


@transaction.atomic
def let_go_of_class_list(*, by: Viewer, at: datetime, list_id: int) -> None:
    """This function will let a list go that was begun by mistake; what was done in it stays on record.

    **Raises** as `find_led`, `RefusedInput` where it is final.
    """
    row = _open(by, list_id)
    row.let_go_at = at
    row.save(update_fields=["let_go_at"])
    audit.record_act(by=by, at=at, act="let go", noun="class list", object_id=row.pk)


def _open(by: Viewer, list_id: int) -> ClassList:
    row = find_led(by, list_id)
    if row.stage == Stage.FINAL:
        raise RefusedInput(gettext_noop("This class list is final."), gettext_noop("Open it again first."))
    return row


def _checked_rooms(names: Sequence[str]) -> list[str]:
    rooms = [" ".join(name.replace("\x00", "").split()) for name in names]
    rooms = [name for name in rooms if name]
    if not 1 <= len(rooms) <= MOST_ROOMS or len({name.casefold() for name in rooms}) < len(rooms):
        raise RefusedInput(
            gettext_noop("There are 1 to 12 classes, each of its own name."), gettext_noop("Write one name a line.")
        )
    if any(len(name) > MOST_LETTERS for name in rooms):
        raise RefusedInput(
            gettext_noop("The name of a class is up to 60 letters long."), gettext_noop("Shorten the longest.")
        )
    return rooms
