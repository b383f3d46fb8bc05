"""What dollars of a fiscal year stand beside: budgets of the year before and of the year itself, and its minimum."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from throughline.engines.funding.prior import Beside, PriorBudget, set_beside
from throughline.rooms.funding import access, models
from throughline.values.school_year import SchoolYear
from throughline.values.viewer import Viewer

LAST_YEAR, CURRENT, MINIMUM = "last_year", "current", "minimum"


@dataclass(frozen=True, slots=True)
class Side:
    """One set of budgets that dollars stand beside: what it is to them, of which year, and each school's by its id."""

    role: str
    year: int
    budgets: Mapping[str, PriorBudget]
    names: Mapping[str, str]

    @property
    def year_name(self) -> str:
        return str(SchoolYear(self.year))


@dataclass(frozen=True, slots=True)
class Compared:
    """Dollars of now beside one set, with every school by its name."""

    side: Side
    found: Beside
    names: Mapping[str, str]


def compared_with(now: Sequence[PriorBudget], names: Mapping[str, str], sides: Sequence[Side]) -> list[Compared]:
    """This function will lay dollars of now beside each set. A minimum is asked only of schools that are paid now."""
    found = []
    for side in sides:
        if side.role == MINIMUM:
            here = [one for one in now if one.school_id in side.budgets]
            beside = set_beside(here, [side.budgets[one.school_id] for one in here])
        else:
            beside = set_beside(now, side.budgets.values())
        if beside.schools:
            found.append(Compared(side, beside, {**side.names, **names}))
    return found


def sides_for(viewer: Viewer, year: int, *, school_id: int | None = None) -> list[Side]:
    """This function will return the sets kept for a fiscal year and for the one before, as far as one may see.

    **Raises** `NotAllowed` for those who see no budgets.
    """
    asked = Q(kind=models.PriorBudget.BUDGET, year__in=(year - 1, year)) | Q(kind=models.PriorBudget.MINIMUM, year=year)
    rows = access.get_prior_budgets_for(viewer).filter(asked)
    if school_id is not None:
        rows = rows.filter(school_id=school_id)
    kept: dict[tuple[str, int], dict[str, PriorBudget]] = {}
    names: dict[str, str] = {}
    for row in in_order(rows):
        value = budget_value(row)
        kept.setdefault((row.kind, row.year), {})[value.school_id] = value
        names[value.school_id] = row.school.name
    roles = (
        (LAST_YEAR, models.PriorBudget.BUDGET, year - 1),
        (CURRENT, models.PriorBudget.BUDGET, year),
        (MINIMUM, models.PriorBudget.MINIMUM, year),
    )
    return [
        Side(role, of, found, {key: names[key] for key in found})
        for role, kind, of in roles
        if (found := kept.get((kind, of)))
    ]


def budget_value(row: models.PriorBudget) -> PriorBudget:
    """This function will return a kept budget as a value, under the school's id in the roster."""
    return PriorBudget(row.school.source_id, row.total_cents, row.n_students, dict(row.sources))


def in_order(rows: QuerySet[models.PriorBudget]) -> QuerySet[models.PriorBudget]:
    """This function will order rows by the names of their schools."""
    return rows.select_related("school").order_by("school__name", "school__source_id")


def kept_minimums(year: int) -> dict[str, int]:
    """This function will return the minimum kept of each school of a year, in cents by its id, the walls standing."""
    rows = models.PriorBudget.objects.filter(year=year, kind=models.PriorBudget.MINIMUM)
    return dict(rows.values_list("school__source_id", "total_cents"))


def kept_budgets(year: int) -> list[PriorBudget]:
    """This function will return every school's kept budget of a year, the walls standing; none where none is kept."""
    rows = models.PriorBudget.objects.filter(year=year, kind=models.PriorBudget.BUDGET)
    return [budget_value(row) for row in in_order(rows)]
