"""What comes in and goes out; students who stay together as one, and wishes that cannot all hold."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

APART = "apart"
TOGETHER = "together"
# A class in which somebody's seat is fixed takes part as one more to place, of no size: apart from each other such
# class, together with whoever is fixed in it. No student's key begins so.
_CLASS = "\x00class:"


@dataclass(frozen=True, slots=True)
class Rising:
    """A student to place: a key, and what is to be spread evenly that is so of them."""

    key: str
    traits: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, order=True)
class Wish:
    """Two students who are to be `apart`, or `together`."""

    kind: str
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Placement:
    """The class of each student, from 0. `is_best`: no other placing is more even; otherwise none was found in time.

    `imbalance` counts, over all that is spread, the students too many or too few (each after the first of a class
    twice); being of one size outweighs all else.
    """

    rooms: Mapping[str, int]
    imbalance: int
    is_best: bool


@dataclass(frozen=True, slots=True)
class Clash:
    """Wishes and fixed seats that cannot all hold, of which none can be left out: without any one, the others could."""

    wishes: tuple[Wish, ...]
    fixed: tuple[str, ...] = ()


def group(keys: Sequence[str], wishes: Iterable[Wish]) -> list[list[str]]:
    """This function will return the students, those who stay together in one group; groups and keys in their order."""
    leader = {key: key for key in keys}

    def find(key: str) -> str:
        while leader[key] != key:
            key = leader[key]
        return key

    for wish in wishes:
        if wish.kind == TOGETHER:
            first, second = sorted((find(wish.first), find(wish.second)))
            leader[second] = first
    groups: dict[str, list[str]] = {}
    for key in sorted(keys):
        groups.setdefault(find(key), []).append(key)
    return list(groups.values())


def apart_pairs(groups: Sequence[Sequence[str]], wishes: Iterable[Wish]) -> list[tuple[int, int]]:
    """This function will return the pairs of groups that are to be apart, by their place; a group with itself too."""
    place = {key: number for number, keys in enumerate(groups) for key in keys}
    pairs = ((place[wish.first], place[wish.second]) for wish in wishes if wish.kind == APART)
    return sorted({(min(pair), max(pair)) for pair in pairs})


def color(n_groups: int, pairs: Sequence[tuple[int, int]], n_rooms: int) -> dict[int, int] | None:
    """This function will give each group of some pair a class so that no pair shares one; None where there is no way.

    Each part of the web of pairs is worked out by itself, the most hemmed in first.
    """
    beside: dict[int, set[int]] = {}
    for first, second in pairs:
        if first == second:
            return None
        beside.setdefault(first, set()).add(second)
        beside.setdefault(second, set()).add(first)
    colors: dict[int, int] = {}
    for start in range(n_groups):
        if start in beside and start not in colors:
            part = _part_of(start, beside)
            if not _color_part(part, beside, n_rooms, colors):
                return None
    return colors


def _part_of(start: int, beside: Mapping[int, set[int]]) -> list[int]:
    found, waiting = {start}, [start]
    while waiting:
        for other in beside[waiting.pop()] - found:
            found.add(other)
            waiting.append(other)
    return sorted(found)


def _color_part(part: list[int], beside: Mapping[int, set[int]], n_rooms: int, colors: dict[int, int]) -> bool:
    left = [one for one in part if one not in colors]
    if not left:
        return True

    def taken(one: int) -> set[int]:
        return {colors[other] for other in beside[one] if other in colors}

    one = min(left, key=lambda each: (-len(taken(each)), -len(beside[each]), each))
    used = {colors[each] for each in part if each in colors}
    # Classes are alike: beyond those in use, the next one stands for all.
    for room in range(min(n_rooms, len(used) + 1)):
        if room not in taken(one):
            colors[one] = room
            if _color_part(part, beside, n_rooms, colors):
                return True
            del colors[one]
    return False


def key_of_class(room: int) -> str:
    """This function will return the key by which a class takes part in which somebody's seat is fixed."""
    return f"{_CLASS}{room:03}"


def bind(fixed: Mapping[str, int]) -> tuple[list[str], list[Wish], list[Wish]]:
    """This function will turn fixed seats into wishes: the classes' keys, who sits where, and that classes differ.

    **Shapes** (keys of the classes that hold a fixed seat, one wish a seat, one wish a pair of those classes).
    """
    keys = [key_of_class(room) for room in sorted(set(fixed.values()))]
    seats = [Wish(TOGETHER, key_of_class(room), key) for key, room in sorted(fixed.items())]
    differ = [Wish(APART, one, other) for number, one in enumerate(keys) for other in keys[number + 1 :]]
    return keys, seats, differ


def find_clash(keys: Sequence[str], wishes: Sequence[Wish], n_rooms: int, always: Sequence[Wish] = ()) -> Clash | None:
    """This function will return wishes that cannot all hold, as few as there must be; None where all can.

    `always` hold whatever else does, and are not named.
    """
    if _can_hold(keys, [*wishes, *always], n_rooms):
        return None
    needed = sorted(wishes)
    for wish in sorted(wishes):
        without = [one for one in needed if one != wish]
        if not _can_hold(keys, [*without, *always], n_rooms):
            needed = without
    fixed = tuple(sorted(wish.second for wish in needed if wish.first.startswith(_CLASS)))
    return Clash(tuple(wish for wish in needed if not wish.first.startswith(_CLASS)), fixed)


def _can_hold(keys: Sequence[str], wishes: Sequence[Wish], n_rooms: int) -> bool:
    groups = group(keys, wishes)
    return color(len(groups), apart_pairs(groups, wishes), n_rooms) is not None
