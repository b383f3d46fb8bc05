"""What is left unsaid of groups, so that no small number is printed and none can be subtracted."""

from dataclasses import dataclass

import numpy as np

from throughline.engines.warning.records import Bools, Ints


@dataclass(frozen=True, slots=True)
class Unsaid:
    """What to leave out. **Shapes** `groups` (groups,), all numbers of such a group; `totals` (columns,)."""

    groups: Bools
    totals: Bools


def withhold(counts: Ints, fewest: int) -> Unsaid:
    """This function will say which groups to leave out where every one counted stands in exactly one group.

    A group with a number from 1 up to `fewest` is left out, and as many others, the smallest first, as it takes: two at
    least, who together come to `fewest` or none in each column. Where all are left out and it is not yet enough, the
    total is left out too.

    **Shapes** `counts` (groups, columns).
    """
    hidden: Bools = np.any(_is_small(counts, fewest), axis=1)
    order = np.argsort(counts.sum(axis=1), kind="stable")
    for place in order[~hidden[order]]:
        if not hidden.any() or not _lacks(counts, hidden, fewest).any():
            break
        hidden[place] = True
    totals = _lacks(counts, hidden, fewest) if hidden.any() else np.zeros(counts.shape[1], dtype=np.bool_)
    return Unsaid(hidden, totals)


def _lacks(counts: Ints, hidden: Bools, fewest: int) -> Bools:
    """In which columns what is left out could be found by subtracting it from the total."""
    alone = bool(hidden.sum() < 2)
    return _is_small(counts[hidden].sum(axis=0), fewest) | alone


def _is_small(counts: Ints, fewest: int) -> Bools:
    small: Bools = (counts > 0) & (counts < fewest)
    return small
