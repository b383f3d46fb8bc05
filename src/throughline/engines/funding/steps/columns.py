"""Exact fractions for all schools at once: whole numerators over one denominator, in 64 bits while a bound holds."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import gcd, lcm
from typing import Any

import numpy as np
from numpy.typing import NDArray

from throughline.engines.funding.exact import added_up
from throughline.engines.funding.steps.modes import ROUNDS

Mask = NDArray[np.bool_]
Words = NDArray[np.object_]
Numbers = NDArray[Any]  # 64 bits, or Python's own integers where those could overflow

SAFE = 2**61  # a whole number below it fits 64 bits, and so do its double and the sum of two
_ONE_DENOMINATOR = 10**6  # beyond it schools keep a denominator each, so that numerators stay small


@dataclass(slots=True, eq=False)  # not frozen: thousands are made in a run, and freezing one costs as much as adding
class Exact:
    """A column of exact numbers, `n / (d × by)`; nothing changes one that is made.

    Where `n` is a whole number it stands for the whole district and spreads over schools. `by` is there where schools
    have denominators of their own, such as their enrollment. No numerator is further from zero than `most`, no `by`
    than `most_by`: while these prove that a sum fits, it is done in 64 bits, and otherwise in Python's integers.
    Fractions are not brought to lowest terms until room is needed, because that costs more than the sum itself.
    `signed` is false where it is known, without a look, that none lies below zero: so it is of counts times rates.

    **Shapes** `n` (schools,) or a whole number; `by` (schools,), above zero.
    """

    n: int | Numbers
    d: int
    most: int
    by: Numbers | None = None
    most_by: int = 1
    signed: bool = True

    @classmethod
    def of(cls, numbers: Iterable[Fraction | int]) -> "Exact":
        """This function will hold `numbers` as a column.

        **Example**

        >>> (Exact.of([1, 3]) * number(Fraction(1, 2))).fractions()
        [Fraction(1, 2), Fraction(3, 2)]
        """
        numbers = list(numbers)
        below = [one.denominator for one in numbers]
        different = set(below)
        common = lcm(*different) if len(different) < 100 else _ONE_DENOMINATOR + 1
        if common <= _ONE_DENOMINATOR:
            if common == 1:
                return cls.parts([one.numerator for one in numbers], of=1)
            return cls.parts([one.numerator * (common // d) for one, d in zip(numbers, below, strict=True)], of=common)
        by = _array(below)
        return replace(cls.parts([one.numerator for one in numbers], of=1), by=by, most_by=most_of(by))

    @classmethod
    def parts(cls, whole: Sequence[int] | Numbers, of: int) -> "Exact":
        """This function will hold whole numbers of hundredths, or of any other part.

        **Example**

        >>> Exact.parts([150, 25], of=100).fractions()
        [Fraction(3, 2), Fraction(1, 4)]
        """
        n = whole if isinstance(whole, np.ndarray) else _array(whole)
        low, high = ends_of(n)
        return cls(n, of, max(high, -low), signed=low < 0)

    def __len__(self) -> int:
        return 1 if isinstance(self.n, int) else len(self.n)

    def __add__(self, other: "Exact") -> "Exact":
        if other.most == 0:
            return self
        if self.most == 0 and isinstance(self.n, int):
            return other
        if self.d == other.d == 100 and self.by is None is other.by and self.most + other.most < SAFE:  # cents, mostly
            return Exact(self.n + other.n, 100, self.most + other.most, signed=self.signed or other.signed)
        one, two, d, by, most, other_most, most_by = _over_one(self, other)
        return _kept(one + two, d, most + other_most, by, most_by, self.signed or other.signed)

    def __neg__(self) -> "Exact":
        return Exact(-self.n, self.d, self.most, self.by, self.most_by)

    def __sub__(self, other: "Exact") -> "Exact":
        if other.most == 0:
            return self
        one, two, d, by, most, other_most, most_by = _over_one(self, other)
        return _kept(one - two, d, most + other_most, by, most_by, signed=True)

    def __mul__(self, other: "Exact") -> "Exact":
        one, two = self, other
        if (one.most or 1) * (two.most or 1) >= SAFE or one.most_by * two.most_by >= SAFE:
            one, two = self.lowest(), other.lowest()
            if (one.most or 1) * (two.most or 1) >= SAFE or one.most_by * two.most_by >= SAFE:
                one, two = one.wide(), two.wide()
        by = one.by if two.by is None else two.by if one.by is None else one.by * two.by
        n = _raised(one.n, two.n) if isinstance(two.n, int) else one.n * two.n
        signed = one.signed or two.signed
        return _kept(n, one.d * two.d, one.most * two.most, by, one.most_by * two.most_by, signed)

    def over(self, other: "Exact") -> "Exact":
        """This function will divide; where `other` is zero the answer is zero, and the caller has looked first."""
        if isinstance(other.n, int):
            return self * (number(Fraction(other.d, other.n)) if other.n else NOTHING)
        made, below = self, other.n
        if other.by is not None or other.d != 1:
            made = made * _denominators(other)
        if len(below) and np.minimum.reduce(below) <= 0:
            made = made * Exact(np.sign(below), 1, 1, signed=other.signed)
            below = np.where(below == 0, 1, np.abs(below))
        most = max(1, other.most)
        if isinstance(made.n, int):
            made = made.spread(len(below))
        if made.by is None:
            return _kept(made.n, made.d, made.most, below, most, made.signed or other.signed)
        return made * Exact(np.ones(len(below), dtype=np.int64), 1, 1, below, most, other.signed)

    def wide(self) -> "Exact":
        """This function will hold the same numbers in Python's integers, which never overflow."""
        if isinstance(self.n, int):
            return self
        by = None if self.by is None else self.by.astype(object)
        return Exact(self.n.astype(object), self.d, self.most, by, self.most_by, self.signed)

    def lowest(self) -> "Exact":
        """This function will bring numerators and denominators as far down as they go, and back to 64 bits."""
        if isinstance(self.n, int):
            return number(Fraction(self.n, self.d))
        if self.by is None:
            shared = gcd(int(np.gcd.reduce(self.n)), self.d)
            n = _narrow(self.n // shared)
            return Exact(n, self.d // shared, most_of(n), signed=self.signed)
        n, below = self.n, self.by * self.d if self.most_by * self.d < SAFE else self.by.astype(object) * self.d
        if n.dtype != below.dtype:
            n, below = n.astype(object), below.astype(object)
        shares = np.gcd(n, below)
        n, below = _narrow(n // shares), _narrow(below // shares)
        return Exact(n, 1, most_of(n), below, most_of(below), self.signed)

    def holds(self, compare: Callable[[Any, Any], Any], other: "Exact") -> Mask:
        """This function will say for each entry whether it is below, at or above `other`'s, as `compare` asks."""
        if other.most == 0:
            return _mask(compare(self.n, 0))
        below = self.d * self.most_by
        if isinstance(other.n, int) and other.by is None and max(self.most * other.d, other.most * below) < SAFE:
            one, two = self.n * other.d, other.n * self.d
            return _mask(compare(one, two if self.by is None else self.by * two))
        one, two = _over_one(self, other)[:2]
        return _mask(compare(one, two))

    def lies_below_nothing(self) -> bool:
        """This function will say whether any entry is below zero: the sign is the numerator's."""
        return self.signed and (self.n if isinstance(self.n, int) else ends_of(self.n)[0]) < 0

    def where(self, mask: Mask | None, other: "Exact") -> "Exact":
        """This function will take its own entries where `mask` is true and `other`'s elsewhere; None is everywhere."""
        if mask is None:
            return self
        if len(mask) == 1:
            return self if mask[0] else other if isinstance(self.n, int) else other.spread(len(self))
        mine = self.spread(len(mask))
        if other.most == 0:
            return _kept(mine.n * mask, self.d, self.most, self.by, self.most_by, self.signed)
        one, two, d, by, most, other_most, most_by = _over_one(mine, other)
        n = np.where(mask, one, two)
        return _kept(n, d, max(most, other_most), by, most_by, self.signed or other.signed)

    def at_least(self, other: "Exact") -> "Exact":
        """This function will take the higher of two entries, school by school."""
        if other.most == 0 and not self.signed:
            return self
        return self._either(other, max, np.maximum, self.signed and other.signed)

    def at_most(self, other: "Exact") -> "Exact":
        """This function will take the lower of two entries, school by school."""
        return self._either(other, min, np.minimum, self.signed or other.signed)

    def _either(
        self, other: "Exact", of_two: Callable[[int, int], int], of_all: Callable[[Any, Any], Any], signed: bool
    ) -> "Exact":
        if other.most == 0 and not isinstance(self.n, int):
            return Exact(of_all(self.n, 0), self.d, self.most, self.by, self.most_by, signed)
        one, two, d, by, most, other_most, most_by = _over_one(self, other)
        n = of_two(one, two) if isinstance(one, int) and isinstance(two, int) else of_all(one, two)
        return _kept(n, d, max(most, other_most), by, most_by, signed)

    def taken(self, places: Numbers) -> "Exact":
        """This function will give each school the entry at its place."""
        if isinstance(self.n, int):
            return self
        by = None if self.by is None else self.by.take(places)
        return Exact(self.n.take(places), self.d, self.most, by, self.most_by, self.signed)

    def spread(self, length: int) -> "Exact":
        """This function will repeat a district's one number for each of `length` schools."""
        if not isinstance(self.n, int):
            return self
        n = np.full(length, self.n, dtype=np.int64 if self.most < SAFE else object)
        return Exact(n, self.d, self.most, self.by, self.most_by, self.signed)

    def unsigned(self) -> "Exact":
        """This function will take it as known that no entry lies below zero."""
        return Exact(self.n, self.d, self.most, self.by, self.most_by, signed=False)

    def total(self) -> Fraction:
        """This function will add all entries up exactly."""
        if isinstance(self.n, int):
            return Fraction(self.n, self.d)
        if self.by is None:
            return Fraction(whole_sum(self.n, self.most), self.d)
        by_denominator: dict[int, int] = {}
        for n, by in zip(self.n.tolist(), self.by.tolist(), strict=True):
            by_denominator[by] = by_denominator.get(by, 0) + n
        return added_up([Fraction(n, self.d * by) for by, n in by_denominator.items()])

    def fractions(self) -> list[Fraction]:
        """This function will return the entries as Python's fractions."""
        if isinstance(self.n, int):
            return [Fraction(self.n, self.d)]
        if self.by is None:
            return [Fraction(n, self.d) for n in self.n.tolist()]
        return [Fraction(n, self.d * by) for n, by in zip(self.n.tolist(), self.by.tolist(), strict=True)]

    def at(self, position: int) -> Fraction:
        """This function will return one school's entry; a district's number is everybody's."""
        if isinstance(self.n, int):
            return Fraction(self.n, self.d)
        where = 0 if len(self.n) == 1 else position
        return Fraction(int(self.n[where]), self.d if self.by is None else self.d * int(self.by[where]))

    def near(self) -> NDArray[np.float64] | None:
        """This function will return floats close to the entries, to look for those that matter; None for long ones."""
        n = np.asarray(self.n)
        if _is_wide(n) or _is_wide(self.by):
            return None
        return np.asarray(n / (float(self.d) * (1 if self.by is None else self.by)), dtype=np.float64)

    def in_parts(self, of: int) -> "Exact | None":
        """This function will hold the same entries in whole parts, or return None where one is no whole number of them.

        **Example**

        >>> Exact.of([Fraction(5, 2), 1]).in_parts(100).n.tolist()
        [250, 100]
        """
        if (finer := self._finer(of)) is not None:
            return finer
        up, below, top = self._in_units(of)
        top = _raised(top, up)
        if not np.all(top % below == 0):
            return None
        return _in_parts(top // below, of, self.most * up, self.signed)

    def rounded(self, places: int, mode: str) -> "Exact":
        """This function will round every entry to decimal `places`; below zero it mirrors what it does above.

        **Example**

        >>> Exact.of([Fraction(5, 2), Fraction(-5, 2)]).rounded(0, "half-up").fractions()
        [Fraction(3, 1), Fraction(-3, 1)]
        """
        unit = 10**places
        if (finer := self._finer(unit)) is not None:
            return finer
        up, below, top = self._in_units(unit)
        size = abs(top) if self.signed else top
        whole = ROUNDS[mode](_raised(size, up), below)
        if self.signed:
            whole = whole * (np.sign(top) if isinstance(top, np.ndarray) else 1 if top >= 0 else -1)
        return _in_parts(whole, unit, self.most * up // (self.d // gcd(unit, self.d)) + 1, self.signed)

    def _finer(self, unit: int) -> "Exact | None":
        """The same entries in units, where its own parts are whole numbers of them and 64 bits hold what comes out."""
        up = unit // self.d
        if up * self.d != unit or self.by is not None or self.most * up >= SAFE:
            return None
        return self if up == 1 else Exact(self.n * up, unit, self.most * up, signed=self.signed)

    def _in_units(self, unit: int) -> tuple[int, int | Numbers, Any]:
        """What numerators go up by and are divided by to stand in units."""
        shared = gcd(unit, self.d)
        up, down, one = unit // shared, self.d // shared, self
        if self.most * up >= SAFE or down * self.most_by >= SAFE:
            one = self.wide()
        return up, (down if one.by is None else _raised(one.by, down)), one.n


def number(value: Fraction | int) -> Exact:
    """This function will hold one number for the whole district."""
    return Exact(value.numerator, value.denominator, abs(value.numerator), signed=value.numerator < 0)


def most_of(numbers: int | Numbers) -> int:
    """This function will return how far from zero any of whole numbers is."""
    if isinstance(numbers, int):
        return abs(numbers)
    low, high = ends_of(numbers)
    return max(high, -low)


def ends_of(numbers: Numbers) -> tuple[int, int]:
    """This function will return the lowest and the highest of whole numbers, and nothing of none."""
    return (int(np.minimum.reduce(numbers)), int(np.maximum.reduce(numbers))) if len(numbers) else (0, 0)


def whole_sum(numbers: Numbers, most: int) -> int:
    """This function will add whole numbers up exactly, none of them further from zero than `most`."""
    return int(numbers.sum()) if most * max(1, len(numbers)) < SAFE else sum(numbers.tolist())


def _kept(n: Any, d: int, most: int, by: Numbers | None, most_by: int, signed: bool) -> Exact:
    """A result as it is; one that had to be worked out in Python's integers is brought down and back where it can."""
    made = Exact(n, d, most, by, most_by, signed)
    if (n.__class__ is np.ndarray and n.dtype.kind == "O") or (by is not None and by.dtype.kind == "O"):
        return made.lowest()
    return made


def _in_parts(n: Any, of: int, most: int, signed: bool) -> Exact:
    if n.__class__ is np.ndarray and n.dtype.kind == "O":
        return Exact(_narrow(n), of, most_of(n), signed=signed)
    return Exact(n, of, most, signed=signed)


def _denominators(column: Exact) -> Exact:
    """What the numerators of a column are divided by, as numbers."""
    most = column.d * column.most_by
    if column.by is None:
        return Exact(column.d, 1, most, signed=False)
    by = column.by if most < SAFE else column.by.astype(object)
    return Exact(by * column.d, 1, most, signed=False)


def _is_wide(numbers: Any) -> bool:
    return isinstance(numbers, np.ndarray) and numbers.dtype.kind == "O"


def _over_one(one: Exact, two: Exact) -> tuple[Any, Any, int, Numbers | None, int, int, int]:
    """Two columns' numerators over one denominator, and the bounds of everything, in 64 bits where they fit."""
    if one.d == two.d and one.by is two.by and one.most < SAFE and two.most < SAFE and one.most_by < SAFE:
        return one.n, two.n, one.d, one.by, one.most, two.most, one.most_by
    for prepare in (None, Exact.lowest, Exact.wide):
        if prepare is not None:
            one, two = prepare(one), prepare(two)
        d = one.d if one.d == two.d else lcm(one.d, two.d)
        up, other_up = d // one.d, d // two.d
        apart = one.by is not two.by
        most = one.most * up * (two.most_by if apart else 1)
        other_most = two.most * other_up * (one.most_by if apart else 1)
        most_by = one.most_by * two.most_by if apart else one.most_by
        fits = most < SAFE and other_most < SAFE and most_by < SAFE and up < SAFE and other_up < SAFE
        if fits or prepare is Exact.wide:
            break
    left, right = _raised(one.n, up, two.by if apart else None), _raised(two.n, other_up, one.by if apart else None)
    by = one.by
    if apart and two.by is not None:
        by = two.by if by is None else by * two.by
    return left, right, d, by, most, other_most, most_by


def _raised(n: Any, up: int, by: Numbers | None = None) -> Any:
    n = n if up == 1 else n * up
    return n if by is None else n * by


def _mask(holds: Any) -> Mask:
    return (
        holds if isinstance(holds, np.ndarray) and holds.dtype == np.bool_ else np.atleast_1d(np.asarray(holds, bool))
    )


def _array(numbers: Sequence[int]) -> Numbers:
    try:
        made = np.array(numbers, dtype=np.int64)
    except OverflowError:
        return _objects(numbers)
    return made if most_of(made) < SAFE else _objects(numbers)


def _objects(numbers: Sequence[int]) -> Numbers:
    made = np.empty(len(numbers), dtype=object)
    made[:] = numbers
    return made


def _narrow(array: Numbers) -> Numbers:
    return array.astype(np.int64) if _is_wide(array) and most_of(array) < SAFE else array


NOTHING = number(0)
