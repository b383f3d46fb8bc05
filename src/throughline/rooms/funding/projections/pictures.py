"""Projections as tables, and the line of students through the years."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from throughline.rooms.funding.ahead import Ahead, SchoolAhead
from throughline.rooms.funding.counts.queries import label_of
from throughline.rooms.funding.projections.queries import Adjusted, ProjectionRow
from throughline.rooms.funding.projections.words import between, change_words, past_sentence
from throughline.values.school_year import SchoolYear
from throughline.web.charts import Axis, Chart, Line, lines
from throughline.web.components import figures
from throughline.web.components.pieces import Status
from throughline.web.tables import Column, Table


def projections_table(rows: Sequence[ProjectionRow]) -> Table:
    """This function will list the projections."""
    return Table(
        key="projections",
        caption=_("Projections"),
        columns=[
            Column("name", _("Projection"), link=lambda row: reverse("funding:projection", args=[row.number])),
            Column("next_year", _("Next year"), value=lambda row: str(SchoolYear(row.next_year))),
            Column("n_now", _("Counted"), kind="number"),
            Column("n_next", _("Projected"), kind="number"),
            Column("by_name", _("By")),
            Column("at", _("When"), kind="moment"),
        ],
        rows=rows,
        searchable=False,
        count=lambda n: ngettext("%(n)s projection", "%(n)s projections", n),
        file_name="projections",
        narrow="stack",
    )


def years_chart(found: Ahead) -> Chart:
    """This function will draw the students of each year, counted and projected, with how far off they may be."""
    before, ahead = found.before(), [found.in_year(year) for year in found.years]
    every = [*before, *ahead]
    beside = []
    if any(one.low is not None for one in ahead):
        joined: list[float | None] = [None] * (len(before) - 1)
        joined.append(float(before[-1].students))
        beside = [
            Line(_("Least"), [*joined, *(None if one.low is None else float(one.low) for one in ahead)]),
            Line(_("Most"), [*joined, *(None if one.high is None else float(one.high) for one in ahead)]),
        ]
    return lines(
        key="years",
        title=_("Students, counted until %(year)s and projected from there") % {"year": SchoolYear(found.base_year)},
        says=past_sentence(found),
        label_head=_("School year"),
        axis=Axis(_("Students"), "number"),
        at=[str(SchoolYear(one.year)) for one in every],
        own=Line(_("Students"), [float(one.students) for one in every]),
        beside=beside,
    )


def schools_table(found: Ahead, ids: Mapping[str, int]) -> Table:
    """This function will lay every school out: counted, next year, and how far off that may be."""
    year, number = found.years[0], found.row.number

    def link(row: SchoolAhead) -> str:
        here = ids.get(row.source_id)
        return reverse("funding:projected_school", args=[number, here]) if here else ""

    return Table(
        key="schools",
        caption=_("Every school next year"),
        columns=[
            Column("name", _("School"), link=link),
            Column("now", _("Counted"), kind="number", total=True),
            Column(
                "next",
                _("Projected"),
                kind="number",
                value=lambda row: row.total(year),
                total=True,
            ),
            Column(
                "change", pgettext("difference", "Change"), value=lambda row: change_words(row.total(year) - row.now)
            ),
            Column("between", _("Likely between"), value=lambda row: between(row.in_year(year)), sortable=False),
            Column("steady", _("Way"), kind="status", value=_way),
        ],
        rows=found.schools,
        order="name",
        count=lambda n: ngettext("%(n)s school", "%(n)s schools", n),
        file_name=f"projection-{number}",
    )


def past_table(found: Ahead) -> Table:
    """This function will lay past years beside what this way would have projected for them."""
    return Table(
        key="past",
        caption=_("How wrong it would have been"),
        columns=[
            Column("year", _("School year"), value=lambda row: str(SchoolYear(row.year)), sortable=False),
            Column("projected", _("Projected a year before"), kind="number", sortable=False),
            Column("came", _("Counted"), kind="number", sortable=False),
            Column("off", _("Off by"), value=lambda row: change_words(row.came - row.projected), sortable=False),
            Column(
                "share",
                _("In percent"),
                value=lambda row: figures.percent(float(row.error_share), 1) if row.error_share is not None else "",
                sortable=False,
            ),
        ],
        rows=found.past,
        searchable=False,
        count=lambda n: ngettext("%(n)s year", "%(n)s years", n),
        shares_page=True,
        narrow="scroll",
    )


def needs_table(found: Ahead) -> Table:
    """This function will lay the needs out: as large a share of each school's students as now."""
    year = found.years[0]
    rows = [(label_of(code), now, then) for code, (now, then) in found.needs(year).items()]
    return Table(
        key="needs",
        caption=_("By need, next year"),
        columns=[
            Column("need", _("Need"), value=lambda row: row[0], sortable=False),
            Column("now", _("Now"), kind="number", value=lambda row: row[1], sortable=False),
            Column("then", str(SchoolYear(year)), kind="number", value=lambda row: row[2], sortable=False),
        ],
        rows=rows,
        searchable=False,
        count=lambda n: ngettext("%(n)s need", "%(n)s needs", n),
        shares_page=True,
        narrow="scroll",
    )


def grades_table(found: Ahead, school: SchoolAhead) -> Table:
    """This function will lay one school's grades out, the year counted and the years ahead."""
    last = school.known.history.counts[-1]

    def ahead(year: int) -> Column:
        def shown(row: tuple[str, int]) -> str:
            count = school.projection.count(year, row[0])
            # On a phone a count and its bounds stay on one line.
            likely = f"\u00a0({count.low}\u2060–\u2060{count.high})" if count.low is not None else ""
            return f"{figures.number(count.students)}{likely}"

        return Column(f"y{year}", str(SchoolYear(year)), value=shown, sortable=False)

    return Table(
        key="grades",
        caption=_("Grade by grade"),
        columns=[
            Column("grade", _("Grade"), value=lambda row: row[0], sortable=False),
            Column("now", str(SchoolYear(found.base_year)), kind="number", value=lambda row: row[1], sortable=False),
            *(ahead(year) for year in found.years),
        ],
        rows=list(zip(school.known.history.grades, last, strict=True)),
        searchable=False,
        count=lambda n: ngettext("%(n)s grade", "%(n)s grades", n),
        shares_page=True,
        narrow="scroll",
    )


def adjusted_words(rows: Sequence[Adjusted]) -> list[tuple[Adjusted, str]]:
    """This function will say each adjustment in a sentence."""
    says = _("%(school)s, grade %(grade)s, %(year)s: %(change)s. %(reason)s")
    return [
        (
            one,
            says
            % {
                "school": one.school,
                "grade": one.grade,
                "year": SchoolYear(one.year),
                "change": change_words(one.students),
                "reason": one.reason,
            },
        )
        for one in rows
    ]


def _way(row: SchoolAhead) -> Status:
    if row.steady:
        return Status(_("Stays as it is"), "quiet")
    return Status(_("Adjusted"), "note") if row.projection.adjustments else Status(_("Carried on"), "quiet")
