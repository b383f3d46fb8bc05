"""The door of the district room: schools as plain values, and the level each is paid by."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from throughline.rooms.audit import api as audit
from throughline.rooms.district import access
from throughline.rooms.district.models import Kind, Level, Organization
from throughline.rooms.district.roster.oneroster import ONEROSTER
from throughline.rooms.district.roster.steps import Check, Prepare, Step, Target
from throughline.values.viewer import Viewer

__all__ = [
    "ONEROSTER",
    "Check",
    "Kind",
    "Level",
    "Prepare",
    "School",
    "Step",
    "Target",
    "change_levels",
    "find_schools",
    "ids_by_source_id",
    "schools_on",
]


@dataclass(frozen=True, slots=True)
class School:
    """A school as other rooms see it. `level` is blank where nobody has decided it yet."""

    id: int
    source_id: str
    name: str
    level: str


def schools_on(on: date) -> list[School]:
    """This function will list the schools that were open on a day, by name."""
    return [_school(row) for row in access.get_schools_on(on)]


def find_schools(ids: set[int]) -> list[School]:
    """This function will list the organizations with these ids, by name, whatever they are."""
    return [_school(row) for row in Organization.objects.filter(pk__in=ids).order_by("name", "source_id")]


def change_levels(*, by: Viewer, at: datetime, levels: Mapping[int, Level]) -> int:
    """This function will give schools their levels and return how many changed; the audit names each.

    Whether `by` may do so is for the room that asks, since this one stands below roles.
    """
    rows = access.get_schools().filter(pk__in=levels).select_for_update()
    changed = [row for row in rows if row.level != levels[row.pk]]
    for row in changed:
        words = {"from": row.level, "to": levels[row.pk].value}
        audit.record_act(by=by, at=at, act="set level", noun="school", object_id=row.pk, details=words)
        row.level = levels[row.pk]
    Organization.objects.bulk_update(changed, ["level"])
    return len(changed)


def _school(row: Organization) -> School:
    return School(row.pk, row.source_id, row.name, row.level)


def ids_by_source_id() -> dict[str, int]:
    """This function will return every organization's id by its id in the district's own system."""
    return dict(Organization.objects.values_list("source_id", "pk"))
