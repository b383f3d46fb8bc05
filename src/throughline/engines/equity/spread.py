"""How far dollars per student are from each other: each student counts once, so a school counts by its students."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Spread:
    """Measures of one distribution. All equal gives 0 for the indices and 1 for McLoone and Verstegen.

    **Units** of the mean, median, percentiles and ranges: those given; the rest are ratios. `n_left_out` are entries
    without students, or without dollars, which an index with a logarithm cannot take.
    """

    n: int
    n_left_out: int
    mean: float
    median: float
    low: float
    high: float
    p5: float
    p95: float
    coefficient_of_variation: float
    gini: float
    theil: float
    mean_log_deviation: float
    mcloone: float
    verstegen: float

    @property
    def restricted_range(self) -> float:
        """From the 5th percentile to the 95th."""
        return self.p95 - self.p5

    @property
    def federal_range_ratio(self) -> float:
        """The restricted range over the 5th percentile."""
        return self.restricted_range / self.p5


def spread(dollars: ArrayLike, students: ArrayLike) -> Spread | None:
    """This function will measure the spread of dollars per student, or return None where there is nobody to measure.

    **Shapes** both (schools,). The variance is the population's. A percentile is the smallest amount at or below which
    that share of students stands; others interpolate. McLoone and Verstegen take the median's own students in.
    **Source** Berne and Stiefel, The Measurement of Equity in School Finance (1984); Verstegen (1996).

    **Example**

    >>> found = spread([8000, 9000, 10000, 12000, 16000], [100, 400, 300, 150, 50])
    >>> found.mean, found.median, round(found.gini, 6), round(found.mcloone, 6)
    (10000.0, 9000.0, 0.085, 0.977778)
    """
    x, w, left_out = _taken(dollars, students)
    if not len(x):
        return None
    mean = float(np.average(x, weights=w))
    median = weighted_quantile(x, w, 0.5)
    logs = np.log(x / mean)
    share = w / w.sum()
    return Spread(
        n=len(x),
        n_left_out=left_out,
        mean=mean,
        median=median,
        low=float(x.min()),
        high=float(x.max()),
        p5=weighted_quantile(x, w, 0.05),
        p95=weighted_quantile(x, w, 0.95),
        coefficient_of_variation=float(np.sqrt(share @ (x - mean) ** 2)) / mean,
        gini=gini(x, w),
        theil=theil(x, w),
        mean_log_deviation=float(-(share @ logs)),
        mcloone=_against_median(x, w, x <= median, median),
        verstegen=_against_median(x, w, x >= median, median),
    )


def gini(dollars: ArrayLike, students: ArrayLike) -> float:
    """This function will return the Gini index: half the mean difference of any two students, over the mean.

    No small-sample correction is made. Sorted once, so that a state's schools cost no matrix.
    """
    x, w = _columns(dollars, students)
    order = np.argsort(x, kind="stable")
    x, w = x[order], w[order]
    total, dollars_in_all = w.sum(), float(w @ x)
    below = np.cumsum(w) - w
    return float(w @ (x * (2 * below + w - total)) / (total * dollars_in_all))


def theil(dollars: ArrayLike, students: ArrayLike) -> float:
    """This function will return Theil's T. **Raises** `ValueError` where an amount is not above zero."""
    x, w = _columns(dollars, students)
    if (x <= 0).any():
        raise ValueError("Theil's index needs every amount above zero")
    mean = float(np.average(x, weights=w))
    return float((w / w.sum()) @ (x / mean * np.log(x / mean)))


def atkinson(dollars: ArrayLike, students: ArrayLike, aversion: float) -> float:
    """This function will return Atkinson's index at an aversion to inequality above zero.

    **Raises** `ValueError` where an amount or the aversion is not above zero.
    """
    x, w = _columns(dollars, students)
    if (x <= 0).any() or aversion <= 0:
        raise ValueError("Atkinson's index needs every amount, and the aversion, above zero")
    share, mean = w / w.sum(), float(np.average(x, weights=w))
    if aversion == 1:
        return 1 - float(np.exp(share @ np.log(x))) / mean
    return 1 - float((share @ (x / mean) ** (1 - aversion)) ** (1 / (1 - aversion)))


def weighted_quantile(dollars: ArrayLike, students: ArrayLike, part: float) -> float:
    """This function will return the smallest amount at or below which `part` of the students stand.

    **Example**

    >>> weighted_quantile([1, 2, 3], [1, 1, 2], 0.5)
    2.0
    """
    x, w = _columns(dollars, students)
    order = np.argsort(x, kind="stable")
    reached = np.cumsum(w[order])
    # A sum of shares can miss a whole number by the last bit; a student's weight is far above that.
    at = int(np.searchsorted(reached, part * reached[-1] * (1 - 1e-12)))
    return float(x[order][min(at, len(x) - 1)])


def _taken(dollars: ArrayLike, students: ArrayLike) -> tuple[Floats, Floats, int]:
    x, w = _columns(dollars, students)
    keep = (x > 0) & (w > 0)
    return x[keep], w[keep], int((~keep).sum())


def _columns(dollars: ArrayLike, students: ArrayLike) -> tuple[Floats, Floats]:
    x, w = np.asarray(dollars, dtype=np.float64), np.asarray(students, dtype=np.float64)
    if x.shape != w.shape or x.ndim != 1:
        raise ValueError("dollars and students each have one number for each school")
    if not (np.isfinite(x).all() and np.isfinite(w).all()) or (w < 0).any():
        raise ValueError("dollars are numbers, and students are zero or more")
    return x, w


def _against_median(x: Floats, w: Floats, side: NDArray[np.bool_], median: float) -> float:
    return float(w[side] @ x[side]) / (median * float(w[side].sum()))
