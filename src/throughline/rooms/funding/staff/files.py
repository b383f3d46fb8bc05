"""Files of real staff costs: read with every problem named, and set beside what is kept, school by school."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from throughline.engines.funding.positions import Staff
from throughline.formats.positions import read_staff, write_staff
from throughline.rooms.accounts import api as accounts
from throughline.rooms.district import api as district
from throughline.rooms.funding.brought.states import beside_kept, check_usable
from throughline.rooms.funding.positions.queries import program_for
from throughline.rooms.funding.staff.queries import staff_of
from throughline.values.errors import RefusedInput
from throughline.values.viewer import Viewer

MOST_BYTES = 2_000_000


@dataclass(frozen=True, slots=True)
class ComparedStaff:
    """One school's staff in a file beside what is kept of it; a side it is not on is None."""

    name: str
    was_cents: int | None
    cost_cents: int | None
    state: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be kept, and what it would change; nothing is kept yet."""

    staff: Sequence[Staff]
    compared: Sequence[ComparedStaff]
    warnings: RefusedInput | None


def preview(viewer: Viewer, year: int, file: tuple[str, bytes]) -> Preview:
    """This function will read a file by its name and bytes, and say what it would change.

    **Raises** `NotAllowed`; `RefusedInput` with each problem: file, row, column, value, what is so, what to write.
    """
    accounts.check_may(viewer, "write", "personnel_cost")
    names = {one.source_id: one.name for one in district.schools_on(accounts.today())}
    catalog = program_for(viewer, year).catalog
    staff, warnings = check_usable(*read_staff(file[1], file[0], catalog=catalog, schools=names))
    rows = [
        ComparedStaff(names.get(key, key), _cost(was), _cost(now), state)
        for key, was, now, state in beside_kept(_by_school(staff_of(viewer, year)), _by_school(staff), names)
    ]
    return Preview(staff, rows, warnings)


def as_file(staff: Iterable[Staff]) -> bytes:
    """This function will write staff as the file it was brought in from, to be sent again and kept."""
    out = io.StringIO(newline="")
    write_staff(out, staff)
    return out.getvalue().encode("utf-8-sig")


def _by_school(staff: Iterable[Staff]) -> dict[str, frozenset[Staff]]:
    found: dict[str, set[Staff]] = {}
    for one in staff:
        found.setdefault(one.school_id, set()).add(one)
    return {key: frozenset(rows) for key, rows in found.items()}


def _cost(staff: frozenset[Staff] | None) -> int | None:
    return None if staff is None else sum(one.cost_cents for one in staff)
