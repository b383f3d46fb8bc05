"""Every school with its level, and what speaks for one where nobody has decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from throughline.rooms.accounts import api as accounts
from throughline.rooms.district import api as district
from throughline.rooms.funding.schools.suggestions import Suggestion, suggest_level
from throughline.rooms.students import api as students
from throughline.values.viewer import Viewer


@dataclass(frozen=True, slots=True)
class SchoolRow:
    """One school: its level, blank while undecided, and a suggestion where there is ground for one."""

    id: int
    source_id: str
    name: str
    level: str
    suggestion: Suggestion | None

    @property
    def is_suggested(self) -> bool:
        return not self.level and self.suggestion is not None

    @property
    def disagrees(self) -> bool:
        return bool(self.level and self.suggestion and self.suggestion.level != self.level)


@dataclass(frozen=True, slots=True)
class SchoolsPage:
    """Every school that is open today, and what the reader changed of late and can take back."""

    rows: Sequence[SchoolRow]
    saved: district.LevelsSaved | None

    @property
    def saved_at(self) -> str:
        """What names the change that can be taken back; blank where there is none."""
        return self.saved.at.isoformat() if self.saved else ""

    @property
    def n_without_level(self) -> int:
        return sum(not row.level for row in self.rows)

    @property
    def n_suggested(self) -> int:
        return sum(row.is_suggested for row in self.rows)


def schools_page(viewer: Viewer, *, now: datetime) -> SchoolsPage:
    """This function will list the open schools with their levels. **Raises** `NotAllowed`."""
    accounts.check_may(viewer, "see", "schools")
    today = accounts.today()
    grades = students.grades_by_school(today)
    return SchoolsPage(
        [
            SchoolRow(
                school.id,
                school.source_id,
                school.name,
                school.level,
                suggest_level(school.name, grades.get(school.id, {})),
            )
            for school in district.schools_on(today)
        ],
        district.find_levels_saved(viewer, now=now) if accounts.may(viewer, "write", "schools") else None,
    )


def n_schools_without_level() -> int:
    """This function will say how many open schools have no level yet."""
    return sum(not school.level for school in district.schools_on(accounts.today()))
