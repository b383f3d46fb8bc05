"""Place students in classes as evenly as can be."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from throughline.engines.balance.descend import deal, descend
from throughline.engines.balance.even import Ints, Scale, columns_of, scale_of
from throughline.engines.balance.wishes import (
    Clash,
    Placement,
    Rising,
    Wish,
    apart_pairs,
    bind,
    color,
    find_clash,
    group,
    key_of_class,
)


def place(
    students: Iterable[Rising],
    n_rooms: int,
    wishes: Iterable[Wish] = (),
    fixed: Mapping[str, int] | None = None,
    *,
    seconds: float = 2.0,
) -> Placement | Clash:
    """This function will place every student once, as evenly as can be, or name the wishes that cannot all hold.

    Classes are of one size first; of what else is spread, every trait counts alike. It is never less even than dealing
    the students out one by one. The same students, wishes and classes give the same answer, in whichever order they
    come. Whoever is `fixed` sits in that class. Wishes and seats of somebody who is not among the students are left
    out.

    **Units** `seconds` that the search for a proof takes at most; without one the best found stands, and is told so.

    **Raises** `ValueError` for no class, two students of one key, or a seat in a class that there is not.

    **Example**

    >>> answer = place([Rising("a", frozenset({"x"})), Rising("b", frozenset({"x"})), Rising("c"), Rising("d")], 2)
    >>> answer.imbalance, answer.is_best, answer.rooms["a"] != answer.rooms["b"]
    (0, True, True)
    >>> place([Rising("a"), Rising("b")], 2, fixed={"a": 1}).rooms
    {'a': 1, 'b': 0}
    """
    known = {one.key: one for one in sorted(students, key=lambda each: each.key)}
    if n_rooms < 1:
        raise ValueError("There is no class to place anybody in.")
    seats = {key: room for key, room in (fixed or {}).items() if key in known}
    if not all(0 <= room < n_rooms for room in seats.values()):
        raise ValueError("A seat is fixed in a class that there is not.")
    classes, sits, differ = bind(seats)
    listed = [*known, *classes]
    held = sorted({wish for wish in wishes if wish.first in known and wish.second in known})
    if clash := find_clash(listed, [*held, *sits], n_rooms, always=differ):
        return clash
    held = [*held, *sits, *differ]
    groups = group(listed, held)
    pairs = apart_pairs(groups, held)
    columns = columns_of(groups, known)
    rooms, imbalance, is_best = _placed(columns, pairs, scale_of(columns, n_rooms), n_rooms, seconds)
    by_key = {key: int(room) for keys, room in zip(groups, rooms, strict=True) for key in keys}
    named = _named(by_key, sorted(set(seats.values())), n_rooms)
    return Placement({key: named[by_key[key]] for key in known}, imbalance, is_best)


def _named(by_key: Mapping[str, int], held: Sequence[int], n_rooms: int) -> dict[int, int]:
    """Which class each one of a placing is: classes are alike but for those in which a seat is fixed."""
    named = {by_key[key_of_class(room)]: room for room in held}
    left = [room for room in range(n_rooms) if room not in held]
    return named | dict(zip((room for room in range(n_rooms) if room not in named), left, strict=True))


def _placed(
    columns: Ints, pairs: list[tuple[int, int]], scale: Scale, n_rooms: int, seconds: float
) -> tuple[Ints, int, bool]:
    apart = np.zeros((len(columns), len(columns)), dtype=np.bool_)
    for first, second in pairs:
        apart[first, second] = apart[second, first] = True
    begun = color(len(columns), pairs, n_rooms) or {}
    plain = list(range(len(columns)))
    alike = sorted(plain, key=lambda one: (*(-columns[one]), one))
    ends = (descend(columns, deal(columns, order, begun, n_rooms), apart, scale, n_rooms) for order in (plain, alike))
    weighed = [(imbalance_of(columns, rooms, scale, n_rooms), rooms) for rooms in ends]
    best, rooms = min(weighed, key=lambda one: one[0])
    if best == 0:
        return rooms, best, True
    # The solver takes half a second to load, and most classes come out even without it.
    from throughline.engines.balance.exact import find_better

    better = find_better(columns, pairs, scale, n_rooms, best, seconds)
    if better.rooms is None:
        return rooms, best, better.is_proven
    return better.rooms, imbalance_of(columns, better.rooms, scale, n_rooms), True


def imbalance_of(columns: Ints, rooms: Ints, scale: Scale, n_rooms: int) -> int:
    """This function will weigh a placing: 0 where everything is spread evenly. **Shapes** `rooms` (groups,)."""
    counts = np.zeros((n_rooms, columns.shape[1]), dtype=np.int64)
    np.add.at(counts, rooms, columns)
    return int(scale.of_rooms(counts).sum())
