"""Keep a year's catalog of positions, and what every school is guaranteed of them."""

from collections.abc import Sequence
from datetime import datetime

from throughline.engines.funding.positions import Guarantee, Position
from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit
from throughline.rooms.funding import models
from throughline.rooms.funding.floors import position_value, program_of
from throughline.rooms.funding.ordering import one_at_a_time
from throughline.rooms.students import api as students
from throughline.values.errors import NotFound, RefusedInput
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

_LOCK = "funding.positions"
_FIELDS = ("name", "salary_cents", "benefits_share", "benefits_cents", "source")


def bring_in_positions(*, by: Viewer, at: datetime, year: int, positions: Sequence[Position]) -> int:
    """This function will make a year's catalog what a file says, and return how many positions there are.

    A position that is not named is no longer in it; history keeps it. One that is the same stays untouched.

    **Raises** `NotAllowed`; `RefusedInput` where a position that the file leaves out is still used.
    """
    accounts.check_may(by, "write", "finance")
    with accounts.acting_as(by), one_at_a_time(_LOCK):
        kept = {row.code: row for row in models.Position.objects.filter(year=year)}
        gone = [kept.pop(code) for code in kept.keys() - {one.code for one in positions}]
        for row in gone:
            _check_free(row)
            row.delete()
        n_changed = sum(_keep(by, at, year, one, kept.get(one.code)) for one in positions)
        words = {"year": year, "n_positions": len(positions), "n_changed": n_changed + len(gone)}
        audit.record_act(by=by, at=at, act="bring in", noun="positions", object_id=year, details=words)
    return len(positions)


def save_position(*, by: Viewer, at: datetime, year: int, position: Position) -> None:
    """This function will keep one position of a year under its code. **Raises** `NotAllowed`."""
    accounts.check_may(by, "write", "finance")
    with accounts.acting_as(by), one_at_a_time(_LOCK):
        _keep(by, at, year, position, models.Position.objects.filter(year=year, code=position.code).first())
        words = {"year": year, "code": position.code}
        audit.record_act(by=by, at=at, act="save", noun="position", object_id=year, details=words)


def remove_position(*, by: Viewer, at: datetime, year: int, code: str) -> None:
    """This function will take a position out of a year's catalog.

    **Raises** `NotAllowed`, `NotFound`; `RefusedInput` where it is still used.
    """
    accounts.check_may(by, "write", "finance")
    with accounts.acting_as(by), one_at_a_time(_LOCK):
        row = models.Position.objects.filter(year=year, code=code).first()
        if row is None:
            raise NotFound(gettext_noop("There is no such position."), gettext_noop("Choose one from the list."))
        _check_free(row)
        row.delete()
        audit.record_act(
            by=by, at=at, act="remove", noun="position", object_id=year, details={"year": year, "code": code}
        )


def guarantee_program(*, by: Viewer, at: datetime, year: int, guarantees: Sequence[Guarantee]) -> int:
    """This function will make what every school is guaranteed in a year what is said here, and return how many lines.

    Scenarios and runs that were made before stay as they are. **Raises** `NotAllowed`; `NotFound` for a position that
    the catalog lacks, or a need there is not.
    """
    accounts.check_may(by, "write", "finance")
    if any(one.group.need and one.group.need not in students.need_categories() for one in guarantees):
        raise NotFound(gettext_noop("There is no such need category."), gettext_noop("Choose one from the page."))
    with accounts.acting_as(by), one_at_a_time(_LOCK):
        rows = {row.code: row for row in models.Position.objects.filter(year=year)}
        lacking = [one.position for one in guarantees if one.position not in rows]
        if lacking:
            raise NotFound(gettext_noop("There is no such position."), gettext_noop("Choose one from the list."))
        if list(guarantees) != list(program_of(year).guarantees):
            models.GuaranteedStaff.objects.filter(year=year).delete()
            models.GuaranteedStaff.objects.bulk_create(
                models.GuaranteedStaff(
                    year=year,
                    position=rows[one.position],
                    place=place,
                    level=one.level,
                    units=one.units,
                    per_students=one.per,
                    step=one.step,
                    mode=one.mode,
                    least=one.least,
                    need=one.group.need,
                    first_grade=one.group.first_grade,
                    last_grade=one.group.last_grade,
                    by_user_id=by.user_id,
                    by_name=str(by),
                    at=at,
                )
                for place, one in enumerate(guarantees)
            )
        words = {"year": year, "n_lines": len(guarantees)}
        audit.record_act(by=by, at=at, act="decide", noun="guaranteed program", object_id=year, details=words)
    return len(guarantees)


def _keep(by: Viewer, at: datetime, year: int, position: Position, row: models.Position | None) -> bool:
    """Keep a position, and say whether that changed anything."""
    if row is not None and position_value(row) == position:
        return False
    row = row or models.Position(year=year, code=position.code)
    for name in _FIELDS:
        setattr(row, name, getattr(position, name))
    row.by_user_id, row.by_name, row.at = by.user_id, str(by), at
    row.save()
    return True


def _check_free(row: models.Position) -> None:
    if row.guaranteed.exists() or row.staff.exists():
        raise RefusedInput(
            gettext_noop("A position that would be gone from the catalog is guaranteed to schools, or has real costs."),
            gettext_noop("Take it out of the guaranteed staff and the real costs first, or keep it in the catalog."),
        )
