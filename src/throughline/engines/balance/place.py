"""Place students in classes as evenly as can be."""

from collections.abc import Iterable

import numpy as np

from throughline.engines.balance.descend import deal, descend
from throughline.engines.balance.even import Ints, Scale, columns_of, scale_of
from throughline.engines.balance.wishes import Clash, Placement, Rising, Wish, apart_pairs, color, find_clash, group


def place(
    students: Iterable[Rising], n_rooms: int, wishes: Iterable[Wish] = (), *, seconds: float = 2.0
) -> Placement | Clash:
    """This function will place every student once, as evenly as can be, or name the wishes that cannot all hold.

    Classes are of one size first; of what else is spread, every trait counts alike. It is never less even than dealing
    the students out one by one. The same students, wishes and classes give the same answer, in whichever order they
    come. Wishes about somebody who is not among the students are left out.

    **Units** `seconds` that the search for a proof takes at most; without one the best found stands, and is told so.

    **Raises** `ValueError` for no class, or two students of one key.

    **Example**

    >>> answer = place([Rising("a", frozenset({"x"})), Rising("b", frozenset({"x"})), Rising("c"), Rising("d")], 2)
    >>> answer.imbalance, answer.is_best, answer.rooms["a"] != answer.rooms["b"]
    (0, True, True)
    """
    known = {one.key: one for one in sorted(students, key=lambda each: each.key)}
    listed = list(known)
    if n_rooms < 1:
        raise ValueError("There is no class to place anybody in.")
    held = sorted({wish for wish in wishes if wish.first in known and wish.second in known})
    if clash := find_clash(listed, held, n_rooms):
        return clash
    groups = group(listed, held)
    pairs = apart_pairs(groups, held)
    columns = columns_of(groups, known)
    rooms, imbalance, is_best = _placed(columns, pairs, scale_of(columns, n_rooms), n_rooms, seconds)
    by_key = {key: int(room) for keys, room in zip(groups, rooms, strict=True) for key in keys}
    return Placement(by_key, imbalance, is_best)


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
