"""Files of earlier budgets: read with every problem named, set beside what is kept, and written back."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from throughline.engines.funding.prior import PriorBudget
from throughline.formats.prior import read_prior, write_prior
from throughline.rooms.accounts import api as accounts
from throughline.rooms.district import api as district
from throughline.rooms.funding.brought.states import beside_kept, check_usable
from throughline.rooms.funding.prior.queries import kept_of
from throughline.values.errors import RefusedInput
from throughline.values.school_year import SchoolYear
from throughline.values.viewer import Viewer

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

    kind: str
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
    budgets, warnings = check_usable(*read_prior(file[1], file[0], schools=schools))
    return Preview(kind, budgets, _compared(kept_of(viewer, year)[kind], budgets, schools), warnings)


def as_file(budgets: Iterable[PriorBudget], names: Mapping[str, str]) -> bytes:
    """This function will write budgets as the file they can be brought in from."""
    out = io.StringIO(newline="")
    write_prior(out, budgets, names)
    return out.getvalue().encode("utf-8-sig")


def _compared(
    kept: Mapping[str, PriorBudget], budgets: Sequence[PriorBudget], schools: Mapping[str, str]
) -> list[ComparedSchool]:
    found = {one.school_id: one for one in budgets}
    return [
        ComparedSchool(
            schools.get(key, key),
            was.cents if was else None,
            now.cents if now else None,
            now.n_students if now else None,
            len(now.by_source) if now else 0,
            state,
        )
        for key, was, now, state in beside_kept(kept, found, schools)
    ]
