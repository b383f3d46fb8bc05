"""Scenarios as tables and charts: who gains and who loses against need, and dollars before and after."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from string import ascii_uppercase

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from throughline.engines.equity import Fit as Line
from throughline.engines.equity import equity_of
from throughline.rooms.funding.budgets.reading import ShownNeed, shown_need
from throughline.rooms.funding.formulas.sentences import level_name
from throughline.rooms.funding.models import Scenario
from throughline.rooms.funding.prior.sides import Side
from throughline.rooms.funding.prior.words import side_name
from throughline.rooms.funding.scenarios.consequences import Consequence, SchoolOutcome
from throughline.rooms.funding.scenarios.proxies import SchoolRecounted
from throughline.rooms.funding.scenarios.queries import ScenarioRow, YearAhead
from throughline.rooms.funding.scenarios.words import state_status
from throughline.values.money import per_pupil
from throughline.web.charts import Axis, Chart, Dot, Fit, Point, Strip, scatter, strips
from throughline.web.components import figures
from throughline.web.components.pieces import Status
from throughline.web.tables import Column, Table

N_NAMED = 1
LETTERS = ascii_uppercase  # scenarios side by side, where their names would not fit


def scenarios_table(rows: Sequence[ScenarioRow]) -> Table:
    """This function will list the scenarios."""
    return Table(
        key="scenarios",
        caption=_("Scenarios"),
        columns=[
            Column("name", _("Scenario"), link=lambda row: reverse("funding:scenario", args=[row.number])),
            Column("state", _("State"), kind="status", value=lambda row: state_status(row.state)),
            Column("total_cents", _("Total"), kind="money"),
            Column("change", _("Against the current budget"), value=lambda row: figures.money_change(row.change_cents)),
            Column("n_losers", _("Schools that lose"), kind="number"),
            Column("formula", _("Formula")),
            Column("projected", _("Students are"), value=lambda row: _("projected") if row.projected else _("counted")),
            Column("parent", _("Branch of")),
            Column("by_name", _("By")),
        ],
        rows=rows,
        searchable=False,
        count=lambda n: ngettext("%(n)s scenario", "%(n)s scenarios", n),
        file_name="scenarios",
        empty_title=_("No scenario yet"),
        empty_text=_("Start one: a formula, a day to count on, and the figures you would decide otherwise."),
        narrow="stack",
    )


def schools_table(found: Consequence, number: int) -> Table:
    """This function will lay every school out beside its current budget."""
    held = Column("held_cents", _("Held harmless, or given for it"), kind="money", total=True)
    program = Column("guaranteed_cents", _("Added for guaranteed staff"), kind="money", total=True)
    return Table(
        key="schools",
        caption=_("Every school under this scenario"),
        columns=[
            Column("name", _("School")),
            Column("current_cents", _("Current budget"), kind="money", total=True),
            Column("total_cents", _("This scenario"), kind="money", total=True),
            Column("change_cents", pgettext("difference", "Change"), kind="money", total=True),
            Column("change_share", _("Change, in percent"), kind="percent"),
            Column("per_pupil_cents", _("Dollars per student"), kind="money"),
            *([held] if any(one.held_cents for one in found.schools) else []),
            *([program] if found.raised_to_program else []),
            Column("level", _("Level"), value=lambda row: level_name(row.level)),
            Column("state", _("Standing"), kind="status", value=_standing),
        ],
        rows=found.schools,
        order="change_cents",
        count=lambda n: ngettext("%(n)s school", "%(n)s schools", n),
        file_name=f"scenario-{number}",
    )


def change_strips(found: Consequence, against: str = "") -> Chart | None:
    """This function will draw each school's change in percent, from the schools with least need to those with most.

    `against` says what it is a change from, where that is not the current budget.
    """
    groups = _thirds(found)
    if not groups:
        return None
    named = {one.id for one in (*found.gainers[:N_NAMED], *found.losers[:N_NAMED])}
    return strips(
        key="changes",
        title=_("Who gains and who loses, by need?"),
        says=_says(found),
        group_head=_("Schools by need"),
        label_head=_("School"),
        axis=Axis(against or _("Change against the current budget"), "percent"),
        groups=[
            Strip(
                label,
                [Dot(one.name, one.change_share or 0.0, one.id in named) for one in schools],
                _middle([one.change_share or 0.0 for one in schools]),
            )
            for label, schools in groups
        ],
    )


def equity_charts(found: Consequence) -> list[Chart]:
    """This function will draw dollars per student against need, before and after, each with its line where one fits."""
    need = shown_need(found.result.formula)
    if need is None:
        return []
    return [
        chart
        for chart in (
            _equity("before", _("Today: dollars per student against need"), found, need, lambda one: one.current_cents),
            _equity("after", _("Under this scenario"), found, need, lambda one: one.total_cents),
        )
        if chart is not None
    ]


def years_table(years: Sequence[YearAhead]) -> Table:
    """This function will lay a phase-in out year by year."""
    return Table(
        key="years",
        caption=_("The phase-in, year by year, on today's counts"),
        columns=[
            Column("year", _("Year"), kind="number", sortable=False),
            Column("total", _("Total"), value=lambda row: figures.money_whole(row.total_cents), sortable=False),
            Column(
                "change", _("Against now"), value=lambda row: figures.money_change(row.change_cents), sortable=False
            ),
            Column("n_losers", _("Schools that lose"), kind="number", sortable=False),
        ],
        rows=years,
        searchable=False,
        count=lambda n: ngettext("%(n)s year", "%(n)s years", n),
        shares_page=True,
        narrow="scroll",
    )


def recounted_table(rows: Sequence[SchoolRecounted]) -> Table:
    """This function will lay out whom another way of counting changes, school by school."""
    return Table(
        key="recounted",
        caption=_("What the way of counting alone changes"),
        columns=[
            Column("name", _("School"), sortable=False),
            Column("n_before", _("Counted by the formula"), kind="number", total=True, sortable=False),
            Column("n_now", _("Counted this way"), kind="number", total=True, sortable=False),
            Column("change_cents", _("Dollars it moves"), kind="money", total=True, sortable=False),
        ],
        rows=sorted(rows, key=lambda one: (one.change_cents, one.name)),
        searchable=False,
        count=lambda n: ngettext("%(n)s school", "%(n)s schools", n),
        shares_page=True,
        narrow="scroll",
    )


def compared_table(pairs: Sequence[tuple[Scenario, Consequence]], sides: Sequence[Side] = ()) -> Table:
    """This function will lay scenarios side by side, school by school, the current budget and others kept first."""
    outcomes = [{one.id: one for one in found.schools} for _scenario, found in pairs]
    schools = list(dict.fromkeys(one.id for found in outcomes for one in found.values()))
    rows = [_compared_row(school_id, outcomes, sides) for school_id in schools]
    columns = [
        Column("name", _("School")),
        Column("current", _("Current budget"), kind="money", total=True),
        *(Column(f"side{at}", side_name(side), kind="money", total=True) for at, side in enumerate(sides)),
    ]
    for at in range(len(pairs)):
        letter = {"letter": LETTERS[at]}
        columns.append(Column(f"total{at}", LETTERS[at], kind="money", total=True))
        columns.append(Column(f"change{at}", _("Change in %(letter)s") % letter, kind="money"))
    return Table(
        key="compared",
        caption=_("Scenarios side by side"),
        columns=columns,
        rows=rows,
        order="name",
        count=lambda n: ngettext("%(n)s school", "%(n)s schools", n),
        file_name="scenarios-compared",
        narrow="scroll",
    )


def ranking_table(pairs: Sequence[tuple[Scenario, Consequence]]) -> Table:
    """This function will say where each school stands by dollars for each student, today and under each scenario."""
    today = _places({one.id: per_pupil(one.current_cents, one.n_students) for one in pairs[0][1].schools})
    places = [_places({one.id: one.per_pupil_cents for one in found.schools}) for _scenario, found in pairs]
    names = {one.id: one.name for _scenario, found in pairs for one in found.schools}
    rows = [
        {"name": name, "today": today.get(school_id)}
        | {f"place{at}": place.get(school_id) for at, place in enumerate(places)}
        for school_id, name in names.items()
    ]
    return Table(
        key="ranking",
        caption=_("Each school's place by dollars for each student; first is who has the most"),
        columns=[
            Column("name", _("School")),
            Column("today", _("Today"), kind="number"),
            *(Column(f"place{at}", LETTERS[at], kind="number") for at in range(len(pairs))),
        ],
        rows=rows,
        order="today",
        searchable=False,
        count=lambda n: ngettext("%(n)s school", "%(n)s schools", n),
        file_name="scenarios-ranked",
        shares_page=True,
        narrow="scroll",
    )


def compared_strips(pairs: Sequence[tuple[Scenario, Consequence]]) -> Chart:
    """This function will draw each scenario as one line of schools, by their change in percent."""
    return strips(
        key="compared-changes",
        title=_("How far does each scenario move schools?"),
        says=" ".join(
            _("%(name)s: %(gain)s gain, %(lose)s lose.")
            % {
                "name": scenario.name,
                "gain": figures.number(len(found.gainers)),
                "lose": figures.number(len(found.losers)),
            }
            for scenario, found in pairs
        ),
        group_head=_("Scenario"),
        label_head=_("School"),
        axis=Axis(_("Change against the current budget"), "percent"),
        groups=[
            Strip(
                scenario.name,
                [Dot(one.name, one.change_share or 0.0) for one in found.schools if one.change_share is not None],
                _middle([one.change_share for one in found.schools if one.change_share is not None]),
            )
            for scenario, found in pairs
        ],
    )


def _compared_row(
    school_id: int, outcomes: Sequence[dict[int, SchoolOutcome]], sides: Sequence[Side]
) -> dict[str, object]:
    known = [found[school_id] for found in outcomes if school_id in found]
    row: dict[str, object] = {"name": known[0].name, "current": known[0].current_cents}
    for at, side in enumerate(sides):
        kept = side.budgets.get(known[0].school.source_id)
        row[f"side{at}"] = kept and kept.cents
    for at, found in enumerate(outcomes):
        one = found.get(school_id)
        row |= {f"total{at}": one and one.total_cents, f"change{at}": one and one.change_cents}
    return row


def _places(cents: Mapping[int, int | None]) -> dict[int, int]:
    """Each school's place, 1 for the most; those with the same share a place, those without students have none."""
    known = {school_id: value for school_id, value in cents.items() if value is not None}
    ordered = sorted(known.values(), reverse=True)
    first = {value: at + 1 for at, value in reversed(list(enumerate(ordered)))}
    return {school_id: first[value] for school_id, value in known.items()}


def _standing(row: SchoolOutcome) -> Status:
    if row.held_cents > 0:
        return Status(_("Held harmless"), "note")
    if row.change_cents < 0:
        return Status(_("Loses"), "care")
    return Status(_("Gains"), "good") if row.change_cents > 0 else Status(_("As now"), "quiet")


def _counted(found: Consequence, need: ShownNeed) -> dict[int, float]:
    counts = found.inputs.columns[need.key]
    return {
        one.id: float(count) if count.isdecimal() else float(Fraction(count))
        for one, count in zip(found.inputs.schools, counts, strict=True)
    }


def _need_shares(found: Consequence, counted: dict[int, float]) -> dict[int, float]:
    return {one.id: counted[one.id] / one.n_students for one in found.inputs.schools if one.n_students}


def _thirds(found: Consequence) -> list[tuple[str, list[SchoolOutcome]]]:
    """Schools in three groups by their share of the need that is looked at; all in one where none is counted."""
    known = [one for one in found.schools if one.change_share is not None]
    need = shown_need(found.result.formula)
    if not known:
        return []
    if need is None or len(known) < 6:
        return [(_("All schools"), known)]
    shares = _need_shares(found, _counted(found, need))
    ranked = sorted(known, key=lambda one: (shares.get(one.id, 0.0), one.name))
    cut = len(ranked) / 3
    parts = [ranked[round(cut * n) : round(cut * (n + 1))] for n in range(3)]
    labels = (_("Least need"), _("In between"), _("Most need"))
    return list(zip(labels, parts, strict=True))


def _middle(values: Sequence[float]) -> float | None:
    ordered = sorted(values)
    return ordered[len(ordered) // 2] if ordered else None


def _says(found: Consequence) -> str:
    parts = [
        ngettext("%(n)s school gains.", "%(n)s schools gain.", len(found.gainers))
        % {"n": figures.number(len(found.gainers))},
        ngettext("%(n)s school loses.", "%(n)s schools lose.", len(found.losers))
        % {"n": figures.number(len(found.losers))},
    ]
    if found.gainers:
        most = found.gainers[0]
        words = {"school": most.name, "money": figures.money_whole(most.change_cents)}
        parts.append(_("%(school)s gains the most, %(money)s.") % words)
    if found.losers:
        most = found.losers[0]
        words = {"school": most.name, "money": figures.money_whole(-most.change_cents)}
        parts.append(_("%(school)s loses the most, %(money)s.") % words)
    return " ".join(parts)


def _equity(
    key: str, title: str, found: Consequence, need: ShownNeed, cents: Callable[[SchoolOutcome], int]
) -> Chart | None:
    counted = _counted(found, need)
    shares = _need_shares(found, counted)
    shown = [one for one in found.schools if one.n_students and cents(one)]
    if len(shown) < 2:
        return None
    measured = equity_of(
        [cents(one) for one in shown],
        [one.n_students for one in shown],
        {need.key: [counted[one.id] for one in shown]},
    )
    line = measured.need(need.key).line
    fitted = None
    if isinstance(line, Line):
        slope = line.term(need.key).value
        fitted = Fit(line.at(0.0).value * 100, slope * 100, _("Fitted line"))
        says = _("A school where every student has this need would have %(money)s more for each than one with none.")
        if slope < 0:
            says = _(
                "A school where every student has this need would have %(money)s less for each than one with none."
            )
        sentence = says % {"money": figures.money_whole(round(abs(slope) * 100))}
    else:
        sentence = line.says(_) + " " + line.next_step(_)
    return scatter(
        key=f"equity-{key}",
        title=title,
        says=sentence,
        label_head=_("School"),
        x=Axis(_("Share of students: %(need)s") % {"need": need.label}, "percent", from_zero=True),
        y=Axis(_("Dollars per student"), "money"),
        points=[Point(one.name, shares[one.id], per_pupil(cents(one), one.n_students) or 0) for one in shown],
        fit=fitted,
    )
