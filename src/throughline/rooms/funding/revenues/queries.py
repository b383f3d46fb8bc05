"""Read a year's revenues with what follows from them."""

from collections.abc import Sequence
from dataclasses import dataclass

from throughline.engines.funding.revenues import Revenue
from throughline.engines.funding.steps import StepsFormula
from throughline.rooms.accounts import api as accounts
from throughline.rooms.district import api as district
from throughline.rooms.funding import access
from throughline.rooms.funding.as_steps import as_steps
from throughline.rooms.funding.documents import formula_value
from throughline.rooms.funding.formulas.sentences import words
from throughline.rooms.funding.models import RevenueSource
from throughline.rooms.funding.revenues.funds import Funds, funds_of, revenue_value
from throughline.rooms.funding.revenues.splitting import Split, split
from throughline.values.errors import NotFound
from throughline.values.school_year import SchoolYear
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

_YEARS = range(2015, 2101)


@dataclass(frozen=True, slots=True)
class YearChoice:
    """A fiscal year that can be looked at, and how many sources it has."""

    year: int
    name: str
    n_sources: int


@dataclass(frozen=True, slots=True)
class RevenuesPage:
    """A year's sources, and where each goes."""

    year: int
    year_name: str
    years: Sequence[YearChoice]
    funds: Funds
    split: Split
    formula_name: str
    may_write: bool


@dataclass(frozen=True, slots=True)
class SourcePage:
    """One source to look at or change, with the schools that can be named for it."""

    year: int
    year_name: str
    revenue: Revenue | None
    at_schools: dict[str, int]
    schools: Sequence[district.School]
    funds: Funds
    pools: Sequence[tuple[str, str]]
    needs: Sequence[str]


def this_year() -> int:
    """This function will return the fiscal year of today, by the calendar year in which it ends."""
    return SchoolYear.of(accounts.today()).ends


def years_for(viewer: Viewer) -> list[tuple[int, str]]:
    """This function will name the years that have revenues, the newest first, for a form. **Raises** `NotAllowed`."""
    years = access.get_revenues_for(viewer).order_by("-year").values_list("year", flat=True).distinct()
    return [(year, str(SchoolYear(year))) for year in years]


def check_year(year: int) -> int:
    """This function will return the year. **Raises** `NotFound` for one that no district plans."""
    if year not in _YEARS:
        raise NotFound(gettext_noop("There is no such fiscal year."), gettext_noop("Choose one from the list."))
    return year


def revenues_page(viewer: Viewer, year: int) -> RevenuesPage:
    """This function will return a year's revenues. **Raises** `NotAllowed`, `NotFound`."""
    rows = access.get_revenues_for(viewer)
    check_year(year)
    counted: dict[int, int] = {}
    for one in rows.values_list("year", flat=True):
        counted[one] = counted.get(one, 0) + 1
    now = this_year()
    years = sorted({now, now + 1, year, *counted}, reverse=True)
    funds, formula = funds_of(year), newest_formula(viewer)
    return RevenuesPage(
        year=year,
        year_name=str(SchoolYear(year)),
        years=[YearChoice(one, str(SchoolYear(one)), counted.get(one, 0)) for one in years],
        funds=funds,
        split=split(funds, school_ids(), formula),
        formula_name=words(formula.name) if formula else "",
        may_write=accounts.may(viewer, "write", access.CLASS),
    )


def source_page(viewer: Viewer, year: int, key: str = "") -> SourcePage:
    """This function will return one source of a year, or what a new one needs. **Raises** `NotAllowed`, `NotFound`."""
    rows = access.get_revenues_for(viewer)
    check_year(year)
    row: RevenueSource | None = None
    if key:
        row = rows.filter(year=year, key=key).first()
        if row is None:
            raise NotFound(gettext_noop("There is no such source."), gettext_noop("Choose one from the list."))
    funds, formula = funds_of(year), newest_formula(viewer)
    return SourcePage(
        year=year,
        year_name=str(SchoolYear(year)),
        revenue=revenue_value(row) if row else None,
        at_schools={grant.school_id: grant.cents for grant in funds.grants if grant.revenue == key},
        schools=district.schools_on(accounts.today()),
        funds=funds,
        pools=[(money.key, words(money.label)) for money in formula.sources] if formula else [],
        needs=sorted({step.need for step in formula.steps if step.need}) if formula else [],
    )


def newest_formula(viewer: Viewer) -> StepsFormula | None:
    """This function will return the formula of the newest run, in steps; none before the first run."""
    run = access.get_runs_for(viewer).order_by("-number").first()
    return as_steps(formula_value(run.formula)) if run else None


def school_ids() -> list[str]:
    """This function will list the ids of the schools that are open."""
    return [school.source_id for school in district.schools_on(accounts.today())]
