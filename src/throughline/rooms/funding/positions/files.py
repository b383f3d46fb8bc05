"""Files of positions: read with every problem named, set beside what is kept, and written back."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from throughline.engines.funding.positions import Position
from throughline.formats.positions import read_positions, write_positions
from throughline.rooms.funding.brought.states import beside_kept, check_usable
from throughline.rooms.funding.positions.queries import program_for
from throughline.values.errors import RefusedInput
from throughline.values.viewer import Viewer

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
    positions, warnings = check_usable(*read_positions(file[1], file[0]))
    return Preview(positions, _compared(program_for(viewer, year).catalog, positions), warnings)


def as_file(positions: Iterable[Position]) -> bytes:
    """This function will write a catalog as the file it can be brought in from."""
    out = io.StringIO(newline="")
    write_positions(out, positions)
    return out.getvalue().encode("utf-8-sig")


def _compared(kept: Mapping[str, Position], positions: Sequence[Position]) -> list[ComparedPosition]:
    found = {one.code: one for one in positions}
    return [
        ComparedPosition(
            code,
            (now or kept[code]).name,
            was.price_cents if was else None,
            now.price_cents if now else None,
            state,
        )
        for code, was, now, state in beside_kept(kept, found, {})
    ]
