"""From one entry for each student to every school's dollars, to the cent, with the amount of every need."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.workload import OURS, Bar, Size, Workload
from throughline.engines import funding
from throughline.formats.formula import library_formula

FORMULA = library_formula("guidebook-table-2-2")
LEVELS = [level.key for level in FORMULA.levels]
RATES = np.array(FORMULA.rates_cents, dtype=np.int64)
SHARES = {"economically_disadvantaged": 0.52, "english_learner": 0.19, "special_education": 0.14}


@dataclass(frozen=True)
class Inputs:
    """What a district has: where each student goes, who has which need, and each school's level."""

    school_of_student: NDArray[np.int64]
    needs: dict[str, NDArray[np.bool_]]
    school_ids: list[str]
    level_at: NDArray[np.int64]


@dataclass(frozen=True)
class Answer:
    """Cents by school and need, and by school."""

    amounts_cents: NDArray[Any]
    totals_cents: NDArray[Any]


def make(n_students: int, n_schools: int) -> Inputs:
    """This function will invent a district."""
    random = np.random.default_rng(22)
    needs = {code: random.random(n_students, dtype=np.float32) < share for code, share in SHARES.items()}
    ids = [f"S{number:05d}" for number in range(n_schools)]
    return Inputs(random.integers(0, n_schools, n_students), needs, ids, np.arange(n_schools) % len(LEVELS))


def ours(inputs: Inputs) -> Callable[[], Answer]:
    levels = [LEVELS[at] for at in inputs.level_at]

    def run() -> Answer:
        counts = funding.counts_from_students(
            inputs.school_of_student, inputs.needs, school_ids=inputs.school_ids, levels=levels
        )
        result = funding.allocate(FORMULA, counts)
        return Answer(result.amounts_cents, result.totals_cents)

    return run


def bare_numpy(inputs: Inputs) -> Callable[[], Answer]:
    """The least that has to be done: no checks, no names, no second road."""
    n_schools = len(inputs.school_ids)

    def run() -> Answer:
        counts = np.empty((n_schools, 1 + len(inputs.needs)), dtype=np.int64)
        counts[:, 0] = np.bincount(inputs.school_of_student, minlength=n_schools)
        for column, flags in enumerate(inputs.needs.values(), start=1):
            counts[:, column] = np.bincount(inputs.school_of_student, weights=flags, minlength=n_schools)
        amounts = counts * RATES[inputs.level_at]
        return Answer(amounts, amounts.sum(axis=1))

    return run


def pandas(inputs: Inputs) -> Callable[[], Answer]:
    import pandas as pd

    students = pd.DataFrame({"school": inputs.school_of_student, **inputs.needs})
    rates = pd.DataFrame(RATES, columns=["all", *inputs.needs])
    levels = pd.Series(inputs.level_at, name="level")

    def run() -> Answer:
        by_school = students.groupby("school")
        counts = by_school[list(inputs.needs)].sum()
        counts.insert(0, "all", by_school.size())
        counts = counts.reindex(range(len(levels)), fill_value=0)
        amounts = counts * rates.loc[levels].to_numpy()
        return Answer(amounts.to_numpy(), amounts.sum(axis=1).to_numpy())

    return run


def openfisca(inputs: Inputs, *, built_by_hand: bool = False) -> Callable[[], Answer]:
    """The formula as OpenFisca states one: variables of students and schools, and a formula for each amount.

    Its manual builds a simulation of a population with `declare_person_entity` and `join_with_persons`. Built by
    hand, that is left out and its inner arrays are set, which its manual does not offer.
    """
    from openfisca_core import entities, periods, simulations, taxbenefitsystems, variables

    student = entities.build_entity("student", "students", "A student", is_person=True)
    school = entities.build_entity("school", "schools", "A school", roles=[{"key": "member", "plural": "members"}])
    system = taxbenefitsystems.TaxBenefitSystem([student, school])
    year = periods.DateUnit.YEAR
    dollars = RATES / 100

    def add(name: str, entity: Any, kind: type, formula: Any = None) -> None:
        parts = {"value_type": kind, "entity": entity, "definition_period": year, "label": name}
        system.add_variable(type(name, (variables.Variable,), parts | ({"formula": formula} if formula else {})))

    def amount_of(code: str, at: int) -> Any:
        def formula(schools: Any, period: Any) -> Any:
            n_students = schools.nb_persons() if code == "all" else schools.sum(schools.members(code, period))
            return n_students * dollars[schools("level", period), at]

        return formula

    codes = ["all", *inputs.needs]
    add("level", school, int)
    for at, code in enumerate(codes):
        if code != "all":
            add(code, student, bool)
        add(f"amount_{code}", school, float, amount_of(code, at))
    add("total", school, float, lambda schools, period: sum(schools(f"amount_{code}", period) for code in codes))

    def read(simulation: Any) -> Answer:
        simulation.set_input("level", "2026", inputs.level_at)
        for code, flags in inputs.needs.items():
            simulation.set_input(code, "2026", flags)
        totals = simulation.calculate("total", "2026")
        amounts = np.column_stack([simulation.calculate(f"amount_{code}", "2026") for code in codes])
        return Answer(amounts * 100, totals * 100)

    def as_documented() -> Answer:
        builder = simulations.SimulationBuilder()
        builder.create_entities(system)
        builder.declare_person_entity("student", range(len(inputs.school_of_student)))
        schools = builder.declare_entity("school", range(len(inputs.school_ids)))
        roles = np.zeros(len(inputs.school_of_student), dtype=np.int64)
        builder.join_with_persons(schools, inputs.school_of_student, roles)
        return read(builder.build(system))

    def by_hand() -> Answer:
        builder = simulations.SimulationBuilder()
        builder.create_entities(system)
        builder.populations["student"].count = len(inputs.school_of_student)
        builder.populations["school"].count = len(inputs.school_ids)
        builder.populations["school"].members_entity_id = inputs.school_of_student
        return read(builder.build(system))

    return by_hand if built_by_hand else as_documented


def same(answer: Answer, other: Answer, name: str) -> None:
    if name.startswith("OpenFisca"):  # its numbers have 24 bits, so it cannot answer to the cent
        np.testing.assert_allclose(other.totals_cents, answer.totals_cents, rtol=1e-6)
    else:
        np.testing.assert_array_equal(other.amounts_cents, answer.amounts_cents)
        np.testing.assert_array_equal(other.totals_cents, answer.totals_cents)


def size(n_students: int, n_schools: int) -> Size:
    values = {"n_students": n_students, "n_schools": n_schools}
    return Size(f"{n_students:,} students, {n_schools:,} schools", n_students, values)


_NOTES = (
    (
        "Allocate: the bare pass counts and multiplies without checks; ours also checks every count, reconciles by a "
        "second road and holds the trace."
    ),
    (
        "OpenFisca is built from the population as its manual says; by hand, its inner arrays are set directly, and "
        "it then does the bare pass and little else. Its floats have 24 bits, so it is compared to 1 in a million "
        "and not to the cent."
    ),
)

WORKLOAD = Workload(
    name="Allocate from students' needs",
    sizes=(size(25_000, 40), size(650_000, 1_000), size(6_000_000, 10_000)),
    make=make,
    contenders={
        OURS: ours,
        "OpenFisca": openfisca,
        "OpenFisca, by hand": partial(openfisca, built_by_hand=True),
        "pandas": pandas,
        "bare NumPy": bare_numpy,
    },
    same=same,
    floor="bare NumPy",
    bars=(Bar("OpenFisca", 0.1), Bar("pandas", 1), Bar("bare NumPy", 2)),
    notes=_NOTES,
)
