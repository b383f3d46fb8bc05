"""How schools are charged for staff, as scenarios and runs freeze it: the way, why, and what staff costs."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace

from throughline.engines.funding.canonical import digest_of
from throughline.engines.funding.positions import Charged, Position, Staff, charge
from throughline.rooms.accounts import api as accounts
from throughline.rooms.funding import access, models
from throughline.rooms.funding.floors import position_value
from throughline.values.viewer import Viewer


@dataclass(frozen=True, slots=True)
class StaffKept:
    """The way that schools are charged, empty where nobody decided it; `costs` is the digest of the frozen costs.

    It names no dollars, so that every school may read it: the costs stand behind their own class of record.
    """

    way: str = ""
    reason: str = ""
    costs: str = ""

    def as_json(self) -> dict[str, str]:
        """This function will return the charge in plain values, as a scenario and a run keep it."""
        return asdict(self)

    @classmethod
    def of_json(cls, kept: Mapping[str, str]) -> "StaffKept":
        """This function will read a charge that was kept."""
        return cls(**kept)

    @property
    def digest(self) -> str:
        """What proves the charge years later; empty where nobody decided one."""
        return digest_of(self.as_json()) if self.way else ""

    def decided(self, way: str) -> "StaffKept":
        """This function will charge the same staff the way somebody decides; empty leaves it as it is."""
        return self if way in ("", self.way) else replace(self, way=way, reason="")


NOT_DECIDED = StaffKept()


def freeze_charge(by: Viewer, year: int) -> StaffKept:
    """This function will freeze how a year's schools are charged for staff, and what staff costs both ways."""
    row = models.StaffCharge.objects.filter(year=year).first()
    return StaffKept(row.way if row else "", row.reason if row else "", _freeze_costs(by, year))


def freeze_decided(by: Viewer, year: int) -> StaffKept:
    """This function will freeze a year's charge where somebody decided it; a run needs no costs otherwise."""
    decided = models.StaffCharge.objects.filter(year=year).exists()
    return freeze_charge(by, year) if decided else NOT_DECIDED


def charged_both_ways(viewer: Viewer, costs: str) -> Charged:
    """This function will charge every school both ways by costs that were frozen. **Raises** `NotAllowed`."""
    rows = list(access.get_frozen_staff_for(viewer).filter(digest=costs))
    catalog = {row.position: Position(row.position, row.position_name, row.price_cents) for row in rows}
    return charge(catalog, [Staff(row.school_source_id, row.position, row.units, row.cost_cents) for row in rows])


def charge_again(viewer: Viewer, kept: StaffKept) -> StaffKept:
    """This function will take a charge's digest of costs from the costs themselves, for those who may see them."""
    if not kept.costs or not accounts.may(viewer, "see", access.PERSONNEL):
        return kept
    return replace(kept, costs=_digest(access.get_frozen_staff_for(viewer).filter(digest=kept.costs)))


def _freeze_costs(by: Viewer, year: int) -> str:
    """Costs are kept once under their digest, however many scenarios and runs are made on them."""
    if not all(accounts.may(by, act, access.PERSONNEL) for act in ("see", "write")):
        return ""
    prices = {row.code: position_value(row).price_cents for row in models.Position.objects.filter(year=year)}
    rows = [
        models.FrozenStaff(
            school_id=row.school_id,
            school_source_id=row.school.source_id,
            position=row.position.code,
            position_name=row.position.name,
            units=row.units,
            price_cents=prices[row.position.code],
            cost_cents=row.cost_cents,
        )
        for row in access.get_staff_for(by).filter(year=year)
    ]
    if not rows:
        return ""
    digest = _digest(rows)
    for row in rows:
        row.digest = digest
    models.FrozenStaff.objects.bulk_create(rows, ignore_conflicts=True)
    return digest


def _digest(rows: Iterable[models.FrozenStaff]) -> str:
    return digest_of(
        sorted(
            [
                row.school_source_id,
                row.position,
                row.position_name,
                format(row.units.normalize(), "f"),
                row.price_cents,
                row.cost_cents,
            ]
            for row in rows
        )
    )
