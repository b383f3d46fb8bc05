"""What no move parts from: fixed seats, and rules that two students are apart or together."""

from collections.abc import Sequence

from throughline.rooms.students import access
from throughline.rooms.students.class_lists.placing import name_of
from throughline.rooms.students.class_wishes.queries import Wish, find_wishes
from throughline.rooms.students.class_wishes.words import wish_words
from throughline.rooms.students.models import ClassList, NextPlace
from throughline.values.errors import RefusedInput
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

Moves = list[tuple[NextPlace, int | None]]


class SeatIsFixed(RefusedInput):
    """Somebody's seat is fixed; `kept` says whose, and where."""

    def __init__(self, kept: Sequence[str]) -> None:
        super().__init__(
            gettext_noop("A fixed seat is not moved."), gettext_noop("Who leads the list can free it first.")
        )
        self.wishes = kept


class RuleStands(RefusedInput):
    """A move would part from a rule of the list; each is named that the mover may see."""

    def __init__(self, rules: Sequence[str]) -> None:
        super().__init__(
            gettext_noop("A rule of this list stands against that, so nobody was moved."),
            gettext_noop("Choose another class, or ask who leads the list."),
        )
        self.wishes = rules


def moves_with(
    by: Viewer, class_list: ClassList, places: Sequence[NextPlace], place: NextPlace, room: int | None
) -> Moves:
    """This function will return the moves that take a student to a class: those bound to them by a rule come along.

    Nobody comes along to no class.
    """
    if room is None:
        return [(place, None)]
    rules = [wish for wish in find_wishes(by, class_list, places) if wish.is_rule and wish.kind == "together"]
    rooms = {one.student_id: one for one in places}
    taken, waiting = {place.student_id: place}, [place.student_id]
    while waiting:
        one = waiting.pop()
        for rule in rules:
            pair = {rule.first.pk, rule.second.pk}
            other = rooms[(pair - {one}).pop()] if one in pair else None
            if other and other.student_id not in taken and other.room == place.room is not None:
                taken[other.student_id] = other
                waiting.append(other.student_id)
    return [(each, room) for each in taken.values()]


def check_kept(by: Viewer, class_list: ClassList, places: Sequence[NextPlace], moves: Moves) -> None:
    """This function will do nothing where these moves part from no fixed seat and no rule.

    A rule about somebody whom `by` may not see is kept by moving nobody it binds. **Raises** `SeatIsFixed`,
    `RuleStands`.
    """
    fixed = [place for place, room in moves if place.is_fixed and place.room != room]
    if fixed:
        raise SeatIsFixed([f"{one.student.name}: {name_of(class_list, one.room)}" for one in fixed])
    moved = {place.student_id for place, _room in moves}
    rooms = {place.student_id: place.room for place in places} | {place.student_id: room for place, room in moves}
    rules = [wish for wish in find_wishes(by, class_list, places) if wish.is_rule]
    against = [rule for rule in rules if moved & {rule.first.pk, rule.second.pk} and not _holds(rule, rooms)]
    halves = access.get_class_wishes_for(by).filter(
        class_list=class_list, taken_back_at=None, is_rule=True, student__in=moved
    )
    if against or set(halves.values_list("key", flat=True)) - {rule.key for rule in rules}:
        raise RuleStands([wish_words(rule) for rule in against])


def broken_rules(by: Viewer, class_list: ClassList, places: Sequence[NextPlace]) -> list[str]:
    """This function will name the rules that do not hold now."""
    wishes = find_wishes(by, class_list, places)
    return [wish_words(wish) for wish in wishes if wish.is_rule and wish.is_held is False]


def _holds(rule: Wish, rooms: dict[int, int | None]) -> bool:
    first, second = rooms[rule.first.pk], rooms[rule.second.pk]
    return None in (first, second) or (first == second) == (rule.kind == "together")
