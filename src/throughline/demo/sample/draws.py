"""Random numbers that belong to a thing, not to a moment: the same thing always draws the same."""

from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Real = NDArray[np.float64]
Bits = NDArray[np.uint64]
Flags = NDArray[np.bool_]

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)
_TO_UNIT = 2.0**-53


def bits(seed: int, what: str, ids: Whole) -> Bits:
    """This function will draw 64 random bits for each id, for the purpose named `what`.

    **Shapes** `ids` any shape of numbers not below zero; the result has the same shape.
    **Source** the finalizer of SplitMix64 (Steele, Lea, Flood 2014) used as a counter-based generator.
    """
    return mix(ids.astype(np.uint64) * _GOLDEN + _key(seed, what))


def uniform(seed: int, what: str, ids: Whole) -> Real:
    """This function will draw a number in [0, 1) for each id.

    **Example**

    >>> every = uniform(1, "luck", np.arange(1000))
    >>> bool(uniform(1, "luck", np.array([7]))[0] == every[7]), bool(0.45 < every.mean() < 0.55)
    (True, True)
    """
    return unit(bits(seed, what, ids))


def normal(seed: int, what: str, ids: Whole) -> Real:
    """This function will draw a number for each id from the standard normal distribution (Box and Muller)."""
    radius = np.sqrt(-2.0 * np.log1p(-uniform(seed, what + "/radius", ids)))
    return np.asarray(radius * np.cos(2.0 * np.pi * uniform(seed, what + "/angle", ids)), dtype=np.float64)


def below(seed: int, what: str, ids: Whole, n: int | Whole) -> Whole:
    """This function will draw a whole number from 0 to `n` - 1 for each id."""
    return np.floor(uniform(seed, what, ids) * n).astype(np.int64)


def pick(seed: int, what: str, ids: Whole, weights: Real) -> Whole:
    """This function will draw a position in `weights` for each id, in proportion to the weights.

    **Shapes** `weights` either (choices,) for all ids, or (ids, choices).
    """
    edges = np.cumsum(weights, axis=-1)
    point = uniform(seed, what, ids)[..., None] * edges[..., -1:]
    return np.asarray((point >= edges).sum(axis=-1), dtype=np.int64)


def one(seed: int, what: str, number: int) -> float:
    """This function will draw one number in [0, 1) for one thing."""
    return float(uniform(seed, what, np.array([number], dtype=np.int64))[0])


def mix(state: Bits) -> Bits:
    """This function will scramble 64-bit states so that neighbours look unrelated."""
    state = (state ^ (state >> np.uint64(30))) * _MIX_1
    state = (state ^ (state >> np.uint64(27))) * _MIX_2
    return state ^ (state >> np.uint64(31))


def unit(state: Bits) -> Real:
    """This function will turn random bits into numbers in [0, 1)."""
    return np.asarray((state >> np.uint64(11)).astype(np.float64) * _TO_UNIT, dtype=np.float64)


@lru_cache(maxsize=1024)
def _key(seed: int, what: str) -> np.uint64:
    digest = blake2b(f"{seed}/{what}".encode(), digest_size=8).digest()
    return np.uint64(int.from_bytes(digest, "little"))
