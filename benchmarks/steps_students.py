"""A formula in steps from one entry for each student: counted by school and need, then paid step by step."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks import steps
from benchmarks.steps import BASE, FORMULA, STEPS, Answer, add_steps
from benchmarks.workload import OURS, Bar, Size, Workload
from throughline.engines.funding import counts_from_students
from throughline.engines.funding.steps import Names, SchoolColumns, allocate_steps

SHARES = {"poverty": 0.52, "english": 0.19}
COLUMNS = {"enrolled": "all", "poverty": "poverty", "english_learners": "english"}


@dataclass(frozen=True)
class Inputs:
    """Where each student goes, who has which need, and the position of each school's level."""

    school_of_student: NDArray[np.int64]
    needs: dict[str, NDArray[np.bool_]]
    school_ids: list[str]
    level_at: NDArray[np.int64]


def make(n_students: int, n_schools: int) -> Inputs:
    """This function will invent a district."""
    random = np.random.default_rng(31)
    needs = {code: random.random(n_students, dtype=np.float32) < share for code, share in SHARES.items()}
    ids = [f"S{number:05d}" for number in range(n_schools)]
    return Inputs(random.integers(0, n_schools, n_students), needs, ids, np.arange(n_schools) % 3)


def ours(inputs: Inputs) -> Callable[[], Answer]:
    """Counted, then every step with its checks, exact fractions and trace.

    The list of schools is laid out outside the clock, as the others have their positions.
    """
    levels = Names.of(FORMULA.levels[at] for at in inputs.level_at)
    ids = Names.of(inputs.school_ids)

    def run() -> Answer:
        counts = counts_from_students(inputs.school_of_student, inputs.needs, school_ids=ids, levels=levels)
        result = allocate_steps(FORMULA, SchoolColumns.counted(counts, COLUMNS))
        return Answer(np.array([one.dollars.n for one in result.components]))

    return run


def bare_numpy(inputs: Inputs) -> Callable[[], Answer]:
    """Counted without a check, and the same arithmetic in floats, written for this one formula."""
    n_schools = len(inputs.school_ids)

    def run() -> Answer:
        enrolled = np.bincount(inputs.school_of_student, minlength=n_schools)
        poverty, english = (
            np.bincount(inputs.school_of_student, weights=flags, minlength=n_schools) for flags in inputs.needs.values()
        )
        return Answer(steps.lines_of(enrolled, poverty, english, BASE[inputs.level_at]))

    return run


def pandas(inputs: Inputs) -> Callable[[], Answer]:
    import pandas as pd

    students = pd.DataFrame({"school": inputs.school_of_student, **inputs.needs})

    def run() -> Answer:
        by_school = students.groupby("school")
        schools = by_school[list(inputs.needs)].sum()
        schools.insert(0, "n", by_school.size())
        schools = schools.reindex(range(len(inputs.school_ids)), fill_value=0)
        table = pd.DataFrame(
            {"level": inputs.level_at, "n": schools["n"], "p": schools["poverty"], "e": schools["english"]}
        )
        return Answer(steps.paid_by_pandas(table))

    return run


def openfisca(inputs: Inputs) -> Callable[[], Answer]:
    """Variables of students summed over their school, and each step a variable of the school, as its manual has it."""
    from openfisca_core import entities, periods, simulations, taxbenefitsystems, variables

    student = entities.build_entity("student", "students", "A student", is_person=True)
    school = entities.build_entity("school", "schools", "A school", roles=[{"key": "member", "plural": "members"}])
    system = taxbenefitsystems.TaxBenefitSystem([student, school])
    year = periods.DateUnit.YEAR

    def add(name: str, entity: Any, kind: type, formula: Any = None) -> None:
        parts = {"value_type": kind, "entity": entity, "definition_period": year, "label": name}
        system.add_variable(type(name, (variables.Variable,), parts | ({"formula": formula} if formula else {})))

    for code in SHARES:
        add(code, student, bool)
    add("level", school, int)
    add("n", school, int, lambda schools, period: schools.nb_persons())
    add("p", school, int, lambda schools, period: schools.sum(schools.members("poverty", period)))
    add("e", school, int, lambda schools, period: schools.sum(schools.members("english", period)))
    add_steps(lambda name, formula: add(name, school, float, formula))

    def run() -> Answer:
        builder = simulations.SimulationBuilder()
        builder.create_entities(system)
        builder.declare_person_entity("student", range(len(inputs.school_of_student)))
        schools = builder.declare_entity("school", range(len(inputs.school_ids)))
        roles = np.zeros(len(inputs.school_of_student), dtype=np.int64)
        builder.join_with_persons(schools, inputs.school_of_student, roles)
        simulation = builder.build(system)
        simulation.set_input("level", "2026", inputs.level_at)
        for code, flags in inputs.needs.items():
            simulation.set_input(code, "2026", flags)
        return Answer(np.array([simulation.calculate(name, "2026") for name in STEPS]) * 100)

    return run


def size(n_students: int, n_schools: int) -> Size:
    values = {"n_students": n_students, "n_schools": n_schools}
    return Size(f"{n_students:,} students, {n_schools:,} schools", n_students, values)


_NOTE = (
    "Steps from students: the bar of “Allocate” on a formula in steps. The others count and hold this one formula in "
    "code and in floats; ours reads a document, keeps exact fractions, checks every step and holds the trace."
)

WORKLOAD = Workload(
    name="A formula in steps, from students' needs",
    sizes=(size(25_000, 40), size(650_000, 1_000), size(6_000_000, 10_000)),
    make=make,
    contenders={OURS: ours, "OpenFisca": openfisca, "pandas": pandas, "bare NumPy": bare_numpy},
    same=steps.same,
    floor="bare NumPy",
    bars=(Bar("OpenFisca", 0.1), Bar("pandas", 1), Bar("bare NumPy", 2)),
    notes=(_NOTE,),
)
