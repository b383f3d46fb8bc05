"""Dollars per student on need shares and size, over a state's schools and years, with robust errors."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.workload import OURS, Bar, Size, Workload
from throughline.engines.equity import Fit, fit

NAMES = ("poverty", "english_learners", "special_education", "log_enrollment")


@dataclass(frozen=True)
class Inputs:
    """One row for each school and year."""

    dollars: NDArray[np.float64]
    columns: NDArray[np.float64]
    students: NDArray[np.float64]


@dataclass(frozen=True)
class Answer:
    """Coefficients and their standard errors, the intercept first."""

    values: NDArray[np.float64]
    errors: NDArray[np.float64]


def make(n_rows: int) -> Inputs:
    """This function will invent schools whose dollars rise with need and scatter more where schools are small."""
    random = np.random.default_rng(30)
    students = np.exp(random.normal(6, 0.7, n_rows)).round() + 20
    shares = random.beta(2, 3, (n_rows, 3))
    columns = np.column_stack([shares, np.log(students)])
    scatter = random.normal(0, 1, n_rows) * 40_000 / np.sqrt(students)
    dollars = 14_000 + columns @ np.array([2_700.0, 900.0, 8_000.0, -600.0]) + scatter
    return Inputs(dollars, columns, students)


def ours(inputs: Inputs) -> Callable[[], Answer]:
    columns = dict(zip(NAMES, inputs.columns.T, strict=True))

    def run() -> Answer:
        found = fit(inputs.dollars, columns, inputs.students)
        if not isinstance(found, Fit):
            raise AssertionError(found.says())
        return Answer(np.array([t.value for t in found.terms]), np.array([t.error for t in found.terms]))

    return run


def bare_numpy(inputs: Inputs) -> Callable[[], Answer]:
    """Normal equations and a sandwich: no look at whether the columns can be told apart, no intervals, no R squared."""

    def run() -> Answer:
        root = np.sqrt(inputs.students)
        rows = np.column_stack([np.ones(len(root)), inputs.columns]) * root[:, None]
        goal = inputs.dollars * root
        inverse = np.linalg.inv(rows.T @ rows)
        values = inverse @ (rows.T @ goal)
        scores = rows * (goal - rows @ values)[:, None]
        n, k = rows.shape
        return Answer(values, np.sqrt(np.diag(n / (n - k) * inverse @ (scores.T @ scores) @ inverse)))

    return run


def statsmodels(inputs: Inputs) -> Callable[[], Answer]:
    import statsmodels.api as sm

    def run() -> Answer:
        design = sm.add_constant(inputs.columns)
        found = sm.WLS(inputs.dollars, design, weights=inputs.students).fit(cov_type="HC1")
        return Answer(np.asarray(found.params), np.asarray(found.bse))

    return run


def pyfixest(inputs: Inputs) -> Callable[[], Answer]:
    import pandas as pd
    import pyfixest as pf

    table = pd.DataFrame(dict(zip(NAMES, inputs.columns.T, strict=True)))
    table = table.assign(dollars=inputs.dollars, students=inputs.students)

    def run() -> Answer:
        found = pf.feols(f"dollars ~ {' + '.join(NAMES)}", table, vcov="HC1", weights="students")
        return Answer(np.asarray(found.coef()), np.asarray(found.se()))

    return run


def same(answer: Answer, other: Answer, name: str) -> None:
    np.testing.assert_allclose(other.values, answer.values, rtol=1e-8)
    np.testing.assert_allclose(other.errors, answer.errors, rtol=1e-8)


def size(n_rows: int, label: str) -> Size:
    return Size(label, n_rows, {"n_rows": n_rows})


WORKLOAD = Workload(
    name="Dollars per student on needs, HC1",
    sizes=(size(100_000, "10,000 schools × 10 years"), size(1_000_000, "100,000 schools × 10 years")),
    make=make,
    contenders={OURS: ours, "statsmodels": statsmodels, "pyfixest": pyfixest, "bare NumPy": bare_numpy},
    same=same,
    floor="bare NumPy",
    bars=(Bar("statsmodels", 1), Bar("pyfixest", 1)),
)
