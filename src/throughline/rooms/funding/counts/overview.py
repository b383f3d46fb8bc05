"""Every school's counts on a day, in each need category somebody holds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.rooms.funding import access
from throughline.rooms.funding.counts.queries import label_of
from throughline.rooms.funding.filed import count_day, is_projected
from throughline.rooms.students import api as students
from throughline.values.viewer import Viewer
from throughline.web.tables import Column, Table


@dataclass(frozen=True, slots=True)
class CountsPage:
    """Counts of one day: a row for each school in sight, a column for each category that is held in one of them."""

    on: date
    rows: Sequence[students.SchoolCount]
    codes: Sequence[str]
    filed: bool = False
    projected: bool = False
    withheld: Mapping[str, Mapping[int, tuple[int, int]]] = field(default_factory=dict)

    @property
    def n_withheld(self) -> int:
        """How many numbers are hidden."""
        return sum(map(len, self.withheld.values()))

    @property
    def n_students(self) -> int:
        return sum(row.count(students.ALL_STUDENTS) for row in self.rows)


def counts_page(viewer: Viewer, on: date) -> CountsPage:
    """This function will count the schools whose dollars the viewer may see. **Raises** `NotAllowed`."""
    reach = access.check_sees_budgets(viewer)
    found = count_day(on, students.need_categories())
    rows = [row for row in found.counted.schools if reach.covers_school(row.school.id)]
    hidden = {
        code: {key: bounds for key, bounds in schools.items() if reach.covers_school(key)}
        for code, schools in found.withheld.items()
    }
    held = [code for code in students.need_categories() if hidden.get(code) or any(row.count(code) for row in rows)]
    return CountsPage(on, rows, [students.ALL_STUDENTS, *held], found.filed, is_projected(found.counted.rule), hidden)


def counts_table(page: CountsPage) -> Table:
    """This function will lay the counts out, each number leading to who is in it."""
    return Table(
        key="counts",
        caption=_("Counts by school and need category"),
        columns=[Column("name", _("School"), value=lambda row: row.school.name), *map(_column(page), page.codes)],
        rows=page.rows,
        order="name",
        count=lambda n: ngettext("%(n)s school", "%(n)s schools", n),
        file_name=f"counts-{page.on.isoformat()}",
        narrow="scroll",
    )


def withheld_sentences(page: CountsPage) -> list[str]:
    """This function will say of each need what its withheld counts may be, school by school."""
    names = {row.school.id: row.school.name for row in page.rows}
    says = []
    for code, schools in page.withheld.items():
        parts = [f"{names[key]} {least}–{most}" for key, (least, most) in schools.items()]
        if parts:
            says.append(f"{label_of(code)}: {', '.join(parts)}")
    return says


def _column(page: CountsPage) -> Callable[[str], Column]:
    def column(code: str) -> Column:
        hidden = page.withheld.get(code, {})

        def n(row: students.SchoolCount) -> int | None:
            return None if row.school.id in hidden else row.count(code)

        def url(row: students.SchoolCount) -> str:
            return reverse("funding:count", args=[page.on, row.school.id, code]) if n(row) else ""

        return Column(code, label_of(code), kind="number", value=n, link=url, total=True)

    return column
