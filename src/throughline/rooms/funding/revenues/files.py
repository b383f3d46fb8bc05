"""Files of revenues: read with every problem named, set beside what is kept, and written back."""

import io
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from throughline.engines.funding.revenues import Grant, Revenue
from throughline.formats.revenues import read_grants, read_revenues, write_revenues
from throughline.rooms.accounts import api as accounts
from throughline.rooms.district import api as district
from throughline.rooms.funding.brought.states import CHANGED, GONE, NEW, SAME
from throughline.rooms.funding.revenues.funds import Funds, funds_of
from throughline.rooms.funding.revenues.splitting import Split, split
from throughline.values.errors import RefusedInput
from throughline.values.problem import Severity
from throughline.values.words import gettext_noop

MOST_BYTES = 1_000_000
File = tuple[str, bytes]  # by its name and bytes


@dataclass(frozen=True, slots=True)
class Compared:
    """One source of a file beside what is kept of it."""

    key: str
    name: str
    brings_cents: int
    was_cents: int
    state: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What would follow from bringing the files in; nothing is kept yet."""

    funds: Funds
    compared: Sequence[Compared]
    warnings: RefusedInput | None
    split: Split
    files: tuple[File, File | None]


def preview(year: int, revenues: File, grants: File | None) -> Preview:
    """This function will read both files, each by its name and bytes, and say what they would change.

    Where no amounts by school are brought, those that are kept stay for the sources that the file still has.

    **Raises** `RefusedInput` with each problem: file, row, column, value, what is so and what to write.
    """
    schools = {school.source_id for school in district.schools_on(accounts.today())}
    found, problems = read_revenues(revenues[1], revenues[0], schools=schools)
    kept, named = funds_of(year), list[Grant]()
    if grants is not None:
        reading = read_grants(grants[1], grants[0], schools=schools, sources=[one.key for one in found or ()])
        named, problems = list(reading.grants or ()), (*problems, *reading.problems)
    if any(problem.severity is Severity.ERROR for problem in problems) or found is None:
        raise RefusedInput(
            gettext_noop("The files cannot be used as they are, and nothing was kept."),
            gettext_noop("Mend what is listed and choose the files again."),
            problems,
        )
    if grants is None:
        named = [grant for grant in kept.grants if grant.revenue in {one.key for one in found}]
    funds = Funds(year, found, tuple(named))
    warnings = RefusedInput(gettext_noop("The files can be used. Look at this first:"), "", problems)
    compared = list(_compared(kept.revenues, funds.revenues))
    return Preview(funds, compared, warnings if problems else None, placed(funds, schools), (revenues, grants))


def placed(funds: Funds, schools: Collection[str]) -> Split:
    """This function will split the funds, or raise what keeps them from adding up."""
    found = split(funds, schools, None)
    if found.refused is not None:
        raise found.refused
    return found


def as_file(funds: Funds) -> bytes:
    """This function will write a year's sources as the file they can be brought in from."""
    out = io.StringIO(newline="")
    write_revenues(out, funds.revenues)
    return out.getvalue().encode("utf-8-sig")


def _compared(kept: Sequence[Revenue], found: Sequence[Revenue]) -> Iterator[Compared]:
    was = {one.key: one for one in kept}
    for one in found:
        before = was.pop(one.key, None)
        state = NEW if before is None else SAME if before == one else CHANGED
        yield Compared(one.key, one.name, one.brings_cents, before.brings_cents if before else 0, state)
    for one in was.values():
        yield Compared(one.key, one.name, 0, one.brings_cents, GONE)
