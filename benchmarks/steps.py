"""A formula in steps from each school's counts: weights on a base, concentration, and a minimum, to the cent."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.workload import OURS, Bar, Size, Workload
from throughline.engines.funding.steps import SchoolColumns, allocate_steps
from throughline.formats.formula import steps_formula

FORMULA = steps_formula("denver-style-concentration")
BASE = np.array([4100.0, 4200.0, 4300.0])  # by level, as the document has it
STEPS = ("base_line", "poverty_line", "concentration_line", "english_line", "small_school")


@dataclass(frozen=True)
class Inputs:
    """Counts by school, and the position of its level."""

    level_at: NDArray[np.int64]
    enrolled: NDArray[np.int64]
    poverty: NDArray[np.int64]
    english: NDArray[np.int64]


@dataclass(frozen=True)
class Answer:
    """Cents by step and school."""

    cents: NDArray[Any]


def make(n_schools: int) -> Inputs:
    """This function will invent schools of 60 to 2,400 students."""
    random = np.random.default_rng(9)
    enrolled = random.integers(60, 2_400, n_schools)
    poverty = (enrolled * random.beta(2, 2, n_schools)).astype(np.int64)
    english = (enrolled * random.beta(1, 6, n_schools)).astype(np.int64)
    return Inputs(np.arange(n_schools) % 3, enrolled, poverty, english)


def ours(inputs: Inputs) -> Callable[[], Answer]:
    """With every check: units, exact fractions, a trace of each step, and sums that reconcile; from stored columns."""
    schools = _schools(inputs)
    return lambda: _answer(schools)


def ours_anew(inputs: Inputs) -> Callable[[], Answer]:
    """The same, with every figure laid out anew from Python's fractions, as after reading a file."""
    cells = {key: list(column) for key, column in _schools(inputs).columns.items()}
    ids, levels = _names(inputs)
    return lambda: _answer(SchoolColumns(ids, levels, cells))


def _answer(schools: SchoolColumns) -> Answer:
    result = allocate_steps(FORMULA, schools)
    return Answer(np.array([one.dollars.n for one in result.components]))


def _schools(inputs: Inputs) -> SchoolColumns:
    counts = {"enrolled": inputs.enrolled, "poverty": inputs.poverty, "english_learners": inputs.english}
    columns = {key: [Fraction(n) for n in column.tolist()] for key, column in counts.items()}
    return SchoolColumns(*_names(inputs), columns)


def _names(inputs: Inputs) -> tuple[tuple[str, ...], tuple[str, ...]]:
    ids = tuple(f"S{at:05d}" for at in range(len(inputs.enrolled)))
    return ids, tuple(FORMULA.levels[at] for at in inputs.level_at)


def bare_numpy(inputs: Inputs) -> Callable[[], Answer]:
    """The same arithmetic in floats, written for this one formula: no document, no units, no trace."""

    def run() -> Answer:
        return Answer(lines_of(inputs.enrolled, inputs.poverty, inputs.english, BASE[inputs.level_at]))

    return run


def lines_of(enrolled: Any, poverty: Any, english: Any, base: Any) -> Any:
    """This function will pay schools in floats. **Shapes** (steps, schools). **Units** cents."""
    share = poverty / np.maximum(enrolled, 1)
    by_share = np.interp(share, [0.4, 0.9], [0.0, 300.0])
    lines = np.array([enrolled * base, poverty * base * 0.10, poverty * by_share, english * 400.0])
    cents = np.floor(lines * 100 + 0.5 + 1e-6)
    top_up = np.where(enrolled > 0, np.maximum(0, 150_000_000 - cents.sum(axis=0)), 0)
    return np.vstack([cents, top_up])


def pandas(inputs: Inputs) -> Callable[[], Answer]:
    import pandas as pd

    schools = pd.DataFrame({"level": inputs.level_at, "n": inputs.enrolled, "p": inputs.poverty, "e": inputs.english})

    return lambda: Answer(paid_by_pandas(schools))


def paid_by_pandas(schools: Any) -> Any:
    """This function will pay a table of schools by its columns level, n, p and e. **Shapes** (steps, schools)."""
    import pandas as pd

    table = schools.assign(base=schools["level"].map(dict(enumerate(BASE))))
    table["share"] = (table["p"] / table["n"]).fillna(0)
    by_share = ((table["share"] - 0.4) / 0.5).clip(0, 1) * 300
    lines = pd.DataFrame(
        {
            "base": table["n"] * table["base"],
            "poverty": table["p"] * table["base"] * 0.10,
            "concentration": table["p"] * by_share,
            "english": table["e"] * 400.0,
        }
    )
    cents = np.floor(lines * 100 + 0.5 + 1e-6)
    cents["top_up"] = (150_000_000 - cents.sum(axis=1)).clip(lower=0).where(table["n"] > 0, 0)
    return cents.to_numpy().T


def openfisca(inputs: Inputs) -> Callable[[], Answer]:
    """Each step a variable of a school, as OpenFisca states a formula."""
    from openfisca_core import entities, periods, simulations, taxbenefitsystems, variables

    school = entities.build_entity("school", "schools", "A school", is_person=True)
    system = taxbenefitsystems.TaxBenefitSystem([school])
    year = periods.DateUnit.YEAR

    def add(name: str, kind: type, formula: Any = None) -> None:
        parts = {"value_type": kind, "entity": school, "definition_period": year, "label": name}
        system.add_variable(type(name, (variables.Variable,), parts | ({"formula": formula} if formula else {})))

    for name in ("level", "n", "p", "e"):
        add(name, int)
    add_steps(lambda name, formula: add(name, float, formula))

    def run() -> Answer:
        builder = simulations.SimulationBuilder()
        builder.create_entities(system)
        builder.declare_person_entity("school", range(len(inputs.enrolled)))
        simulation = builder.build(system)
        given = {"level": inputs.level_at, "n": inputs.enrolled, "p": inputs.poverty, "e": inputs.english}
        for name, column in given.items():
            simulation.set_input(name, "2026", column)
        return Answer(np.array([simulation.calculate(name, "2026") for name in STEPS]) * 100)

    return run


def add_steps(add: Callable[[str, Any], None]) -> None:
    """This function will state the steps as OpenFisca does, for schools that know their level, n, p and e."""
    add("base", lambda s, t: BASE[s("level", t)])
    add("share", lambda s, t: s("p", t) / np.maximum(s("n", t), 1))
    add("base_line", lambda s, t: s("n", t) * s("base", t))
    add("poverty_line", lambda s, t: s("p", t) * s("base", t) * 0.10)
    add("concentration_line", lambda s, t: s("p", t) * np.interp(s("share", t), [0.4, 0.9], [0.0, 300.0]))
    add("english_line", lambda s, t: s("e", t) * 400.0)
    add(
        "small_school",
        lambda s, t: np.where(s("n", t) > 0, np.maximum(0, 1_500_000 - sum(s(name, t) for name in STEPS[:4])), 0),
    )


def same(answer: Answer, other: Answer, name: str) -> None:
    if name == "OpenFisca":  # its numbers have 24 bits, so it cannot answer to the cent
        np.testing.assert_allclose(other.cents, answer.cents, rtol=1e-5, atol=100)
    else:
        np.testing.assert_array_equal(np.asarray(other.cents, dtype=np.int64), answer.cents)


def size(n_schools: int, label: str) -> Size:
    return Size(f"{label}, {n_schools:,} schools", n_schools, {"n_schools": n_schools})


_NOTE = (
    "Steps: the others hold this one formula in code and in floats; ours reads a document, keeps exact fractions, "
    'checks every step and holds the trace. All begin with stored columns; "read anew" lays ours out from fractions '
    "first. Bars are those set for the matrix. From counts OpenFisca takes 4 to 10 times the floor, so no contender "
    "that gives the answer can be ten times faster than it."
)

WORKLOAD = Workload(
    name="A formula in steps, from counts",
    sizes=(size(40, "district"), size(1_000, "city"), size(10_000, "state")),
    make=make,
    contenders={
        OURS: ours,
        "ours, read anew": ours_anew,
        "OpenFisca": openfisca,
        "pandas": pandas,
        "bare NumPy": bare_numpy,
    },
    same=same,
    floor="bare NumPy",
    bars=(Bar("OpenFisca", 0.1), Bar("pandas", 1), Bar("bare NumPy", 2)),
    notes=(_NOTE,),
)
