"""Files of guaranteed staff: read with every problem named, set beside what is kept, and written back."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from throughline.engines.funding.positions import Guarantee
from throughline.formats.positions import Known, read_program, write_program
from throughline.rooms.district.api import Level
from throughline.rooms.funding.brought.states import GONE, NEW, SAME, check_usable
from throughline.rooms.funding.budgets.roster_columns import headings_known
from throughline.rooms.funding.floors import Program
from throughline.rooms.funding.positions.queries import program_for
from throughline.rooms.students import api as students
from throughline.values.errors import RefusedInput
from throughline.values.viewer import Viewer


@dataclass(frozen=True, slots=True)
class ComparedGuarantee:
    """One guarantee of a file, or one that is kept and that the file does not say."""

    guarantee: Guarantee
    state: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be kept, and what it would change; nothing is kept yet."""

    program: Program
    compared: Sequence[ComparedGuarantee]
    warnings: RefusedInput | None


def preview(viewer: Viewer, year: int, file: tuple[str, bytes]) -> Preview:
    """This function will read a file by its name and bytes, and say what it would change.

    **Raises** `RefusedInput` with each problem: file, row, column, value, what is so and what to write.
    """
    kept = program_for(viewer, year)
    known = Known(kept.catalog, needs_written(), Level.values)
    guarantees, warnings = check_usable(*read_program(file[1], file[0], known))
    return Preview(Program(kept.catalog, guarantees), _compared(kept.guarantees, guarantees), warnings)


def needs_written() -> dict[str, str]:
    """This function will return the code of each need by every way it is written, in small letters."""
    known = students.need_categories()
    written = {heading: code for heading, code in headings_known().items() if code in known}
    return written | {name.casefold(): code for code, one in known.items() for name in one.names.values()}


def as_file(guarantees: Iterable[Guarantee]) -> bytes:
    """This function will write what schools are guaranteed as the file it can be brought in from."""
    out = io.StringIO(newline="")
    write_program(out, guarantees)
    return out.getvalue().encode("utf-8-sig")


def _compared(kept: Sequence[Guarantee], found: Sequence[Guarantee]) -> list[ComparedGuarantee]:
    """The file in its order, then what is kept and not in it; one that is there twice is told twice."""
    left, rows = list(kept), []
    for one in found:
        state = SAME if one in left else NEW
        if state == SAME:
            left.remove(one)
        rows.append(ComparedGuarantee(one, state))
    return [*rows, *(ComparedGuarantee(one, GONE) for one in left)]
