"""Earlier budgets' sources and the district's revenues: which may be which, which are, and a school's side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from throughline.engines.funding.prior import SourceBeside, sources_beside
from throughline.rooms.accounts import api as accounts
from throughline.rooms.funding import access
from throughline.rooms.funding.models import PriorBudget
from throughline.rooms.funding.prior.matching import Suggestion, suggest
from throughline.rooms.funding.prior.sides import MINIMUM, Side
from throughline.rooms.funding.revenues.drawing import PaidDraw
from throughline.rooms.funding.revenues.queries import check_year
from throughline.values.school_year import SchoolYear
from throughline.values.viewer import Viewer


@dataclass(frozen=True, slots=True)
class NamedSource:
    """A source that a year's earlier budgets name: what it came to, which it is, and which it may be."""

    name: str
    cents: int
    key: str
    suggestion: Suggestion | None


@dataclass(frozen=True, slots=True)
class MatchingPage:
    """A year's sources by name, and the revenue sources they can be: of that year or the one after."""

    year: int
    year_name: str
    named: Sequence[NamedSource]
    revenues: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SchoolSources:
    """One school's dollars by source beside those of an earlier year; the changes add up to its change."""

    year_name: str
    sources: Sequence[SourceBeside]

    @property
    def change_cents(self) -> int:
        return sum(one.change_cents for one in self.sources)


def matching_page(viewer: Viewer, year: int) -> MatchingPage:
    """This function will return what a year's earlier budgets name, with suggestions. **Raises** `NotAllowed`."""
    accounts.check_may(viewer, "see", access.CLASS)
    check_year(year)
    together: dict[str, int] = {}
    rows = access.get_prior_budgets_for(viewer).filter(year=year, kind=PriorBudget.BUDGET)
    for sources in rows.values_list("sources", flat=True):
        for name, cents in sources:
            together[name] = together.get(name, 0) + cents
    found = access.get_revenues_for(viewer).filter(year__in=(year, year + 1)).order_by("year", "pk")
    revenues = dict(found.values_list("key", "name"))
    matched = matches_for(viewer, [year]).get(year, {})
    named = [
        NamedSource(name, together[name], matched.get(name, ""), suggest(name, revenues))
        for name in sorted(together, key=lambda name: (-together[name], name))
    ]
    return MatchingPage(year, str(SchoolYear(year)), named, revenues)


def matches_for(viewer: Viewer, years: Sequence[int]) -> dict[int, dict[str, str]]:
    """This function will return which key each name of these years was matched to. **Raises** `NotAllowed`."""
    found: dict[int, dict[str, str]] = {}
    rows = access.get_prior_sources_for(viewer).filter(year__in=years)
    for year, name, key in rows.values_list("year", "name", "key"):
        found.setdefault(year, {})[name] = key
    return found


def school_sources(
    viewer: Viewer, school_id: str, draws: Sequence[PaidDraw], sides: Sequence[Side], names: Mapping[str, str]
) -> list[SchoolSources]:
    """This function will lay one school's draws beside what earlier budgets had, source by source, like beside like.

    `names` are those of the revenue sources by key. Nothing where the run drew on no revenues, or the earlier budgets
    name no sources.
    """
    now: dict[str, int] = {}
    for draw in draws:
        if not draw.beside:
            now[draw.source] = now.get(draw.source, 0) + draw.cents
    before = {
        side.year: side.budgets[school_id].by_source
        for side in sides
        if side.role != MINIMUM and school_id in side.budgets and side.budgets[school_id].by_source
    }
    if not now or not before:
        return []
    matches = matches_for(viewer, list(before))
    return [
        SchoolSources(str(SchoolYear(year)), sources_beside(now, prior, matches.get(year, {}), names))
        for year, prior in before.items()
    ]
