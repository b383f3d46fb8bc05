"""The files of what is known of students beside the roster: needs, attendance, marks, behavior, scores, languages."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

from throughline.demo.sample import learning
from throughline.demo.sample.attendance import AttendanceText
from throughline.demo.sample.behavior import behavior_rows
from throughline.demo.sample.days import SchoolDays
from throughline.demo.sample.languages import language_rows
from throughline.demo.sample.needs import need_rows
from throughline.demo.sample.plan import Plan
from throughline.demo.sample.students import Students
from throughline.demo.sample.tendencies import tendencies
from throughline.formats.district_csv.catalog import ATTENDANCE
from throughline.formats.district_csv.writer import open_table


class RecordFiles:
    """Writes the files named, all open at once, for students as they come.

    What a student is like is drawn by the seed of `plan`, and how the days of the year fall out by that of `luck`.
    """

    def __init__(
        self, stack: ExitStack, folder: Path, names: Iterable[str], plan: Plan, luck: Plan, days: SchoolDays
    ) -> None:
        wanted = tuple(names)
        self._plan, self._luck, self._days = plan, luck, days
        self._tables = {
            name: stack.enter_context(open_table(folder / f"{name}.csv", name))
            for name in wanted
            if name != "attendance"
        }
        self._text = stack.enter_context(_text_table(folder / "attendance.csv", "attendance" in wanted))
        self._attendance = AttendanceText(luck, days)
        self._n_days = 0

    def add(self, students: Students, ids: list[str]) -> None:
        """This function will write what is known of some students."""
        tend = tendencies(self._plan.seed, students)
        if "needs" in self._tables:
            self._tables["needs"].add_all(need_rows(students.needs, ids))
        for name, rows in (
            ("marks", learning.mark_rows),
            ("assessments", learning.assessment_rows),
            ("behavior", behavior_rows),
        ):
            if name in self._tables:
                self._tables[name].add_all(rows(self._luck, self._days, students, tend, ids))
        if "languages" in self._tables:
            self._tables["languages"].add_all(language_rows(self._plan, students, ids))
        if self._text is not None:
            for block in self._attendance.blocks(students, tend, ids):
                self._text.write(block)
                self._n_days += block.count("\n")

    def n_rows(self) -> Counter[str]:
        """This function will count the rows of each file so far."""
        attendance = {} if self._text is None else {"attendance": self._n_days}
        return Counter({name: table.n_rows for name, table in self._tables.items()} | attendance)


@contextmanager
def _text_table(path: Path, wanted: bool) -> Iterator[IO[str] | None]:
    """Attendance comes as finished text: its header is written here, its rows by whoever opened it."""
    if not wanted:
        yield None
        return
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as out:
            out.write(",".join(column.name for column in ATTENDANCE.columns) + "\r\n")
            yield out
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
