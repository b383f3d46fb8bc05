"""The door of the district room: schools as plain values, and the level each is paid by."""

from dataclasses import dataclass
from datetime import date

from throughline.rooms.district import access
from throughline.rooms.district.levels.commands import change_levels, take_back_levels
from throughline.rooms.district.levels.queries import LevelChange, LevelsSaved, find_levels_saved
from throughline.rooms.district.models import Kind, Level, Organization
from throughline.rooms.district.outside.commands import add_outside, change_outside, close_outside, reopen_outside
from throughline.rooms.district.outside.queries import Outside, OutsideFacts, find_outside
from throughline.rooms.district.roster.oneroster import ONEROSTER
from throughline.rooms.district.roster.steps import Check, Prepare, Step, Target

__all__ = [
    "ONEROSTER",
    "Check",
    "Kind",
    "Level",
    "LevelChange",
    "LevelsSaved",
    "Outside",
    "OutsideFacts",
    "Prepare",
    "School",
    "Step",
    "Target",
    "add_outside",
    "change_levels",
    "change_outside",
    "close_outside",
    "district_name",
    "find_levels_saved",
    "find_outside",
    "find_schools",
    "ids_by_source_id",
    "reopen_outside",
    "schools_on",
    "take_back_levels",
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


def _school(row: Organization) -> School:
    return School(row.pk, row.source_id, row.name, row.level)


def district_name() -> str:
    """This function will return the district's name, empty before there is a roster."""
    return access.get_districts().values_list("name", flat=True).first() or ""


def ids_by_source_id() -> dict[str, int]:
    """This function will return every organization's id by its id in the district's own system."""
    return dict(Organization.objects.values_list("source_id", "pk"))
