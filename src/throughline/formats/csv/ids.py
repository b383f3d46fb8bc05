"""Sets of ids by the million: eight bytes for each, in no order that matters outside one run."""

from collections.abc import Hashable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.int64]


def hashes_of(ids: Sequence[Hashable]) -> Hashes:
    """This function will hash ids for use within this process alone: Python salts its hashes anew each time.

    Two different ids share a hash about once in 10^19 pairs.
    """
    return np.fromiter(map(hash, ids), dtype=np.int64, count=len(ids))


class IdSet:
    """Ids gathered in pieces, then looked up in bulk."""

    def __init__(self) -> None:
        self._pieces: list[Hashes] = []
        self._sorted: Hashes = np.zeros(0, dtype=np.int64)

    def add(self, hashes: Hashes) -> None:
        """This function will take in more ids; one may come twice."""
        self._pieces.append(hashes)

    def close(self) -> Hashes:
        """This function will make the set ready to be asked, and return the hashes that came twice."""
        merged = np.concatenate([self._sorted, *self._pieces]) if self._pieces else self._sorted
        self._pieces = []
        merged.sort()
        twice: Hashes = np.unique(merged[1:][merged[1:] == merged[:-1]])
        self._sorted = merged
        return twice

    def remove(self, hashes: Hashes) -> None:
        """This function will take ids out again."""
        self._sorted = self._sorted[~np.isin(self._sorted, hashes)]

    def without(self, other: "IdSet") -> Hashes:
        """This function will return the hashes that the other set has not."""
        return self._sorted[other.lacks(self._sorted)]

    def lacks(self, hashes: Hashes) -> NDArray[np.bool_]:
        """This function will say of each hash whether the set is without it."""
        if not len(self._sorted):
            return np.ones(len(hashes), dtype=bool)
        at = np.searchsorted(self._sorted, hashes).clip(max=len(self._sorted) - 1)
        lacks: NDArray[np.bool_] = self._sorted[at] != hashes
        return lacks

    def missing(self, ids: Iterable[str]) -> set[str]:
        """This function will return those of the ids that are not in the set."""
        wanted = list(ids)
        lacks = self.lacks(hashes_of(wanted)).tolist()
        return {one for one, is_lacking in zip(wanted, lacks, strict=True) if is_lacking}
