"""Move a student, fix or free their seat, undo the last move, have the classes suggested anew, and send a list on."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from throughline.rooms.audit import api as audit
from throughline.rooms.students import access
from throughline.rooms.students.class_lists.placing import move_all, room_of, seat, suggest
from throughline.rooms.students.class_lists.queries import find_last
from throughline.rooms.students.class_moves.keeping import RuleStands, broken_rules, check_kept, moves_with
from throughline.rooms.students.class_wishes.queries import listed_places
from throughline.rooms.students.leading import find_led, find_movable
from throughline.rooms.students.models import ClassList, NextPlace
from throughline.rooms.students.next_year import Stage
from throughline.values.errors import NotFound, RefusedInput
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

# From which stage a list goes to which, and the word for it in the audit trail. Sending in is the teachers' too.
WAYS: Mapping[tuple[str, str], str] = {
    (Stage.PROPOSING, Stage.REVISING): "send in",
    (Stage.REVISING, Stage.PROPOSING): "hand back",
    (Stage.REVISING, Stage.FINAL): "make final",
    (Stage.FINAL, Stage.REVISING): "open again",
}


@transaction.atomic
def move_student(
    *, by: Viewer, at: datetime, list_id: int, student_id: int, room: int | None, was: int | None
) -> list[NextPlace]:
    """This function will move a student to a class (None: to none), and write the step down. Drafts are kept so.

    Those whom a rule binds to them come along; it returns who moved, the student first, or them alone where they sit
    there already. `was` is where whoever moves saw them. **Raises** as `find_movable` and `check_kept`;
    `NotFound` for a student whom they may not move, `RefusedInput` where there is no such class, or somebody else moved
    the student meanwhile.
    """
    class_list = find_movable(by, list_id)
    places = listed_places(by, class_list, act="write")
    place = _found(places, student_id)
    if room is not None and not 0 <= room < len(class_list.rooms):
        raise RefusedInput(gettext_noop("There is no such class."), gettext_noop("Choose one of those offered."))
    if place.room == room:
        return [place]
    if place.room != was:
        raise RefusedInput(
            gettext_noop("Somebody else moved this student meanwhile."),
            gettext_noop("Here is where they are now; move them again if you wish."),
        )
    moves = moves_with(by, class_list, places, place, room)
    check_kept(by, class_list, places, moves)
    move_all(by, at, class_list, moves, "moved")
    return [one for one, _room in moves]


@transaction.atomic
def fix_seat(*, by: Viewer, at: datetime, list_id: int, student_id: int, is_fixed: bool) -> NextPlace:
    """This function will fix a student in the class they sit in, so that neither a move nor the solver parts them.

    Or it will free the seat again. **Raises** as `find_led` and `find_movable`; `NotFound`; `RefusedInput` for
    somebody who has no class yet.
    """
    find_led(by, list_id)
    class_list = find_movable(by, list_id)
    place = _found(listed_places(by, class_list, act="write"), student_id)
    if place.room is None:
        raise RefusedInput(gettext_noop("They have no class yet."), gettext_noop("Move them to one, then fix them."))
    if place.is_fixed != is_fixed:
        place.is_fixed = is_fixed
        place.save(update_fields=["is_fixed"])
        move_all(by, at, class_list, [(place, place.room)], "fixed" if is_fixed else "freed")
    return place


@transaction.atomic
def undo_last(*, by: Viewer, at: datetime, list_id: int) -> int:
    """This function will take back the last thing `by` did here, and return how many students it moved back.

    **Raises** as `find_movable` and `check_kept`; `RefusedInput` where there is nothing, or somebody went on from
    there.
    """
    class_list = find_movable(by, list_id)
    steps = find_last(by, class_list)
    if not steps:
        raise RefusedInput(gettext_noop("There is nothing of yours to undo."))
    listed = listed_places(by, class_list, act="write")
    places = {one.student_id: one for one in listed}
    n_rooms = len(class_list.rooms)
    for step in steps:
        place = places.get(step.student_id)
        if place is None or place.room != step.is_now or (step.was is not None and step.was >= n_rooms):
            raise RefusedInput(
                gettext_noop("Somebody else went on from there, so it cannot be undone."),
                gettext_noop("Move the student by hand."),
            )
    back = [(places[step.student_id], step.was) for step in steps]
    check_kept(by, class_list, listed, back)
    seat(class_list, back)
    access.get_place_steps_for(by).filter(pk__in=[step.pk for step in steps]).update(undone_at=at)
    return len(steps)


@transaction.atomic
def suggest_again(*, by: Viewer, at: datetime, list_id: int) -> ClassList:
    """This function will place everybody anew, as evenly as can be and as is wished now. It can be undone.

    Fixed seats stay.

    **Raises** as `find_led` and `find_movable`; `WishesClash`.
    """
    find_led(by, list_id)
    class_list = find_movable(by, list_id)
    places = listed_places(by, class_list, act="write")
    placement = suggest(by, class_list, places)
    moves = [(place, room_of(placement, place.student_id)) for place in places]
    n = move_all(by, at, class_list, moves, "suggested")
    class_list.is_best = placement.is_best
    class_list.save(update_fields=["is_best"])
    audit.record_act(by=by, at=at, act="suggest", noun="class list", object_id=class_list.pk, details={"students": n})
    return class_list


@transaction.atomic
def send_on(*, by: Viewer, at: datetime, list_id: int, stage: str) -> ClassList:
    """This function will send a list on: in, back to the teachers, to be final, or open again.

    **Raises** `NotFound`, `NotAllowed` where it is not theirs to do, `RefusedInput` where it does not lead there, or
    somebody has no class yet.
    """
    class_list = find_movable(by, list_id) if stage == Stage.REVISING and _is_proposing(by, list_id) else None
    class_list = class_list or find_led(by, list_id)
    act = WAYS.get((class_list.stage, stage))
    if act is None:
        raise RefusedInput(gettext_noop("This list is not at that point."), gettext_noop("Look where it is now."))
    n_waiting = class_list.n_students - sum(class_list.sizes)
    if stage == Stage.FINAL and n_waiting:
        raise RefusedInput(
            gettext_noop("Somebody has no class yet."), gettext_noop("Give each student a class, or take them off.")
        )
    if stage == Stage.FINAL and (broken := broken_rules(by, class_list, listed_places(by, class_list))):
        raise RuleStands(broken)
    if act == "send in":
        class_list.sent_by_id, class_list.sent_at = by.user_id, at
    class_list.stage = stage
    class_list.save(update_fields=["stage", "sent_by", "sent_at"])
    audit.record_act(by=by, at=at, act=act, noun="class list", object_id=class_list.pk)
    return class_list


def _is_proposing(by: Viewer, list_id: int) -> bool:
    return access.get_class_lists_for(by).filter(pk=list_id, stage=Stage.PROPOSING).exists()


def _found(places: list[NextPlace], student_id: int) -> NextPlace:
    place = next((one for one in places if one.student_id == student_id), None)
    if place is None:
        raise NotFound(gettext_noop("There is no such student on this list, or none you may move."))
    return place
