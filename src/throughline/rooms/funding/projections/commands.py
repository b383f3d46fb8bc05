"""Begin a projection, say what is known better, and take a year of it as that year's count."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Max

from throughline.formats.counts import FiledCounts
from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit
from throughline.rooms.funding.ahead import SchoolHistory, ahead_of
from throughline.rooms.funding.counts.commands import bring_in_counts
from throughline.rooms.funding.models import FiledCount, Projection
from throughline.rooms.funding.ordering import one_at_a_time
from throughline.rooms.funding.projections.roster import october
from throughline.values.errors import NotFound, RefusedInput
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop


def begin_projection(
    *,
    by: Viewer,
    at: datetime,
    name: str,
    origin: str,
    schools: Sequence[SchoolHistory],
    counted_on: date,
    needs: Mapping[str, Mapping[str, int]],
    n_years: int = 3,
    over_years: int = 3,
) -> Projection:
    """This function will keep what a projection is carried on from. `needs` are of `counted_on`, by school.

    **Raises** `NotAllowed` for those who may not write finance.
    """
    accounts.check_may(by, "write", "finance")
    with accounts.acting_as(by), one_at_a_time("funding.projection"):
        highest = Projection.objects.aggregate(highest=Max("number"))["highest"] or 0
        row = Projection.objects.create(
            number=highest + 1,
            name=name,
            origin=origin,
            counted_on=counted_on,
            n_years=n_years,
            over_years=over_years,
            history={"schools": [one.as_json() for one in schools]},
            needs={key: dict(counts) for key, counts in needs.items()},
            by_user_id=by.user_id,
            by_name=str(by),
            at=at,
        )
        words = {"number": row.number, "n_schools": len(schools)}
        audit.record_act(by=by, at=at, act="begin", noun="projection", object_id=row.pk, details=words)
    return row


def adjust_projection(
    *,
    by: Viewer,
    at: datetime,
    projection: Projection,
    school: str,
    year: int,
    grade: str,
    students: int,
    reason: str,
    other: str = "",
) -> None:
    """This function will let a grade of a year have more or fewer students, and keep why and who said so.

    With `other`, they come from that school, or go to it: what one gains by a new boundary, the other loses.

    **Raises** `NotAllowed`; `NotFound` for a school, year or grade that is not projected.
    """
    accounts.check_may(by, "write", "finance")
    with accounts.acting_as(by):
        row = _locked(projection)
        said = {"year": year, "grade": grade, "reason": reason, "by": str(by), "at": at.isoformat()}
        moves = [{"school": school, "students": students, **said}]
        if other:
            moves.append({"school": other, "students": -students, **said})
        for move in moves:
            _check_projected(row, str(move["school"]), year, grade)
        row.adjustments = [*row.adjustments, *moves]
        row.save()
        words = {"number": row.number, "year": year, "grade": grade, "students": students}
        audit.record_act(by=by, at=at, act="adjust", noun="projection", object_id=row.pk, details=words)


def take_back_adjustment(*, by: Viewer, at: datetime, projection: Projection, position: int) -> None:
    """This function will take one adjustment back; history keeps it. **Raises** `NotAllowed`, `NotFound`."""
    accounts.check_may(by, "write", "finance")
    with accounts.acting_as(by):
        row = _locked(projection)
        if not 0 <= position < len(row.adjustments):
            raise NotFound(gettext_noop("There is no such adjustment."), gettext_noop("Choose one from the list."))
        row.adjustments = [one for at_, one in enumerate(row.adjustments) if at_ != position]
        row.save()
        audit.record_act(
            by=by, at=at, act="take back", noun="projection", object_id=row.pk, details={"number": row.number}
        )


def set_steady(*, by: Viewer, at: datetime, projection: Projection, school: str, steady: bool) -> None:
    """This function will say whether a school stays as it is, as special schools do, or carries its cohorts on.

    **Raises** `NotAllowed`; `NotFound` for a school that is not projected.
    """
    accounts.check_may(by, "write", "finance")
    with accounts.acting_as(by):
        row = _locked(projection)
        if school not in {one["source_id"] for one in row.history["schools"]}:
            raise _not_projected()
        row.steady = sorted({*row.steady, school} if steady else set(row.steady) - {school})
        row.save()
        words = {"number": row.number, "steady": steady}
        audit.record_act(by=by, at=at, act="set", noun="projection", object_id=row.pk, details=words)


def take_as_count(*, by: Viewer, at: datetime, projection: Projection, year: int) -> date:
    """This function will let a year's projected students be counted on its first of October, and return that day.

    They are marked as projected wherever they are used, until the day is counted.

    **Raises** `NotAllowed`; `NotFound` for a year that is not ahead; `RefusedInput` where its October has come, or has
    counts from a file.
    """
    accounts.check_may(by, "write", "finance")
    on = october(year)
    if on <= accounts.today():
        raise RefusedInput(
            gettext_noop("That October has come: its students are counted, not projected."),
            gettext_noop("Choose a year ahead, or count the day."),
        )
    with accounts.acting_as(by):
        row = _locked(projection)
        found = ahead_of(row)
        if year not in found.years:
            raise NotFound(gettext_noop("There is no such year ahead."), gettext_noop("Choose one from the page."))
        if FiledCount.objects.filter(on=on, projection=None).exists():
            raise RefusedInput(
                gettext_noop("Counts of that October were brought in from a file."),
                gettext_noop(
                    "Take the file out under Counts first: a projection never replaces what somebody counted."
                ),
            )
        schools = [FiledCounts(one.source_id, one.counts(year)) for one in found.schools]
        bring_in_counts(by=by, at=at, on=on, schools=schools, projection=row.number)
    return on


def _locked(projection: Projection) -> Projection:
    return Projection.objects.select_for_update().get(pk=projection.pk)


def _check_projected(row: Projection, school: str, year: int, grade: str) -> None:
    kept: dict[str, Any] | None = next((one for one in row.history["schools"] if one["source_id"] == school), None)
    if kept is None or grade not in kept["grades"] or not 0 < year - kept["years"][-1] <= row.n_years:
        raise _not_projected()


def _not_projected() -> NotFound:
    return NotFound(
        gettext_noop("That school, year and grade are not projected together."),
        gettext_noop("Choose a year ahead and a grade that the school teaches."),
    )
