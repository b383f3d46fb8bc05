"""A first placing: students dealt out one by one, then moved or changed for each other while that evens it out."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from throughline.engines.balance.even import Ints, Scale

Bools = NDArray[np.bool_]


def deal(columns: Ints, order: Sequence[int], begun: Mapping[int, int], n_rooms: int) -> Ints:
    """This function will deal groups out, each to the smallest class; `begun` are those who have a class already.

    It returns the class of each group.
    """
    rooms = np.full(len(columns), -1, dtype=np.int64)
    sizes = np.zeros(n_rooms, dtype=np.int64)
    for one, room in begun.items():
        rooms[one] = room
        sizes[room] += columns[one, 0]
    for one in order:
        if rooms[one] < 0:
            rooms[one] = int(np.argmin(sizes))
            sizes[rooms[one]] += columns[one, 0]
    return rooms


def descend(columns: Ints, rooms: Ints, apart: Bools, scale: Scale, n_rooms: int) -> Ints:
    """This function will take the best move or change of two, again and again, until none makes it more even.

    No step parts from what is wished: groups that are `apart` stay so. It never ends less even than it began.
    """
    rooms = rooms.copy()
    while True:
        counts = np.zeros((n_rooms, columns.shape[1]), dtype=np.int64)
        np.add.at(counts, rooms, columns)
        weighed = scale.of_rooms(counts)
        near = np.zeros((len(columns), n_rooms), dtype=np.int64)
        np.add.at(near.T, rooms, apart.astype(np.int64))
        steps = [
            _best_move(columns, rooms, near, counts, weighed, scale),
            *(
                _best_change(columns, rooms, apart, near, counts, weighed, scale, (here, there))
                for here in range(n_rooms)
                for there in range(here + 1, n_rooms)
            ),
        ]
        gain, changes = min(steps, key=lambda step: step[0])
        if gain >= 0:
            return rooms
        for one, room in changes:
            rooms[one] = room


Step = tuple[int, tuple[tuple[int, int], ...]]
_NO_STEP: Step = (0, ())


def _best_move(columns: Ints, rooms: Ints, near: Ints, counts: Ints, weighed: Ints, scale: Scale) -> Step:
    left = scale.of_rooms(counts[rooms] - columns) - weighed[rooms]
    joined = scale.of_rooms(counts[None, :, :] + columns[:, None, :]) - weighed[None, :]
    gains = np.where(near == 0, left[:, None] + joined, 0)
    gains[np.arange(len(rooms)), rooms] = 0
    if not gains.size:
        return _NO_STEP
    one, room = np.unravel_index(int(np.argmin(gains)), gains.shape)
    return int(gains[one, room]), ((int(one), int(room)),)


def _best_change(
    columns: Ints,
    rooms: Ints,
    apart: Bools,
    near: Ints,
    counts: Ints,
    weighed: Ints,
    scale: Scale,
    pair: tuple[int, int],
) -> Step:
    here, there = pair
    ones, others = np.flatnonzero(rooms == here), np.flatnonzero(rooms == there)
    if not len(ones) or not len(others):
        return _NO_STEP
    moved = columns[others][None, :, :] - columns[ones][:, None, :]
    gains = scale.of_rooms(counts[here] + moved) + scale.of_rooms(counts[there] - moved)
    gains -= weighed[here] + weighed[there]
    each_other = apart[np.ix_(ones, others)].astype(np.int64)
    free = (near[ones, there][:, None] == each_other) & (near[others, here][None, :] == each_other)
    gains = np.where(free, gains, 0)
    one, other = np.unravel_index(int(np.argmin(gains)), gains.shape)
    return int(gains[one, other]), ((int(ones[one]), there), (int(others[other]), here))
