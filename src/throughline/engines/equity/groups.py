"""Schools in quarters by the share of a need, and spread within groups and between them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from throughline.engines.equity.spread import theil


@dataclass(frozen=True, slots=True)
class Quarter:
    """Schools whose share of a need is alike: how many, their shares, and dollars for each of their students."""

    n_schools: int
    n_students: float
    lowest_share: float
    highest_share: float
    dollars_per_student: float


@dataclass(frozen=True, slots=True)
class TheilParts:
    """Theil's T in two parts that add up to it: what groups differ by, and what schools differ by inside them."""

    between: float
    within: float


def quarters_by_share(
    dollars: ArrayLike, students: ArrayLike, share: ArrayLike, *, n_parts: int = 4
) -> tuple[Quarter, ...]:
    """This function will put schools in parts with about as many students each, from the lowest share to the highest.

    **Shapes** all (schools,); `dollars` are per student. Schools of one share always stand together, in the part that
    the middle one of their students falls into, so a part can be missing. The ratio of the last part to the first is
    the between-group ratio.
    """
    x, w, s = (np.asarray(column, dtype=np.float64) for column in (dollars, students, share))
    keep = w > 0
    x, w, s = x[keep], w[keep], s[keep]
    shares, group = np.unique(s, return_inverse=True)
    sizes = np.bincount(group, weights=w, minlength=len(shares))
    middle = np.cumsum(sizes) - sizes / 2
    part = np.minimum((middle / max(sizes.sum(), 1e-300) * n_parts).astype(np.int64), n_parts - 1)[group]
    quarters = []
    for number in range(n_parts):
        here = part == number
        if here.any():
            n_students = float(w[here].sum())
            each = float(w[here] @ x[here]) / n_students
            low, high = float(s[here].min()), float(s[here].max())
            quarters.append(Quarter(int(here.sum()), n_students, low, high, each))
    return tuple(quarters)


def theil_within_and_between(dollars: ArrayLike, students: ArrayLike, groups: Sequence[str]) -> TheilParts:
    """This function will split Theil's T between and within groups, such as schooling levels.

    **Raises** `ValueError` where an amount is not above zero. **Source** Theil, Economics and Information Theory.
    """
    x, w = np.asarray(dollars, dtype=np.float64), np.asarray(students, dtype=np.float64)
    names = np.asarray(groups, dtype=object)
    everything, within = float(w @ x), 0.0
    means, sizes = [], []
    for name in dict.fromkeys(groups):
        here = (names == name) & (w > 0)
        if here.any():
            size, mean = float(w[here].sum()), float(np.average(x[here], weights=w[here]))
            within += size * mean / everything * theil(x[here], w[here])
            means.append(mean)
            sizes.append(size)
    return TheilParts(theil(means, sizes), within)
