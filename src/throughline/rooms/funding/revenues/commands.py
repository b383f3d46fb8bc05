"""Keep a year's revenues: one source, or a whole year from its files."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from throughline.engines.funding.revenues import Grant, Revenue
from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit
from throughline.rooms.district import api as district
from throughline.rooms.funding.models import RevenueSource, SchoolRevenue
from throughline.rooms.funding.ordering import one_at_a_time
from throughline.rooms.funding.revenues.funds import Funds, funds_of, plain_revenue, with_revenue
from throughline.values.errors import NotFound
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop


def bring_in_revenues(*, by: Viewer, at: datetime, funds: Funds) -> int:
    """This function will make a year's revenues what its files say, and return how many sources there are.

    What the files do not name is no longer a source of the year; history keeps it. Nothing is kept unless all of it
    adds up: no central share and no amounts by school beyond what a source brings.

    **Raises** `NotAllowed`; `RefusedInput` with each source that does not add up.
    """
    accounts.check_may(by, "write", "finance")
    with accounts.acting_as(by), one_at_a_time("funding.revenues"):
        schools = _school_ids()
        funds.place_anyhow(schools)
        kept = {row.key: row for row in RevenueSource.objects.filter(year=funds.year)}
        for key in kept.keys() - {one.key for one in funds.revenues}:
            kept.pop(key).delete()
        for one in funds.revenues:
            row = _keep(by, at, funds.year, one, kept.get(one.key))
            _name_schools(by, at, row, {grant.school_id: grant.cents for grant in _grants_of(funds, one)}, schools)
        words = {"year": funds.year, "n_sources": len(funds.revenues), "n_amounts": len(funds.grants)}
        audit.record_act(by=by, at=at, act="bring in", noun="revenues", object_id=funds.year, details=words)
    return len(funds.revenues)


def save_revenue(
    *, by: Viewer, at: datetime, year: int, revenue: Revenue, at_schools: Mapping[str, int]
) -> RevenueSource:
    """This function will keep one source, with what schools are named for by their id in the roster.

    **Raises** `NotAllowed`; `RefusedInput` where more is kept centrally or named than it brings.
    """
    accounts.check_may(by, "write", "finance")
    with accounts.acting_as(by), one_at_a_time("funding.revenues"):
        schools = _school_ids()
        with_revenue(funds_of(year), revenue, at_schools).place_anyhow(schools)
        row = _keep(by, at, year, revenue, RevenueSource.objects.filter(year=year, key=revenue.key).first())
        _name_schools(by, at, row, at_schools, schools)
        audit.record_act(by=by, at=at, act="save", noun="revenue", object_id=row.pk, details={"year": year})
    return row


def remove_revenue(*, by: Viewer, at: datetime, year: int, key: str) -> None:
    """This function will take a source out of a year; runs that drew on it keep what they drew.

    **Raises** `NotAllowed`, `NotFound`.
    """
    accounts.check_may(by, "write", "finance")
    with accounts.acting_as(by), one_at_a_time("funding.revenues"):
        row = RevenueSource.objects.filter(year=year, key=key).first()
        if row is None:
            raise NotFound(gettext_noop("There is no such source."), gettext_noop("Choose one from the list."))
        audit.record_act(by=by, at=at, act="remove", noun="revenue", object_id=row.pk, details={"year": year})
        row.delete()


def _school_ids() -> dict[str, int]:
    return {school.source_id: school.id for school in district.schools_on(accounts.today())}


def _grants_of(funds: Funds, revenue: Revenue) -> Sequence[Grant]:
    return [grant for grant in funds.grants if grant.revenue == revenue.key]


def _keep(by: Viewer, at: datetime, year: int, revenue: Revenue, row: RevenueSource | None) -> RevenueSource:
    row = row or RevenueSource(year=year, by_name="", at=at)
    plain = plain_revenue(revenue)
    if row.pk and row.key == revenue.key and plain == {name: _plain(getattr(row, name)) for name in plain}:
        return row
    for name, value in (plain | {"starts_on": revenue.starts_on, "ends_on": revenue.ends_on}).items():
        setattr(row, name, value)
    row.key, row.by_user_id, row.by_name, row.at = revenue.key, by.user_id, str(by), at
    row.save()
    return row


def _plain(value: object) -> object:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _name_schools(
    by: Viewer, at: datetime, row: RevenueSource, at_schools: Mapping[str, int], schools: Mapping[str, int]
) -> None:
    wanted = {schools[source_id]: cents for source_id, cents in at_schools.items() if cents}
    kept = {one.school_id: one for one in SchoolRevenue.objects.filter(revenue=row)}
    gone = [one.pk for school_id, one in kept.items() if wanted.get(school_id) != one.amount_cents]
    if gone:
        SchoolRevenue.objects.filter(pk__in=gone).delete()
    SchoolRevenue.objects.bulk_create(
        SchoolRevenue(
            revenue=row, school_id=school_id, amount_cents=cents, by_user_id=by.user_id, by_name=str(by), at=at
        )
        for school_id, cents in wanted.items()
        if school_id not in kept or kept[school_id].pk in gone
    )
