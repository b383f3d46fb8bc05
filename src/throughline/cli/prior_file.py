"""The file that `--prior` names: schools' earlier budgets, or whatever figures of last year a formula reads."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from throughline.cli.reading import content_of
from throughline.engines.funding import Allocation
from throughline.engines.funding.prior import Beside, PriorBudget, set_beside
from throughline.engines.funding.steps import StepsAllocation, StepsFormula
from throughline.formats.prior import as_columns, called_by, headings_of, load_prior


class PriorFile(NamedTuple):
    """Last year's figures as a formula reads them, and each school's earlier budget where the file tells it."""

    columns: tuple[str, bytes] | None = None
    budgets: tuple[PriorBudget, ...] = ()


def read_prior_file(path: Path | None, formula: StepsFormula | None = None) -> PriorFile:
    """This function will read a file of earlier budgets, its columns headed by their own names or the formula's.

    A file that tells other figures of last year is handed on as it is. **Raises** `RefusedInput` with the problems.
    """
    if path is None:
        return PriorFile()
    named = (path.name, content_of(path))
    called = called_by(formula) if formula else {}
    headings = {called.get(heading, heading) for heading in headings_of(named[1], named[0])}
    if formula is not None and "amount" not in headings:
        return PriorFile(named)
    budgets = load_prior(named, called=called)
    return PriorFile((path.name, as_columns(budgets, called)), budgets)


def beside_prior(result: Allocation | StepsAllocation, budgets: Iterable[PriorBudget]) -> Beside | None:
    """This function will lay a result beside the earlier budgets; nothing where there are none."""
    known = list(budgets)
    return set_beside(_now(result), known) if known else None


def _now(result: Allocation | StepsAllocation) -> list[PriorBudget]:
    if isinstance(result, Allocation):
        schools = [result.school_at(at) for at in range(result.n_schools)]
        return [PriorBudget(one.school_id, one.total_cents, one.n_students) for one in schools]
    enrolled = result.schools.columns.get("enrolled")
    return [
        PriorBudget(school_id, cents, None if enrolled is None else int(enrolled[at]))
        for at, (school_id, cents) in enumerate(zip(result.schools.school_ids, result.totals_cents, strict=True))
    ]
