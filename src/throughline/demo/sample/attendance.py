"""Daily attendance: by far the most rows, so texts are put together by the student and year, not by the cell."""

from collections.abc import Iterator

import numpy as np

from throughline.demo.sample import draws
from throughline.demo.sample.days import SchoolDays
from throughline.demo.sample.draws import Bits, Whole
from throughline.demo.sample.plan import Plan
from throughline.demo.sample.roster import stints_of
from throughline.demo.sample.students import Students
from throughline.demo.sample.tendencies import Tendencies

_CHUNK = 500  # students whose days are drawn at once
_PRESENT = 0
_STATUSES = (
    *(f"absent_excused,{why}" for why in ("illness", "illness", "medical appointment", "family", "religious")),
    *(f"absent_unexcused,{why}" for why in ("", "", "", "transportation", "family")),
    *(f"tardy,{why}" for why in ("", "", "transportation", "", "overslept")),
)
_KINDS = 5  # statuses of each kind above


class AttendanceText:
    """Writes the rows of attendance.csv for the students of a zone, as blocks of finished text."""

    def __init__(self, plan: Plan, days: SchoolDays) -> None:
        self._seed, self._pull = plan.seed, days.pull
        self._n_days = len(days.held)
        self._present = [f",{day.isoformat()},present,\r\n" for day in days.held]
        self._ends = [[f",{day.isoformat()},{status}\r\n" for status in _STATUSES] for day in days.held]

    def blocks(self, students: Students, tend: Tendencies, ids: list[str]) -> Iterator[str]:
        """This function will yield text for a few hundred students at a time, each row ended by CRLF."""
        for start in range(0, len(students), _CHUNK):
            some = slice(start, min(start + _CHUNK, len(students)))
            yield "".join(self._texts(students, tend, ids, some))

    def _texts(self, students: Students, tend: Tendencies, ids: list[str], some: slice) -> Iterator[str]:
        status = self._statuses(students.number[some], tend, some)
        who, when = np.nonzero(status)
        edges = np.searchsorted(who, np.arange(status.shape[0] + 1)).tolist()
        days, codes = when.tolist(), status[who, when].tolist()
        for place in range(status.shape[0]):
            row_ends = self._present.copy()
            for n in range(edges[place], edges[place + 1]):
                row_ends[days[n]] = self._ends[days[n]][codes[n] - 1]
            at = some.start + place
            for stint in stints_of(students, at):
                stop = self._n_days if stint.last is None else min(stint.last + 1, self._n_days)
                if stint.first < stop:
                    row_start = f"{ids[at]},SCH-{stint.school:04d}"
                    yield row_start + row_start.join(row_ends[stint.first : stop])

    def _statuses(self, number: Whole, tend: Tendencies, some: slice) -> Whole:
        """Draw each student's each day: 0 for present, else one more than a position in the statuses.

        **Shapes** (students, days).
        """
        drawn = self._bits(number)
        absent = np.minimum(tend.absence[some][:, None] * self._pull, 0.95)
        luck = (drawn >> np.uint64(32)).astype(np.float64) * 2.0**-32
        luck[:, 1:] = np.where((drawn[:, 1:] & np.uint64(7)) < 3, luck[:, :-1], luck[:, 1:])  # illness lasts
        late = luck < absent + tend.tardy[some][:, None]
        missed = luck < absent
        other = ((drawn >> np.uint64(3)) & np.uint64(0xFFFF)).astype(np.float64) * 2.0**-16
        kind = np.where(missed, np.where(other < tend.excused[some][:, None], 0, 1), 2)
        why = ((drawn >> np.uint64(19)) % np.uint64(_KINDS)).astype(np.int64)
        return np.where(late, 1 + kind * _KINDS + why, _PRESENT)

    def _bits(self, number: Whole) -> Bits:
        day = np.arange(1, self._n_days + 1, dtype=np.uint64) * np.uint64(0xD1B54A32D192ED03)
        return draws.mix(draws.bits(self._seed, "attendance", number)[:, None] + day)
