"""Read what staff really costs in a year beside the catalog's average, with what comes close to one person left out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from throughline.engines.funding.positions import AVERAGE, REAL, Charged, PositionCharged, Staff, charge, too_few
from throughline.rooms.accounts import api as accounts
from throughline.rooms.district import api as district
from throughline.rooms.funding import access, models
from throughline.rooms.funding.positions.queries import program_for, run_beside
from throughline.rooms.funding.revenues.queries import check_year
from throughline.values.school_year import SchoolYear
from throughline.values.viewer import Viewer

FEW = Decimal(5)  # fewer units than these, and dollars come close to telling what one person earns


@dataclass(frozen=True, slots=True)
class SchoolStaffed:
    """One school's staff both ways, beside its budget; or several together that are too few to be shown alone."""

    name: str
    units: Decimal
    average_cents: int
    real_cents: int
    budget_cents: int | None
    n_together: int = 1

    @property
    def moved_cents(self) -> int:
        """What it is charged more at real cost."""
        return self.real_cents - self.average_cents

    def left_cents(self, way: str) -> int | None:
        """This function will return what its budget leaves once staff is charged; None where it has no budget."""
        charged = self.real_cents if way == REAL else self.average_cents
        return None if self.budget_cents is None else self.budget_cents - charged


@dataclass(frozen=True, slots=True, kw_only=True)
class BothWays:
    """Staff at the average and at real cost, school by school; those too few to be shown alone stand together."""

    charged: Charged
    schools: Sequence[SchoolStaffed]


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffPage(BothWays):
    """A year's staff both ways, and how schools are charged."""

    year: int
    year_name: str
    has_catalog: bool
    positions: Sequence[PositionCharged]
    n_positions_hidden: int
    run_number: int | None
    way: str
    reason: str
    decided: bool
    may_write: bool
    may_bring_in: bool


def staff_page(viewer: Viewer, year: int) -> StaffPage:
    """This function will return a year's staff both ways. **Raises** `NotAllowed`, `NotFound`."""
    rows = access.get_staff_for(viewer)
    catalog = program_for(viewer, check_year(year)).catalog
    found = charge(catalog, [staff_value(row) for row in rows.filter(year=year)])
    run = run_beside(viewer, year)
    budgets = dict(access.get_budgets_for(viewer).filter(run=run).values_list("school_source_id", "total_cents"))
    names = {one.source_id: one.name for one in district.schools_on(accounts.today())}
    hidden = too_few({one.code: one.units for one in found.positions}, FEW)
    kept = access.get_staff_charges_for(viewer).filter(year=year).first()
    return StaffPage(
        year=year,
        year_name=str(SchoolYear(year)),
        has_catalog=bool(catalog),
        charged=found,
        schools=both_ways(found, budgets, names).schools,
        positions=[one for one in found.positions if one.code not in hidden],
        n_positions_hidden=len(hidden),
        run_number=run.number if run else None,
        way=kept.way if kept else AVERAGE,
        reason=kept.reason if kept else "",
        decided=kept is not None,
        may_write=accounts.may(viewer, "write", access.CLASS),
        may_bring_in=accounts.may(viewer, "write", access.PERSONNEL),
    )


def staff_value(row: models.SchoolStaff) -> Staff:
    """This function will return kept staff as a value."""
    return Staff(row.school.source_id, row.position.code, row.units, row.cost_cents)


def staff_of(viewer: Viewer, year: int) -> list[Staff]:
    """This function will return a year's staff by school and position. **Raises** `NotAllowed`."""
    return [staff_value(row) for row in access.get_staff_for(viewer).filter(year=year)]


def both_ways(found: Charged, budgets: Mapping[str, int], names: Mapping[str, str]) -> BothWays:
    """This function will lay each school's staff out beside its budget, who is charged most more at real cost first.

    Schools that are too few to be shown alone are one row at the end.
    """
    hidden = too_few({one.school_id: one.units for one in found.schools}, FEW)
    rows: list[SchoolStaffed] = []
    together: list[SchoolStaffed] = []
    for one in found.schools:
        row = SchoolStaffed(
            names.get(one.school_id, one.school_id),
            one.units,
            one.average_cents,
            one.real_cents,
            budgets.get(one.school_id),
        )
        (together if one.school_id in hidden else rows).append(row)
    rows.sort(key=lambda row: (-row.moved_cents, row.name))
    return BothWays(charged=found, schools=[*rows, *([_together(together)] if together else [])])


def _together(rows: Iterable[SchoolStaffed]) -> SchoolStaffed:
    found = list(rows)
    budgets = [one.budget_cents for one in found if one.budget_cents is not None]
    return SchoolStaffed(
        "",
        sum((one.units for one in found), Decimal(0)),
        sum(one.average_cents for one in found),
        sum(one.real_cents for one in found),
        sum(budgets) if len(budgets) == len(found) else None,
        len(found),
    )
