"""Files of counts: read with every problem named, set beside what is kept, and written back."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from throughline.formats.counts import FiledCounts, read_counts, write_counts
from throughline.rooms.funding.budgets.roster_columns import headings_known
from throughline.rooms.funding.filed import filed_rows, schools_of
from throughline.rooms.funding.models import FiledCount
from throughline.rooms.funding.revenues.files import CHANGED, GONE, NEW, SAME
from throughline.rooms.students.api import ALL_STUDENTS
from throughline.values.errors import RefusedInput
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

MOST_BYTES = 2_000_000


@dataclass(frozen=True, slots=True)
class ComparedSchool:
    """One school of a file beside what is kept of it; a side it is not on is None."""

    name: str
    n_before: int | None
    n_students: int | None
    n_withheld: int
    state: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be kept, and what it would change; nothing is kept yet."""

    schools: Sequence[FiledCounts]
    compared: Sequence[ComparedSchool]
    warnings: RefusedInput | None

    @property
    def n_students(self) -> int:
        return sum(one.counts[ALL_STUDENTS] for one in self.schools)


def preview(viewer: Viewer, on: date, file: tuple[str, bytes]) -> Preview:
    """This function will read a file by its name and bytes, and say what it would change.

    **Raises** `RefusedInput` with each problem: file, row, column, value, what is so and what to write.
    """
    names = schools_of(on)
    schools, problems = read_counts(file[1], file[0], columns=headings_known(), schools=names)
    if schools is None:
        raise RefusedInput(
            gettext_noop("The file cannot be used as it is, and nothing was kept."),
            gettext_noop("Mend what is listed and choose the file again."),
            problems,
        )
    warnings = RefusedInput(gettext_noop("The file can be used. Look at this first:"), "", problems)
    kept = {row.school.source_id: filed_value(row) for row in filed_rows(viewer, on)}
    return Preview(schools, _compared(kept, schools, names), warnings if problems else None)


def filed_value(row: FiledCount) -> FiledCounts:
    """This function will return a kept row as a value, under the school's id in the roster."""
    withheld = {code: (least, most) for code, (least, most) in row.withheld.items()}
    return FiledCounts(row.school.source_id, dict(row.counts), withheld)


def as_file(schools: Iterable[FiledCounts], names: Mapping[str, str]) -> bytes:
    """This function will write counts as the file they can be brought in from."""
    out = io.StringIO(newline="")
    write_counts(out, schools, names)
    return out.getvalue().encode("utf-8-sig")


def _compared(
    kept: Mapping[str, FiledCounts], schools: Sequence[FiledCounts], names: Mapping[str, str]
) -> list[ComparedSchool]:
    found = {one.school_id: one for one in schools}
    rows = []
    for key in sorted({*found, *kept}, key=lambda key: (names.get(key, key), key)):
        now, was = found.get(key), kept.get(key)
        state = GONE if now is None else NEW if was is None else SAME if now == was else CHANGED
        n_before, n_now = (one.counts[ALL_STUDENTS] if one else None for one in (was, now))
        rows.append(ComparedSchool(names.get(key, key), n_before, n_now, len(now.withheld) if now else 0, state))
    return rows
