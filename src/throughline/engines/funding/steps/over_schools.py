"""What is asked of all schools together, or of each group of them: a total, the highest, the lowest, a rank."""

import operator
from fractions import Fraction
from typing import Any

import numpy as np

from throughline.engines.funding.steps.columns import Exact, Numbers, number


def over_schools(name: str, column: Exact, n_schools: int, groups: Any = None) -> Exact:
    """This function will work out "total", "highest", "lowest" or "rank" for the district, or within each group.

    `groups` are words, one for each school, or one for all of them.
    """
    column = column.spread(n_schools)
    if name == "rank":
        return _ranked(column, _places(groups, n_schools))
    if groups is None:
        return number(_over_all(name, column))
    places = _places(groups, n_schools)
    found = [_over_all(name, column.taken(np.flatnonzero(places == at))) for at in range(_n_groups(places))]
    return Exact.of(found).taken(places)


def _over_all(name: str, column: Exact) -> Fraction:
    if not len(column):
        return Fraction(0)
    if name == "total":
        return column.total()
    pick = max if name == "highest" else min
    return pick(column.taken(_near_the_end(column, name == "highest")).fractions())


def _near_the_end(column: Exact, high: bool) -> Numbers:
    """The few entries among which the highest or lowest is: floats find them, and exact fractions decide."""
    near = column.near()
    if near is None:
        return np.arange(len(column))
    slack = np.abs(near).max() * 1e-12
    return np.flatnonzero(near >= near.max() - slack if high else near <= near.min() + slack)


def _ranked(column: Exact, places: Numbers) -> Exact:
    """1 for the highest; schools that are equal share a rank, so that no order of rows can matter."""
    ranks = np.zeros(len(column), dtype=np.int64)
    for at in range(_n_groups(places)):
        here = np.flatnonzero(places == at)
        place = _in_order(column.taken(here))
        n_above = len(here) - np.cumsum(np.bincount(place))
        ranks[here] = n_above[place] + 1
    return Exact.parts(ranks, of=1)


def _in_order(column: Exact) -> Numbers:
    """The place of each entry among all that differ, 0 for the lowest."""
    near = None if column.by is None else column.near()
    if near is not None:
        order = np.argsort(near, kind="stable")
        lower, higher = column.taken(order[:-1]), column.taken(order[1:])
        if not lower.holds(operator.gt, higher).any():
            found = np.zeros(len(near), dtype=np.int64)
            found[order[1:]] = np.cumsum(lower.holds(operator.lt, higher))
            return found
    entries = column.fractions()
    place = {entry: at for at, entry in enumerate(sorted(set(entries)))}
    return np.array([place[entry] for entry in entries], dtype=np.int64)


def _places(groups: Any, n_schools: int) -> Numbers:
    if groups is None:
        return np.zeros(n_schools, dtype=np.int64)
    words = [str(word) for word in np.broadcast_to(np.asarray(groups, dtype=object), (n_schools,))]
    known = {word: at for at, word in enumerate(sorted(set(words)))}
    return np.array([known[word] for word in words], dtype=np.int64)


def _n_groups(places: Numbers) -> int:
    return int(places.max()) + 1 if len(places) else 0
