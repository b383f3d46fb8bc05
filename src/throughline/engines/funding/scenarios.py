"""One set of counts under many sets of rates at once: what a slider, or a search over weights, asks for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from throughline.engines.funding.counts import IntArray
from throughline.engines.funding.exact import fits_float, fits_int64
from throughline.engines.funding.formula import Formula

# A block this small stays in the processor's cache until it is written as cents, and below the size at which the
# linear algebra starts threads: many small threaded products wait on each other when the machine is busy.
_PRODUCTS_AT_ONCE = 200_000


@dataclass(frozen=True, slots=True, eq=False)
class ScenarioTotals:
    """Every school's total under every scenario.

    **Shapes** `school_cents` (schools, scenarios), `district_cents` (scenarios,). **Units** cents.
    """

    school_cents: IntArray
    district_cents: IntArray


def rates_of(formulas: Sequence[Formula]) -> IntArray:
    """This function will stack the rates of formulas that have the same levels and needs.

    **Shapes** (scenarios, levels, needs). **Raises** `ValueError` where levels or needs differ.
    """
    keys = [([level.key for level in f.levels], [need.key for need in f.needs]) for f in formulas]
    if any(key != keys[0] for key in keys):
        raise ValueError("Scenarios compared at once have the same levels and needs, in the same order")
    return np.array([formula.rates_cents for formula in formulas], dtype=np.int64)


def allocate_scenarios(rates_cents: IntArray, counts: IntArray, level_index: IntArray) -> ScenarioTotals:
    """This function will total every school under every scenario, and check each scenario by a second road.

    **Shapes** `rates_cents` (scenarios, levels, needs); `counts` (schools, needs) and `level_index`
    (schools,), both as an `Allocation` holds them. **Raises** `OverflowError` where a sum could pass 64
    bits. Floats do the multiplying only where a bound shows that every sum in them is a whole number they
    hold exactly; otherwise 64-bit integers do.
    """
    rates, counts = np.asarray(rates_cents, np.int64), np.asarray(counts, np.int64)
    _check_shapes(rates, counts, level_index)
    bound = _district_bound(rates, counts)
    if not fits_int64(bound):
        raise OverflowError("These counts and rates could add up to more cents than 64 bits hold")
    kind = np.float64 if fits_float(bound) else np.int64
    school_cents = np.empty((len(counts), len(rates)), dtype=np.int64)
    by_schools = np.zeros(len(rates), dtype=np.int64)
    by_levels = np.zeros(len(rates), dtype=np.int64)
    for level in range(rates.shape[1]):
        at_level = np.flatnonzero(level_index == level)
        counts_here = counts[at_level]
        by_levels += rates[:, level, :] @ counts_here.sum(axis=0)
        rates_across = np.ascontiguousarray(rates[:, level, :].T, dtype=kind)
        by_schools += _write_level(school_cents, at_level, counts_here.astype(kind), rates_across)
    if not np.array_equal(by_schools, by_levels):
        raise ArithmeticError("Schools and levels do not add up to the same total; report this, and use neither")
    return ScenarioTotals(school_cents, by_levels)


def _write_level(
    school_cents: IntArray, at_level: NDArray[np.intp], counts: NDArray[Any], rates_across: NDArray[Any]
) -> IntArray:
    """Write the totals of one level's schools, block by block through one buffer, and return what they add up to."""
    n_needs, n_scenarios = rates_across.shape
    n_rows = min(len(at_level), max(16, _PRODUCTS_AT_ONCE // max(1, n_needs * n_scenarios)))
    buffer = np.empty((n_rows, n_scenarios), dtype=counts.dtype)
    added = np.zeros(n_scenarios, dtype=counts.dtype)
    for start in range(0, len(at_level), max(1, n_rows)):
        block = at_level[start : start + n_rows]
        sums = np.matmul(counts[start : start + n_rows], rates_across, out=buffer[: len(block)])
        school_cents[block] = sums
        added += sums.sum(axis=0)
    return added.astype(np.int64)


def _district_bound(rates: IntArray, counts: IntArray) -> int:
    """No partial sum can be larger: all students of each need, at the highest rate for it anywhere."""
    if rates.size == 0 or counts.size == 0:
        return 0
    highest = rates.max(axis=(0, 1)).tolist()
    if rates.min() < 0 or counts.min() < 0:
        raise ValueError("Rates and counts are zero or more")
    return sum(int(rate) * n for rate, n in zip(highest, _column_sums(counts), strict=True))


def _column_sums(counts: IntArray) -> list[int]:
    if not fits_int64(int(counts.max()), len(counts)):
        raise OverflowError("These counts could add up to more students than 64 bits hold")
    return [int(n) for n in counts.sum(axis=0)]


def _check_shapes(rates: IntArray, counts: IntArray, level_index: IntArray) -> None:
    if rates.ndim != 3 or counts.ndim != 2 or rates.shape[2] != counts.shape[1]:
        raise ValueError("rates are (scenarios, levels, needs) and counts are (schools, the same needs)")
    if len(level_index) != len(counts):
        raise ValueError("level_index has one level for each school")
    if len(level_index) and not 0 <= level_index.min() <= level_index.max() < rates.shape[1]:
        raise ValueError("level_index points outside the levels that have rates")
