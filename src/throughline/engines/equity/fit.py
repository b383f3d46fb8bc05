"""Weighted least squares with errors that hold where schools scatter unevenly (HC1)."""

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike

from throughline.engines.equity import rules
from throughline.engines.equity.spread import Floats
from throughline.values.problem import Problem

INTERCEPT = "intercept"
_ALMOST = 1e-9  # below this share of the largest, a direction of the columns is no direction of its own


@dataclass(frozen=True, slots=True)
class Term:
    """One coefficient, its standard error, and the interval that holds it 95 times in 100."""

    name: str
    value: float
    error: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Fit:
    """A fitted line, or plane. `covariance` is that of the terms, in their order, for the band around the line."""

    terms: tuple[Term, ...]
    covariance: tuple[tuple[float, ...], ...]
    n: int
    r_squared: float
    residual_error: float
    level: float

    def term(self, name: str) -> Term:
        """This function will return a term by its name. **Raises** `KeyError` for none."""
        for term in self.terms:
            if term.name == name:
                return term
        raise KeyError(name)

    def at(self, *values: float) -> Term:
        """This function will return the line's value at one place, with the interval of the line itself.

        **Shapes** one number for each column, in the order they were given.
        """
        row = np.array([1.0, *values])
        value = float(row @ np.array([term.value for term in self.terms]))
        error = float(np.sqrt(row @ np.array(self.covariance) @ row))
        return _term("", value, error, self.level)


def fit(
    y: ArrayLike, columns: Mapping[str, ArrayLike], weights: ArrayLike | None = None, *, level: float = 0.95
) -> Fit | Problem:
    """This function will fit `y` on columns by least squares, or say in words why it cannot be fitted.

    **Shapes** all (schools,). Weights are students, or none. Errors are HC1: the sandwich of the weighted rows, times
    n / (n - k); intervals are the normal distribution's. **Source** White (1980); MacKinnon and White (1985).

    **Example**

    >>> line = fit([9000, 9400, 10100, 10200, 11300], {"share": [0.1, 0.3, 0.5, 0.7, 0.9]})
    >>> [round(term.value) for term in line.terms], [round(term.error, 3) for term in line.terms]
    ([8650, 2700], [121.861, 375.5])
    """
    outcome = np.asarray(y, dtype=np.float64)
    names = (INTERCEPT, *columns)
    design = np.column_stack([np.ones(len(outcome)), *(np.asarray(c, dtype=np.float64) for c in columns.values())])
    w = np.ones(len(outcome)) if weights is None else np.asarray(weights, dtype=np.float64)
    if not (counts := w > 0).all():
        outcome, design, w = outcome[counts], design[counts], w[counts]
    n, k = design.shape
    if n <= k:
        return Problem(rules.TOO_FEW, value=str(n), details={"needed": str(k + 1)})
    root = np.sqrt(w)
    rows, goal = design * root[:, None], outcome * root
    across, triangle = np.linalg.qr(rows)
    if (same := _not_its_own(triangle, names)) is not None:
        return Problem(rules.SAME_DIRECTION, column=same)
    back = np.linalg.inv(triangle)
    found, inverse = back @ (across.T @ goal), back @ back.T
    left = goal - rows @ found
    scores = rows * left[:, None]
    covariance = n / (n - k) * inverse @ (scores.T @ scores) @ inverse
    errors = np.sqrt(np.diag(covariance))
    around = float(w @ (outcome - np.average(outcome, weights=w)) ** 2)
    return Fit(
        terms=tuple(_term(*one, level) for one in zip(names, found.tolist(), errors.tolist(), strict=True)),
        covariance=tuple(map(tuple, covariance.tolist())),
        n=n,
        r_squared=1 - float(left @ left) / around if around > 0 else 0.0,
        residual_error=float(np.sqrt(left @ left / (n - k))),
        level=level,
    )


def _not_its_own(triangle: Floats, names: tuple[str, ...]) -> str | None:
    """The first column that those before it already tell, such as shares that add up to one.

    What a column has of its own stands on the diagonal; its whole length is that of its column of the triangle.
    """
    own, whole = np.abs(np.diag(triangle)), np.linalg.norm(triangle, axis=0)
    return next((names[at] for at in range(len(names)) if own[at] <= _ALMOST * whole[at]), None)


def _term(name: str, value: float, error: float, level: float) -> Term:
    reach = NormalDist().inv_cdf((1 + level) / 2) * error
    return Term(name, value, error, value - reach, value + reach)
