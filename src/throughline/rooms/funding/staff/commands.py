"""Keep what staff really costs by school and position, and decide how schools are charged for it."""

from collections.abc import Sequence
from datetime import datetime

from throughline.engines.funding.positions import Staff
from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit
from throughline.rooms.district import api as district
from throughline.rooms.funding import models
from throughline.rooms.funding.ordering import one_at_a_time
from throughline.values.errors import NotFound
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

_LOCK = "funding.positions"


def bring_in_staff(*, by: Viewer, at: datetime, year: int, staff: Sequence[Staff]) -> int:
    """This function will make a year's real costs what a file says, and return of how many schools.

    A school or position that is not named has none any more; history keeps it.

    **Raises** `NotAllowed`; `NotFound` for a school or a position there is not.
    """
    accounts.check_may(by, "write", "personnel_cost")
    with accounts.acting_as(by), one_at_a_time(_LOCK):
        schools = district.ids_by_source_id()
        positions = dict(models.Position.objects.filter(year=year).values_list("code", "pk"))
        if any(one.school_id not in schools or one.position not in positions for one in staff):
            raise NotFound(
                gettext_noop("There is no such school or position."), gettext_noop("Bring the catalog in first.")
            )
        wanted = {(schools[one.school_id], positions[one.position]): one for one in staff}
        kept = {(row.school_id, row.position_id): row for row in models.SchoolStaff.objects.filter(year=year)}
        models.SchoolStaff.objects.filter(pk__in=[row.pk for key, row in kept.items() if key not in wanted]).delete()
        for key, one in wanted.items():
            row = kept.get(key) or models.SchoolStaff(year=year, school_id=key[0], position_id=key[1])
            if row.pk and (row.units, row.cost_cents) == (one.units, one.cost_cents):
                continue
            row.units, row.cost_cents = one.units, one.cost_cents
            row.by_user_id, row.by_name, row.at = by.user_id, str(by), at
            row.save()
        n_schools = len({one.school_id for one in staff})
        words = {"year": year, "n_schools": n_schools}
        audit.record_act(by=by, at=at, act="bring in", noun="staff costs", object_id=year, details=words)
    return n_schools


def remove_staff(*, by: Viewer, at: datetime, year: int) -> None:
    """This function will take a year's real costs out. **Raises** `NotAllowed`; `NotFound` where none is kept."""
    accounts.check_may(by, "write", "personnel_cost")
    with accounts.acting_as(by), one_at_a_time(_LOCK):
        n, _by_model = models.SchoolStaff.objects.filter(year=year).delete()
        if not n:
            raise NotFound(gettext_noop("None is kept of this year."), gettext_noop("Choose a year from the list."))
        audit.record_act(by=by, at=at, act="remove", noun="staff costs", object_id=year, details={"year": year})


def decide_charge(*, by: Viewer, at: datetime, year: int, way: str, reason: str) -> None:
    """This function will keep how schools are charged for staff in a year, and why. **Raises** `NotAllowed`."""
    accounts.check_may(by, "write", "finance")
    with accounts.acting_as(by), one_at_a_time(_LOCK):
        row = models.StaffCharge.objects.filter(year=year).first() or models.StaffCharge(year=year)
        row.way, row.reason = way, reason
        row.by_user_id, row.by_name, row.at = by.user_id, str(by), at
        row.save()
        words = {"year": year, "way": way}
        audit.record_act(by=by, at=at, act="decide", noun="staff charge", object_id=year, details=words)
