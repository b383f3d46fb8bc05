"""How even a placing is: each class beside the even share, of its size and of each trait."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from throughline.engines.balance.wishes import Rising

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Spread:
    """How many of something each class holds, and the fewest and most that a class has where it is spread evenly."""

    counts: tuple[int, ...]
    low: int
    high: int

    @property
    def is_even(self) -> bool:
        """Whether every class holds its even share."""
        return all(self.low <= n <= self.high for n in self.counts)


def spread_of(rooms: Iterable[int], n_rooms: int) -> Spread:
    """This function will count, for the classes in which some students sit, how many sit in each.

    **Example**

    >>> spread_of([0, 0, 0, 1], 2)
    Spread(counts=(3, 1), low=2, high=2)
    """
    counts = Counter(rooms)
    total = sum(counts.values())
    return Spread(tuple(counts[room] for room in range(n_rooms)), total // n_rooms, -(-total // n_rooms))


@dataclass(frozen=True, slots=True)
class Scale:
    """What is weighed: by column, the fewest and most of a class's even share, and the weight. Size comes first."""

    low: Ints
    high: Ints
    weights: Ints

    def of_rooms(self, counts: Ints) -> Ints:
        """This function will weigh classes by their counts. **Shapes** (..., columns) to (...)."""
        off = np.maximum(np.maximum(counts - self.high, self.low - counts), 0)
        return np.asarray((off + np.maximum(off - 1, 0)) @ self.weights, dtype=np.int64)


def columns_of(groups: Sequence[Sequence[str]], students: Mapping[str, Rising]) -> Ints:
    """This function will count each group's students, and those with each trait. **Shapes** (groups, 1 + traits).

    A key that is no student's counts as nobody.
    """
    traits = sorted({trait for one in students.values() for trait in one.traits})
    rows = []
    for keys in groups:
        people = [students[key] for key in keys if key in students]
        held = Counter(trait for one in people for trait in one.traits)
        rows.append([len(people), *(held[trait] for trait in traits)])
    return np.array(rows, dtype=np.int64).reshape(len(groups), 1 + len(traits))


def scale_of(columns: Ints, n_rooms: int) -> Scale:
    """This function will weigh every trait alike, and size so that nothing else outweighs one student too many."""
    totals = columns.sum(axis=0)
    weights = np.ones(columns.shape[1], dtype=np.int64)
    weights[0] = 1 + 4 * int(totals[1:].sum())
    return Scale(totals // n_rooms, -(-totals // n_rooms), weights)
