"""An invented district's schools, for the styleguide's tables and charts."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext, ngettext

from throughline.web.charts import Axis, Bar, Chart, Dot, Fit, Point, Strip, bars, scatter, strips
from throughline.web.components.pieces import Person, Status
from throughline.web.tables import Choice, Column, Table

_FIRST = (
    *("Cedar", "Maple", "Juniper", "Willow", "Aspen", "Laurel"),
    *("Sycamore", "Alder", "Birch", "Magnolia", "Hawthorn", "Elm"),
)
_SECOND = ["Hollow", "Creek", "Ridge", "Grove", "Park", "Heights"]
_PEOPLE = ["Amara Okafor", "Lucía Fernández", "Daniel Kowalczyk", "Mei-Ling Chen", "Tomás Núñez", "Ngọc Trần"]
_LEVELS = ("elementary", "middle", "high")


@dataclass(frozen=True, slots=True)
class School:
    """One invented school."""

    name: str
    level: str
    principal: str
    n_students: int
    need_share: float
    cents: int
    change_cents: int
    published_on: date | None

    @property
    def per_pupil_cents(self) -> int:
        return round(self.cents / self.n_students)


def schools() -> list[School]:
    """This function will return 72 schools whose dollars follow their need."""
    found = []
    for number in range(72):
        n_students = 180 + (number * 137) % 900
        need = ((number * 29) % 83 + 8) / 100
        wobble = ((number * 53) % 41 - 20) * 2_200
        found.append(
            School(
                name=f"{_FIRST[number % 12]} {_SECOND[number // 12]}",
                level=_LEVELS[(number * 7) % 5 % 3],
                principal=_PEOPLE[number % 6],
                n_students=n_students,
                need_share=need,
                cents=n_students * (610_000 + round(need * 390_000) + wobble),
                change_cents=((number * 71) % 97 - 40) * 1_000_00,
                published_on=date(2026, 5, 12) if number % 4 else None,
            )
        )
    return found


def _levels() -> dict[str, str]:
    return {"elementary": gettext("Elementary"), "middle": gettext("Middle"), "high": gettext("High")}


def _state(school: School) -> Status:
    return Status(gettext("Published"), "good") if school.published_on else Status(gettext("Waiting"), "care")


def _principal(school: School) -> Person:
    return Person(school.principal, school.name)


def budgets_table() -> Table:
    """This function will return the table one compares in: figures, totals, pages."""
    return Table(
        key="budgets",
        caption=gettext("School budgets, 2026-27"),
        columns=[
            Column("name", gettext("School"), link=lambda school: "#tables"),
            Column("level", gettext("Level"), value=lambda school: _levels()[school.level]),
            Column("n_students", gettext("Students"), kind="number", total=True),
            Column("need_share", gettext("Need"), kind="percent"),
            Column("cents", gettext("Dollars"), kind="money", total=True),
            Column("per_pupil_cents", gettext("Dollars per pupil"), kind="money"),
            Column("state", gettext("State"), kind="status", value=_state),
        ],
        rows=schools(),
        choices=[Choice("level", gettext("Level"), list(_levels().items()))],
        order="-need_share",
        count=lambda n: ngettext("%(n)s school", "%(n)s schools", n),
        file_name="example-budgets",
        shares_page=True,
    )


def people_table() -> Table:
    """This function will return the table one reads in: people, words, dates."""
    return Table(
        key="people",
        caption=gettext("Principals"),
        columns=[
            Column(
                "person",
                gettext("Principal"),
                kind="person",
                value=lambda school: Person(school.principal, school.name),
            ),
            Column("level", gettext("Level"), value=lambda school: _levels()[school.level]),
            Column("published_on", gettext("Budget published"), kind="date"),
            Column("state", gettext("State"), kind="status", value=_state),
        ],
        rows=schools()[:6],
        count=lambda n: ngettext("%(n)s principal", "%(n)s principals", n),
        searchable=False,
        shares_page=True,
    )


def empty_table() -> Table:
    """This function will return a table that holds nothing yet."""
    return Table(
        key="imports",
        caption=gettext("Roster imports"),
        columns=[Column("name", gettext("File"))],
        rows=[],
        empty_title=gettext("No roster has been imported yet"),
        empty_text=gettext("Upload a OneRoster file, and what it would change is shown before anything does."),
        shares_page=True,
    )


def example_charts() -> list[Chart]:
    """This function will return one chart of each kind."""
    found = schools()
    return [_scatter(found), _strips(found), _bars(found[:8]), _changes(found[8:16])]


def _scatter(found: list[School]) -> Chart:
    band = [(x / 20, 610_000 + x / 20 * 390_000 - 9_000 - abs(x - 10) * 900, 0.0) for x in range(2, 19)]
    edges = [(x, low, 2 * (610_000 + x * 390_000) - low) for x, low, _ in band]
    return scatter(
        key="need-scatter",
        title=gettext("Do dollars follow need?"),
        says=gettext("Yes: each 10 points of need go with about $390 more per pupil (72 schools, May 12, 2026)."),
        label_head=gettext("School"),
        x=Axis(gettext("Students with a need"), "percent", from_zero=True),
        y=Axis(gettext("Dollars per pupil"), "money"),
        points=[
            Point(
                school.name, school.need_share, school.per_pupil_cents, _LEVELS.index(school.level), number in (10, 41)
            )
            for number, school in enumerate(found)
        ],
        fit=Fit(610_000, 390_000, gettext("Fitted line, with its 95% band"), edges),
        series_labels=list(_levels().values()),
    )


def _strips(found: list[School]) -> Chart:
    labels = [gettext("Least need"), gettext("Some need"), gettext("More need"), gettext("Most need")]
    ordered = sorted(found, key=lambda school: school.need_share)
    groups = []
    for number, label in enumerate(labels):
        part = ordered[number * 18 : number * 18 + 18]
        values = sorted(school.per_pupil_cents for school in part)
        dots = [Dot(school.name, school.per_pupil_cents, number == 3 and at == 17) for at, school in enumerate(part)]
        groups.append(Strip(label, dots, values[9]))
    return strips(
        key="need-strips",
        title=gettext("What does each school receive, by need?"),
        says=gettext("Schools with the most need receive about $2,500 more per pupil than those with the least."),
        group_head=gettext("Need"),
        label_head=gettext("School"),
        axis=Axis(gettext("Dollars per pupil"), "money"),
        groups=groups,
    )


def _bars(found: list[School]) -> Chart:
    return bars(
        key="per-pupil-bars",
        title=gettext("Dollars per pupil, this year beside last"),
        says=gettext("Seven of eight schools receive more than last year."),
        label_head=gettext("School"),
        axis=Axis(gettext("Dollars per pupil"), "money"),
        rows=[
            Bar(school.name, school.per_pupil_cents, school.per_pupil_cents * (0.93 if at else 1.04), "#charts")
            for at, school in enumerate(found)
        ],
        against_label=gettext("Last year"),
    )


def _changes(found: list[School]) -> Chart:
    return bars(
        key="change-bars",
        title=gettext("Who gains and who loses"),
        says=gettext("The largest gain and the largest loss stand within $60,000 of no change."),
        label_head=gettext("School"),
        axis=Axis(gettext("Change in dollars"), "money"),
        rows=[Bar(school.name, school.change_cents) for school in found],
    )
