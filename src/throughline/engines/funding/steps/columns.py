"""Exact fractions for all schools at once: whole numerators over whole denominators, in 64 bits while they fit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Words = NDArray[np.object_]

_MANY = 200  # denominators beyond which bringing all to one would cost more than adding fractions
_SAFE = 2**61  # a sum of two numbers up to here still fits 64 bits


@dataclass(frozen=True, slots=True, eq=False)
class Exact:
    """A column of exact numbers; a column of one entry stands for the whole district and spreads over schools.

    **Shapes** `n` and `d` (schools,) or (1,); `d` is above zero and the fraction is in lowest terms.
    """

    n: NDArray[Any]
    d: NDArray[Any]

    @classmethod
    def of(cls, numbers: Iterable[Fraction | int]) -> "Exact":
        """This function will hold `numbers` as a column.

        **Example**

        >>> (Exact.of([1, 3]) * Exact.of([Fraction(1, 2)])).fractions()
        [Fraction(1, 2), Fraction(3, 2)]
        """
        fractions = [number if isinstance(number, Fraction) else Fraction(number) for number in numbers]
        numerators, denominators = ([f.numerator for f in fractions], [f.denominator for f in fractions])
        return cls(_narrow(_objects(numerators)), _narrow(_objects(denominators)))

    @classmethod
    def parts(cls, whole: Sequence[int], of: int) -> "Exact":
        """This function will hold whole numbers of hundredths, or of any other part.

        **Example**

        >>> Exact.parts([150, 25], of=100).fractions()
        [Fraction(3, 2), Fraction(1, 4)]
        """
        n = _narrow(_objects(list(whole)))
        return _lowest(n, np.full(len(n), of, dtype=np.int64))

    def __len__(self) -> int:
        return max(len(self.n), len(self.d))

    def __add__(self, other: "Exact") -> "Exact":
        if len(self) == len(other) and np.array_equal(self.d, other.d):
            return _lowest(_sum(self.n, other.n), self.d)
        return _lowest(_sum(_times(self.n, other.d), _times(other.n, self.d)), _times(self.d, other.d))

    def __neg__(self) -> "Exact":
        return Exact(-self.n, self.d)

    def __sub__(self, other: "Exact") -> "Exact":
        return self + -other

    def __mul__(self, other: "Exact") -> "Exact":
        return _lowest(_times(self.n, other.n), _times(self.d, other.d))

    def over(self, other: "Exact") -> "Exact":
        """This function will divide; where `other` is zero the answer is zero, and the caller has looked first."""
        zero = other.n == 0
        up = np.where(zero, 0, np.sign(other.n)) * other.d
        return _lowest(_times(self.n, up), _times(self.d, np.where(zero, 1, np.abs(other.n))))

    def sign(self) -> NDArray[Any]:
        """This function will return -1, 0 or 1 for each entry."""
        return np.asarray(np.sign(self.n), dtype=np.int64)

    def compared(self, other: "Exact") -> NDArray[Any]:
        """This function will return -1, 0 or 1 as each entry is below, equal to or above `other`'s."""
        return (self - other).sign()

    def where(self, mask: Mask, other: "Exact") -> "Exact":
        """This function will take its own entries where `mask` is true and `other`'s elsewhere."""
        return Exact(_narrow(np.where(mask, self.n, other.n)), _narrow(np.where(mask, self.d, other.d)))

    def spread(self, length: int) -> "Exact":
        """This function will repeat a district's one number for each of `length` schools."""
        return Exact(np.broadcast_to(self.n, (length,)), np.broadcast_to(self.d, (length,)))

    def total(self) -> Fraction:
        """This function will add all entries up exactly."""
        denominators = set(self.d.tolist())
        if len(denominators) > _MANY:
            return sum(self.fractions(), Fraction(0))
        common = lcm(*denominators) if denominators else 1
        up = {d: common // d for d in denominators}
        pairs = zip(self.n.tolist(), self.d.tolist(), strict=True)
        return Fraction(sum(n * up[d] for n, d in pairs), common)

    def fractions(self) -> list[Fraction]:
        """This function will return the entries as Python's fractions."""
        return [Fraction(n, d) for n, d in zip(self.n.tolist(), self.d.tolist(), strict=True)]

    def times_whole(self, unit: int) -> list[int] | None:
        """This function will return each entry in units, or None where one is not whole: dollars by 100 are cents."""
        scaled = _times(self.n, np.array([unit], dtype=np.int64))
        return [int(n) for n in (scaled // self.d).tolist()] if bool((scaled % self.d == 0).all()) else None

    def at(self, position: int) -> Fraction:
        """This function will return one school's entry; a district's number is everybody's."""
        where = 0 if len(self) == 1 else position
        return Fraction(int(self.n[where]), int(self.d[where]))

    def rounded(self, places: int, mode: str) -> "Exact":
        """This function will round every entry to decimal `places`; below zero it mirrors what it does above.

        **Example**

        >>> Exact.of([Fraction(5, 2), Fraction(-5, 2)]).rounded(0, "half-up").fractions()
        [Fraction(3, 1), Fraction(-3, 1)]
        """
        scaled = _times(np.abs(self.n), np.array([10**places], dtype=np.int64))
        down = scaled // self.d
        twice = _times(scaled - down * self.d, np.array([2], dtype=np.int64))
        up = {
            "down": np.zeros(len(down), dtype=np.bool_),
            "up": scaled > down * self.d,
            "half-up": twice >= self.d,
            "half-even": (twice > self.d) | ((twice == self.d) & (down % 2 == 1)),
        }[mode]
        whole = (down + up.astype(np.int64)) * np.sign(self.n)
        return _lowest(_narrow(whole), np.full(len(whole), 10**places, dtype=np.int64))


def number(value: Fraction | int) -> Exact:
    """This function will hold one number for the whole district."""
    return Exact.of([value])


def _objects(numbers: list[int]) -> NDArray[Any]:
    made = np.empty(len(numbers), dtype=object)
    made[:] = numbers
    return made


def _most(array: NDArray[Any]) -> int:
    return max(abs(int(array.max())), abs(int(array.min()))) if len(array) else 0


def _narrow(array: NDArray[Any]) -> NDArray[Any]:
    return array.astype(np.int64) if array.dtype == object and _most(array) < _SAFE else array


def _times(left: NDArray[Any], right: NDArray[Any]) -> NDArray[Any]:
    if _most(left) * _most(right) >= _SAFE:
        left, right = left.astype(object), right.astype(object)
    return np.asarray(left * right)


def _sum(left: NDArray[Any], right: NDArray[Any]) -> NDArray[Any]:
    if _most(left) + _most(right) >= _SAFE:
        left, right = left.astype(object), right.astype(object)
    return np.asarray(left + right)


def _lowest(n: NDArray[Any], d: NDArray[Any]) -> Exact:
    n, d = np.broadcast_arrays(n, d)
    if n.dtype != d.dtype:
        n, d = n.astype(object), d.astype(object)
    shared = np.gcd(n, d)
    return Exact(_narrow(n // shared), _narrow(d // shared))
