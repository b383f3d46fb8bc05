"""A count of one school's students, and the names behind it for those allowed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from throughline.rooms.accounts import api as accounts
from throughline.rooms.district import api as district
from throughline.rooms.funding import access
from throughline.rooms.funding.models import FiledCount
from throughline.rooms.students import api as students
from throughline.values.errors import NotAllowed, NotFound
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop
from throughline.web.tables.columns import Column
from throughline.web.tables.questions import Question


@dataclass(frozen=True, slots=True)
class InRun:
    """What the newest run of that day counted, where the viewer may see budgets; the roster may have changed since."""

    number: int
    n_students: int


@dataclass(frozen=True)
class CountPage:
    """A count, why those counted are in it, and either their names or who may see them."""

    school_id: int
    school: str
    code: str
    label: str
    on: date
    n_students: int
    in_run: InRun | None
    names: "NamesSource | None"
    n_in_sight: int
    who_may_see: Sequence[str]
    filed: bool = False

    @property
    def n_out_of_sight(self) -> int:
        return self.n_students - self.n_in_sight

    @property
    def differs_from_run(self) -> bool:
        return self.in_run is not None and self.in_run.n_students != self.n_students


def count_page(viewer: Viewer, *, at: datetime, school_id: int, code: str, on: date) -> CountPage:
    """This function will return one school's count in one category on one day.

    **Raises** `NotAllowed` for those who may see neither the school's dollars nor its students' records of the kind;
    `NotFound` where there is no such school.
    """
    label = label_of(code)
    school = next(iter(district.find_schools({school_id})), None)
    if school is None:
        raise NotFound(gettext_noop("There is no such count."), gettext_noop("Open it from a school's budget."))
    classes = students.classes_to_see(code)
    filed = _filed(school_id, code, on)
    sees_names = filed is None and students.may_see_names(viewer, school_id, classes)
    sees_dollars = accounts.may(viewer, "see", "finance", school_id=school_id)
    if not (sees_names or sees_dollars):
        raise NotAllowed(
            gettext_noop("Counts of a school's students are for those who work with them, and for its budget."),
            gettext_noop("If you need this for your work, ask the district's administrator."),
        )
    return CountPage(
        school_id=school_id,
        school=school.name,
        code=code,
        label=label,
        on=on,
        n_students=students.count_students(on, school_id, code) if filed is None else filed,
        in_run=_in_run(viewer, school_id, code, on) if sees_dollars else None,
        names=NamesSource(viewer=viewer, at=at, school_id=school_id, code=code, on=on) if sees_names else None,
        n_in_sight=students.count_in_sight(viewer=viewer, school_id=school_id, code=code, on=on) if sees_names else 0,
        who_may_see=accounts.who_sees(classes),
        filed=filed is not None,
    )


def _filed(school_id: int, code: str, on: date) -> int | None:
    """What the day's file says, as far as the viewer sees it; None where the roster is counted."""
    row = FiledCount.objects.filter(school_id=school_id, on=on).first()
    return row.counts.get(code, 0) if row else None


def label_of(code: str) -> str:
    """This function will name a category in the reader's language, or by its code where it is not in the catalogue."""
    if code == students.ALL_STUDENTS:
        return _("All students")
    category = students.need_categories().get(code)
    return category.name(get_language() or "en") if category else code.replace("_", " ").capitalize()


def _in_run(viewer: Viewer, school_id: int, code: str, on: date) -> InRun | None:
    line = (
        access.get_lines_for(viewer)
        .filter(school_id=school_id, counts=code, n_students__isnull=False)
        .filter(
            Q(budget__run__count_days__contains={code: [on.isoformat()]})
            | Q(budget__run__count_on=on) & ~Q(budget__run__count_days__has_key=code)
        )
        .order_by("-budget__run__number")
        .values_list("budget__run__number", "n_students")
        .first()
    )
    return InRun(line[0], line[1] or 0) if line else None


class NamesSource:
    """The names in a count as a table asks for them: each slice that is shown or exported is noted, no other."""

    def __init__(self, *, viewer: Viewer, at: datetime, school_id: int, code: str, on: date) -> None:
        self._viewer, self._at = viewer, at
        self._school_id, self._code, self._on = school_id, code, on
        self.n_all = self.n_found = 0

    def ask(self, question: Question) -> "NamesSource":
        """This function will count the names in sight; they are offered in one order only."""
        self.n_all = self.n_found = students.count_in_sight(
            viewer=self._viewer, school_id=self._school_id, code=self._code, on=self._on
        )
        return self

    def rows(self, start: int, stop: int | None) -> Sequence[students.Counted]:
        """This function will fetch the names from `start` up to `stop`, and note that they were seen."""
        found = students.students_in_count(
            viewer=self._viewer,
            at=self._at,
            school_id=self._school_id,
            code=self._code,
            on=self._on,
            first=start,
            most=None if stop is None else stop - start,
        )
        return found.rows

    def totals(self, columns: Sequence[Column]) -> dict[str, Any]:
        """This function will return nothing: names have no sum."""
        return {}
