"""Sums that cannot silently wrap around or lose a cent."""

from fractions import Fraction

import numpy as np

from throughline.engines.funding.counts import IntArray

MOST_INT64 = 2**63 - 1
MOST_EXACT_FLOAT = 2**53  # every whole number up to here is exact as a float64, and so are their sums below it


def fits_int64(*factors: int) -> bool:
    """This function will say whether the product of `factors` fits in 64 bits.

    **Example**

    >>> fits_int64(10**9, 10**9), fits_int64(10**9, 10**9, 10)
    (True, False)
    """
    return _product(factors) <= MOST_INT64


def fits_float(*factors: int) -> bool:
    """This function will say whether whole numbers up to the product of `factors` are exact as floats."""
    return _product(factors) <= MOST_EXACT_FLOAT


def exact_total(cents: IntArray) -> int:
    """This function will add cents up exactly, however large the sum."""
    if len(cents) == 0:
        return 0
    largest = max(abs(int(cents.max())), abs(int(cents.min())))
    return int(np.sum(cents)) if fits_int64(largest, len(cents)) else sum(cents.tolist())


def added_up(numbers: list[Fraction]) -> Fraction:
    """This function will add fractions up, halves first, so that long denominators meet only at the end."""
    if len(numbers) < 3:
        return sum(numbers, Fraction(0))
    middle = len(numbers) // 2
    return added_up(numbers[:middle]) + added_up(numbers[middle:])


def _product(factors: tuple[int, ...]) -> int:
    product = 1
    for factor in factors:
        product *= factor
    return product
