"""Sums of days and incidents by group. Pure: rows in, rows out; a student may stand in several groups."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

_Row = TypeVar("_Row")
_Key = TypeVar("_Key", bound=Hashable)

# Away on this share of days or more is often; fewer days on record say nothing yet.
OFTEN = (1, 10)
FEWEST_DAYS = 10


@dataclass(frozen=True, slots=True)
class StudentDays:
    """One student's days on record, and on how many of them they were away, and late."""

    student_id: int
    school_id: int | None
    grade: str
    n_days: int
    n_away: int
    n_tardy: int

    @property
    def is_often_away(self) -> bool:
        part, whole = OFTEN
        return self.n_days >= FEWEST_DAYS and self.n_away * whole >= self.n_days * part


@dataclass(frozen=True, slots=True)
class StudentIncidents:
    """How many incidents one student took part in, and for how many days they were suspended."""

    student_id: int
    school_id: int | None
    grade: str
    n_incidents: int
    days_suspended: Decimal


@dataclass(frozen=True, slots=True)
class DaysTally:
    """The days of a group. `n_often` students were away on a tenth of their days or more."""

    n_students: int = 0
    n_days: int = 0
    n_away: int = 0
    n_tardy: int = 0
    n_often: int = 0

    @property
    def share_there(self) -> float | None:
        return 1 - self.n_away / self.n_days if self.n_days else None

    @property
    def share_often(self) -> float | None:
        return self.n_often / self.n_students if self.n_students else None

    @property
    def share_tardy(self) -> float | None:
        return self.n_tardy / self.n_days if self.n_days else None


@dataclass(frozen=True, slots=True)
class IncidentsTally:
    """The incidents of a group, and how many students took part in one."""

    n_students: int = 0
    n_incidents: int = 0
    days_suspended: Decimal = Decimal(0)


def tally_days(rows: Iterable[StudentDays]) -> DaysTally:
    """This function will sum the days of some students, each of whom is named once."""
    held = list(rows)
    return DaysTally(
        len(held),
        sum(row.n_days for row in held),
        sum(row.n_away for row in held),
        sum(row.n_tardy for row in held),
        sum(row.is_often_away for row in held),
    )


def tally_incidents(rows: Iterable[StudentIncidents]) -> IncidentsTally:
    """This function will sum the incidents of some students, each of whom is named once."""
    held = list(rows)
    return IncidentsTally(
        len(held), sum(row.n_incidents for row in held), sum((row.days_suspended for row in held), Decimal(0))
    )


def group_rows(rows: Iterable[_Row], keys_of: Callable[[_Row], Iterable[_Key]]) -> Mapping[_Key, list[_Row]]:
    """This function will sort rows into every group they stand in."""
    groups: dict[_Key, list[_Row]] = {}
    for row in rows:
        for key in keys_of(row):
            groups.setdefault(key, []).append(row)
    return groups
