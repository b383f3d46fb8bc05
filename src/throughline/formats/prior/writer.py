"""Earlier budgets as CSV: as they are brought in, as a formula's own columns, and beside the dollars of now."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import IO

from throughline.engines.funding.prior import Beside, PriorBudget, SchoolBeside
from throughline.formats.csv.writing import CsvTable, escaped_formula
from throughline.formats.prior.columns import PRIOR_COLUMNS
from throughline.values.money import dollars_text

BESIDE_COLUMNS = (
    "school_id",
    "now",
    "prior",
    "change",
    "change_percent",
    "now_per_pupil",
    "prior_per_pupil",
    "standing",
)


def write_prior(out: IO[str], budgets: Iterable[PriorBudget], names: Mapping[str, str]) -> None:
    """This function will write budgets so that `read_prior` reads them back the same."""
    table = CsvTable(out, [column.name for column in PRIOR_COLUMNS])
    for one in budgets:
        students = "" if one.n_students is None else str(one.n_students)
        name = escaped_formula(names.get(one.school_id, ""))
        for source, cents in one.by_source.items() or [("", one.cents)]:
            table.add([escaped_formula(one.school_id), name, dollars_text(cents), escaped_formula(source), students])


def write_beside(out: IO[str], found: Beside) -> None:
    """This function will write every school's dollars beside those of the earlier budget, the whole district last."""
    table = CsvTable(out, list(BESIDE_COLUMNS))
    for one in found.schools:
        table.add(_row(one))
    whole = [dollars_text(cents) for cents in (found.now_cents, found.prior_cents, found.change_cents)]
    table.add(["", *whole, _percent(found.change_cents, found.prior_cents), "", "", ""])


def as_columns(budgets: Sequence[PriorBudget], called: Mapping[str, str]) -> bytes:
    """This function will write budgets under the headings a formula reads them by; an unknown count stays blank."""
    out = io.StringIO(newline="")
    table = csv.writer(out)
    table.writerow(["school_id", *called])
    for one in budgets:
        students = "" if one.n_students is None else str(one.n_students)
        cells = {"amount": dollars_text(one.cents), "students": students}
        table.writerow([one.school_id, *(cells[column] for column in called.values())])
    return out.getvalue().encode()


def _row(one: SchoolBeside) -> list[str]:
    return [
        escaped_formula(one.school_id),
        _dollars(one.now_cents),
        _dollars(one.prior_cents),
        dollars_text(one.change_cents),
        _percent(one.change_cents, one.prior_cents),
        _dollars(one.now_per_pupil_cents),
        _dollars(one.prior_per_pupil_cents),
        one.standing.value,
    ]


def _percent(change_cents: int, prior_cents: int | None) -> str:
    return f"{change_cents * 100 / prior_cents:.2f}" if prior_cents else ""


def _dollars(cents: int | None) -> str:
    return "" if cents is None else dollars_text(cents)
