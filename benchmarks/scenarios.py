"""A thousand sets of rates over stored counts: every school's total under each, reconciled exactly."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.workload import OURS, Bar, Size, Workload
from throughline.engines import funding

N_LEVELS, N_NEEDS = 3, 5


@dataclass(frozen=True)
class Inputs:
    """Stored counts, each school's level, and the rates of every scenario."""

    rates_cents: NDArray[np.int64]  # scenarios × levels × needs
    counts: NDArray[np.int64]  # schools × needs
    level_at: NDArray[np.int64]


def make(n_schools: int, n_scenarios: int) -> Inputs:
    """This function will invent counts and scenarios."""
    random = np.random.default_rng(22)
    rates = random.integers(0, 700_000, (n_scenarios, N_LEVELS, N_NEEDS))
    return Inputs(rates, random.integers(0, 900, (n_schools, N_NEEDS)), random.integers(0, N_LEVELS, n_schools))


def ours(inputs: Inputs) -> Callable[[], NDArray[Any]]:
    return lambda: funding.allocate_scenarios(inputs.rates_cents, inputs.counts, inputs.level_at).school_cents


def bare_product(inputs: Inputs) -> Callable[[], NDArray[Any]]:
    """One product of two tables of floats that are already laid out for it; nothing is checked or made whole."""
    spread = np.zeros((len(inputs.counts), N_LEVELS, N_NEEDS))
    spread[np.arange(len(inputs.counts)), inputs.level_at] = inputs.counts
    across = spread.reshape(len(inputs.counts), -1)
    rates = np.ascontiguousarray(inputs.rates_cents.reshape(len(inputs.rates_cents), -1).T, dtype=np.float64)
    return lambda: across @ rates


def pandas(inputs: Inputs) -> Callable[[], NDArray[Any]]:
    import pandas as pd

    counts = pd.DataFrame(inputs.counts)
    levels = pd.Series(inputs.level_at)
    tables = [pd.DataFrame(rates) for rates in inputs.rates_cents]

    def run() -> NDArray[Any]:
        totals = [(counts * rates.loc[levels].to_numpy()).sum(axis=1) for rates in tables]
        return np.column_stack([total.to_numpy() for total in totals])

    return run


def same(answer: NDArray[Any], other: NDArray[Any], name: str) -> None:
    np.testing.assert_array_equal(other, answer, err_msg=name)


def size(n_schools: int, n_scenarios: int, *, judged: bool = True) -> Size:
    values = {"n_schools": n_schools, "n_scenarios": n_scenarios}
    plural = "scenario" if n_scenarios == 1 else "scenarios"
    return Size(f"{n_schools:,} schools, {n_scenarios:,} {plural}", n_schools, values, judged)


WORKLOAD = Workload(
    name="Recompute weight scenarios",
    sizes=(size(10_000, 1, judged=False), size(4_000, 1_000), size(10_000, 1_000)),
    make=make,
    contenders={OURS: ours, "pandas": pandas, "bare product": bare_product},
    same=same,
    floor="bare product",
    bars=(Bar("pandas", 1), Bar("bare product", 5)),
    notes=(
        (
            "Scenarios: the bare product gives floats and checks nothing; ours gives whole cents and reconciles every "
            "scenario by a second road. One scenario is what a slider in the page asks for."
        ),
    ),
)
