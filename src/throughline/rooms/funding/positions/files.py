"""Files of positions: read with every problem named, set beside what is kept, and written back."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from throughline.engines.funding.positions import Position
from throughline.formats.positions import read_positions, write_positions
from throughline.rooms.funding.positions.queries import program_for
from throughline.rooms.funding.revenues.files import CHANGED, GONE, NEW, SAME
from throughline.values.errors import RefusedInput
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

MOST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class ComparedPosition:
    """One position of a file beside what is kept of it; a side it is not on is None."""

    code: str
    name: str
    was_cents: int | None
    price_cents: int | None
    state: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be kept, and what it would change; nothing is kept yet."""

    positions: Sequence[Position]
    compared: Sequence[ComparedPosition]
    warnings: RefusedInput | None


def preview(viewer: Viewer, year: int, file: tuple[str, bytes]) -> Preview:
    """This function will read a file by its name and bytes, and say what it would change.

    **Raises** `RefusedInput` with each problem: file, row, column, value, what is so and what to write.
    """
    positions, problems = read_positions(file[1], file[0])
    if positions is None:
        raise RefusedInput(
            gettext_noop("The file cannot be used as it is, and nothing was kept."),
            gettext_noop("Mend what is listed and choose the file again."),
            problems,
        )
    warnings = RefusedInput(gettext_noop("The file can be used. Look at this first:"), "", problems)
    kept = program_for(viewer, year).catalog
    return Preview(positions, _compared(kept, positions), warnings if problems else None)


def as_file(positions: Iterable[Position]) -> bytes:
    """This function will write a catalog as the file it can be brought in from."""
    out = io.StringIO(newline="")
    write_positions(out, positions)
    return out.getvalue().encode("utf-8-sig")


def _compared(kept: Mapping[str, Position], positions: Sequence[Position]) -> list[ComparedPosition]:
    found = {one.code: one for one in positions}
    rows = []
    for code in sorted({*found, *kept}):
        now, was = found.get(code), kept.get(code)
        state = GONE if now is None else NEW if was is None else SAME if now == was else CHANGED
        name = (now or kept[code]).name
        rows.append(
            ComparedPosition(code, name, was.price_cents if was else None, now.price_cents if now else None, state)
        )
    return rows
