"""Files of earlier budgets: read with every problem named, set beside what is kept, and written back."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from throughline.engines.funding.prior import PriorBudget
from throughline.formats.prior import read_prior, write_prior
from throughline.rooms.accounts import api as accounts
from throughline.rooms.district import api as district
from throughline.rooms.funding.prior.queries import kept_of
from throughline.rooms.funding.revenues.files import CHANGED, GONE, NEW, SAME
from throughline.values.errors import RefusedInput
from throughline.values.school_year import SchoolYear
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

MOST_BYTES = 2_000_000


@dataclass(frozen=True, slots=True)
class ComparedSchool:
    """One school of a file beside what is kept of it; a side it is not on is None."""

    name: str
    was_cents: int | None
    total_cents: int | None
    n_students: int | None
    n_sources: int
    state: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be kept, and what it would change; nothing is kept yet."""

    budgets: Sequence[PriorBudget]
    compared: Sequence[ComparedSchool]
    warnings: RefusedInput | None

    @property
    def total_cents(self) -> int:
        return sum(one.cents for one in self.budgets)


def schools_of(year: int) -> dict[str, str]:
    """This function will name the schools that a year's budgets may be of: those closed by then are none of them."""
    return {one.source_id: one.name for one in district.schools_on(min(SchoolYear(year).first_day, accounts.today()))}


def preview(viewer: Viewer, year: int, kind: str, file: tuple[str, bytes]) -> Preview:
    """This function will read a file by its name and bytes, and say what it would change.

    **Raises** `RefusedInput` with each problem: file, row, column, value, what is so and what to write.
    """
    schools = schools_of(year)
    budgets, problems = read_prior(file[1], file[0], schools=schools)
    if budgets is None:
        raise RefusedInput(
            gettext_noop("The file cannot be used as it is, and nothing was kept."),
            gettext_noop("Mend what is listed and choose the file again."),
            problems,
        )
    warnings = RefusedInput(gettext_noop("The file can be used. Look at this first:"), "", problems)
    kept = kept_of(viewer, year)[kind]
    return Preview(budgets, _compared(kept, budgets, schools), warnings if problems else None)


def as_file(budgets: Iterable[PriorBudget], names: Mapping[str, str]) -> bytes:
    """This function will write budgets as the file they can be brought in from."""
    out = io.StringIO(newline="")
    write_prior(out, budgets, names)
    return out.getvalue().encode("utf-8-sig")


def _compared(
    kept: Mapping[str, PriorBudget], budgets: Sequence[PriorBudget], schools: Mapping[str, str]
) -> list[ComparedSchool]:
    found = {one.school_id: one for one in budgets}
    rows = []
    for key in sorted({*found, *kept}, key=lambda key: (schools.get(key, key), key)):
        now, was = found.get(key), kept.get(key)
        state = GONE if now is None else NEW if was is None else SAME if now == was else CHANGED
        rows.append(
            ComparedSchool(
                schools.get(key, key),
                was.cents if was else None,
                now.cents if now else None,
                now.n_students if now else None,
                len(now.by_source) if now else 0,
                state,
            )
        )
    return rows
