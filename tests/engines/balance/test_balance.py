"""Class lists that a principal can check by counting on fingers, and properties that hold for all."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughline.engines.balance import Clash, Placement, Rising, Wish, place, spread_of
from throughline.engines.balance.descend import deal
from throughline.engines.balance.even import columns_of, scale_of
from throughline.engines.balance.place import imbalance_of
from throughline.engines.balance.wishes import group


def _many(n: int, **traits: int) -> list[Rising]:
    """`n` students; the first `k` hold a trait, counted round so that traits meet in all ways."""
    held: list[set[str]] = [set() for _one in range(n)]
    for step, (trait, many) in enumerate(traits.items()):
        for one in range(many):
            held[(one * (step + 2)) % n if step else one].add(trait)
    return [Rising(f"{number:03}", frozenset(traits)) for number, traits in enumerate(held)]


def _placed(students: list[Rising], n_rooms: int, wishes: list[Wish] | None = None) -> Placement:
    answer = place(students, n_rooms, wishes or [])
    assert isinstance(answer, Placement)
    return answer


def _counts(students: list[Rising], answer: Placement, n_rooms: int, trait: str = "") -> tuple[int, ...]:
    rooms = (answer.rooms[one.key] for one in students if not trait or trait in one.traits)
    return tuple(sorted(spread_of(rooms, n_rooms).counts))


def test_three_classes_of_64_students_ten_of_whom_have_an_iep() -> None:
    students = _many(64, iep=10, girl=31, reads_above=16)
    answer = _placed(students, 3)
    assert answer.is_best
    assert answer.imbalance == 0
    assert _counts(students, answer, 3) == (21, 21, 22)
    assert _counts(students, answer, 3, "iep") == (3, 3, 4)
    assert _counts(students, answer, 3, "girl") == (10, 10, 11)
    assert _counts(students, answer, 3, "reads_above") == (5, 5, 6)


def test_two_who_are_to_be_apart_are_and_two_who_are_to_be_together_are() -> None:
    students = _many(20, iep=4)
    wishes = [Wish("apart", "000", "001"), Wish("together", "000", "002"), Wish("together", "002", "003")]
    answer = _placed(students, 2, wishes)
    assert answer.rooms["000"] != answer.rooms["001"]
    assert answer.rooms["000"] == answer.rooms["002"] == answer.rooms["003"]
    assert _counts(students, answer, 2) == (10, 10)
    assert _counts(students, answer, 2, "iep") == (1, 3)
    assert answer.imbalance == 2, "one too many here and one too few there, and no way round it"
    assert answer.is_best


def test_wishes_that_cannot_all_hold_are_named_and_no_others() -> None:
    three = [Wish("apart", "000", "001"), Wish("apart", "001", "002"), Wish("apart", "000", "002")]
    answer = place(_many(10), 2, [*three, Wish("apart", "004", "005"), Wish("together", "006", "007")])
    assert isinstance(answer, Clash)
    assert set(answer.wishes) == set(three)
    chain = [Wish("together", "000", "001"), Wish("together", "001", "002"), Wish("apart", "000", "002")]
    answer = place(_many(10), 5, [*chain, Wish("together", "005", "006")])
    assert isinstance(answer, Clash)
    assert set(answer.wishes) == set(chain)
    alone = place(_many(3), 1, [Wish("apart", "000", "001")])
    assert alone == Clash((Wish("apart", "000", "001"),))


def test_a_wish_about_somebody_who_is_not_there_is_left_out() -> None:
    assert _placed(_many(4), 2, [Wish("apart", "000", "999")]).imbalance == 0


def test_nobody_and_nowhere() -> None:
    assert place([], 3) == Placement({}, 0, is_best=True)
    with pytest.raises(ValueError, match="no class"):
        place(_many(2), 0)


def test_size_comes_before_all_else() -> None:
    """Three who stay together and hold everything: the classes are still of one size."""
    students = _many(8, iep=3, girl=3)
    wishes = [Wish("together", "000", "001"), Wish("together", "001", "002")]
    assert _counts(students, _placed(students, 2, wishes), 2) == (4, 4)


def test_spread_says_what_is_even() -> None:
    assert spread_of([0, 1, 2, 0], 3).is_even
    assert not spread_of([0, 0, 0, 1], 3).is_even


def test_a_large_grade_in_many_classes_is_placed() -> None:
    students = _many(180, iep=29, english=41, girl=93, away=17, below=50, above=44, behavior=11)
    wishes = [Wish("apart", f"{one:03}", f"{one + 1:03}") for one in range(0, 40, 2)]
    answer = _placed(students, 7, wishes)
    assert answer.imbalance == 0


_TRAITS = ("iep", "english", "girl", "below")


@st.composite
def _grades(draw: st.DrawFn) -> tuple[list[Rising], int, list[Wish]]:
    n = draw(st.integers(1, 24))
    held = draw(st.lists(st.frozensets(st.sampled_from(_TRAITS)), min_size=n, max_size=n))
    students = [Rising(f"{number:02}", traits) for number, traits in enumerate(held)]
    keys = st.sampled_from([one.key for one in students])
    pairs = st.tuples(st.sampled_from(["apart", "together"]), keys, keys)
    drawn = draw(st.lists(pairs, max_size=6))
    wishes = [Wish(kind, first, second) for kind, first, second in drawn if first != second]
    return students, draw(st.integers(1, 5)), wishes


@settings(max_examples=80)
@given(_grades(), st.randoms(use_true_random=False))
def test_whoever_comes_in_is_placed_once_as_wished_whatever_the_order(
    drawn: tuple[list[Rising], int, list[Wish]], chance: object
) -> None:
    students, n_rooms, wishes = drawn
    answer = place(students, n_rooms, wishes)
    mixed, turned = list(students), list(wishes)
    chance.shuffle(mixed)  # type: ignore[attr-defined]  # a random.Random
    chance.shuffle(turned)  # type: ignore[attr-defined]
    assert place(mixed, n_rooms, turned) == answer
    if isinstance(answer, Clash):
        assert answer.wishes
        left = [wish for wish in answer.wishes if wish != answer.wishes[0]]
        assert isinstance(place(students, n_rooms, left), Placement), "each named wish is needed for the clash"
        return
    assert set(answer.rooms) == {one.key for one in students}
    assert set(answer.rooms.values()) <= set(range(n_rooms))
    for wish in wishes:
        assert (answer.rooms[wish.first] == answer.rooms[wish.second]) == (wish.kind == "together")


@settings(max_examples=80)
@given(_grades())
def test_it_is_never_less_even_than_dealing_out(drawn: tuple[list[Rising], int, list[Wish]]) -> None:
    students, n_rooms, _wishes = drawn
    known = {one.key: one for one in students}
    groups = group(list(known), [])
    columns = columns_of(groups, known)
    scale = scale_of(columns, n_rooms)
    dealt = deal(columns, range(len(groups)), {}, n_rooms)
    assert _placed(students, n_rooms).imbalance <= imbalance_of(columns, dealt, scale, n_rooms)


@settings(max_examples=40)
@given(_grades())
def test_what_is_called_the_best_is_the_best_of_all_there_are(drawn: tuple[list[Rising], int, list[Wish]]) -> None:
    students, n_rooms, wishes = drawn[0][:7], min(drawn[1], 3), drawn[2]
    answer = place(students, n_rooms, wishes)
    known = {one.key: one for one in students}
    held = [wish for wish in wishes if wish.first in known and wish.second in known]
    columns = columns_of([[key] for key in known], known)
    scale = scale_of(columns, n_rooms)
    places = (dict(zip(known, rooms, strict=True)) for rooms in product(range(n_rooms), repeat=len(known)))
    fitting = [
        rooms
        for rooms in places
        if all((rooms[wish.first] == rooms[wish.second]) == (wish.kind == "together") for wish in held)
    ]
    if isinstance(answer, Clash):
        assert fitting == []
        return
    import numpy as np

    weighed = [imbalance_of(columns, np.array(list(rooms.values())), scale, n_rooms) for rooms in fitting]
    assert answer.is_best
    assert answer.imbalance == min(weighed)


def test_a_fixed_seat_is_kept_and_the_rest_is_as_even_as_can_be() -> None:
    students = _many(9, iep=3)
    fixed = {"000": 2, "001": 2, "008": 0}
    answer = place(students, 3, [Wish("together", "008", "007")], fixed)
    assert isinstance(answer, Placement)
    assert {key: answer.rooms[key] for key in fixed} == fixed
    assert answer.rooms["007"] == 0
    assert _counts(students, answer, 3) == (3, 3, 3)


def test_fixed_seats_that_clash_are_named_with_the_wish_they_clash_with() -> None:
    apart = Wish("apart", "000", "001")
    assert place(_many(6), 2, [apart, Wish("apart", "003", "004")], {"000": 1, "001": 1, "002": 0}) == Clash(
        (apart,), ("000", "001")
    )
    together = Wish("together", "000", "001")
    assert place(_many(6), 2, [together], {"000": 1, "001": 0}) == Clash((together,), ("000", "001"))
    with pytest.raises(ValueError, match="a class that there is not"):
        place(_many(2), 2, fixed={"000": 2})


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 4), st.lists(st.tuples(st.booleans(), st.booleans(), st.integers(-1, 3)), min_size=1, max_size=8))
def test_with_fixed_seats_nothing_is_more_even(n_rooms: int, drawn: list[tuple[bool, bool, int]]) -> None:
    """Held against every placing there is that keeps the fixed seats."""
    students = [
        Rising(f"{number:03}", frozenset(t for t, has in zip("ab", (a, b), strict=True) if has))
        for number, (a, b, _room) in enumerate(drawn)
    ]
    fixed = {f"{number:03}": room for number, (_a, _b, room) in enumerate(drawn) if 0 <= room < n_rooms}
    answer = place(students, n_rooms, (), fixed)
    assert isinstance(answer, Placement)
    assert all(answer.rooms[key] == room for key, room in fixed.items())
    columns = columns_of([[one.key] for one in students], {one.key: one for one in students})
    scale = scale_of(columns, n_rooms)
    if n_rooms ** len(students) > 5000:
        return
    allowed = [
        rooms
        for rooms in product(range(n_rooms), repeat=len(students))
        if all(rooms[int(key)] == room for key, room in fixed.items())
    ]
    best = min(imbalance_of(columns, np.array(rooms), scale, n_rooms) for rooms in allowed)
    assert answer.imbalance == best
    assert answer.is_best
