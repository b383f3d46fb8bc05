"""Every school's counts on a day, in each need category somebody holds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.rooms.funding import access
from throughline.rooms.funding.counts.queries import label_of
from throughline.rooms.students import api as students
from throughline.values.viewer import Viewer
from throughline.web.tables import Column, Table


@dataclass(frozen=True, slots=True)
class CountsPage:
    """Counts of one day: a row for each school in sight, a column for each category that is held in one of them."""

    on: date
    rows: Sequence[students.SchoolCount]
    codes: Sequence[str]

    @property
    def n_students(self) -> int:
        return sum(row.count(students.ALL_STUDENTS) for row in self.rows)


def counts_page(viewer: Viewer, on: date) -> CountsPage:
    """This function will count the schools whose dollars the viewer may see. **Raises** `NotAllowed`."""
    reach = access.check_sees_budgets(viewer)
    counted = students.count_needs(on, students.need_categories())
    rows = [row for row in counted.schools if reach.covers_school(row.school.id)]
    held = [code for code in students.need_categories() if any(row.count(code) for row in rows)]
    return CountsPage(on, rows, [students.ALL_STUDENTS, *held])


def counts_table(page: CountsPage) -> Table:
    """This function will lay the counts out, each number leading to who is in it."""
    return Table(
        key="counts",
        caption=_("Counts by school and need category"),
        columns=[Column("name", _("School"), value=lambda row: row.school.name), *map(_column(page.on), page.codes)],
        rows=page.rows,
        order="name",
        count=lambda n: ngettext("%(n)s school", "%(n)s schools", n),
        file_name=f"counts-{page.on.isoformat()}",
        narrow="scroll",
    )


def _column(on: date) -> Callable[[str], Column]:
    def column(code: str) -> Column:
        def n(row: students.SchoolCount) -> int:
            return row.count(code)

        def url(row: students.SchoolCount) -> str:
            return reverse("funding:count", args=[on, row.school.id, code]) if n(row) else ""

        return Column(code, label_of(code), kind="number", value=n, link=url, total=True)

    return column
