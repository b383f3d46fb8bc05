"""Class lists as one viewer may see them: which there are, and one with its classes, balance and wishes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from throughline.engines import balance
from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import access
from throughline.rooms.students.class_lists.balancing import Traits, find_traits, offered_balances
from throughline.rooms.students.class_lists.placing import name_of
from throughline.rooms.students.class_wishes.queries import Wish, find_wishes, listed_places
from throughline.rooms.students.directory.noting import note_looked
from throughline.rooms.students.directory.words import grade_order, next_grade
from throughline.rooms.students.leading import (
    LISTED,
    find_class_list,
    find_teaching,
    leads_at,
    may_move,
    schools_led,
    students_to_list,
)
from throughline.rooms.students.models import ClassList, NextPlace, PlaceStep, Student
from throughline.rooms.students.next_year import Stage
from throughline.values.errors import NotAllowed
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

MOST_FOUND = 12


@dataclass(frozen=True, slots=True)
class Card:
    """A student in a class: what is so of them, the class the teachers proposed where it is another, and wishes."""

    student: Student
    room: int | None
    marks: Sequence[str]
    is_fixed: bool = False
    proposed: str = ""
    wishes: Sequence[tuple[Wish, Student]] = ()


@dataclass(frozen=True, slots=True)
class Room:
    """A class next year (None: not placed yet), whom the viewer sees in it, and how many sit there in all."""

    number: int | None
    name: str
    cards: Sequence[Card]
    n: int

    @property
    def n_hidden(self) -> int:
        return self.n - len(self.cards)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the balance: how many of something each class holds, beside its even share."""

    words: str
    spread: balance.Spread

    @property
    def offs(self) -> list[tuple[int, bool]]:
        """Each count, and whether it is within the even share."""
        return [(n, self.spread.low <= n <= self.spread.high) for n in self.spread.counts]


@dataclass(frozen=True, slots=True)
class Board:
    """A class list as one viewer sees it. `sizes` counts everybody; `lines` those the viewer sees."""

    class_list: ClassList
    rooms: Sequence[Room]
    waiting: Room
    sizes: balance.Spread
    lines: Sequence[Line]
    broken: Sequence[Wish]
    n_hidden: int
    n_hidden_balances: int
    leads: bool
    may_move: bool
    last: Sequence[PlaceStep]


@dataclass(frozen=True, slots=True)
class ChangePage:
    """With what a leader changes a class list: what can be balanced, who teaches, and whom a typed name could mean."""

    class_list: ClassList
    balances: list[tuple[str, str]]
    teachers: list[tuple[int, str]]
    students: list[Student]
    found: list[Student]


class TakesNoPart(NotAllowed):
    """Class lists are made by who leads a school and by the teachers they ask."""

    def __init__(self) -> None:
        super().__init__(
            gettext_noop("You take part in no class list."),
            gettext_noop("The principal or the coordinator begins one and says who proposes."),
        )


def takes_part_anywhere(viewer: Viewer) -> bool:
    """This function will tell whether there is a class list `viewer` may see, or could begin."""
    reach = accounts.find_reach(viewer, "see", "oversight")
    works = reach.everything or bool(reach.school_ids)
    return works or access.get_class_lists_for(viewer).exists()


def find_class_lists(viewer: Viewer) -> QuerySet[ClassList]:
    """This function will return the class lists `viewer` may see. **Raises** `TakesNoPart` for all others."""
    if not takes_part_anywhere(viewer):
        raise TakesNoPart
    return access.get_class_lists_for(viewer).select_related("school")


def grades_to_begin(viewer: Viewer) -> list[tuple[int, str, str, int]]:
    """This function will return where `viewer` could begin a class list, as (school id, its name, grade now, students).

    **Raises** `NotAllowed` where they lead no class lists.
    """
    schools = dict(schools_led(viewer))
    if not schools:
        raise NotAllowed(
            gettext_noop("Class lists are begun by who leads a school."),
            gettext_noop("Ask the principal or the coordinator."),
        )
    begun = set(access.get_class_lists_for(viewer).values_list("school", "grade"))
    counts: dict[tuple[int, str], int] = {}
    rows = students_to_list(viewer).filter(home_school__in=schools).values_list("home_school", "grade")
    for school_id, grade in rows:
        if school_id is not None and next_grade(grade) and (school_id, grade) not in begun:
            counts[school_id, grade] = counts.get((school_id, grade), 0) + 1
    ordered = sorted(counts, key=lambda one: (schools[one[0]], grade_order(one[1])))
    return [(school_id, schools[school_id], grade, counts[school_id, grade]) for school_id, grade in ordered]


def rising_ids(viewer: Viewer, school_id: int, grade: str) -> list[int]:
    """This function will return the students of a grade of a school whom `viewer` could put on a class list."""
    rising = students_to_list(viewer).filter(home_school=school_id, grade=grade)
    return list(rising.values_list("pk", flat=True))


def board(viewer: Viewer, list_id: int, *, at: datetime) -> Board:
    """This function will return a class list, and note whom it shows.

    It asks the database equally often, however many students there are. **Raises** `NotFound`.
    """
    class_list = find_class_list(viewer, list_id)
    places = listed_places(viewer, class_list)
    people = [place.student for place in places]
    wanted = (*LISTED, "demographics", "assessments", *access.NEED_CLASSES)
    sights = access.explain_sight(viewer, people, wanted)
    traits = find_traits(viewer, people, class_list.balances, sights)
    wishes = find_wishes(viewer, class_list, places)
    _note(viewer, at, people, traits, sights)
    cards = _cards(viewer, class_list, places, traits, wishes)
    by_room: dict[int | None, list[Card]] = {}
    for card in cards:
        by_room.setdefault(card.room, []).append(card)
    n_waiting = class_list.n_students - sum(class_list.sizes)
    n_rooms = len(class_list.rooms)
    everybody = (room for room, n in enumerate(class_list.sizes) for _one in range(n))
    return Board(
        class_list,
        [
            Room(number, name, by_room.get(number, []), class_list.sizes[number])
            for number, name in enumerate(class_list.rooms)
        ],
        Room(None, "", by_room.get(None, []), n_waiting),
        balance.spread_of(everybody, n_rooms),
        _lines(cards, traits, n_rooms),
        [wish for wish in wishes if wish.is_held is False],
        class_list.n_students - len(places),
        traits.n_hidden,
        leads_at(viewer, class_list.school_id),
        may_move(viewer, class_list),
        find_last(viewer, class_list),
    )


def find_last(viewer: Viewer, class_list: ClassList) -> list[PlaceStep]:
    """This function will return the steps of the last thing `viewer` did in a class list that is not undone."""
    own = access.get_place_steps_for(viewer).filter(
        class_list=class_list, by=viewer.user_id or 0, undone_at=None, kind__in=("moved", "suggested")
    )
    last = own.order_by("-at", "-pk").first() if may_move(viewer, class_list) else None
    return list(own.filter(act=last.act).select_related("student").order_by("pk")) if last else []


def change_page(viewer: Viewer, class_list: ClassList, found: list[Student], *, at: datetime) -> ChangePage:
    """This function will return what a leader changes a class list with, and note whom it shows."""
    people = [place.student for place in listed_places(viewer, class_list)]
    listed = {one.pk for one in people}
    offered = [one for one in found if one.pk not in listed][:MOST_FOUND]
    shown = [*people, *offered]
    sights = access.explain_sight(viewer, shown, LISTED)
    looks = ((one.pk, sights[one.pk], sights[one.pk].bases.keys() & set(LISTED)) for one in shown)
    note_looked(by=viewer, at=at, shown=looks, place="students.class_list")
    return ChangePage(class_list, offered_balances(viewer, list(listed)), find_teaching(list(listed)), people, offered)


def _note(
    viewer: Viewer, at: datetime, people: Sequence[Student], traits: Traits, sights: dict[int, access.Sight]
) -> None:
    """What a card shows of a student is noted; that a student holds no need of a kind shows that too."""
    classes = {trait.record_class for trait in traits.traits}
    looks = ((one.pk, sights[one.pk], sights[one.pk].bases.keys() & {*LISTED, *classes}) for one in people)
    note_looked(by=viewer, at=at, shown=looks, place="students.class_list")


def _cards(
    viewer: Viewer, class_list: ClassList, places: Sequence[NextPlace], traits: Traits, wishes: Sequence[Wish]
) -> list[Card]:
    proposed = _proposed(viewer, class_list)
    said: dict[int, list[tuple[Wish, Student]]] = {}
    for wish in wishes:
        said.setdefault(wish.first.pk, []).append((wish, wish.second))
        said.setdefault(wish.second.pk, []).append((wish, wish.first))
    found = []
    for place in places:
        held = traits.of(place.student_id)
        marks = [trait.one for trait in traits.traits if trait.code in held]
        before = proposed.get(place.student_id, "")
        other = before if before != name_of(class_list, place.room) else ""
        found.append(Card(place.student, place.room, marks, place.is_fixed, other, said.get(place.student_id, ())))
    return found


def _proposed(viewer: Viewer, class_list: ClassList) -> dict[int, str]:
    """The class in which each student sat when the list was sent in: by its name at the time."""
    if class_list.sent_at is None or class_list.stage == Stage.PROPOSING:
        return {}
    steps = access.get_place_steps_for(viewer).filter(class_list=class_list, at__lte=class_list.sent_at)
    steps = steps.exclude(undone_at__lte=class_list.sent_at).order_by("at", "pk")
    return dict(steps.values_list("student", "now_name"))


def _lines(cards: Sequence[Card], traits: Traits, n_rooms: int) -> list[Line]:
    found = []
    for trait in traits.traits:
        rooms = (card.room for card in cards if trait.code in traits.of(card.student.pk))
        found.append(Line(trait.many, balance.spread_of((room for room in rooms if room is not None), n_rooms)))
    return found
