"""Which steps each kind of file takes, and which tables it fills."""

from collections.abc import Mapping
from typing import TypeVar

from throughline.rooms.district import api as district
from throughline.rooms.district.api import Step, Target
from throughline.rooms.exchange.models import Kind
from throughline.rooms.students import api as students

_Counts = TypeVar("_Counts")


def oneroster_steps(version: str) -> tuple[Step, ...]:
    """This function will return the steps of a OneRoster feed in their order, parents before children."""
    return (*district.ONEROSTER, *students.ONEROSTER[version])


def targets_of(kind: str) -> tuple[Target, ...]:
    """This function will return the tables that a kind of file fills, parents before children."""
    steps = oneroster_steps("1.2") if kind == Kind.ONEROSTER else students.DISTRICT_FILES[kind]
    return tuple(step for step in steps if isinstance(step, Target))


def in_order(kind: str, counts: Mapping[str, _Counts]) -> dict[str, _Counts]:
    """This function will put counts by entity in the order of the tables, which the database does not keep."""
    return {target.entity: counts[target.entity] for target in targets_of(kind) if target.entity in counts}


def targets_by_entity() -> dict[str, Target]:
    """This function will return every table that any file fills, by the name of what it holds."""
    return {target.entity: target for kind in Kind.values for target in targets_of(kind)}
