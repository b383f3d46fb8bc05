"""The sum itself: count × rate = amount, for every school and need at once, checked two ways to the cent."""

import numpy as np

from throughline.engines.funding.allocation import Allocation
from throughline.engines.funding.checks import check_counts, need_columns
from throughline.engines.funding.counts import IntArray, SchoolCounts
from throughline.engines.funding.exact import exact_total
from throughline.engines.funding.formula import Formula
from throughline.values.errors import RefusedInput
from throughline.values.problem import Severity
from throughline.values.words import gettext_noop


def allocate(formula: Formula, schools: SchoolCounts) -> Allocation:
    """This function will turn a formula loose on schools' counts and return every school's dollars.

    A school without students gets nothing, which is not an error. The order of the schools changes no
    amount and no digest. Nothing is rounded: whole students times whole cents are whole cents.

    **Raises** `RefusedInput` with every problem found, where the counts cannot be used; nothing is then
    allocated to anyone. **Source** Chambers and others, Strategic School Funding for Results: A guidebook
    to implementing per-pupil budgeting for practitioners (2013), chapter 2, table 2.2.
    """
    problems = check_counts(formula, schools)
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise RefusedInput(
            gettext_noop("The counts cannot be used as they are, and nothing was allocated."),
            gettext_noop("Mend what is listed and try again."),
            tuple(problems),
        )
    level_index = _level_index(formula, schools)
    columns = [column for column in need_columns(formula, schools) if column is not None]
    counts = np.ascontiguousarray(schools.counts[:, columns], dtype=np.int64)
    rates = np.array(formula.rates_cents, dtype=np.int64)
    amounts = counts * rates[level_index]
    totals = amounts.sum(axis=1)
    by_level = _by_level_and_need(formula, level_index, counts)
    district = exact_total(totals)
    if district != sum(map(sum, by_level)):
        raise ArithmeticError("Schools and levels do not add up to the same total; report this, and use neither")
    for array in (level_index, counts, amounts, totals):
        array.setflags(write=False)
    return Allocation(formula, schools, level_index, counts, amounts, totals, by_level, district, tuple(problems))


def _level_index(formula: Formula, schools: SchoolCounts) -> IntArray:
    where = {level.key: position for position, level in enumerate(formula.levels)}
    return np.fromiter(map(where.__getitem__, schools.levels), dtype=np.int64, count=schools.n_schools)


def _by_level_and_need(formula: Formula, level_index: IntArray, counts: IntArray) -> tuple[tuple[int, ...], ...]:
    """The same total by another road: add each level's students, then multiply, in Python's integers."""
    amounts = []
    for position, rates in enumerate(formula.rates_cents):
        students = counts[level_index == position].sum(axis=0).tolist()
        amounts.append(tuple(n * rate for n, rate in zip(students, rates, strict=True)))
    return tuple(amounts)
