"""Keep a day's counts, whole from a file, and take them out."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from throughline.formats.counts import FiledCounts
from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit
from throughline.rooms.district import api as district
from throughline.rooms.funding.counts.files import OwnDay
from throughline.rooms.funding.days.commands import decide_days
from throughline.rooms.funding.models import FiledCount
from throughline.rooms.funding.ordering import one_at_a_time
from throughline.rooms.funding.own_days import decided_days
from throughline.values.errors import NotFound
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop


def bring_in_counts(
    *, by: Viewer, at: datetime, on: date, schools: Sequence[FiledCounts], projection: int | None = None
) -> int:
    """This function will make a day's counts what a file or a projection says, and return of how many schools.

    A school that is not named has none any more; history keeps it. What was counted before in runs and scenarios
    stays as it was.

    **Raises** `NotAllowed`; `NotFound` for a school there is not.
    """
    accounts.check_may(by, "write", "finance")
    with accounts.acting_as(by), one_at_a_time("funding.counts"):
        _keep_day(by, at, on, schools, projection)
    return len({one.school_id for one in schools})


def bring_in_days(
    *, by: Viewer, at: datetime, days: Mapping[date, Sequence[FiledCounts]], own: Sequence[OwnDay] = ()
) -> None:
    """This function will make the counts of several days what one file says, all of them or none.

    `own` are needs that are counted on a day of their own from now on; whatever else was decided stays.

    **Raises** `NotAllowed`; `NotFound` for a school or a need there is not.
    """
    accounts.check_may(by, "write", "finance")
    with accounts.acting_as(by), one_at_a_time("funding.counts"):
        for on, schools in days.items():
            _keep_day(by, at, on, schools, None)
        for year in sorted({one.year for one in own}):
            chosen = {one.need: one.on for one in own if one.year == year}
            decide_days(by=by, at=at, year=year, days=decided_days(year) | chosen)


def remove_counts(*, by: Viewer, at: datetime, on: date) -> int:
    """This function will take a day's file out, so that the roster is counted again; return of how many schools.

    **Raises** `NotAllowed`; `NotFound` where none is kept.
    """
    accounts.check_may(by, "write", "finance")
    with accounts.acting_as(by), one_at_a_time("funding.counts"):
        n, _by_model = FiledCount.objects.filter(on=on).delete()
        if not n:
            raise NotFound(gettext_noop("No file is kept of this day."), gettext_noop("Choose a day from the page."))
        words = {"on": on.isoformat(), "n_schools": n}
        audit.record_act(by=by, at=at, act="remove", noun="counts", object_id=on.toordinal(), details=words)
    return n


def _keep_day(by: Viewer, at: datetime, on: date, schools: Sequence[FiledCounts], projection: int | None) -> None:
    ids = district.ids_by_source_id()
    kept = {row.school_id: row for row in FiledCount.objects.filter(on=on)}
    wanted = {_school_id(ids, one): one for one in schools}
    FiledCount.objects.filter(pk__in=[row.pk for key, row in kept.items() if key not in wanted]).delete()
    n_changed = 0
    for key, one in wanted.items():
        row = kept.get(key) or FiledCount(on=on, school_id=key)
        counts, withheld = dict(one.counts), {code: list(bounds) for code, bounds in one.withheld.items()}
        if row.pk and (row.counts, row.withheld, row.projection) == (counts, withheld, projection):
            continue
        row.counts, row.withheld, row.projection = counts, withheld, projection
        row.by_user_id, row.by_name, row.at = by.user_id, str(by), at
        row.save()
        n_changed += 1
    words = {"on": on.isoformat(), "n_schools": len(wanted), "n_changed": n_changed, "projection": projection}
    audit.record_act(by=by, at=at, act="bring in", noun="counts", object_id=on.toordinal(), details=words)


def _school_id(ids: dict[str, int], one: FiledCounts) -> int:
    if one.school_id not in ids:
        raise NotFound(gettext_noop("There is no such school."), gettext_noop("Bring in the roster first."))
    return ids[one.school_id]
