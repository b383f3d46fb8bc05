"""Read a year's earlier budgets, and which years have any."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from throughline.engines.funding.prior import PriorBudget
from throughline.rooms.accounts import api as accounts
from throughline.rooms.funding import access, models
from throughline.rooms.funding.prior.sides import budget_value, in_order
from throughline.rooms.funding.revenues.queries import YearChoice, check_year, this_year
from throughline.values.errors import NotFound
from throughline.values.money import per_pupil
from throughline.values.school_year import SchoolYear
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

KINDS = (models.PriorBudget.BUDGET, models.PriorBudget.MINIMUM)


@dataclass(frozen=True, slots=True)
class KeptSchool:
    """One school of a year: its budget, for how many students and from what, and its minimum."""

    name: str
    budget: PriorBudget | None
    minimum: PriorBudget | None

    @property
    def total_cents(self) -> int | None:
        return self.budget.cents if self.budget else None

    @property
    def n_students(self) -> int | None:
        return self.budget.n_students if self.budget else None

    @property
    def per_pupil_cents(self) -> int | None:
        return (
            None
            if self.total_cents is None or self.n_students is None
            else per_pupil(self.total_cents, self.n_students)
        )

    @property
    def minimum_cents(self) -> int | None:
        return self.minimum.cents if self.minimum else None

    def of_source(self, name: str) -> int | None:
        """This function will return what it has from a source, by its name."""
        return self.budget.by_source.get(name) if self.budget else None


@dataclass(frozen=True, slots=True)
class PriorPage:
    """A year's budgets and minimums, school by school."""

    year: int
    year_name: str
    next_name: str
    years: Sequence[YearChoice]
    schools: Sequence[KeptSchool]
    sources: Sequence[str]
    has_budgets: bool
    has_minimums: bool
    may_write: bool


def years_kept_for(viewer: Viewer) -> list[tuple[int, str]]:
    """This function will name the years whose budgets are kept, the newest first. **Raises** `NotAllowed`."""
    rows = access.get_prior_budgets_for(viewer).filter(kind=models.PriorBudget.BUDGET)
    years = rows.order_by("-year").values_list("year", flat=True).distinct()
    return [(year, str(SchoolYear(year))) for year in years]


def prior_page(viewer: Viewer, year: int) -> PriorPage:
    """This function will return what is kept of a year. **Raises** `NotAllowed`, `NotFound`."""
    accounts.check_may(viewer, "see", access.CLASS)
    check_year(year)
    rows = access.get_prior_budgets_for(viewer)
    counted: dict[int, set[int]] = {}
    for of, school_id in rows.values_list("year", "school_id"):
        counted.setdefault(of, set()).add(school_id)
    now = this_year()
    years = sorted({now - 1, now, year, *counted}, reverse=True)
    by_kind = kept_of(viewer, year)
    budgets, minimums = by_kind[models.PriorBudget.BUDGET], by_kind[models.PriorBudget.MINIMUM]
    names = names_of(viewer, year)
    return PriorPage(
        year=year,
        year_name=str(SchoolYear(year)),
        next_name=str(SchoolYear(year + 1)),
        years=[YearChoice(one, str(SchoolYear(one)), len(counted.get(one, ()))) for one in years],
        schools=[KeptSchool(name, budgets.get(key), minimums.get(key)) for key, name in names.items()],
        sources=_sources(budgets),
        has_budgets=bool(budgets),
        has_minimums=bool(minimums),
        may_write=accounts.may(viewer, "write", access.CLASS),
    )


def kept_of(viewer: Viewer, year: int) -> dict[str, dict[str, PriorBudget]]:
    """This function will return what is kept of a year by kind, each school by its id in the roster."""
    found: dict[str, dict[str, PriorBudget]] = {kind: {} for kind in KINDS}
    for row in in_order(access.get_prior_budgets_for(viewer).filter(year=year)):
        found[row.kind][row.school.source_id] = budget_value(row)
    return found


def names_of(viewer: Viewer, year: int) -> dict[str, str]:
    """This function will name the schools that are kept of a year, by id, in the order of their names."""
    rows = in_order(access.get_prior_budgets_for(viewer).filter(year=year))
    return dict(rows.values_list("school__source_id", "school__name"))


def check_kind(kind: str) -> str:
    """This function will return the kind. **Raises** `NotFound` for one there is not."""
    if kind not in KINDS:
        raise NotFound(gettext_noop("There is no such list of budgets."), gettext_noop("Choose one from the page."))
    return kind


def _sources(budgets: Mapping[str, PriorBudget]) -> list[str]:
    """The sources that are named, those that bring the most first."""
    together: dict[str, int] = {}
    for one in budgets.values():
        for name, cents in one.by_source.items():
            together[name] = together.get(name, 0) + cents
    return sorted(together, key=lambda name: (-together[name], name))
