"""Which steps each kind of file takes, and which tables it fills."""

from throughline.rooms.district import api as district
from throughline.rooms.district.api import Step, Target
from throughline.rooms.exchange.models import Kind
from throughline.rooms.students import api as students


def oneroster_steps(version: str) -> tuple[Step, ...]:
    """This function will return the steps of a OneRoster feed in their order, parents before children."""
    return (*district.ONEROSTER, *students.ONEROSTER[version])


def targets_of(kind: str) -> tuple[Target, ...]:
    """This function will return the tables that a kind of file fills, parents before children."""
    steps = oneroster_steps("1.2") if kind == Kind.ONEROSTER else students.DISTRICT_FILES[kind]
    return tuple(step for step in steps if isinstance(step, Target))


def targets_by_entity() -> dict[str, Target]:
    """This function will return every table that any file fills, by the name of what it holds."""
    return {target.entity: target for kind in Kind.values for target in targets_of(kind)}
