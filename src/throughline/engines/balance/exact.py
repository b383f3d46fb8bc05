"""The most even placing there is, by an integer program (HiGHS): students who are alike are counted, not told apart."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from throughline.engines.balance.even import Ints, Scale

# Searching ends after so many steps, which is the same on every machine; the clock is only for one that is very slow.
MOST_NODES = 20_000
_DONE, _NONE = 0, 2


@dataclass(frozen=True, slots=True)
class Better:
    """A placing more even than the one at hand; None where there is none, or none was found in time."""

    rooms: Ints | None
    is_proven: bool


def find_better(
    columns: Ints, pairs: Sequence[tuple[int, int]], scale: Scale, n_rooms: int, best: int, seconds: float
) -> Better:
    """This function will look for the most even placing among those that are more even than `best`.

    **Shapes** `columns` (groups, columns); it returns the class of each group. **Units** `seconds` of search at most.
    """
    kinds = _kinds(columns, {one for pair in pairs for one in pair})
    vectors = columns[[members[0] for members in kinds]]
    program = _program(kinds, vectors, pairs, scale, n_rooms, best)
    answer = milp(
        program.cost,
        integrality=program.integrality,
        bounds=program.bounds,
        constraints=program.constraints,
        options={"time_limit": seconds, "node_limit": MOST_NODES, "mip_rel_gap": 0.0},
    )
    if answer.status == _NONE:
        return Better(None, is_proven=True)
    if answer.status != _DONE:
        return Better(None, is_proven=False)
    seated = np.rint(answer.x[: len(kinds) * n_rooms]).astype(np.int64).reshape(len(kinds), n_rooms)
    rooms = np.zeros(len(columns), dtype=np.int64)
    for members, held in zip(kinds, seated, strict=True):
        rooms[members] = np.repeat(np.arange(n_rooms), held)
    return Better(rooms, is_proven=True)


@dataclass(frozen=True, slots=True)
class _Program:
    cost: Ints
    integrality: Ints
    bounds: Bounds
    constraints: list[LinearConstraint]


def _kinds(columns: Ints, bound: set[int]) -> list[list[int]]:
    """Groups that are alike, together; those with a wish stand alone."""
    kinds: dict[tuple[int, ...], list[int]] = {}
    for one, row in enumerate(columns.tolist()):
        kinds.setdefault((-1, one) if one in bound else tuple(row), []).append(one)
    return list(kinds.values())


def _program(
    kinds: list[list[int]], vectors: Ints, pairs: Sequence[tuple[int, int]], scale: Scale, n_rooms: int, best: int
) -> _Program:
    """How many of each kind sit in each class; how far each class is off in each column, and how far beyond one."""
    n_kinds, n_columns = vectors.shape
    n_seats, n_off = n_kinds * n_rooms, n_rooms * n_columns
    here = sparse.identity(n_off, format="csr")
    none = sparse.csr_matrix((n_off, n_off))
    held = sparse.csr_matrix(np.einsum("kc,rs->rcks", vectors, np.eye(n_rooms)).reshape(n_off, n_seats))
    low, high = np.tile(scale.low, n_rooms), np.tile(scale.high, n_rooms)
    cost = np.concatenate([np.zeros(n_seats), np.tile(scale.weights, 2 * n_rooms)])
    every = sparse.kron(sparse.identity(n_kinds), np.ones((1, n_rooms)))
    many = np.array([len(members) for members in kinds])
    whole = sparse.hstack([every, sparse.csr_matrix((n_kinds, 2 * n_off))])
    constraints = [
        LinearConstraint(whole.tocsr(), many, many),
        LinearConstraint(sparse.hstack([held, -here, none]).tocsr(), -np.inf, high),
        LinearConstraint(sparse.hstack([held, here, none]).tocsr(), low, np.inf),
        LinearConstraint(sparse.hstack([sparse.csr_matrix((n_off, n_seats)), here, -here]).tocsr(), -np.inf, 1),
        LinearConstraint(cost[None, :], -np.inf, best - 1),
    ]
    top = np.concatenate([np.repeat(many, n_rooms), np.full(2 * n_off, np.inf)])
    if pairs:
        constraints.append(_apart(kinds, pairs, n_rooms, n_seats + 2 * n_off))
        first = next(number for number, members in enumerate(kinds) if members[0] == pairs[0][0])
        top[first * n_rooms + 1 : (first + 1) * n_rooms] = 0  # classes are alike: one student may name theirs the first
    is_whole = np.concatenate([np.ones(n_seats), np.zeros(2 * n_off)])
    return _Program(cost, is_whole, Bounds(np.zeros(len(top)), top), constraints)


def _apart(kinds: list[list[int]], pairs: Sequence[tuple[int, int]], n_rooms: int, width: int) -> LinearConstraint:
    number = {members[0]: kind for kind, members in enumerate(kinds)}
    rows = np.repeat(np.arange(len(pairs) * n_rooms), 2)
    seats = [[number[one] * n_rooms + room for one in pair] for pair in pairs for room in range(n_rooms)]
    filled = (np.ones(len(rows)), (rows, np.array(seats).ravel()))
    return LinearConstraint(sparse.csr_matrix(filled, shape=(len(pairs) * n_rooms, width)), -np.inf, 1)
