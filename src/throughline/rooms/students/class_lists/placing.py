"""The most even placing of a list's students, and writing down who was moved where."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import uuid4

from throughline.engines import balance
from throughline.rooms.students import access
from throughline.rooms.students.class_lists.balancing import find_traits
from throughline.rooms.students.class_wishes.queries import find_wishes
from throughline.rooms.students.class_wishes.words import wish_words
from throughline.rooms.students.models import ClassList, NextPlace, PlaceStep
from throughline.values.errors import RefusedInput
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

# How long a person waits for a proof that nothing is more even.
SECONDS = 2.0


class WishesClash(RefusedInput):
    """Some wishes and fixed seats cannot all hold; each is named, in the words of the reader."""

    def __init__(self, wishes: Sequence[str]) -> None:
        super().__init__(
            gettext_noop("These wishes cannot all hold in so many classes."),
            gettext_noop("Take one of them back, or free a seat."),
        )
        self.wishes = wishes


def suggest(viewer: Viewer, class_list: ClassList, places: Sequence[NextPlace]) -> balance.Placement:
    """This function will place these students as evenly as can be, by what `viewer` may see of them, as is wished.

    Fixed seats stay. **Raises** `WishesClash`.
    """
    people = [place.student for place in places]
    wanted = ("directory", "demographics", "assessments", *access.NEED_CLASSES)
    sights = access.explain_sight(viewer, people, wanted)
    traits = find_traits(viewer, people, class_list.balances, sights)
    wishes = find_wishes(viewer, class_list, places)
    by_wish = {balance.Wish(one.kind, *sorted((_key(one.first.pk), _key(one.second.pk)))): one for one in wishes}
    rising = [balance.Rising(_key(one.pk), traits.of(one.pk)) for one in people]
    seated = {_key(one.student_id): one for one in places if one.is_fixed and one.room is not None}
    fixed = {key: place.room for key, place in seated.items() if place.room is not None}
    answer = balance.place(rising, len(class_list.rooms), by_wish, fixed, seconds=SECONDS)
    if isinstance(answer, balance.Clash):
        kept = [f"{seated[key].student.name}: {name_of(class_list, seated[key].room)}" for key in answer.fixed]
        raise WishesClash([*(wish_words(by_wish[wish]) for wish in answer.wishes), *kept])
    return answer


def room_of(placement: balance.Placement, student_id: int) -> int:
    """This function will return the class a student was placed in."""
    return placement.rooms[_key(student_id)]


def move_all(
    by: Viewer, at: datetime, class_list: ClassList, moves: Iterable[tuple[NextPlace, int | None]], kind: str
) -> int:
    """This function will move students in one act, count the classes anew, and write each step down.

    It returns how many moved. The caller holds the list, and has checked what may be moved.
    """
    moved = [(place, room) for place, room in moves if place.room != room or kind not in ("moved", "suggested")]
    steps = [_step(by, at, class_list, place, room, kind) for place, room in moved]
    act = uuid4()
    for step in steps:
        step.act = act
    seat(class_list, moved)
    PlaceStep.objects.bulk_create(steps)
    return len(moved)


def seat(class_list: ClassList, moves: Iterable[tuple[NextPlace, int | None]]) -> None:
    """This function will put students in classes and keep the sizes of the list."""
    changed = []
    for place, room in moves:
        _count(class_list, place.room, -1)
        _count(class_list, room, 1)
        place.room = room
        changed.append(place)
    NextPlace.objects.bulk_update(changed, ["room"])
    class_list.save(update_fields=["sizes"])


def name_of(class_list: ClassList, room: int | None) -> str:
    """This function will return the name of a class; blank for none."""
    return class_list.rooms[room] if room is not None and room < len(class_list.rooms) else ""


def _count(class_list: ClassList, room: int | None, by: int) -> None:
    if room is not None:
        class_list.sizes[room] += by


def _key(student_id: int) -> str:
    return f"{student_id:020}"


def _step(by: Viewer, at: datetime, class_list: ClassList, place: NextPlace, room: int | None, kind: str) -> PlaceStep:
    return PlaceStep(
        class_list=class_list,
        student_id=place.student_id,
        kind=kind,
        was=place.room,
        is_now=room,
        was_name=name_of(class_list, place.room),
        now_name=name_of(class_list, room),
        by_id=by.user_id or 0,
        at=at,
    )
