"""Read all that a fiscal year has and lacks, always from what is kept: there is no list of its own that could lie."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q

from throughline.rooms.accounts import api as accounts
from throughline.rooms.district import api as district
from throughline.rooms.funding import access
from throughline.rooms.funding.days.queries import OwnDayTold, own_days
from throughline.rooms.funding.models import PriorBudget
from throughline.rooms.funding.revenues.funds import funds_of
from throughline.rooms.funding.revenues.queries import YearChoice, check_year, this_year
from throughline.rooms.funding.revenues.splitting import Split, split
from throughline.rooms.funding.scenarios.net import SafetyNet
from throughline.rooms.students import api as students
from throughline.values.school_year import SchoolYear
from throughline.values.viewer import Viewer


@dataclass(frozen=True, slots=True)
class DayCounted:
    """A day of the year that can be counted, and where its numbers come from."""

    on: date
    n_students: int
    n_schools: int
    n_withheld: int
    filed: bool
    projected: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """Dollars that are kept of a year: for how many schools, and together."""

    n_schools: int = 0
    cents: int = 0


@dataclass(frozen=True, slots=True)
class KeptFormula:
    """The newest version of a formula, and whether anybody has adopted its figures."""

    name: str
    illustrative: bool


@dataclass(frozen=True, slots=True)
class Planned:
    """A scenario of the year: how far it is, and its way there."""

    number: int
    name: str
    state: str
    net: SafetyNet


@dataclass(frozen=True, slots=True)
class Paid:
    """A run of the year, and the two who adopted it, where two did."""

    number: int
    cents: int
    n_schools: int
    by_name: str
    adopted_as: str = ""
    adopted_by: Sequence[str] = ()
    adopted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class YearFacts:
    """A fiscal year as it stands now."""

    year: int
    today: date
    may_write: bool
    may_set_levels: bool
    sees_schools: bool
    n_schools: int
    without_level: Sequence[str]
    counted: Sequence[DayCounted]
    before: Kept
    minimums: Kept
    run_before: Paid | None
    split: Split
    n_positions: int
    n_guaranteed: int
    charge: str
    formulas: Sequence[KeptFormula]
    scenarios: Sequence[Planned]
    run: Paid | None
    told_at: datetime | None
    years: Sequence[YearChoice] = field(default_factory=tuple)
    own_days: Sequence[OwnDayTold] = ()

    @property
    def name(self) -> str:
        return str(SchoolYear(self.year))

    @property
    def name_before(self) -> str:
        return str(SchoolYear(self.year - 1))

    @property
    def usual_day(self) -> date:
        """The day that districts count on: the first of October."""
        return date(self.year - 1, 10, 1)


def year_facts(viewer: Viewer, year: int) -> YearFacts:
    """This function will gather all that a fiscal year has. **Raises** `NotAllowed`, `NotFound`."""
    accounts.check_may(viewer, "see", access.CLASS)
    check_year(year)
    today = accounts.today()
    schools = district.schools_on(today)
    kept, runs = _kept(viewer, year), _runs(viewer, year)
    return YearFacts(
        year=year,
        today=today,
        may_write=accounts.may(viewer, "write", access.CLASS),
        may_set_levels=accounts.may(viewer, "write", "schools"),
        sees_schools=accounts.may(viewer, "see", "schools"),
        n_schools=len(schools),
        without_level=[one.name for one in schools if not one.level],
        counted=_counted(viewer, year, today),
        own_days=own_days(viewer, year),
        before=kept.get((PriorBudget.BUDGET, year - 1), Kept()),
        minimums=kept.get((PriorBudget.MINIMUM, year), Kept()),
        run_before=runs.get(year - 1),
        split=split(funds_of(year), [one.source_id for one in schools], None),
        n_positions=access.get_positions_for(viewer).filter(year=year).count(),
        n_guaranteed=access.get_guaranteed_for(viewer).filter(year=year).count(),
        charge=access.get_staff_charges_for(viewer).filter(year=year).values_list("way", flat=True).first() or "",
        formulas=[
            KeptFormula(name, illustrative)
            for name, illustrative in access.get_formulas_for(viewer)
            .order_by("key", "-number")
            .distinct("key")
            .values_list("name", "illustrative")
        ],
        scenarios=_scenarios(viewer, year),
        run=runs.get(year),
        told_at=_told_at(viewer, year),
        years=[YearChoice(one, str(SchoolYear(one)), 0) for one in sorted({this_year(), this_year() + 1, year})],
    )


def _of_year(year: int, day: str) -> Q:
    """Rows that say the year, and those that say none and were counted in it."""
    first, last = SchoolYear(year).first_day, SchoolYear(year).last_day
    return Q(year=year) | Q(year=None, **{f"{day}__gte": first, f"{day}__lte": last})


def _counted(viewer: Viewer, year: int, today: date) -> list[DayCounted]:
    within = {"on__gte": SchoolYear(year).first_day, "on__lte": SchoolYear(year).last_day}
    by_day: dict[date, list[tuple[int, int]]] = {}
    projected = set()
    rows = access.get_filed_counts_for(viewer).filter(**within)
    for on, counts, withheld, projection in rows.values_list("on", "counts", "withheld", "projection"):
        by_day.setdefault(on, []).append((counts.get(students.ALL_STUDENTS, 0), len(withheld)))
        if projection:
            projected.add(on)
    found = [
        DayCounted(on, sum(n for n, _ in found), len(found), sum(hidden for _, hidden in found), True, on in projected)
        for on, found in sorted(by_day.items())
    ]
    usual = min(date(year - 1, 10, 1), today)
    if usual >= SchoolYear(year).first_day and usual not in by_day:
        counted = [row.count(students.ALL_STUDENTS) for row in students.count_needs(usual, ()).schools]
        found.insert(0, DayCounted(usual, sum(counted), sum(map(bool, counted)), 0, filed=False))
    return found


def _kept(viewer: Viewer, year: int) -> dict[tuple[str, int], Kept]:
    found: dict[tuple[str, int], Kept] = {}
    rows = access.get_prior_budgets_for(viewer).filter(year__in=(year - 1, year))
    for kind, of, cents in rows.values_list("kind", "year", "total_cents"):
        so_far = found.get((kind, of), Kept())
        found[kind, of] = Kept(so_far.n_schools + 1, so_far.cents + cents)
    return found


def _runs(viewer: Viewer, year: int) -> dict[int, Paid]:
    """The newest run of the year, and of the one before; who adopted it stands with it."""
    adopted = {row.run_id: row for row in access.get_adoptions_for(viewer)}
    found: dict[int, Paid] = {}
    rows = access.get_runs_for(viewer).filter(_of_year(year - 1, "count_on") | _of_year(year, "count_on"))
    for row in rows.order_by("number"):
        adoption = adopted.get(row.pk)
        about = (adoption.scenario_name, (adoption.proposed_by_name, adoption.by_name), adoption.at) if adoption else ()
        found[row.fiscal_year] = Paid(row.number, row.total_cents, row.n_schools, row.by_name, *about)
    return found


def _scenarios(viewer: Viewer, year: int) -> list[Planned]:
    rows = access.get_scenarios_for(viewer).filter(recount={}).order_by("number")
    found = []
    first, last = SchoolYear(year).first_day.isoformat(), SchoolYear(year).last_day.isoformat()
    wanted = ("number", "name", "state", "decisions__net", "year", "inputs__on")
    for number, name, state, net, of, on in rows.values_list(*wanted):
        if of == year or (of is None and first <= on <= last):
            found.append(Planned(number, name, state, SafetyNet(**(net or {}))))
    return found


def _told_at(viewer: Viewer, year: int) -> datetime | None:
    notices = access.get_notices_for(viewer).filter(withdrawn_at=None).order_by("-at")
    rows: Sequence[Mapping[str, object]] = list(notices.values("at", "scenario__year", "counted_on"))
    for row in rows:
        at, of, on = row["at"], row["scenario__year"], row["counted_on"]
        if isinstance(at, datetime) and isinstance(on, date) and year == (of or SchoolYear.of(on).ends):
            return at
    return None
